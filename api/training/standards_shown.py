"""Statements, what stands behind them and the coverage matrix as they go out: as JSON, on pages, in tables."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.library import Library
from training.alignment import Row, alignment
from training.coverage import Coverage
from training.source import is_current
from training.standards import Statement, standards
from training.topics import Match


@dataclass(frozen=True)
class StatementShown:
    """A statement; `href` is its place in the reader, `support` says how many paragraphs of which document stand behind it."""

    id: str
    short: str
    standard: int
    kind: str
    text: str
    label: str
    href: str
    support: dict[str, int]


@dataclass(frozen=True)
class MatchShown:
    """A statement that covers a topic; `fit` says how, `words` are those of it that do, `why` says it to a reader."""

    statement: StatementShown
    fit: str
    score: float
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Found:
    """Every statement that covers a topic, the surest first, and how many there are of each fit."""

    topic: str
    standard: int | None
    counts: dict[str, int]
    matches: tuple[MatchShown, ...]


@dataclass(frozen=True)
class Support:
    """
    A paragraph behind a statement and the words of it that support the statement.

    `current` is false where either text has changed since the row was confirmed; where nothing in force supports the
    statement there is one of strength 'none' without a paragraph, whose `note` says what is missing.
    """

    statement: StatementShown
    paragraph: str | None
    label: str
    doc: str
    status: str
    in_force: bool
    strength: str
    words: str
    note: str
    href: str
    current: bool


@dataclass(frozen=True)
class PlaceShown:
    """A column of the matrix, and how many of its paragraphs stand behind a statement."""

    chapter: str
    title: str
    first: str
    paragraphs: int
    covered: int


@dataclass(frozen=True)
class LineShown:
    """A line of the matrix: for each place how many paragraphs support it directly, in part, and as background."""

    name: str
    text: str
    direct: int
    partial: int
    background: int
    cells: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class CoverageShown:
    """The matrix; `unsupported` says what is missing, by statement, `thin` have nothing direct, `uncovered` serve none."""

    edition: str
    paragraphs: int
    covered: int
    rows: int
    places: tuple[PlaceShown, ...]
    lines: tuple[LineShown, ...]
    unsupported: dict[str, str]
    thin: tuple[str, ...]
    uncovered: tuple[str, ...]


def statement_shown(statement: Statement) -> StatementShown:
    """A statement as it goes out."""
    own = statement.paragraph
    support = Counter(row.doc for row in alignment().get(statement.id, ()) if row.paragraph)
    return StatementShown(
        statement.id, statement.short, statement.standard, statement.kind, statement.text, own.label, own.href, dict(support)
    )


def found_shown(topic: str, standard: int | None, matches: Sequence[Match]) -> Found:
    """The statements on a topic as they go out."""
    counts = Counter(match.fit.value for match in matches)
    shown = (MatchShown(statement_shown(m.statement), m.fit, m.score, m.words, m.why) for m in matches)
    return Found(topic, standard, dict(counts), tuple(shown))


def support_shown(rows: Iterable[Row], library: Library, day: date) -> tuple[Support, ...]:
    """Rows of the alignment as they go out, their force judged on a day; a paragraph that is gone keeps its id."""
    own = standards(library)
    return tuple(_support(row, statement_shown(own.find(row.statement)), library, day) for row in rows)


def coverage_shown(found: Coverage) -> CoverageShown:
    """The matrix as it goes out."""
    return CoverageShown(
        edition=found.edition,
        paragraphs=found.paragraphs,
        covered=found.covered,
        rows=sum(line.whole.total for line in found.lines),
        places=tuple(
            PlaceShown(p.chapter, p.title, p.first, len(p.paragraphs), len(p.paragraphs) - len(found.uncovered.get(p, ())))
            for p in found.places
        ),
        lines=tuple(
            LineShown(
                line.name,
                line.text,
                line.whole.direct,
                line.whole.partial,
                line.whole.background,
                tuple((cell.direct, cell.partial, cell.background) for cell in line.cells),
            )
            for line in found.lines
        ),
        unsupported={statement.short: missing for statement, missing in found.unsupported},
        thin=tuple(statement.short for statement in found.thin),
        uncovered=tuple(name for ids in found.uncovered.values() for name in ids),
    )


def _support(row: Row, statement: StatementShown, library: Library, day: date) -> Support:
    document = library.documents.get(row.doc)
    paragraph = library.paragraphs.get(row.paragraph or "")
    return Support(
        statement=statement,
        paragraph=row.paragraph,
        label=paragraph.label if paragraph else row.paragraph or "",
        doc=row.doc,
        status=document.status.value if document else "",
        in_force=document is not None and document.in_force(day),
        strength=row.strength,
        words=row.words,
        note=row.note,
        href=paragraph.href if paragraph else "",
        current=all(is_current(source, library) for source in row.sources),
    )
