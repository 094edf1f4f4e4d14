"""Tables of Word and HTML as rows of cells, and those that only set text side by side told from them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from ingest.blocks import Block, BlockKind, Mark
from ingest.markers import number
from ingest.typed import numbered

SHARE = 0.8
"""A first column is the numbering if this share of its numbers follow the number above."""
TITLE_WORDS, DEEP = 12, 6
"""The longest title among numbered rows, and its rank as a heading: below the headings of the document."""
_SENTENCE_END = re.compile(r"[.;:,]\W*$")
WIDEST = 100
"""Columns that a cell may cover; more is a mistake or an attack."""
_PARTED = (".", ",", ";", ":", "!", "?")


@dataclass(frozen=True)
class Cell:
    """A cell's words, how many columns and rows it covers, and whether it looks like a title."""

    text: str
    columns: int = 1
    rows: int = 1
    title: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table on pages: its rows, the index of each one's page, where its columns are parted, if a page cuts its last row."""

    rows: tuple[tuple[Cell, ...], ...]
    pages: tuple[int, ...]
    edges: tuple[float, ...]
    cut: bool = False


def cell_of(blocks: Sequence[Block]) -> Cell:
    """The words of a cell, a semicolon between its paragraphs and items where no sign parts them, and its footnote marks."""
    said, marks = "", list[Mark]()
    for block in blocks:
        goes_on = block.kind is not BlockKind.ITEM and block.text[:1].islower()
        parted = not said or goes_on or said.endswith(_PARTED)
        said += f"{'' if parted else ';'} {shown(block)}" if shown(block) else ""
        marks += [replace(m, offset=len(said.strip())) for m in block.marks]
    return Cell(said.strip(), marks=tuple(marks))


def shown(block: Block) -> str:
    """A block's words in one line, under the number that it shows."""
    marked = block.kind is BlockKind.ITEM and block.marker not in ("", "-")
    return f"{block.marker} {block.text}" if marked else block.text.replace("\t", " ").strip()


def is_layout(rows: Sequence[Sequence[object]]) -> bool:
    """Whether a table has one row or one column, so that its cells are read as running text."""
    return len(rows) < 2 or max((len(row) for row in rows), default=0) < 2


def table_blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """
    A block a row; where no row holds titles an empty one stands before them. Furniture says where the table ends.

    A cell that closes the table in its whole width is text: it stands in no column. In a form it is a label.
    """
    filled = [row for row in rows if any(cell.text for cell in row)]
    if not filled:
        return
    titles, closing = _title_rows(filled), list[Block]()
    form = not titles and _is_titles(filled[0])
    while not form and len(filled) > 2 and _is_across(filled[-1]):
        last = filled.pop()[0]
        closing.insert(0, numbered(Block(BlockKind.TEXT, last.text, marks=last.marks)))
    spread = list(_spread(filled))
    lines = _under_one_head(filled, spread)
    if is_numbered([[cell.text for cell in line] for line in lines]):
        yield from (_numbered(*(cell for cell in line if cell.text)) for line in lines)
        return
    if not titles:
        yield Block(BlockKind.TABLE, "\t" * (max(map(len, lines)) - 1))
    for n, line in enumerate(lines, len(spread) - len(lines)):
        if n > 1 and n in titles:
            yield Block(BlockKind.FURNITURE, "", marker="end of table")
        yield _row(line)
    yield Block(BlockKind.FURNITURE, "", marker="end of table")
    yield from closing


def _under_one_head(rows: Sequence[Sequence[Cell]], lines: list[list[Cell]]) -> list[list[Cell]]:
    """The lines of a table with two rows of titles, the upper ones each over several columns, under one row of titles."""
    over = len(rows) > 2 and len(rows[0]) > 1 and any(cell.columns > 1 for cell in rows[0] if cell.text)
    if not over or not all(cell.title for row in rows[:2] for cell in row if cell.text):
        return lines
    upper = [cell for cell in rows[0] for _ in range(min(cell.columns, WIDEST))]
    return [[_both(*pair) for pair in zip_longest(upper, lines[1], fillvalue=Cell("", title=True))], *lines[2:]]


