"""From chosen excerpts to the text of an answer: verbatim lines with their marks, deciding words emphasised."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Obligation, Status
from corpus.register import Document
from retriever.differences import marked
from retriever.excerpt import Excerpt
from retriever.selection import QUANTITY, WHO

PROPOSED = "*Proposed, not in force:*"
"""Stands above each proposal that is quoted, wherever the answer is carried to."""
REPORTED = "*From a consultation, which reports an Act here; what it proposes is not in force:*"
"""Stands above what a consultation says of an Act that has been passed."""
RECALLED = "*From a consultation, which recalls the guidance here; what it proposes is not in force:*"
"""Stands above what a consultation says of what the guidance says already."""
LOCAL = "*Local, not national guidance:*"
"""Stands above each quotation from a local document."""
_ACT = re.compile(
    r"\bAct(?: 20\d\d)?(?: \([^)]*\))?,? (?:(?:now|has|also|government) )*"
    r"(?:creates?|makes?|places?|placed|requires?|allows?|introduces?|introduced|enables?|establishes|sets out)\b"
)
"""Says what an Act does."""
_GUIDANCE = re.compile(
    r"\b(?:Working Together|[Ss]tatutory guidance) (?:(?:already|currently) )?"
    r"(?:requires|sets out|states|says|expects|defines|provides|(?:is|makes(?: it)?) clear)\b"
)
"""Says what the guidance says."""
_UNIT = r"(?:working |calendar |school |consecutive )?(?:minute|hour|day|week|month|year)s?"
_NUMBER = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)"
_LIMIT = re.compile(
    rf"\b(?:(?:within|at least|no later than|up to|no more than|not exceed|after|every|under|over|aged?)\s+)?"
    rf"(?:{_NUMBER}(?:\s*(?:to|-|or|and)\s*{_NUMBER})?[\s-]{_UNIT}\b|{_NUMBER}(?:%| per cent)|the age of {_NUMBER})"
    rf"|\b(?:immediately|as soon as (?:possible|practicable)|without delay|promptly|annually)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(r"\b(must not|must|should not|should|may)\b")
_ASKS_DUTY = re.compile(
    r"^(?:so |and |but )?(?:do|does|must,?|should|can|could|may|is (?:it|that|this)|am i|is there|have) .*"
    r"|\b(?:have to|has to|need to|needs to|required|mandatory|obliged|compulsory|legal(?:ly)? (?:duty|required)|allowed to|"
    r"supposed to|duty to)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"^(?:(?:so|and|but|hi|hello|ok|please)[ ,]+)*(?:\w+[ ,:]+){0,2}?(?:what|which|who|whom|whose|when|where|how|why)\b",
    re.IGNORECASE,
)
"""Asks for more than a yes or no, to which 'Must' or 'Should' alone is no answer: 'what order do I need?'."""
_OUTRIGHT = re.compile(
    r"\b(?:must|should|a must|have to|has to|need to|needs to|required?|mandatory|obliged|compulsory|legal(?:ly)?|duty|"
    r"optional|allowed|supposed|expected)\b",
    re.IGNORECASE,
)
"""Names a duty: a few words after another question ('does that include schools?') ask for one only so."""
_ASKS_LEAVE = re.compile(r"^(?:so |and |but )?(?:can|could|may) |\b(?:allowed|permitted) to\b", re.IGNORECASE)
"""Asks whether something is allowed, of which it says nothing that somebody should do it."""
_DENIES = re.compile(
    r"\b(?:must|should|shall|may|need|does|do|is|are) (?:\w+ )?(?:not|never)\b|\bcannot\b|\bshould (?:be )?avoid|"
    r"\b(?:although|unless|except)\b|\b(?:if|where) (?:needed|necessary|required|appropriate|relevant)\b",
    re.IGNORECASE,
)
"""Stands in a sentence of which 'Must' or 'Should' alone might say the opposite, or that has an exception."""
_FORCE = {
    Obligation.MUST: "**Must**: a requirement",
    Obligation.SHOULD: "**Should**: expected, unless there is a good reason not to",
    Obligation.MAY: "**May**: allowed, not required",
}
_STATUTORY = {
    "statutory": "statutory guidance",
    "non-statutory": "not statutory guidance",
    "local": "a local document",
}


@dataclass(frozen=True)
class Side:
    """A part of an answer: all of it, untitled; one document's; or what comes first in an emergency."""

    title: str
    excerpts: tuple[Excerpt, ...]
    compared: bool = False
    """Whether its words are set beside those of another document."""


