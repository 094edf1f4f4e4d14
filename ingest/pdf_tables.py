"""Tables of a PDF page: what stands in the cells of a drawn grid, or in rows of text whose gaps align."""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.grid import Cell, Table
from ingest.markers import number
from ingest.pdf_contents import TITLE
from ingest.pdf_geometry import Box, Run
from ingest.pdf_grids import MOST_PLACES, Grid, Slot
from ingest.pdf_lines import LONGEST_MARKER, Line, Row, as_lines, in_rows
from ingest.pdf_look import BULLET, NUMBER
from ingest.pdf_words import join

ROOM = 4.0
"""How far words may stand out of their cell, in points."""
GAP_EM, NEAR_EM = 1.0, 0.4
"""Words this far apart stand in two columns; columns are at least so far apart."""
FEWEST_ROWS, MOST_LEADING = 3, 4.0
WIDE = 1.2
"""A distance of so many lines parts the rows of a table."""
LEADERS = re.compile(r"\.{4}|(?:\. ){4}|…")
COUNTED = re.compile(r"\(?\d+(?:\.\d+)+[.)]?|\d{1,3}[.)]|\(\d{1,3}\)")
"""A paragraph's number: text set beside such numbers is no table."""


def inside(runs: Sequence[Run], box: Box) -> list[Run]:
    """The runs whose middle is in a box; on an edge between two it is in one of them."""
    left, low, right, high = box
    return [run for run in runs if left <= (run.x + run.end) / 2 < right and low <= run.y + 0.3 * run.size < high]


def filled_columns(grid: Grid, runs: Sequence[Run]) -> set[int]:
    """Which columns of a grid hold words."""
    return {slot.column for slot in in_slots(grid, runs)}


def ruled_table(grid: Grid, runs: Sequence[Run], page: int, shared: Collection[int] = ()) -> Line | None:
    """
    The table that a drawn grid holds; None if it has one row or column, or sets numbered paragraphs.

    `shared` are the columns of a table of which this grid is a part, however small, on its page.
    """
    filled = in_slots(grid, runs)
    if not filled or any(not _fits(slot, own) for slot, own in filled.items()):
        return None
    columns, rows = sorted({slot.column for slot in filled} | {*shared}), sorted({slot.row for slot in filled})
    cells: dict[int, list[tuple[int, Cell]]] = {row: [] for row in rows}
    lines: list[Line] = []
    for slot in grid.slots:
        over = [c for c in columns if slot.column <= c < slot.column + slot.columns]
        down = [r for r in rows if slot.row <= r < slot.row + slot.rows]
        if over and down:
            own_lines = as_lines(sorted(in_rows(filled.get(slot, ())), key=lambda row: -row.y), page, 0)
            lines += own_lines
            cells[down[0]].append((over[0], replace(_cell(own_lines), columns=len(over), rows=len(down))))
    table = tuple(tuple(cell for _, cell in sorted(cells[row], key=lambda placed: placed[0])) for row in rows)
    many = len(columns) > 1 and sum(sum(bool(cell.text) for cell in row) > 1 for row in table) > 1
    if not (many or shared) or (len(table) > 1 and _numbers(table)):
        return None
    edges = (*(grid.xs[column] for column in columns), grid.xs[-1])
    cut = grid.open_foot and rows[-1] == len(grid.ys) - 2
    return _placed(Table(table, (page,) * len(table), edges, cut), lines, grid.ys[0])


def whole_words(grid: Grid, runs: Sequence[Run]) -> Grid:
    """A grid with cells put together across which words go on: where a rule only begins anew, no side of a cell is drawn."""
    slots: list[Slot] = []
    for slot in grid.slots:
        before = next(
            (s for s in slots if s.column + s.columns == slot.column and (s.row, s.rows) == (slot.row, slot.rows)), None
        )
        parted = grid.parted_at(slot.box[0], (slot.box[1] + slot.box[3]) / 2)
        if before and not parted and _runs_across(slot.box[0], inside(runs, (before.box[0], *slot.box[1:]))):
            slots.remove(before)
            slot = replace(before, columns=before.columns + slot.columns, box=(before.box[0], *slot.box[1:]))
        slots.append(slot)
    return replace(grid, slots=tuple(slots))


