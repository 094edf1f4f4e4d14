"""A pack as two papers, the facilitator's guide and the handout, in blocks that Word and Markdown are both written from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from training.pack import Line, Objective, Pack, Point
from training.pack_lines import Quoted, grouped, pieces, proof_pieces
from training.pack_quiz import asked
from training.pack_wording import (
    CLOSE,
    DUTIES,
    LICENCE,
    READING,
    SAFE,
    case_notes,
    clock,
    made_from,
    objective_notes,
    quiz_notes,
    subtitle,
    teaching,
)
from training.quiz_items import Item


class Look(StrEnum):
    """What a block is; the writers say how it looks."""

    HEADING1 = "heading1"
    HEADING2 = "heading2"
    TEXT = "text"
    NOTICE = "notice"
    ITEM = "item"
    CHOICE = "choice"
    NUMBERED = "numbered"
    QUOTE = "quote"
    QUOTE_ITEM = "quote item"
    CITATION = "citation"
    WRITE_HERE = "write here"
    PAGE = "page"


@dataclass(frozen=True)
class Block:
    """A paragraph; `label` are words before it that lead to `href`."""

    look: Look
    words: str = ""
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a header row; `about` says what it shows."""

    caption: str
    about: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Paper:
    """A paper with its title and what stands under it."""

    title: str
    subtitle: str
    blocks: tuple[Block | Table, ...]


def facilitator(pack: Pack) -> Paper:
    """The facilitator's guide: plan, notes, case with the words that bear on it, quiz with answers, reading."""
    blocks: list[Block | Table] = [
        Block(Look.NOTICE, SAFE),
        *_objectives(pack),
        *_plan(pack),
        Block(Look.HEADING1, "Notes for each part"),
        Block(Look.TEXT, DUTIES),
        *(block for o in pack.objectives for block in _taught(o)),
        *_case(pack, told=True),
        *_quiz(pack, answered=True),
        Block(Look.HEADING1, "Close"),
        Block(Look.TEXT, CLOSE),
        *_reading(pack),
        *_sources(pack),
    ]
    return Paper(f"{pack.title}: facilitator's guide", subtitle(pack), tuple(blocks))


def handout(pack: Pack) -> Paper:
    """What participants take away: objectives, the guidance's words, the case, the quiz to fill in, reading."""
    blocks: list[Block | Table] = [
        *_objectives(pack),
        Block(Look.HEADING1, "What the guidance says"),
        Block(Look.TEXT, DUTIES),
        *(block for o in pack.objectives for block in _said(o)),
        *_case(pack, told=False),
        *_quiz(pack, answered=False),
        Block(Look.HEADING1, "For you"),
        Block(Look.TEXT, CLOSE),
        *[Block(Look.WRITE_HERE)] * 3,
        *_reading(pack),
        *_sources(pack),
    ]
    return Paper(f"{pack.title}: handout", subtitle(pack), tuple(blocks))


def _objectives(pack: Pack) -> Iterator[Block]:
    yield Block(Look.HEADING1, "Objectives")
    yield Block(Look.TEXT, "This session works towards these statements of the LCPP standards, in their own words:")
    for objective in pack.objectives:
        yield from _quoted([objective.statement])
    if pack.others:
        yield Block(Look.HEADING2, "Also on this topic")
        yield Block(Look.TEXT, f"There is no room for these in {pack.minutes} minutes:")
        for line in pack.others:
            first, *more = pieces(line.words)
            yield Block(Look.ITEM, " ".join([first[0], *(words for words, _ in more)]), _short(line), line.href)


def _plan(pack: Pack) -> Iterator[Block | Table]:
    rows = tuple((clock(s.start), f"{s.minutes} min", s.title, s.activity) for s in pack.steps)
    yield Block(Look.HEADING1, "Plan of the session")
    yield Table(
        f"Plan of the session, {pack.minutes} minutes in all",
        f"{len(rows)} parts with the time from the start, the minutes each takes, and what is done.",
        (("From", "For", "Part", "What we do"), *rows, ("", f"{pack.minutes} min", "In all", "")),
    )


