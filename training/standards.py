"""The LCPP standards: four standards, their outcomes, and what must be learned for them, by id."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import UnknownParagraph
from corpus.library import Library
from corpus.model import Kind, Paragraph
from training.errors import TrainingError

DOCUMENT = "lcpp-2026"
_ID = re.compile(r"(?:lcpp-2026/)?s?([1-9])[.\s]*([oth])[.\s]*([1-9]\d?)", re.IGNORECASE)
_TITLE = re.compile(r"Standard (\d+) – (.+)")


class UnknownStatement(UnknownParagraph, TrainingError):
    """A standard, an id or a topic that no statement has; the message says what there is."""


class StatementKind(StrEnum):
    """What a statement asks for."""

    OUTCOME = "outcome"
    LEARN_THAT = "learn that"
    LEARN_HOW = "learn how to"


KINDS = {"O": StatementKind.OUTCOME, "T": StatementKind.LEARN_THAT, "H": StatementKind.LEARN_HOW}


@dataclass(frozen=True)
class Statement:
    """One outcome, 'learn that' or 'learn how to' statement; `id` is its paragraph's (lcpp-2026/S3.T12)."""

    id: str
    standard: int
    kind: StatementKind
    text: str
    paragraph: Paragraph

    @property
    def short(self) -> str:
        """Its id as people write it: S3.T12."""
        return self.id.partition("/")[2]

    @property
    def name(self) -> str:
        """What it is called in running text: 'Standard 3, learn that 12'."""
        return f"Standard {self.standard}, {self.kind} {self.paragraph.number[1:]}"


@dataclass(frozen=True)
class Standards:
    """All statements, in the document's order; `titles` by the standard's number."""

    titles: Mapping[int, str]
    statements: tuple[Statement, ...]

    def of(self, standard: int) -> tuple[Statement, ...]:
        """The statements of a standard; raises UnknownStatement for a number that is none."""
        if standard not in self.titles:
            raise UnknownStatement(f"There is no standard {standard}; the standards are numbered {_listed(self.titles)}.")
        return tuple(s for s in self.statements if s.standard == standard)

    def find(self, name: str) -> Statement:
        """The statement with an id ('S3.T12', 's3t12', 'lcpp-2026/S3.T12'); raises UnknownStatement."""
        match = _ID.fullmatch(name.strip())
        if match is None:
            raise UnknownStatement(
                f"{name!r} is not the id of a statement; write the standard and O (outcome), T (learn that) or "
                "H (learn how to) with its number, for example S3.T12."
            )
        if int(match[1]) not in self.titles:
            raise UnknownStatement(f"There is no statement {name!r}; the standards are numbered {_listed(self.titles)}.")
        own = self.of(int(match[1]))
        wanted = f"{DOCUMENT}/S{match[1]}.{match[2].upper()}{match[3]}"
        found = next((s for s in own if s.id == wanted), None)
        if found is None:
            kind = KINDS[match[2].upper()]
            last = [s for s in own if s.kind is kind][-1]
            first = f"S{match[1]}.{match[2].upper()}1"
            raise UnknownStatement(f"There is no statement {wanted!r}; standard {match[1]} has {first} to {last.short}.")
        return found


def _listed(numbers: Mapping[int, str]) -> str:
    return ", ".join(map(str, numbers))


def standards(library: Library) -> Standards:
    """The standards as the library holds them; raises TrainingError if it does not."""
    own = [p for p in library.paragraphs.values() if p.doc == DOCUMENT and p.kind is Kind.STATEMENT]
    if not own:
        raise TrainingError(f"The library does not hold the LCPP standards ({DOCUMENT}); build it with 'verse ingest'.")
    titles = {int(found[1]): found[2] for p in own if (found := _TITLE.fullmatch(p.heading[0]))}
    return Standards(titles, tuple(map(_statement, own)))


def _statement(paragraph: Paragraph) -> Statement:
    match = _ID.fullmatch(paragraph.id)
    if match is None:  # the reader of this document gives no other ids
        raise TrainingError(f"The statement {paragraph.id!r} is not numbered as the standards are; report it.")
    return Statement(paragraph.id, int(match[1]), KINDS[match[2].upper()], paragraph.text, paragraph)
