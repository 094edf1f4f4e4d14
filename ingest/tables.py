"""Rows of a table as citable paragraphs; a table that a page break cut in two is made whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from corpus.model import Part, Span
from ingest.blocks import Block

_CLOSED = re.compile(r"[.!?)]\W*$")


@dataclass(frozen=True)
class Row:
    """One row: its first block, and a part a cell, each marked with its column's title."""

    block: Block
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class _Cell:
    """A cell's words and the footnotes that its marks call."""

    text: str = ""
    notes: tuple[str, ...] = ()

    def __add__(self, other: "_Cell") -> "_Cell":
        return _Cell(" ".join(filter(None, (self.text, other.text))), (*self.notes, *other.notes))


def rows(blocks: Sequence[Block]) -> list[Row]:
    """
    The rows of a run of table lines; the first line holds the column titles, unless it is all there is.

    Where the titles come again and the row above them is unfinished, its cells go on in the row below.
    """
    if len(blocks) == 1:
        return [_row([blocks[0]], _cells(blocks[0]), [], [])]
    titles = _cells(blocks[0])
    found: list[tuple[list[Block], list[_Cell]]] = []
    continued, header = False, list(blocks[:1])
    for block in blocks[1:]:
        cells = _cells(block)
        if [c.text for c in cells] == [t.text for t in titles]:
            continued = bool(found) and not all(_CLOSED.search(c.text) for c in found[-1][1])
            header.append(block)
        elif continued:
            found[-1][0].append(block)
            found[-1][1][:] = [one + two for one, two in zip_longest(found[-1][1], cells, fillvalue=_Cell())]
            continued = False
        else:
            found.append(([block], cells))
    return [_row(blocks, cells, titles, header if i == 0 else []) for i, (blocks, cells) in enumerate(found)]


def _row(blocks: list[Block], cells: list[_Cell], titles: list[_Cell], header: list[Block]) -> Row:
    """A row; the notes of a column's title are notes of its cells."""
    spans: tuple[Span, ...] = tuple(s for b in [*header, *blocks] for s in b.spans)
    spans = tuple(sorted(spans, key=lambda s: s.start))
    parts = tuple(
        Part(cell.text, title.text, 1, tuple(dict.fromkeys((*cell.notes, *title.notes))), spans if i == 0 else ())
        for i, (cell, title) in enumerate(zip_longest(cells, titles[: len(cells)], fillvalue=_Cell()))
        if cell.text or i == 0
    )
    return Row(blocks[0], parts)


def _cells(block: Block) -> list[_Cell]:
    found, start = list[_Cell](), 0
    for text in block.text.split("\t"):
        own = (m.number for m in block.marks if start <= m.offset <= start + len(text))
        found.append(_Cell(text.strip(), tuple(own)))
        start += len(text) + 1
    return found
