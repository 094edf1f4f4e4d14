"""An answer in a model's words where they stand on the paragraphs, in the guidance's own where not."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from retriever.answer import Answer, AnswerKind, Citation, Notice
from retriever.drafts.checking import Checked, check
from retriever.drafts.drafted import MARK, marks
from retriever.drafts.writer import Drafts

COMPOSED = Notice(
    "composed", "The language model gave nothing that could be checked, so this is the guidance in its own words."
)
WRITTEN = "A language model wrote this from the paragraphs cited, and each sentence was checked against them"

log = logging.getLogger(__name__)


def written(answer: Answer, writer: Drafts) -> Answer:
    """
    Put a composed answer into the writer's words, as far as they can be checked.

    Only an answer goes to the writer, never an emergency, abstention or refusal. If it fails in any way or nothing
    stands, the composed answer comes back with a notice.
    """
    if answer.kind is not AnswerKind.ANSWER or not answer.citations:
        return answer
    try:
        draft = writer.draft(answer.understood, answer.citations)
    except Exception as error:  # each provider has its own; whatever it is, the reader gets an answer
        log.warning("No draft: %s", type(error).__name__)
        return replace(answer, notices=(*answer.notices, COMPOSED))
    checked = check(draft, answer.citations)
    if not checked.used:
        return replace(answer, notices=(*answer.notices, COMPOSED))
    return replace(
        answer,
        answer=renumbered(checked.text, checked.used),
        citations=_used(answer.citations, checked),
        notices=(*answer.notices, Notice("written", _said(len(checked.dropped)))),
    )


def renumbered(text: str, used: Sequence[int]) -> str:
    """A text whose marks number `used` from 1, each in brackets of its own."""
    place = {old: new for new, old in enumerate(used, 1)}
    return MARK.sub(lambda m: "".join(f"[{place[n]}]" for n in marks(m[0])), text)


def _used(citations: Sequence[Citation], checked: Checked) -> tuple[Citation, ...]:
    return tuple(citations[n - 1] for n in checked.used)


def _said(dropped: int) -> str:
    """What the reader is told of a written answer."""
    if not dropped:
        return f"{WRITTEN}."
    return f"{WRITTEN}; {dropped} {'sentence was' if dropped == 1 else 'sentences were'} left out because they could not be."