def _runs_across(edge: float, runs: Sequence[Run]) -> bool:
    """Whether words without a gap between them stand on both sides of an edge."""
    stretches: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-round(run.y), run.x)):
        last = stretches[-1][-1] if stretches else None
        if last and round(last.y) == round(run.y) and run.x - last.end < NEAR_EM * run.size:
            stretches[-1].append(run)
        else:
            stretches.append([run])
    shown = [[run for run in stretch if run.text.strip()] for stretch in stretches]
    return any(own[0].x < edge - ROOM and own[-1].end > edge + ROOM for own in shown if own)


def in_slots(grid: Grid, runs: Sequence[Run]) -> dict[Slot, list[Run]]:
    """The runs of each cell that has some, row by row."""
    slots = {
        (column, row): slot
        for slot in grid.slots
        for column in range(slot.column, slot.column + slot.columns)
        for row in range(slot.row, slot.row + slot.rows)
    }
    rising = grid.ys[::-1]
    own: dict[Slot, list[Run]] = {}
    for run in runs:
        column = bisect_right(grid.xs, (run.x + run.end) / 2) - 1
        row = len(rising) - 1 - bisect_right(rising, run.y + 0.3 * run.size)
        if slot := slots.get((column, row)):
            own.setdefault(slot, []).append(run)
    return {slot: own[slot] for slot in grid.slots if slot in own}


def _fits(slot: Slot, runs: Sequence[Run]) -> bool:
    return all(run.x > slot.box[0] - ROOM and run.end < slot.box[2] + ROOM for run in runs if run.text.strip())


def _cell(lines: Sequence[Line]) -> Cell:
    """A cell's lines as one text, the points of a list parted by semicolons; bold words are a title."""
    text = ""
    for line in lines:
        bullet = BULLET.match(line.text)
        if bullet and text:
            text += " " if re.search(r"[.:;,!?]$", text) else "; "
        words = (line.text[bullet.end() :] if bullet else line.text).replace("\t", " ")
        text = text + words if text.endswith(" ") else join(text, words)[0]
        text = re.sub("\u2010$", "\u00ad", text)
    return Cell(text.strip(" \u00ad"), title=bool(lines) and all(line.bold for line in lines))


