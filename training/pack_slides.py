"""A pack as slides: what each shows and what its notes say; long words go on over as many slides as they need."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from training.export_fit import height, split
from training.pack import Case, Line, Objective, Pack
from training.pack_lines import Quoted, grouped, pieces, proof_pieces
from training.pack_quiz import asked
from training.pack_wording import (
    CLOSE,
    LICENCE,
    MEET,
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
from training.quiz_items import Proof

BODY_WIDTH, BODY_HEIGHT = 850.0, 352.0
"""Points of a slide's text area, less its margins."""
ROWS = 11
"""Rows of a table on one slide."""


class Layout(StrEnum):
    """The layouts of the master."""

    TITLE = "title"
    SECTION = "section"
    CONTENT = "content"
    TABLE = "table"


class Style(StrEnum):
    """What a paragraph on a slide is; the master says how it looks."""

    TEXT = "text"
    ITEM = "item"
    CITATION = "citation"
    NOTICE = "notice"
    CHOICE = "choice"


SIZES = {Style.TEXT: 22.0, Style.ITEM: 22.0, Style.CITATION: 14.0, Style.NOTICE: 18.0, Style.CHOICE: 18.0}
AFTER = {Style.TEXT: 6.0, Style.ITEM: 6.0, Style.CITATION: 16.0, Style.NOTICE: 14.0, Style.CHOICE: 5.0}
INDENT = {Style.TEXT: 0.0, Style.ITEM: 24.0, Style.CITATION: 0.0, Style.NOTICE: 0.0, Style.CHOICE: 24.0}


@dataclass(frozen=True)
class Text:
    """A paragraph on a slide; `label` are words before it that lead to `href`."""

    style: Style
    words: str
    label: str = ""
    href: str = ""

    @property
    def points(self) -> float:
        """How high it is."""
        shown = f"{self.label}, {self.words}" if self.label else self.words
        return height(shown, BODY_WIDTH - INDENT[self.style], SIZES[self.style]) + AFTER[self.style]


