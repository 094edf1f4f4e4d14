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


def rows(blocks: Sequence[Block]) -> list[Row]:
    """
    The rows of a run of table lines; the first line holds the column titles, unless it is all there is.

    Where the titles come again and the row above them is unfinished, its cells go on in the row below.
    """
    if len(blocks) == 1:
        return [_row([blocks[0]], _cells(blocks[0]), [], [])]
    titles = _cells(blocks[0])
    found: list[tuple[list[Block], list[str]]] = []
    continued, header = False, list(blocks[:1])
    for block in blocks[1:]:
        cells = _cells(block)
        if cells == titles:
            continued = bool(found) and not all(_CLOSED.search(c) for c in found[-1][1])
            header.append(block)
        elif continued:
            found[-1][0].append(block)
            found[-1][1][:] = [" ".join(filter(None, pair)) for pair in zip_longest(found[-1][1], cells)]
            continued = False
        else:
            found.append(([block], cells))
    return [_row(blocks, cells, titles, header if i == 0 else []) for i, (blocks, cells) in enumerate(found)]


def _row(blocks: list[Block], cells: list[str], titles: list[str], header: list[Block]) -> Row:
    spans: tuple[Span, ...] = tuple(s for b in [*header, *blocks] for s in b.spans)
    spans = tuple(sorted(spans, key=lambda s: s.start))
    parts = tuple(
        Part(cell, marker=title, level=1, spans=spans if i == 0 else ())
        for i, (cell, title) in enumerate(zip_longest(cells, titles[: len(cells)], fillvalue=""))
        if cell or i == 0
    )
    return Row(blocks[0], parts)


def _cells(block: Block) -> list[str]:
    return [cell.strip() for cell in block.text.split("\t")]
