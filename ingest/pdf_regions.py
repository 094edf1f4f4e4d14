"""A page's runs -> its lines in reading order: tables as one, boxes beside the text apart, column after column."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise
from types import MappingProxyType

from ingest.pdf_cut_tables import MARGIN, Parts
from ingest.pdf_geometry import Box, Run
from ingest.pdf_lines import (
    CLEAN,
    FIRST_BOX,
    LONGEST_MARKER,
    Line,
    Row,
    as_lines,
    in_rows,
    once,
    with_numerals,
    with_whole_numbers,
)
from ingest.pdf_look import SENTENCE_END
from ingest.pdf_margins import with_margin_headings
from ingest.pdf_rules import all_grids
from ingest.pdf_runs import PageRuns
from ingest.pdf_shapes import RULE
from ingest.pdf_stripes import striped
from ingest.pdf_tables import gapped_tables, inside, ruled_table, whole_words
from ingest.pdf_terms import with_terms

MIN_COLUMN_LINES, MIN_FILL, MIN_GUTTER = 6, 0.7, 8.0
FEWEST_LINES, WRAPPED = 3, 0.3
"""Columns may be so short if such a share of their lines goes on with a sentence and no paragraphs start as cells do."""
SAME_COLUMNS = 60.0
"""Columns whose distance differs by no more points from the usual one are the usual ones, with an indented list."""
NARROWEST_BOX, LOWEST_BOX_EM, OUT = 40.0, 1.5, 3.0
"""Points, lines, and how far words may stand out of their box."""
HEADER_ROWS = 3
"""A grid of so few rows in the margin of a page is its header or footer."""
MOST_COLUMNS = 6
LABEL_EM = 1.5
"""Words so near above a box are its label."""
MOST_BOXES = 10_000
"""No page has more boxes beside the text, so that each has a number of its own in the document."""
MOST_NESTED = 8
"""Boxes in boxes beside the text; what is drawn deeper is ornament."""
PARAGRAPH = 1.3
"""A distance of so many lines parts paragraphs."""


@dataclass(frozen=True)
class PageLines:
    """A page's lines in reading order; `doubtful` if a table or columns may have been read across."""

    lines: list[Line]
    doubtful: bool


def page_lines(page: PageRuns, index: int, pages: int, digits_apart: bool, parts: Parts = MappingProxyType({})) -> PageLines:
    """Order the text of one of so many pages, with parts of tables over pages: from the top down, region by region."""
    whole = once([run for run in page.runs if run.text.translate(CLEAN).strip()])
    return _Page(index, pages, page.height, parts).read(with_whole_numbers(whole) if digits_apart else whole, page.drawn)


