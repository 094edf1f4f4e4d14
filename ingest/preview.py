"""What was understood of a file, for whoever decides whether to take it in: counts, first paragraphs, warnings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Kind, Paragraph
from ingest.read import Understood

FIRST = 12
"""Paragraphs that are shown."""
LONGEST_LABEL, LONGEST_TEXT = 120, 300
LONG = 4000
"""Characters of a paragraph from which it is probably several that ran together."""
_DOUBLED = re.compile(r"-(?:bis|\d+)$")


@dataclass(frozen=True)
class Shown:
    """A paragraph as the preview shows it."""

    id: str
    heading: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Preview:
    """What was understood; `warnings` are sentences, `title` what the file calls itself, if it does."""

    title: str
    pages: int
    headings: int
    numbered: int
    paragraphs: int
    rows: int
    footnotes: int
    characters: int
    first: tuple[Shown, ...]
    warnings: tuple[str, ...]

    @property
    def counted(self) -> str:
        """The counts in a line."""
        counts = (
            (self.pages, "pages"),
            (self.headings, "headings"),
            (self.paragraphs, "paragraphs"),
            (self.numbered, "of them numbered"),
            (self.rows, "rows of tables"),
            (self.footnotes, "footnotes"),
        )
        return ", ".join(f"{number:,} {what}" for number, what in counts if number)


def preview(understood: Understood) -> Preview:
    """The account of a file that was read."""
    paragraphs = understood.assembled.paragraphs
    kinds = [p.kind for p in paragraphs]
    return Preview(
        title=understood.reading.title[:LONGEST_TEXT],
        pages=understood.reading.pages,
        headings=len(understood.outline.headings),
        numbered=kinds.count(Kind.NUMBERED),
        paragraphs=len(kinds) - kinds.count(Kind.FOOTNOTE) - kinds.count(Kind.TABLE),
        rows=kinds.count(Kind.TABLE),
        footnotes=kinds.count(Kind.FOOTNOTE),
        characters=sum(len(p.text) for p in paragraphs),
        first=tuple(_shown(p) for p in paragraphs[:FIRST]),
        warnings=(*understood.reading.warnings, *_doubts(understood)),
    )


def _shown(paragraph: Paragraph) -> Shown:
    text = paragraph.text if len(paragraph.text) <= LONGEST_TEXT else f"{paragraph.text[:LONGEST_TEXT]} ..."
    return Shown(paragraph.id, tuple(h[:LONGEST_LABEL] for h in paragraph.heading), text)


def _doubts(understood: Understood) -> Iterator[str]:
    """What may not be as the document means it."""
    paragraphs = understood.assembled.paragraphs
    if not understood.outline.headings:
        yield "No headings were found; paragraphs are cited by their place in the document alone."
    if not any(p.kind is Kind.NUMBERED for p in paragraphs):
        yield "No paragraph numbers were found; paragraphs are cited by their headings."
    rows = sum(p.kind is Kind.TABLE for p in paragraphs)
    if rows:
        yield f"Tables were found ({rows} rows); each row is a paragraph of its own, so check that each says enough alone."
    if long := [p for p in paragraphs if len(p.text) > LONG]:
        are = "paragraph is" if len(long) == 1 else "paragraphs are"
        yield f"{len(long)} {are} very long, the first is {long[0].id}; several may have run together."
    if doubled := [p for p in paragraphs if p.kind is Kind.NUMBERED and _DOUBLED.search(p.id)]:
        come = "number comes" if len(doubled) == 1 else "numbers come"
        yield f"{len(doubled)} paragraph {come} a second time, the first is {doubled[0].id}; one of the two may be no number."
    yield from _left_out(understood)
    yield from _odd_pages(understood)
    if len(paragraphs) < 3:
        yield "Very little was read; compare it with the document."


def _left_out(understood: Understood) -> Iterator[str]:
    """Lines that were not read as text, where a mistake would cost some."""
    for name, what in (("title page", "the title page"), ("contents", "a contents list")):
        listed = understood.outline.contents if name == "contents" else ()
        lines = [*listed, *(b for b in understood.outline.furniture if b.marker == name)]
        if len(lines) > 1:
            yield f"{len(lines)} lines were left out as {what}, the last is {lines[-1].text[:LONGEST_LABEL]!r}."


def _odd_pages(understood: Understood) -> Iterator[str]:
    """Printed page numbers that a file of so many pages cannot have."""
    numbers = [p.page for p in understood.assembled.paragraphs if p.page is not None]
    pages = understood.reading.pages
    if pages and numbers and max(numbers) - min(numbers) >= pages:
        yield f"Page numbers from {min(numbers)} to {max(numbers)} were read in {pages} pages; check those that are cited."
