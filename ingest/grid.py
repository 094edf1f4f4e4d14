"""Tables of Word and HTML as rows of cells, and those that only set text side by side told from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import Block, BlockKind

WIDEST = 100
"""Columns that a cell may cover; more is a mistake or an attack."""


@dataclass(frozen=True)
class Cell:
    """A cell's words, how many columns and rows it covers, and whether it looks like a title."""

    text: str
    columns: int = 1
    rows: int = 1
    title: bool = False


@dataclass(frozen=True)
class Table:
    """A table on pages: its rows, the index of the page that each stands on, and where its columns are parted."""

    rows: tuple[tuple[Cell, ...], ...]
    pages: tuple[int, ...]
    edges: tuple[float, ...]


def is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table has one row or one column, so that its cells are read as running text."""
    return len(rows) < 2 or max((len(row) for row in rows), default=0) < 2


def table_blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """A block a row; where the first row holds no titles an empty one stands before it. Furniture says where the table ends."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    if not filled:
        return
    lines = list(_spread(filled))
    if not all(cell.title for cell in filled[0] if cell.text):
        yield Block(BlockKind.TABLE, "\t" * (max(map(len, lines)) - 1))
    for line in lines:
        yield Block(BlockKind.TABLE, "\t".join(line))
    yield Block(BlockKind.FURNITURE, "", marker="end of table")


def _spread(rows: Sequence[Sequence[Cell]]) -> Iterator[list[str]]:
    """The cells of each row in their columns: what covers rows is said in each of them, what covers columns once."""
    hanging: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row:
            _hang(line, hanging)
            columns = min(cell.columns, WIDEST)
            if cell.rows > 1:
                hanging[len(line)] = (cell.rows - 1, cell.text)
            line += [cell.text, *[""] * (columns - 1)]
        _hang(line, hanging)
        yield line


def _hang(line: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Go on with the cells that come down from the rows above."""
    while len(line) in hanging:
        left, text = hanging.pop(len(line))
        if left > 1:
            hanging[len(line)] = (left - 1, text)
        line.append(text)