class _Page:
    def __init__(self, page: int, pages: int, height: float, parts: Parts) -> None:
        self.page, self.pages, self.height, self.parts = page, pages, height, parts
        self.boxes = page * MOST_BOXES
        self.doubtful = False

    def read(self, runs: list[Run], drawn: Sequence[Box]) -> PageLines:
        return PageLines(self._region(runs, drawn, 0), self.doubtful)

    def _region(self, runs: list[Run], drawn: Sequence[Box], depth: int) -> list[Line]:
        """The lines of a page or box in so many others: what is drawn in it first, then columns."""
        tables, cards, runs = self._ruled(runs, drawn)
        boxes = _side_by_side(_beside(runs, [*cards, *drawn]))
        own = _labelled({box: inside(runs, box) for box in chain(*boxes)}, runs)
        taken = {id(run) for found in own.values() for run in found}
        found = with_numerals(in_rows([run for run in runs if id(run) not in taken]))
        rows = with_margin_headings(sorted([*found, *tables], key=lambda row: -row.y))
        for beside in boxes:
            place = _place(rows, max(box[3] for box in beside))
            within = drawn if depth < MOST_NESTED else ()
            rows[place:place] = [self._boxed(box, own[box], within, depth + 1) for box in beside]
        return self._columns(rows, 0)

    def _ruled(self, runs: list[Run], drawn: Sequence[Box]) -> tuple[list[Row], list[Box], list[Run]]:
        """Tables in drawn grids or shaded rows, each as a row; cells side by side that make no table; the other runs."""
        tables: list[Row] = []
        cards: list[Box] = []
        for grid in [*striped(drawn, runs), *all_grids(drawn, runs)]:
            box = (grid.xs[0], grid.ys[-1], grid.xs[-1], grid.ys[0])
            found, shared = inside(runs, box), self.parts.get(grid, frozenset())
            header = self.height and not shared and (box[1] > (1 - MARGIN) * self.height or box[3] < MARGIN * self.height)
            if not found or (header and len(grid.ys) <= HEADER_ROWS + 1):
                continue
            whole = whole_words(grid, found)
            if table := ruled_table(whole, found, self.page, shared):
                tables.append(Row(table.y, table.size, [Run(" ", box[0], box[2], table.y, table.size)], (table,)))
                kept = {id(run) for run in found}
                runs = [run for run in runs if id(run) not in kept]
            else:
                cards += [slot.box for slot in whole.slots]
        return tables, cards, runs

    def _boxed(self, box: Box, runs: list[Run], drawn: Sequence[Box], depth: int) -> Row:
        """A box beside the text as one row; what is drawn in it may part it again."""
        self.boxes += 1
        first = self.boxes * FIRST_BOX
        within = [
            b for b in drawn if box[0] - OUT < b[0] and b[2] < box[2] + OUT and box[1] - OUT < b[1] and b[3] < box[3] + OUT
        ]
        within = [b for b in within if _area(b) < 0.98 * _area(box)]
        lines = self._region(runs, within, depth)
        lines = [line if line.box else replace(line, column=line.column + first, around=box) for line in lines]
        return Row(box[3], lines[0].size, [Run(" ", box[0], box[2], box[3], lines[0].size)], tuple(lines))

    def _columns(self, rows: list[Row], before: int) -> list[Line]:
        """Rows in reading order; `before` columns have been read beside them."""
        gutter = _gutter(rows)
        if gutter is None or before > MOST_COLUMNS:
            found, doubtful = gapped_tables(with_terms(rows, self.page), self.page, self.pages)
            self.doubtful = self.doubtful or doubtful
            return as_lines(found, self.page, before)
        lines: list[Line] = []
        left: list[Row] = []
        right: list[Row] = []
        for row in rows:
            if any(x < gutter - 3 and end > gutter + 3 for x, end in _stretches(row)):
                lines += [*self._sides(left, right, before), *as_lines([row], self.page, 0)]
                left, right = [], []
                continue
            for side, runs_there in ((left, _side(row, gutter, False)), (right, _side(row, gutter, True))):
                if runs_there:
                    side.append(replace(row, runs=runs_there))
        return lines + self._sides(left, right, before)

    def _sides(self, left: list[Row], right: list[Row], before: int) -> list[Line]:
        first = self._columns(left, before or 1)
        last = max((line.column % FIRST_BOX for line in first), default=before)
        return first + self._columns(right, max(last, before or 1) + 1)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _beside(runs: Sequence[Run], drawn: Sequence[Box]) -> list[Box]:
    """The largest boxes whose words have other words beside them, and not only markers."""
    found: list[Box] = []
    shown = [run for run in runs if run.text.strip()]
    for box in sorted(set(drawn), key=_area, reverse=True):
        left, low, right, high = box
        if high - low < 2 * RULE or any(_overlap(box, other) for other in found):
            continue
        own = inside(shown, box)
        if right - left < NARROWEST_BOX and sum(len(run.text.strip()) for run in own) <= LONGEST_MARKER:
            continue
        if not own or high - low < LOWEST_BOX_EM * own[0].size or any(r.x < left - OUT or r.end > right + OUT for r in own):
            continue
        held = {id(run) for run in own}
        beside = Counter[int]()
        for run in shown:
            if low < run.y + 0.3 * run.size < high and id(run) not in held:
                beside[round(run.y)] += len(run.text.strip())
        if any(letters > LONGEST_MARKER for letters in beside.values()):
            found.append(box)
    return found