def composed(
    sides: Sequence[Side], question: str, documents: dict[str, Document], sure: bool = True, follows: bool = False
) -> str:
    """
    The answer's text; marks count excerpts over all sides in their order.

    Unless `sure`, no duty is put above it; nor is one where the question `follows` another and does not name a duty.
    """
    sure = sure and (not follows or bool(_OUTRIGHT.search(question)))
    blocks: list[str] = []
    number = 0
    compared = _compared(sides)
    for side in sides:
        if side.title:
            blocks.append(f"**{side.title}**")
        for excerpt in side.excerpts:
            number += 1
            lines = compared.get(id(excerpt)) or _emphasised(excerpt.lines, question)
            blocks += [] if side.title and side.compared else _labelled(side, excerpt, documents[excerpt.paragraph.doc])
            blocks.append("\n".join(f"{line} [{number}]" for line in lines))
    if sure and len(sides) == 1 and not sides[0].title and (force := _force(sides[0].excerpts, question, documents)):
        blocks.insert(0, force)
    return "\n\n".join(blocks)


def _labelled(side: Side, excerpt: Excerpt, document: Document) -> list[str]:
    """The line that says that what is quoted is a proposal, or reports an Act, or is local."""
    if document.status is Status.LOCAL:
        return [LOCAL]
    if document.status is not Status.CONSULTATION or side.title:
        return []
    told = [sentence.text for sentence in excerpt.sentences]
    reports = ((REPORTED, _ACT), (RECALLED, _GUIDANCE))
    return [next((label for label, says in reports if any(map(says.search, told))), PROPOSED)]


def _force(excerpts: Sequence[Excerpt], question: str, documents: dict[str, Document]) -> str:
    """What kind of duty it is, for a question that asks whether something has to be done."""
    duty, answering = excerpts[0].duty, excerpts[0].answering
    if answering is not None and _DENIES.search(excerpts[0].paragraph.sentences[answering].text):
        return ""
    if not _ASKS_DUTY.search(question) or _OPEN.match(question) or duty is Obligation.NONE:
        return ""
    if _ASKS_LEAVE.search(question) and duty is not Obligation.MAY:
        return ""
    if duty is Obligation.MAY and excerpts[0].obligation is not duty and not _ASKS_LEAVE.search(question):
        return ""  # one may ask, and another must do what is asked
    status = documents[excerpts[0].paragraph.doc].status
    if status in (Status.CONSULTATION, Status.WITHDRAWN):  # nobody has to
        return ""
    return f"{_FORCE[duty]} ({_STATUTORY[status]})."


def _emphasised(lines: Sequence[str], question: str) -> list[str]:
    """The lines with time limits or duty words in bold where the question asks for them."""
    if QUANTITY.search(question) and not WHO.search(question):
        return [_LIMIT.sub(lambda m: f"**{m[0]}**", line) for line in lines]
    if _ASKS_DUTY.search(question):
        return [_DUTY.sub(lambda m: f"**{m[0]}**", line) for line in lines]
    return list(lines)


def _compared(sides: Sequence[Side]) -> dict[int, list[str]]:
    """For two sides the lines of their first excerpts with the words in bold that the other has not."""
    if len(sides) != 2 or not all(side.compared and side.excerpts for side in sides):
        return {}
    first, second = (side.excerpts[0] for side in sides)
    one, other = marked("\n".join(first.lines), "\n".join(second.lines))
    return {id(first): one.split("\n"), id(second): other.split("\n")}
