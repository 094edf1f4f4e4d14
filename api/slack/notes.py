"""What the bot says beside answers, to the asker alone: case detail, refusals, help."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock

from api.problems import DANGER
from api.slack.limits import sections
from api.slack.mrkdwn import escaped, link, quoted
from api.web.suggested import START
from retriever.answer import Notice

REMOVE = "verse_remove"
ALL = 2000
"""Characters of a redacted question that are shown again."""
HELP = (
    "Ask in plain words what England's child protection guidance says; the answer is in the guidance's own words, with the "
    "paragraph and whether it says must, should or may. Mention me in a channel, write to me directly, use `/verse` "
    "followed by a question (only you see the answer), or choose *What does guidance say?* from the menu of a "
    "message. Leave out names and other case details. Answers do not replace your manager, your local procedures or 999."
)
STRANGER = f"This app answers members of its own workspace only; ask your own organisation's administrator for it. {DANGER}"
ALONE = Notice(
    "thread-unread", "The earlier messages of this thread could not be read, so this answers your last message by itself."
)
STEPS = (
    "*How to remove your message*\n"
    "1. Point at the message (on a phone, hold it) and choose ⋯, _More actions_.\n"
    "2. Choose _Delete message…_ and confirm. If that is not offered, your workspace does not let members delete: ask a "
    "Slack administrator or your information governance lead to do it.\n"
    "3. Delete files and follow-up messages that hold the same details too.\n"
    "4. If others may have read it, tell your information governance lead, as for any personal data sent to the wrong place."
)


def help_text() -> str:
    """How to ask, with questions to begin with."""
    return "\n".join([HELP, "", "For example:", *(f"• {question}" for question in START)])


def help_blocks() -> list[Block]:
    """The same as blocks."""
    return sections(help_text())


def case_detail_blocks(notice: Notice, question: str, channel: str, ts: str, own: bool) -> list[Block]:
    """That a message holds case detail, what it is without, and the offer to help remove it; `own` if the asker wrote it."""
    whose = "Your message" if own else "That message"
    head = f":lock: *{whose} seems to hold case details.* {escaped(notice.text)}"
    if not ts:
        return sections(f"{head} Nobody else saw it.")
    kept = "Slack itself keeps the message as it was written until it is deleted."
    instead = f"*Without them it reads:*\n{quoted(escaped(question[:ALL]))}" if question else ""
    button = ButtonElement(text="Help me remove it", action_id=REMOVE, value=f"{channel} {ts} {int(own)}", style="danger")
    return [*sections("\n".join([f"{head} {kept}", instead])), ActionsBlock(elements=[button])]


def removal_blocks(own: bool, permalink: str) -> list[Block]:
    """How a message is removed: Slack lets no app delete what a member wrote."""
    steps = STEPS if own else f"Ask the person who wrote it to remove it:\n{STEPS}"
    way = [DividerBlock(), *sections(f"*{link(permalink, 'Go to the message')}*")] if permalink else []
    return [
        *sections("Slack lets nobody but its author or an administrator delete a message, not even me."),
        *sections(steps),
        *way,
    ]