def _labelled(held: dict[Box, list[Run]], runs: Sequence[Run]) -> dict[Box, list[Run]]:
    """What boxes hold, with the words just above where each of those side by side has its own ('Yes', 'No')."""
    found = dict(held)
    for top in {box[3] for box in held}:
        boxes = [box for box in held if abs(box[3] - top) < RULE]
        above = [run for run in runs if run.text.strip() and 0 <= run.y - top < LABEL_EM * run.size]
        if len(boxes) < 2 or not above or any(run in own for own in found.values() for run in above):
            continue
        over = [
            [box for box in boxes if box[0] <= x and end <= box[2]] for x, end in _stretches(Row(top, above[0].size, above))
        ]
        if all(over) and len({own[0] for own in over}) == len(boxes):
            for box in boxes:
                found[box] = [*(run for run in above if box[0] <= run.x <= box[2]), *found[box]]
    return found


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] - OUT and other[0] < one[2] - OUT and one[1] < other[3] - OUT and other[1] < one[3] - OUT


def _side_by_side(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes from the top down, those together that stand beside the uppermost of them, from the left."""
    found: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: (-box[3], box[0])):
        if found and _is_beside(found[-1][0], box):
            found[-1].append(box)
        else:
            found.append([box])
    return [sorted(beside, key=lambda box: (round(box[0]), -box[3])) for beside in found]


def _is_beside(one: Box, other: Box) -> bool:
    """Whether two boxes share most of the height of the lower one."""
    return min(one[3], other[3]) - max(one[1], other[1]) > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _place(rows: Sequence[Row], high: float) -> int:
    """Before which row a box that starts so high is read: where a paragraph ends, beside the box or below, else above it."""
    tops = [row.y for row in rows]
    gaps = [above - below for above, below in pairwise(tops)]
    usual = sorted(gap for gap in gaps if gap > 1) or [0.0]
    ends = [n for n, gap in enumerate(gaps, 1) if gap > PARAGRAPH * usual[len(usual) // 3]]
    start = next((n for n, top in enumerate(tops) if top < high), len(rows))
    if not start or start == len(rows):
        return start
    after, above = [n for n in ends if n >= start], [n for n in ends if n < start]
    ended = bool(SENTENCE_END.search("".join(run.text for run in rows[-1].runs).strip()))
    return after[0] if after else len(rows) if ended or not above else above[-1]


def _stretches(row: Row) -> list[tuple[float, float]]:
    """The parts of a row without a gap in them as wide as a gutter."""
    found: list[tuple[float, float]] = []
    for run in sorted((run for run in row.runs if run.text.strip()), key=lambda run: run.x):
        if found and run.x - found[-1][1] < 0.6 * row.size:
            found[-1] = (found[-1][0], max(found[-1][1], run.end))
        else:
            found.append((run.x, run.end))
    return found


def _side(row: Row, gutter: float, right: bool) -> list[Run]:
    return [run for run in row.runs if (run.x >= gutter - 3) == right]


def aligned(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Move further columns over the first ones, by the distance that is usual in the document; boxes by their own."""
    distances = [_distances(lines) for lines in pages]
    common: dict[int, tuple[int, int]] = {}
    for column in {column for own in distances for column in own if column < FIRST_BOX}:
        rounded = Counter(round(own[column]) for own in distances if column in own)
        common[column] = rounded.most_common(1)[0]
    return [
        [_moved(line, _shift(own, line.column, common)) for line in lines] for lines, own in zip(pages, distances, strict=True)
    ]


def _shift(distances: dict[int, float], column: int, common: dict[int, tuple[int, int]]) -> float:
    own = distances.get(column, 0.0)
    usual, count = common.get(column, (0, 0))
    return usual if own and count > 1 and abs(own - usual) < SAME_COLUMNS else own


def _distances(lines: Sequence[Line]) -> dict[int, float]:
    """How far right of the first column each other one starts, and each box of the text."""
    edges: dict[int, float] = {}
    for line in lines:
        edges[line.column] = min(line.x, edges.get(line.column, line.x))
    text = min((edge for column, edge in edges.items() if column < FIRST_BOX), default=0.0)
    first = edges.get(1, 0.0)
    return {
        column: edge - (text if column >= FIRST_BOX else first)
        for column, edge in edges.items()
        if column >= FIRST_BOX or (column > 1 and first)
    }


def _moved(line: Line, by: float) -> Line:
    if line.column < 2 or not by:
        return line
    words_x = None if line.words_x is None else line.words_x - by
    return replace(line, x=line.x - by, end=line.end - by, words_x=words_x)


def _gutter(rows: list[Row]) -> float | None:
    """Find the white strip between two columns of running text; None for one column or a table of short cells."""
    extents = [(run.x, run.end) for row in rows for run in row.runs]
    if len(rows) < FEWEST_LINES:
        return None
    left, right = min(x for x, _ in extents), max(end for _, end in extents)
    width = right - left
    places = [left + width * share / 100 for share in range(30, 71)]
    crossings = [sum(any(r.x < x < r.end for r in row.runs) for row in rows) for x in places]
    fewest = min(crossings)
    few = fewest + len(rows) // 25
    strips = [list(strip) for free, strip in groupby(range(len(places)), lambda n: crossings[n] <= few) if free]
    widest = max(strips, key=len)
    place = places[widest[len(widest) // 2]]
    return place if fewest <= 0.4 * len(rows) and _filled(rows, place) else None


def _filled(rows: list[Row], place: float) -> bool:
    """Whether both sides of the strip hold full lines, or columns of them, as running text does and table cells do not."""
    whole = [row for row in rows if not any(run.x < place < run.end for run in row.runs)]
    left = [replace(row, runs=runs) for row in whole if (runs := _side(row, place, False))]
    right = [replace(row, runs=runs) for row in whole if (runs := _side(row, place, True))]
    few = min(len(left), len(right))
    short = few < MIN_COLUMN_LINES or len(rows) < 2 * MIN_COLUMN_LINES
    if few < FEWEST_LINES or (short and not _run_on(left, right)):
        return False
    ends = sorted(max(run.end for run in row.runs) for row in left)
    starts = sorted(min(run.x for run in row.runs) for row in right)
    if starts[len(starts) // 10] - ends[len(ends) * 9 // 10] < MIN_GUTTER:
        return False
    edges = (min(run.x for row in rows for run in row.runs), max(run.end for row in rows for run in row.runs))
    middle = starts[len(starts) // 10]
    sides = ((left, middle - MIN_GUTTER - edges[0]), (right, edges[1] - middle))
    return all(_fill(side, width) >= MIN_FILL or _gutter(side) is not None for side, width in sides)


def _run_on(left: list[Row], right: list[Row]) -> bool:
    """Whether sentences go on from line to line on both sides, and paragraphs do not start beside each other as cells do."""
    wrapped = [sum(row.text[:1].islower() for row in side) / len(side) for side in (left, right)]
    one, other = _paragraphs(left), _paragraphs(right)
    cells = one and other and (one <= other or other <= one)
    return min(wrapped) >= WRAPPED and not cells


def _paragraphs(side: list[Row]) -> set[int]:
    """How high the lines stand that a gap parts from the line above."""
    gaps = [above.y - row.y for above, row in pairwise(side)]
    usual = sorted(gaps)[len(gaps) // 3]
    return {round(row.y) for gap, row in zip(gaps, side[1:], strict=True) if gap > PARAGRAPH * usual}


def _fill(side: list[Row], width: float) -> float:
    """How much of a column its lines fill, in the middle of all its lines."""
    shares = sorted(sum(run.end - run.x for run in row.runs) / max(width, 1) for row in side)
    return shares[len(shares) // 2]