@dataclass(frozen=True)
class Slide:
    """One slide; a table has a header row first and says in `about` what it shows."""

    layout: Layout
    title: str
    texts: tuple[Text, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    about: str = ""
    notes: tuple[str, ...] = ()


Block = Sequence[Text]
"""Paragraphs that stay on one slide as far as they fit on one."""


def slides(pack: Pack) -> tuple[Slide, ...]:
    """All slides, in order."""
    made = [
        Slide(Layout.TITLE, pack.title, (Text(Style.TEXT, subtitle(pack)),), notes=(made_from(pack), SAFE)),
        *_flowing("Objectives", _stated([o.statement for o in pack.objectives]), ("Read the objectives out.",)),
        *_plan(pack),
        *(slide for objective in pack.objectives for slide in _objective(objective)),
        *_case(pack.case),
        *_quiz(pack),
        *_flowing("Before you go", [[Text(Style.TEXT, CLOSE)]], ("Go round; nobody has to speak.",)),
        *_reading(pack),
        *_flowing("Sources and licence", [[Text(Style.TEXT, made_from(pack))], [Text(Style.TEXT, LICENCE)]], ()),
    ]
    return tuple(made)


def _plan(pack: Pack) -> Iterator[Slide]:
    rows = [(clock(s.start), f"{s.minutes} min", s.title) for s in pack.steps]
    head = ("From", "For", "What we do")
    about = f"Plan of the session: {len(rows)} parts, {pack.minutes} minutes in all."
    each = -(-len(rows) // -(-len(rows) // ROWS))
    pages = [rows[n : n + each] for n in range(0, len(rows), each)]
    for number, page in enumerate(pages, 1):
        title = f"The session: {pack.minutes} minutes" + (f" ({number} of {len(pages)})" if len(pages) > 1 else "")
        yield Slide(Layout.TABLE, title, rows=(head, *page), about=about, notes=("Times run from the start of the session.",))


def _objective(objective: Objective) -> Iterator[Slide]:
    notes, ask = objective_notes(objective), [Text(Style.NOTICE, MEET)]
    blocks: list[Block] = [*_stated([objective.statement]), ask]
    if not objective.guidance:
        blocks = [*blocks, [Text(Style.TEXT, objective.remark)]]
    yield from _flowing(teaching(objective), blocks, notes if not objective.guidance else notes[:1])
    if objective.guidance:
        remark = [[Text(Style.NOTICE, objective.remark)]] if objective.remark else []
        title = f"{objective.short}: what the guidance says"
        yield from _flowing(title, [*_quotes(objective.guidance), *remark], notes[1:])


def _case(case: Case) -> Iterator[Slide]:
    notice = Text(Style.NOTICE, case.notice)
    yield Slide(Layout.SECTION, f"A case: {case.title}", (Text(Style.TEXT, case.notice),), notes=case_notes())
    for number, stage in enumerate(case.stages, 1):
        yield from _flowing(f"{case.title}: stage {number}", [[Text(Style.TEXT, stage)], [notice]], case_notes())
    points = [[Text(Style.ITEM, p.question)] for p in case.points]
    yield from _flowing("To discuss", points, ("The facilitator's notes give the words that bear on each point.",))


def _quiz(pack: Pack) -> Iterator[Slide]:
    items = pack.quiz.items if pack.quiz else ()
    if items:
        yield Slide(Layout.SECTION, "Quiz", (Text(Style.TEXT, f"{len(items)} questions"),), notes=quiz_notes())
    for number, item in enumerate(items, 1):
        own = asked(item)
        question = [Text(Style.NOTICE, own.how), *(Text(Style.TEXT, w) for w, _ in pieces(own.question))]
        choices = [[Text(Style.CHOICE, choice)] for choice in own.choices]
        yield from _flowing(f"Question {number}", [question, *choices], (f"Answer: {own.answer}",))
        answer: list[Block] = [[Text(Style.NOTICE, own.answer)]]
        answer += [[Text(Style.CHOICE, own.explanation)]] if own.explanation else []
        yield from _flowing(f"Question {number}: the answer", [*answer, *map(_proof, own.proofs)], ())


def _proof(proof: Proof) -> Block:
    words = [Text(Style.ITEM if item else Style.TEXT, text) for text, item in proof_pieces(proof.quote)]
    return [*words, Text(Style.CITATION, f"{proof.source.id}, {proof.standing}", proof.label, proof.href)]


def _reading(pack: Pack) -> Iterator[Slide]:
    blocks = [[Text(Style.CITATION, f"{r.about}; {r.standing}", r.label, r.href)] for r in pack.reading]
    if blocks:
        yield from _flowing("Further reading", blocks, (READING,))


def _stated(lines: Iterable[Line]) -> list[Block]:
    return [_block([(w, item) for w, item in pieces(line.words)], grouped([line])[0]) for line in lines]


def _quotes(lines: Sequence[Line]) -> list[Block]:
    return [_block([*((w, False) for w, _ in pieces(quoted.lead)), *_items(quoted)], quoted) for quoted in grouped(lines)]


def _items(quoted: Quoted) -> list[tuple[str, bool]]:
    return [(words, item or bool(quoted.lead)) for own in quoted.items for words, item in pieces(own)]


def _block(words: Sequence[tuple[str, bool]], quoted: Quoted) -> Block:
    shown = [Text(Style.ITEM if item else Style.TEXT, text) for text, item in words]
    return [*shown, Text(Style.CITATION, quoted.citation, quoted.line.label, quoted.line.href)]


def _flowing(title: str, blocks: Sequence[Block], notes: Sequence[str]) -> Iterator[Slide]:
    """The blocks over as many slides as they need, numbered where there is more than one."""
    pages: list[list[Text]] = [[]]
    for block in blocks:
        for piece in _fitting(block):
            if pages[-1] and _points([*pages[-1], *piece]) > BODY_HEIGHT:
                pages.append([])
            pages[-1] += piece
    for number, page in enumerate(pages, 1):
        shown = f"{title} ({number} of {len(pages)})" if len(pages) > 1 else title
        yield Slide(Layout.CONTENT, shown, tuple(page), notes=tuple(notes))


def _fitting(block: Block) -> Iterator[list[Text]]:
    """A block in pieces that each fit a slide; words that go on elsewhere end, and begin there, with an ellipsis."""
    if _points(block) <= BODY_HEIGHT:
        yield list(block)
        return
    cited = block[-1] if block[-1].style is Style.CITATION else None
    most = BODY_HEIGHT - (cited.points if cited else 0)
    page: list[Text] = []
    for text in (t for own in block[: -1 if cited else None] for t in _parted(own, most)):
        if page and _points([*page, text]) > most:
            yield [*page, *([cited] if cited else [])]
            page = []
        page.append(text)
    yield [*page, *([cited] if cited else [])]


def _parted(text: Text, most: float) -> list[Text]:
    if text.points <= most:
        return [text]
    room = BODY_WIDTH - INDENT[text.style]
    parts = list(split(text.words, room, SIZES[text.style], most - AFTER[text.style] - SIZES[text.style] * 1.2))
    marked = [f"{'… ' if n else ''}{part}{' …' if n < len(parts) - 1 else ''}" for n, part in enumerate(parts)]
    return [Text(text.style, words) for words in marked]


def _points(texts: Sequence[Text]) -> float:
    return sum(t.points for t in texts)
