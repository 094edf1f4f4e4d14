"""
Which guidance stands behind each statement: `corpus/alignment.jsonl`, every row confirmed by reading.

The table holds the guidance in force (wt-2026) and, labelled by their documents, what the programme guide (ffp-2025) and
the proposals (consultation-2026) add. A statement that nothing in force supports has one row without a paragraph.

Of 100 rows drawn at random (seed 20261125) and judged by hand, 94 support their statement; 7 of these were called direct and
support it in part. Those 13 have been mended since. Of 40 more of the partial ones (seed 7) 37 hold; one was dropped, two
are background now. The rows that were not drawn stand as their readers wrote them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError

from corpus.library import Library
from corpus.model import Paragraph
from training.errors import TrainingError
from training.source import Source, is_current
from training.standards import standards

TABLE = "alignment.jsonl"
GUIDANCE = "wt-2026"
"""What stands behind a statement is what is in force; rows of other documents are beside it."""
DOCUMENTS = (GUIDANCE, "ffp-2025", "consultation-2026")
"""Whose paragraphs the table may name, in the order in which they are shown."""


class Strength(StrEnum):
    """How strongly a paragraph supports a statement."""

    DIRECT = "direct"
    """The paragraph says what the statement teaches."""
    PARTIAL = "partial"
    """It says a part of it, or the general rule of which it is a case."""
    BACKGROUND = "background"
    """It is needed to understand it."""
    NONE = "none"
    """Nothing in the guidance in force supports it; such a row has no paragraph, and says in `note` what is missing."""


@dataclass(frozen=True)
class Row:
    """
    A paragraph behind a statement, and the words of it that support the statement.

    `digest` and `statement_digest` are those of the two texts when the row was confirmed; `by` is who read them.
    """

    statement: str
    paragraph: str | None
    strength: Strength
    words: str = ""
    note: str = ""
    by: str = ""
    digest: str = ""
    statement_digest: str = ""

    @property
    def doc(self) -> str:
        """The document of the paragraph; '' where nothing supports the statement."""
        return (self.paragraph or "").partition("/")[0]

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the row stands on: the statement, and the paragraph if there is one."""
        own = Source(self.statement, self.statement_digest)
        return (own, Source(self.paragraph, self.digest)) if self.paragraph else (own,)


_row = TypeAdapter(Row)


@cache
def alignment() -> Mapping[str, tuple[Row, ...]]:
    """The rows of each statement by its id (lcpp-2026/S3.T12), the guidance in force first, the most direct first."""
    found: dict[str, list[Row]] = {}
    for row in read_rows(files("corpus").joinpath(TABLE).read_text(encoding="utf-8")):
        found.setdefault(row.statement, []).append(row)
    return MappingProxyType({name: tuple(sorted(rows, key=_rank)) for name, rows in found.items()})


def read_rows(text: str) -> list[Row]:
    """The rows of a table, a line each; raises TrainingError, naming the line, for one that is none."""
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            rows += [_row.validate_json(line)] if line.strip() else []
        except ValidationError as error:
            raise TrainingError(
                f"Line {number} of {TABLE} is not a row of the alignment: {error.errors()[0]['msg']}."
            ) from error
    return rows


def written(rows: Iterable[Row]) -> str:
    """A table's text from its rows; what is empty is left out."""
    lines = ({key: value for key, value in vars(row).items() if value or key == "paragraph"} for row in rows)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def behind(library: Library, statement: str) -> tuple[Row, ...]:
    """The rows of a statement, by any spelling of its id; raises UnknownStatement."""
    return alignment().get(standards(library).find(statement).id, ())


def serves(library: Library, name: str) -> tuple[Row, ...]:
    """The rows in which a paragraph (or one of a section) supports a statement; raises UnknownParagraph."""
    found = library.find(name)
    wanted = {found.id} if isinstance(found, Paragraph) else set(found.paragraphs)
    return tuple(row for rows in alignment().values() for row in rows if row.paragraph in wanted)


def doubtful(library: Library) -> tuple[Row, ...]:
    """The rows whose statement or paragraph no longer says what it said when the row was confirmed."""
    rows = (row for rows in alignment().values() for row in rows)
    return tuple(row for row in rows if not all(is_current(source, library) for source in row.sources))


def _rank(row: Row) -> tuple[int, int]:
    place = DOCUMENTS.index(row.doc) if row.doc in DOCUMENTS else len(DOCUMENTS)
    return (-1 if row.paragraph is None else place), list(Strength).index(row.strength)
