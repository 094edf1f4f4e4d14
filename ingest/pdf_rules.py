"""Tables with rules between their rows and none between their columns -> grids, parted where no words stand."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.pdf_geometry import Box, Run
from ingest.pdf_grids import TOUCH, Grid, Slot, grids
from ingest.pdf_lines import Row, in_rows
from ingest.pdf_shapes import MAX_SHAPES, RULE

STRIP_EM = 0.4
"""Columns are at least so far apart."""
ROOMY = 1.6
"""Each line of a row, and one more for the room around them, is at most this many ems high."""
MOST_TITLE_LINES, SHORTEST_RULE = 3, 100.0
Span = tuple[float, float]


def all_grids(drawn: Sequence[Box], runs: Sequence[Run]) -> list[Grid]:
    """The grids that are drawn whole, and those of rules only, whose first row is bold."""
    if len(drawn) > MAX_SHAPES:
        return []
    whole = grids(drawn)
    free = [box for box in drawn if not any(_touches(grid, box) for grid in whole)]
    return [*whole, *(grid for places in _rules(free) for grid in _parted(places, runs))]


def _touches(grid: Grid, box: Box) -> bool:
    across = box[0] < grid.xs[-1] + TOUCH and grid.xs[0] - TOUCH < box[2]
    return across and box[1] < grid.ys[0] + TOUCH and grid.ys[-1] - TOUCH < box[3]


def _rules(drawn: Sequence[Box]) -> list[list[Box]]:
    """The rules that lie one below another with the same ends, from the top down."""
    found: list[list[Box]] = []
    lying = [box for box in drawn if box[3] - box[1] < RULE and box[2] - box[0] >= SHORTEST_RULE]
    for rule in sorted(set(lying), key=lambda box: -box[1]):
        own = next((own for own in found if all(abs(rule[end] - own[0][end]) < TOUCH for end in (0, 2))), None)
        if own is None:
            found.append([rule])
        elif own[-1][1] - rule[1] > TOUCH:
            own.append(rule)
    return found


def _parted(rules: Sequence[Box], runs: Sequence[Run]) -> list[Grid]:
    """The grids of rules with the same ends: each from a row of bold titles down to where words stand across its columns."""
    bands = [_band(above, below, runs) for above, below in pairwise(rules)]
    found: list[Grid] = []
    at = 0
    while at < len(bands):
        columns, end = _columns(bands[at]), at + 1
        if len(columns) < 2 or len(bands[at]) > MOST_TITLE_LINES or not all(run.bold for row in bands[at] for run in row.runs):
            at += 1
            continue
        titles = columns
        while end < len(bands) and _is_row(bands[end], rules[end][1] - rules[end + 1][1], titles, columns):
            columns = _columns([row for band in bands[at : end + 1] for row in band])
            end += 1
        if end - at > 1:
            found.append(_grid(rules[at : end + 1], columns))
        at = end
    return found


def _band(above: Box, below: Box, runs: Sequence[Run]) -> list[Row]:
    """The rows of words between two rules."""
    within = [run for run in runs if run.text.strip() and below[1] < run.y + 0.3 * run.size < above[1]]
    return in_rows([run for run in within if above[0] - TOUCH < run.x and run.end < above[2] + TOUCH])


def _columns(rows: Sequence[Row]) -> list[Span]:
    """Where words stand in any of the rows, the strips between left white."""
    size = min((row.size for row in rows), default=0.0)
    return _merged([(run.x, run.end) for row in rows for run in row.runs], STRIP_EM * size)


def _merged(spans: Sequence[Span], near: float) -> list[Span]:
    found: list[Span] = []
    for left, right in sorted(spans):
        if found and left - found[-1][1] < near:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _is_row(band: Sequence[Row], height: float, titles: Sequence[Span], columns: Sequence[Span]) -> bool:
    """Whether words between two rules are one row of a table: close to the rules, in several of the titled columns."""
    if not band or height > (len(band) + 1) * ROOMY * band[0].size:
        return False
    merged = _merged([*columns, *_columns(band)], STRIP_EM * band[0].size)
    parted = all(sum(left <= title[0] <= right for title in titles) < 2 for left, right in merged)
    filled = [len(_columns([row])) for row in band]
    whole = [row for row, count in zip(band, filled, strict=True) if count == len(merged) and not _goes_on(row)]
    return parted and max(filled) > 1 and len(whole) < 2


def _goes_on(row: Row) -> bool:
    return min(row.runs, key=lambda run: run.x).text.strip()[:1].islower()


def _grid(rules: Sequence[Box], columns: Sequence[Span]) -> Grid:
    xs = (min(rules[0][0], columns[0][0]), *(left - 1 for left, _ in columns[1:]), max(rules[0][2], columns[-1][1]))
    ys = tuple((rule[1] + rule[3]) / 2 for rule in rules)
    slots = [
        Slot(column, row, 1, 1, (left, foot, right, top))
        for row, (top, foot) in enumerate(pairwise(ys))
        for column, (left, right) in enumerate(pairwise(xs))
    ]
    return Grid(xs, ys, tuple(slots), ())
