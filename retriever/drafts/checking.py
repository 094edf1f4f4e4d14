"""
Check a drafted answer: only sentences that stand on the paragraphs they cite go out.

No model takes part. A sentence passes every rule or is dropped with the first reason; when in doubt it is dropped, for
the composed answer is always there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from retriever.answer import Citation
from retriever.drafts import bound, stated
from retriever.drafts.drafted import Piece, pieces
from retriever.drafts.evidence import Evidence, evidence
from retriever.drafts.facts import FactKind


class Fault(StrEnum):
    """Why a sentence is dropped."""

    NO_MARK = "no mark"
    NO_PARAGRAPH = "no such paragraph"
    LINK = "link"
    MARKUP = "markup"
    WHOLE = "no whole statement"
    READER = "reader addressed"
    QUOTATION = "quotation"
    REFERENCE = "reference"
    ACT = "Act"
    DATE = "date"
    NUMBER = "number"
    LIMIT = "limit"
    ROLE = "role"
    DUTY = "duty"
    DENIAL = "denial"
    WORDS = "words"
    APART = "said of something else"
    FACT = "told as a fact"
    ACTOR = "actor"
    CONDITION = "condition"
    LEANING = "leans on a dropped sentence"
    REPEATED = "repeated"
    EMPTY_LEAD = "lead-in without items"


@dataclass(frozen=True)
class Dropped:
    """A sentence that does not go out; `reason` completes 'It ...'."""

    text: str
    fault: Fault
    reason: str


@dataclass(frozen=True)
class Checked:
    """What is left of a draft, with its own marks; `used` are the citations it stands on, in order of first use."""

    text: str
    used: tuple[int, ...]
    dropped: tuple[Dropped, ...]


Rule = Callable[[Piece, Evidence], str]
RULES: tuple[tuple[Fault, Rule], ...] = (
    (Fault.LINK, stated.link),
    (Fault.MARKUP, stated.markup),
    (Fault.WHOLE, stated.whole),
    (Fault.READER, stated.reader),
    (Fault.QUOTATION, stated.quotation),
    (Fault.REFERENCE, partial(stated.fact, FactKind.REFERENCE)),
    (Fault.ACT, partial(stated.fact, FactKind.ACT)),
    (Fault.DATE, partial(stated.fact, FactKind.DATE)),
    (Fault.NUMBER, partial(stated.fact, FactKind.NUMBER)),
    (Fault.LIMIT, stated.limit),
    (Fault.ROLE, stated.role),
    (Fault.DENIAL, bound.denial),
    (Fault.WORDS, stated.words),
    (Fault.APART, stated.apart),
    (Fault.DUTY, bound.duty),
    (Fault.FACT, bound.told),
    (Fault.CONDITION, bound.condition),
)


def check(draft: str, citations: Sequence[Citation]) -> Checked:
    """Keep the sentences of a draft that stand on `citations`, which its marks number from 1."""
    kept: list[Piece] = []
    dropped: list[Dropped] = []
    previous: Piece | None = None
    lost = False
    for piece in pieces(draft):
        fault = None if piece.leads else _fault(piece, citations, previous, lost)
        if fault is None and any(piece.whole == k.whole for k in kept):
            fault = Dropped(piece.text, Fault.REPEATED, "has been said")
        if fault is None:
            kept.append(piece)
        else:
            dropped.append(fault)
        previous, lost = piece, fault is not None
    kept, empty = _with_items(kept)
    used = tuple(dict.fromkeys(n for piece in kept for n in piece.marks))
    return Checked(_text(kept), used, (*dropped, *empty))


def _fault(piece: Piece, citations: Sequence[Citation], previous: Piece | None, lost: bool) -> Dropped | None:
    """The first rule that a sentence breaks."""
    if not piece.marks:
        return Dropped(piece.text, Fault.NO_MARK, "cites nothing")
    if unknown := [n for n in piece.marks if not 1 <= n <= len(citations)]:
        return Dropped(piece.text, Fault.NO_PARAGRAPH, f"cites [{unknown[0]}], which does not exist")
    if bound.leaning(piece) and (lost or previous is None):
        return Dropped(piece.text, Fault.LEANING, "leans on a sentence that is not there")
    held = evidence(piece.marks, citations)
    for fault, rule in RULES:
        if reason := rule(piece, held):
            return Dropped(piece.text, fault, reason)
    reason = bound.actor(piece, held, previous.whole if previous else "")
    return Dropped(piece.text, Fault.ACTOR, reason) if reason else None


def _with_items(kept: Sequence[Piece]) -> tuple[list[Piece], list[Dropped]]:
    """Lead-ins stay where an item of theirs does."""
    leads = {piece.lead for piece in kept if piece.item}
    empty = [Dropped(p.text, Fault.EMPTY_LEAD, "has no item left") for p in kept if p.leads and p.bare not in leads]
    return [p for p in kept if not p.leads or p.bare in leads], empty


def _text(kept: Sequence[Piece]) -> str:
    """The kept sentences, on the lines they came on."""
    lines: dict[int, str] = {}
    for piece in kept:
        bullet = "- " if piece.item and piece.line not in lines else ""
        lines[piece.line] = f"{lines.get(piece.line, '')} {bullet}{piece.text}".strip()
    return "\n".join(_spaced(lines))


def _spaced(lines: dict[int, str]) -> Iterator[str]:
    """Lines with an empty one where the draft had one."""
    last: int | None = None
    for number, line in lines.items():
        if last is not None and number - last > 1 and not line.startswith("- "):
            yield ""
        yield line
        last = number