def _taught(objective: Objective) -> Iterator[Block]:
    yield Block(Look.HEADING2, teaching(objective))
    yield from _quoted([objective.statement])
    first, second = objective_notes(objective)
    yield Block(Look.TEXT, first)
    if objective.guidance:
        yield from _quoted(objective.guidance)
    if objective.remark:
        yield Block(Look.NOTICE, objective.remark)
    yield Block(Look.TEXT, second)


def _said(objective: Objective) -> Iterator[Block]:
    yield Block(Look.HEADING2, teaching(objective))
    yield from _quoted(objective.guidance)
    if objective.remark:
        yield Block(Look.NOTICE, objective.remark)


def _case(pack: Pack, told: bool) -> Iterator[Block]:
    case = pack.case
    yield Block(Look.PAGE)
    yield Block(Look.HEADING1, f"A case: {case.title}")
    yield Block(Look.NOTICE, case.notice)
    if told:
        yield from (Block(Look.TEXT, note) for note in case_notes())
    for number, stage in enumerate(case.stages, 1):
        yield Block(Look.HEADING2, f"Stage {number}")
        yield Block(Look.TEXT, stage)
    yield Block(Look.HEADING2, "To discuss")
    for point in case.points:
        yield from _point(point, told)


def _point(point: Point, told: bool) -> Iterator[Block]:
    yield Block(Look.NUMBERED, point.question)
    if told:
        yield from _quoted(point.lines)


def _quiz(pack: Pack, answered: bool) -> Iterator[Block]:
    items = pack.quiz.items if pack.quiz else ()
    if items:
        yield Block(Look.PAGE)
        yield Block(Look.HEADING1, "Quiz, with the answers" if answered else "Quiz")
        if answered:
            yield from (Block(Look.TEXT, note) for note in quiz_notes())
    for number, item in enumerate(items, 1):
        yield from _item(number, item, answered)


def _item(number: int, item: Item, answered: bool) -> Iterator[Block]:
    own = asked(item)
    yield Block(Look.HEADING2, f"Question {number}: {own.how[:1].lower()}{own.how[1:]}".rstrip("."))
    for words, listed in pieces(own.question):
        yield Block(Look.ITEM if listed else Look.TEXT, words)
    yield from (Block(Look.CHOICE, choice) for choice in own.choices)
    if not answered:
        yield Block(Look.WRITE_HERE)
        return
    yield Block(Look.NOTICE, f"Answer: {own.answer}")
    if own.explanation:
        yield Block(Look.TEXT, own.explanation)
    for proof in own.proofs:
        for words, listed in proof_pieces(proof.quote):
            yield Block(Look.QUOTE_ITEM if listed else Look.QUOTE, words)
        yield Block(Look.CITATION, f"{proof.source.id}, {proof.standing}", proof.label, proof.href)


def _reading(pack: Pack) -> Iterator[Block]:
    if pack.reading:
        yield Block(Look.HEADING1, "Further reading")
        yield Block(Look.TEXT, READING)
        yield from (Block(Look.ITEM, f"{r.about}; {r.standing}", r.label, r.href) for r in pack.reading)


def _sources(pack: Pack) -> Iterator[Block]:
    yield Block(Look.HEADING1, "Sources and licence")
    yield Block(Look.TEXT, made_from(pack))
    yield Block(Look.TEXT, LICENCE)


def _quoted(lines: Sequence[Line]) -> Iterator[Block]:
    for quoted in grouped(lines):
        yield from (Block(Look.QUOTE, words) for words, _ in pieces(quoted.lead))
        yield from (Block(Look.QUOTE_ITEM if item else Look.QUOTE, words) for words, item in _items(quoted))
        yield Block(Look.CITATION, quoted.citation, quoted.line.label, quoted.line.href)


def _items(quoted: Quoted) -> Iterator[tuple[str, bool]]:
    yield from ((words, item or bool(quoted.lead)) for own in quoted.items for words, item in pieces(own))


def _short(line: Line) -> str:
    return line.id.partition("/")[2]
