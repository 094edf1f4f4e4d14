"""Windows (Slack's modals): more of an answer, why it was not right, how to remove a message."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from api.slack.limits import VIEW_BLOCKS, sections
from api.web.turns import REASONS

REASON = "verse_reason"
COMMENT_MOST = 2000
THANKS = "Thank you. It is kept without names and read by whoever runs this service."
LOST = "What the service keeps cannot be reached now; please say it again later."
NOT_YOURS = "Only whoever asked can say whether an answer was right, and only until it is deleted."


def told(title: str, blocks: Sequence[Block]) -> View:
    """A window that shows something."""
    return View(type="modal", title=title, close="Close", blocks=list(blocks)[:VIEW_BLOCKS])


def said(title: str, words: str) -> View:
    """A window with a sentence."""
    return told(title, sections(words))


def why(answer: str) -> View:
    """The window that asks why an answer was not right."""
    reasons = [Option(text=PlainTextObject(text=words), value=value) for value, words in REASONS.items()]
    comment = PlainTextInputElement(action_id="comment", multiline=True, max_length=COMMENT_MOST)
    return View(
        type="modal",
        callback_id=REASON,
        title="What was not right?",
        submit="Send",
        close="Cancel",
        private_metadata=answer,
        blocks=[
            InputBlock(label="The answer", element=RadioButtonsElement(action_id="reason", options=reasons), optional=True),
            InputBlock(
                label="What should it have said?", element=comment, optional=True, hint="Leave out names and case details."
            ),
        ],
    )
