"""Tables that go on over a page end: which drawn grids are parts of one, and the parts put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.grid import Cell, Table
from ingest.pdf_geometry import Run
from ingest.pdf_grids import Grid
from ingest.pdf_lines import CLEAN, Line
from ingest.pdf_look import SENTENCE_END
from ingest.pdf_rules import all_grids
from ingest.pdf_runs import PageRuns
from ingest.pdf_tables import ROOM, filled_columns, inside, ruled_table
from ingest.pdf_words import join

MARGIN = 0.12
"""Headers and footers stand in the outer 12 % of a page."""
Parts = Mapping[Grid, frozenset[int]]
"""Grids of a page that are parts of tables over pages, and which columns hold words in any part."""


def table_parts(pages: Sequence[PageRuns]) -> list[Parts]:
    """For each page the grids at its head and foot that go on on other pages: however small, they are tables."""
    drawn = [_DrawnPage.of(page, index) for index, page in enumerate(pages)]
    chains: list[list[tuple[_DrawnPage, Grid]]] = []
    for above, below in pairwise(drawn):
        foot, head = above.foot(below), below.head(above)
        if foot is None or head is None or not _alike(foot.xs, head.xs):
            continue
        if chains and chains[-1][-1] == (above, foot):
            chains[-1].append((below, head))
        else:
            chains.append([(above, foot), (below, head)])
    found: list[dict[Grid, frozenset[int]]] = [{} for _ in pages]
    for chain in chains:
        if any(ruled_table(grid, page.held[grid], page.index) for page, grid in chain):
            columns = [filled_columns(grid, page.held[grid]) for page, grid in chain]
            for page, grid in chain:
                found[page.index][grid] = frozenset().union(*columns)
    return list(found)


@dataclass(frozen=True)
class _DrawnPage:
    """A page's grids from the top down, with their words, and all its words."""

    index: int
    height: float
    held: dict[Grid, list[Run]]
    runs: list[Run]

    @classmethod
    def of(cls, page: PageRuns, index: int) -> "_DrawnPage":
        runs = [run for run in page.runs if run.text.translate(CLEAN).strip()]
        found = sorted(all_grids(page.drawn, runs), key=lambda grid: -grid.ys[0])
        held = {grid: inside(runs, (grid.xs[0], grid.ys[-1], grid.xs[-1], grid.ys[0])) for grid in found}
        return cls(index, page.height, {grid: own for grid, own in held.items() if own}, runs)

    def head(self, before: "_DrawnPage") -> Grid | None:
        """The grid that opens the page, below its header."""
        for grid in self.held:
            if not self._furniture(grid, before):
                above = [run for run in self.runs if run.y > grid.ys[0]]
                return grid if all(run.y > (1 - MARGIN) * self.height for run in above) else None
        return None

    def foot(self, after: "_DrawnPage") -> Grid | None:
        """The grid that closes the page, above its footer and notes."""
        for grid in reversed(self.held):
            if not self._furniture(grid, after):
                below = [run for run in self.runs if run.y < grid.ys[-1]]
                least = min(run.size for run in self.held[grid])
                return grid if all(run.y < MARGIN * self.height or run.size < least for run in below) else None
        return None

    def _furniture(self, grid: Grid, other: "_DrawnPage") -> bool:
        """Whether the grid is a header or footer: in the margin, and with the same words on the other page."""
        in_margin = grid.ys[-1] > (1 - MARGIN) * self.height or grid.ys[0] < MARGIN * self.height
        return in_margin and any(
            _alike(grid.ys, own.ys) and _words(self.held[grid]) == _words(words) for own, words in other.held.items()
        )


def _words(runs: Sequence[Run]) -> str:
    """What runs say but for numbers."""
    return "".join(letter for run in runs for letter in run.text if letter.isalpha())


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 2 * ROOM for a, b in zip(one, other, strict=True))


def whole_tables(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Put a table that goes on at the top of the next page together with what stands there."""
    found = [list(lines) for lines in pages]
    start: tuple[int, int] | None = None
    for index, lines in enumerate(found):
        if start is not None and lines and lines[0].table and _goes_on(found[start[0]][start[1]], lines[0]):
            found[start[0]][start[1]] = _joined(found[start[0]][start[1]], lines.pop(0))
            if not _main(lines):
                continue
        ends = [n for n in _main(lines) if lines[n].table]
        start = (index, ends[-1]) if ends and ends[-1] == _main(lines)[-1] else None
    return found


def _main(lines: Sequence[Line]) -> list[int]:
    """Which lines are no notes below a table: those after the last table that are smaller, or open with a mark."""
    tables = [n for n, line in enumerate(lines) if line.table]
    if not tables:
        return list(range(len(lines)))
    below = [n for n in range(tables[-1] + 1, len(lines)) if not lines[n].note and lines[n].size >= lines[tables[-1]].size]
    return [*range(tables[-1] + 1), *below]


def _goes_on(above: Line, below: Line) -> bool:
    one, other = above.table, below.table
    return one is not None and other is not None and _alike(one.edges, other.edges)


def _joined(above: Line, below: Line) -> Line:
    """One table of two; titles that come again are left out, and a row that the page cut is made whole."""
    one, other = above.table, below.table
    if one is None or other is None:
        return above
    again = next((n for n, (a, b) in enumerate(zip(one.rows, other.rows, strict=False)) if _said(a) != _said(b)), 0)
    rows, pages = list(one.rows), list(one.pages)
    if again and not all(cell.title for cell in rows[0] if cell.text):
        rows[0] = tuple(replace(cell, title=True) for cell in rows[0])
    rest, places = list(other.rows[again:]), list(other.pages[again:])
    if rest and len(rows) > again and (one.cut or _is_cut(rows[-1], rest[0])):
        pairs = zip(rows[-1], rest.pop(0), strict=True)
        rows[-1] = tuple(replace(a, text=join(a.text, b.text)[0] if b.text else a.text) for a, b in pairs)
        places = places[1:]
    table = Table((*rows, *rest), (*pages, *places), one.edges, other.cut)
    return replace(above, marks=(*above.marks, *below.marks), table=table)


def _said(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _is_cut(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row goes on below a page break: its first cell is empty, or a sentence goes on in small letters."""
    if len(above) != len(below):
        return False
    open_cells = [
        b.text[:1].islower() and not SENTENCE_END.search(a.text) for a, b in zip(above, below, strict=True) if a.text and b.text
    ]
    return any(open_cells) or (not below[0].text and bool(above[0].text) and not any(cell.title for cell in below))
