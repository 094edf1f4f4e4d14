"""The coverage matrix: which chapters and sections of the guidance stand behind which statements, and what neither reaches."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.library import Library
from corpus.model import Kind, Paragraph
from training.alignment import GUIDANCE, Strength, alignment
from training.errors import TrainingError
from training.once import once
from training.standards import Standards, Statement, StatementKind, standards

NOT_GUIDANCE = (Kind.FOOTNOTE, Kind.FIGURE, Kind.ENTRY)
"""Kinds of paragraphs that need no statement: notes, pictures and the glossary say nothing of their own to be learned."""
FRONT = "Before chapter 1"
_NUMBERED = re.compile(r"(?:Chapter|Appendix) \w+")
_SECTION = re.compile(r"Section (\d+):")
Key = tuple[str, str]
"""A place by its chapter and title."""
COUNTED = (Strength.DIRECT, Strength.PARTIAL, Strength.BACKGROUND)


class Level(StrEnum):
    """What the lines of the matrix are."""

    STATEMENTS = "statements"
    OUTCOMES = "outcomes"
    STANDARDS = "standards"


class By(StrEnum):
    """What the columns of the matrix are."""

    CHAPTERS = "chapters"
    SECTIONS = "sections"


@dataclass(frozen=True)
class Place:
    """A chapter or a section of the guidance; `paragraphs` are those that a statement could stand on."""

    chapter: str
    title: str
    first: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """How many paragraphs of a place support what a line stands for, by how strongly."""

    direct: int = 0
    partial: int = 0
    background: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.direct + self.partial + self.background


@dataclass(frozen=True)
class Line:
    """One line of the matrix: a statement, an outcome or a standard, and its cells in the places' order."""

    name: str
    text: str
    statements: tuple[Statement, ...]
    cells: tuple[Cell, ...]

    @property
    def whole(self) -> Cell:
        """Over all places."""
        return Cell(*(sum(getattr(cell, strength.value) for cell in self.cells) for strength in COUNTED))


@dataclass(frozen=True)
class Coverage:
    """The matrix of one edition with what it does not reach."""

    edition: str
    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    unsupported: tuple[tuple[Statement, str], ...]
    """Statements that nothing in force supports, and what is missing."""
    thin: tuple[Statement, ...]
    """Statements with support, but no paragraph that says what they teach."""
    uncovered: Mapping[Place, tuple[str, ...]]
    """The paragraphs that stand behind no statement, of each place that has any."""

    @property
    def empty(self) -> tuple[Place, ...]:
        """Places none of whose paragraphs stands behind a statement."""
        return tuple(place for place, left in self.uncovered.items() if left == place.paragraphs)

    @property
    def paragraphs(self) -> int:
        """How many paragraphs a statement could stand on."""
        return sum(len(place.paragraphs) for place in self.places)

    @property
    def covered(self) -> int:
        """How many of them one does."""
        return self.paragraphs - sum(map(len, self.uncovered.values()))


@once
def coverage(library: Library, level: Level = Level.STATEMENTS, by: By = By.CHAPTERS) -> Coverage:
    """The matrix over the guidance in force; raises TrainingError if the library does not hold it."""
    own = standards(library)
    rows = [row for each in alignment().values() for row in each if row.doc == GUIDANCE and row.paragraph in library.paragraphs]
    places = _places(library, by)
    reached = {row.paragraph for row in rows}
    left = {place: tuple(p for p in place.paragraphs if p not in reached) for place in places.values()}
    supported = {row.statement for row in rows}
    direct = {row.statement for row in rows if row.strength is Strength.DIRECT}
    counted = Counter((row.statement, _key(library.paragraphs[row.paragraph or ""], by), row.strength) for row in rows)
    return Coverage(
        edition=GUIDANCE,
        places=tuple(places.values()),
        lines=tuple(_line(name, text, of, counted, list(places)) for name, text, of in _lines(own, level)),
        unsupported=tuple((s, _missing(s)) for s in own.statements if s.id not in supported),
        thin=tuple(s for s in own.statements if s.id in supported and s.id not in direct),
        uncovered={place: ids for place, ids in left.items() if ids},
    )


def _places(library: Library, by: By) -> dict[Key, Place]:
    """The columns, in reading order."""
    own: dict[Key, list[Paragraph]] = {}
    for paragraph in library.paragraphs.values():
        if paragraph.doc == GUIDANCE and paragraph.kind is not Kind.FOOTNOTE:
            own.setdefault(_key(paragraph, by), []).append(paragraph)
    if not own:
        raise TrainingError(
            f"The library does not hold {GUIDANCE}, on which the alignment stands; build it with 'verse ingest'."
        )
    return {
        key: Place(*key, found[0].id, tuple(p.id for p in found if p.kind not in NOT_GUIDANCE)) for key, found in own.items()
    }


def _key(paragraph: Paragraph, by: By) -> Key:
    """The chapter (of chapter 3 its section) and, by sections, the section under it that a paragraph stands in."""
    head, *under = paragraph.heading or ("",)
    numbered = _NUMBERED.match(head)
    chapter = numbered[0] if numbered else FRONT
    if under and (section := _SECTION.match(under[0])):
        chapter, head, under = f"{chapter}, section {section[1]}", under[0], under[1:]
    if by is By.CHAPTERS:
        return chapter, head if numbered else FRONT
    if under or not numbered or numbered[0].startswith("Appendix"):
        return chapter, under[0] if under else head
    return chapter, f"{head} (its opening)"


def _lines(own: Standards, level: Level) -> Iterator[tuple[str, str, tuple[Statement, ...]]]:
    if level is Level.STANDARDS:
        for number, title in own.titles.items():
            yield f"Standard {number}", title, own.of(number)
        return
    for statement in own.statements:
        if level is Level.STATEMENTS or statement.kind is StatementKind.OUTCOME:
            yield statement.short, statement.text, (statement,)


def _line(
    name: str,
    text: str,
    statements: tuple[Statement, ...],
    counted: Mapping[tuple[str, Key, Strength], int],
    keys: Sequence[Key],
) -> Line:
    def cell(key: Key) -> Cell:
        return Cell(*(sum(counted.get((s.id, key, strength), 0) for s in statements) for strength in COUNTED))

    return Line(name, text, statements, tuple(map(cell, keys)))


def _missing(statement: Statement) -> str:
    return next((row.note for row in alignment().get(statement.id, ()) if row.strength is Strength.NONE), "")