def _both(upper: Cell, lower: Cell) -> Cell:
    said = dict.fromkeys(filter(None, (upper.text, lower.text)))
    return replace(upper, text=": ".join(said), marks=(*upper.marks, *lower.marks))


def _row(line: Sequence[Cell]) -> Block:
    text, marks = "", list[Mark]()
    for place, cell in enumerate(line):
        text += "\t" * bool(place) + cell.text
        marks += [replace(m, offset=len(text) - len(cell.text) + m.offset) for m in cell.marks]
    return Block(BlockKind.TABLE, text, marks=tuple(marks))


def _title_rows(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """
    Which rows name the columns of those below: the first, if its cells look like titles.

    Where rows like it stand all the way down, as questions do among answers, each names its own; the last may hold totals.
    Where all rows in columns are titles, as the labels of a form are, or all below those of the first row, none does.
    """
    filled = [bool(cell.text) for cell in rows[0]]
    alike = [_is_titles(row) and [bool(cell.text) for cell in row] == filled for row in rows]
    if all(_is_titles(row) or _is_across(row) for row in rows):
        return [0] if len(rows) == 1 else []
    if _holds_labels(rows):
        return []
    first = alike.index(False)
    below = alike[first:]
    again = [n for n, own in enumerate(below, first) if own] if 3 * sum(below[:-1]) >= len(below) else []
    return [0, *again] if alike[0] else []


def _holds_labels(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row leaves cells empty, and what it has stands above its like only: labels beside room to write."""
    named = [column[1:] for column in zip_longest(*_spread(rows), fillvalue=Cell("")) if column[0].text]
    alike = all(cell.title or not cell.text for column in named for cell in column)
    return alike and any(cell.text for column in named for cell in column) and not all(cell.text for cell in rows[0])


def _is_titles(row: Sequence[Cell]) -> bool:
    return all(cell.title for cell in row if cell.text)


def _is_across(row: Sequence[Cell]) -> bool:
    return len(row) == 1 and row[0].columns > 1


def is_numbered(lines: Sequence[Sequence[str]]) -> bool:
    """Whether a table only sets numbers that count on ('1.1', '1.2' ...) beside the paragraphs that they number."""
    cells = [[cell for cell in line if cell] for line in lines]
    numbers = [number(line[0]) if len(line) == 2 else None for line in cells]
    if not all(numbers):
        return False
    counted = sum(bool(one and two and two.follows(one)) for one, two in pairwise(numbers))
    sentences = sum(bool(own and own.carries) and not _is_title(line[1]) for own, line in zip(numbers, cells, strict=True))
    return counted >= SHARE * (len(lines) - 1) and sentences * 2 > len(lines)


def _numbered(number: Cell, words: Cell) -> Block:
    """A numbered paragraph; a heading, where it is short and no sentence."""
    if _is_title(words.text):
        return Block(BlockKind.HEADING, f"{number.text} {words.text}", level=DEEP, marks=words.marks)
    return Block(BlockKind.ITEM, words.text, level=1, marker=number.text, marks=words.marks)


def _is_title(text: str) -> bool:
    return len(text.split()) <= TITLE_WORDS and not _SENTENCE_END.search(text)


def _spread(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """The cells of each row in their columns: what covers rows is said in each of them, what covers columns once."""
    hanging: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        line: list[Cell] = []
        for cell in row:
            _hang(line, hanging)
            columns = min(cell.columns, WIDEST)
            covered = [cell, *[Cell("")] * (columns - 1)]
            if cell.rows > 1:
                hanging.update((len(line) + n, (cell.rows - 1, own)) for n, own in enumerate(covered))
            line += covered
        for column in sorted(place for place in hanging if place >= len(line)):
            line += [Cell("")] * (column - len(line))
            _hang(line, hanging)
        yield line


def _hang(line: list[Cell], hanging: dict[int, tuple[int, Cell]]) -> None:
    """Go on with the cells that come down from the rows above."""
    while len(line) in hanging:
        left, cell = hanging.pop(len(line))
        if left > 1:
            hanging[len(line)] = (left - 1, cell)
        line.append(cell)