def _numbers(table: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first column only numbers the paragraphs in the second; where more stands beside it names versions, say."""
    counted = [row for row in table if COUNTED.fullmatch(row[0].text)]
    wider = sum(sum(bool(cell.text) for cell in row) > 2 for row in counted)
    return len(counted) * 2 > len(table) and wider * 2 < len(counted)


def _placed(table: Table, lines: Sequence[Line], top: float) -> Line:
    """A table as one line; it bears all the footnote marks that stand in it."""
    marks = tuple(replace(mark, offset=0) for line in lines for mark in line.marks)
    size = Counter(line.size for line in lines).most_common(1)[0][0]
    return Line(lines[0].page, 0, table.edges[0], table.edges[-1], top, size, False, "", marks, table=table)


@dataclass
class Piece:
    """Words of a row without a wide gap in them."""

    runs: list[Run]

    @property
    def x(self) -> float:
        """Where the words start."""
        return self.runs[0].x

    @property
    def end(self) -> float:
        """Where the words end; not before they start, as mirrored runs do."""
        return max(self.x, *(run.end for run in self.runs))

    @property
    def bold(self) -> bool:
        """Whether all the words are."""
        return all(run.bold for run in self.runs)

    @property
    def text(self) -> str:
        """The words, as they are shown."""
        return "".join(run.text for run in self.runs).strip()


def gapped_tables(rows: Sequence[Row], page: int, pages: int) -> tuple[list[Row], bool]:
    """
    The rows with those that are certainly a table put together as one.

    Also whether others look like a table, or like columns, but cannot be parted with certainty.
    """
    found: list[Row] = []
    doubtful, at = False, 0
    pieces = [[] if row.read else in_pieces(row) for row in rows]
    while at < len(rows):
        count, columns = _block(rows[at:], pieces[at:])
        if count < FEWEST_ROWS:
            found.append(rows[at])
            at += 1
            continue
        listed = any(TITLE.fullmatch(line.text.strip()) for line in as_lines(rows[:at], page, 0))
        block = Block(rows[at : at + count], pieces[at : at + count], columns, page, math.inf if listed else pages)
        table = block.table()
        doubtful = doubtful or (table is None and not block.plain)
        found += [as_row(table)] if table else block.rows
        at += count
    return found, doubtful


def as_row(table: Line) -> Row:
    """A table in the place of its rows."""
    return Row(table.y, table.size, [Run(" ", table.x, table.end, table.y, table.size)], (table,))


def in_pieces(row: Row) -> list[Piece]:
    """The parts of a row that wide gaps part; a list marker goes with its words."""
    pieces: list[Piece] = []
    for run in sorted((run for run in row.runs if run.text.strip()), key=lambda run: run.x):
        near = pieces and run.x - pieces[-1].end < GAP_EM * row.size
        marker = pieces and len(pieces[-1].text) <= LONGEST_MARKER and _is_marker(pieces[-1].text)
        if near or marker:
            pieces[-1].runs.append(run)
        else:
            pieces.append(Piece([run]))
    return pieces


def _is_marker(text: str) -> bool:
    return bool(BULLET.fullmatch(text) or NUMBER.fullmatch(text) or NUMBER.fullmatch(f"{text} "))


def _block(rows: Sequence[Row], pieces: Sequence[list[Piece]]) -> tuple[int, list[tuple[float, float]]]:
    """How many rows, from the first on, leave the same strips empty, and the columns between these."""
    if len(pieces[0]) < 2:
        return 0, []
    columns: list[list[tuple[float, float]]] = [[]]
    for n, (row, own) in enumerate(zip(rows, pieces, strict=True)):
        far = n and rows[n - 1].y - row.y > MOST_LEADING * row.size
        wider = _with(columns[-1], own, NEAR_EM * row.size)
        if far or not own or wider is None or any(LEADERS.search(piece.text) for piece in own):
            break
        columns.append(wider)
    count = len(columns) - 1
    while count and len(pieces[count - 1]) < 2:
        count -= 1
    if sum(len(own) > 1 for own in pieces[:count]) < FEWEST_ROWS:
        return 0, []
    return count, columns[count]


def _with(columns: list[tuple[float, float]], pieces: Sequence[Piece], near: float) -> list[tuple[float, float]] | None:
    """The columns grown by a row's pieces; None if a piece stands in two of them, or two pieces in one."""
    if max(len(columns), len(pieces)) > MOST_PLACES:
        return None
    grown, taken = list(columns), list[tuple[float, float]]()
    for piece in pieces:
        met = [column for column in grown if column[0] - near < piece.end and piece.x < column[1] + near]
        if len(met) > 1 or any(column in taken for column in met):
            return None
        for column in met:
            grown.remove(column)
        taken.append((min([piece.x, *(c[0] for c in met)]), max([piece.end, *(c[1] for c in met)])))
        grown.append(taken[-1])
    return sorted(grown)


class Block:
    """Rows that leave the same strips empty; `pages` is how far a contents list may count."""

    def __init__(
        self, rows: Sequence[Row], pieces: Sequence[list[Piece]], columns: list[tuple[float, float]], page: int, pages: float
    ) -> None:
        self.rows, self.columns, self.page, self.pages = list(rows), columns, page, pages
        self.cells = [[self._of(own, column) for column in columns] for own in pieces]
        self.gaps = [above.y - below.y for above, below in pairwise(rows)]

    @staticmethod
    def _of(pieces: Sequence[Piece], column: tuple[float, float]) -> Piece | None:
        return next((piece for piece in pieces if column[0] <= piece.x <= column[1]), None)

    @property
    def plain(self) -> bool:
        """Whether the rows are no table for certain: their gaps do not align, or they are numbered, or name pages."""
        aligned = [self._aligned(n) for n in range(len(self.columns))]
        numbered = any(self._numbered(self._filled(n)) for n in range(len(self.columns)))
        return sum(aligned) < 2 or numbered or self._counts_on() or self._names_pages()

    @staticmethod
    def _numbered(pieces: Sequence[Piece]) -> bool:
        """Whether most of a column's pieces open with a number and go on with words."""
        if all(re.fullmatch(r"[\d.,]+", piece.text) for piece in pieces):
            return False
        return sum(bool(NUMBER.match(f"{piece.text} ")) for piece in pieces) * 2 > len(pieces)

    def _counts_on(self) -> bool:
        """Whether the first of two columns holds numbers that count on, as those of paragraphs in the margin."""
        numbers = [number(piece.text) for piece in self._filled(0)]
        return len(self.columns) == 2 and all(one and two and two.follows(one) for one, two in pairwise(numbers))

    def _filled(self, column: int) -> list[Piece]:
        return [piece for row in self.cells if (piece := row[column])]

    def _aligned(self, column: int) -> bool:
        """Whether most words of a column start, end or stand around one place, and are at least three."""
        pieces = self._filled(column)
        places = ([p.x for p in pieces], [p.end for p in pieces], [(p.x + p.end) / 2 for p in pieces])
        most = max(Counter(round(place / 3) for place in own).most_common(1)[0][1] for own in places)
        return len(pieces) >= FEWEST_ROWS and most * 10 >= 6 * len(pieces)

    def _names_pages(self) -> bool:
        """Whether the last column rises, as page numbers of a contents list do, and no farther than there are pages."""
        last = [int(piece.text) if piece.text.isdecimal() else -1 for piece in self._filled(-1)]
        return min(last) >= 0 and sorted(last) == last and last[-1] - last[0] < self.pages

    def table(self) -> Line | None:
        """The table, if it is certain where its rows are."""
        groups = None if self.plain else self._groups()
        return None if groups is None else self.table_of(groups, self._counts())

    def table_of(self, groups: Sequence[Sequence[int]], counts: bool) -> Line | None:
        """The table of which each of these groups of lines is a row; if it `counts`, words above the numbers are titles."""
        rows: list[tuple[Cell, ...]] = []
        lines: list[Line] = []
        for group in groups:
            cells = [self._lines(group, column) for column in range(len(self.columns))]
            lines += [line for cell in cells for line in cell]
            rows.append(tuple(_cell(cell) for cell in cells))
        if not any(cell.text for row in rows for cell in row):
            return None
        if all(not re.search(r"\d", cell.text) for cell in rows[0]) and counts:
            rows[0] = tuple(replace(cell, title=True) for cell in rows[0])
        edges = (*(column[0] for column in self.columns), self.columns[-1][1])
        return _placed(Table(tuple(rows), (self.page,) * len(rows), edges), lines, self.rows[0].y)

    def _lines(self, group: Sequence[int], column: int) -> list[Line]:
        own = [Row(self.rows[n].y, self.rows[n].size, piece.runs) for n in group if (piece := self.cells[n][column])]
        return as_lines(own, self.page, 0)

    def _counts(self) -> bool:
        """Whether a column below its title holds numbers."""
        below = [[piece for row in self.cells[1:] if (piece := row[n])] for n in range(1, len(self.columns))]
        return any(own and all(re.match(r"[£\d]", piece.text) for piece in own) for own in below)

    def _groups(self) -> list[list[int]] | None:
        """Which lines make which rows: all, where each fills its columns; else wide gaps tell; None if neither does."""
        wide = [gap > WIDE * min(self.gaps) for gap in self.gaps]
        groups: list[list[int]] = [[0]]
        for n, parted in enumerate(wide, 1):
            groups = [*groups, [n]] if parted else [*groups[:-1], [*groups[-1], n]]
        inner = [row for group in groups for row in group[1:]]
        wrapped = [n for n in inner if any(piece and piece.text[:1].islower() for piece in self.cells[n])]
        whole = [n for n, row in enumerate(self.cells) if all(row)]
        if len(whole) * 10 >= 8 * len(self.cells) and len(wrapped) * 10 < 3 * max(len(inner), 1):
            return [[n] for n in range(len(self.cells))]
        full = [group for group in groups if sum(map(bool, self.cells[group[0]])) > 1]
        return groups if len(groups) >= FEWEST_ROWS and len(full) * 10 >= 7 * len(groups) else None
