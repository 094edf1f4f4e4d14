"""Rules and boxes drawn on a page -> the grids that they make, each with its cells."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf_geometry import Box
from ingest.pdf_shapes import MAX_SHAPES, RULE

TOUCH = 4.0
"""Rules this many points apart touch; two edges of one cell's border are one."""
FEWEST_BREAKS = 2
"""Rules that end where others begin part columns if so many do, one above another or side by side."""
MOST_PLACES = 120
"""A grid of more columns or rows is graph paper or a picture."""


@dataclass(frozen=True)
class Slot:
    """A cell of a grid: its first column and row, how many of each it covers, and where it is."""

    column: int
    row: int
    columns: int
    rows: int
    box: Box


@dataclass(frozen=True)
class Edge:
    """A side of a box: `place` is its x if it stands, its y if it lies; `low` and `high` are its ends."""

    place: float
    low: float
    high: float


@dataclass(frozen=True)
class Grid:
    """
    Where a grid's columns and rows are parted (rows from the top down), and its cells, row by row.

    `drawn` are the sides that stand there as rules or edges of boxes; others show only where a rule ends and one begins.
    `open_foot` if no rule closes the last row: it goes on on the next page.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    drawn: tuple[Edge, ...]
    open_foot: bool = False

    def parted_at(self, x: float, y: float) -> bool:
        """Whether a side is drawn there."""
        return _cover(_at(self.drawn, x), y)


def grids(drawn: Sequence[Box]) -> list[Grid]:
    """The grids of more than one cell; where too much is drawn it is a picture, and there are none."""
    if len(drawn) > MAX_SHAPES:
        return []
    found = (_grid(group) for group in _touching(sorted(set(drawn))) if len(group) > 1)
    return [grid for grid in found if grid is not None]


def _touching(drawn: Sequence[Box]) -> list[list[Box]]:
    """Boxes, from the left, in groups whose edges touch; one within another, clear of its edges, is not of its group."""
    groups: list[tuple[Box, list[Box]]] = []
    done: list[list[Box]] = []
    for box in drawn:
        done += [group for bounds, group in groups if bounds[2] + TOUCH < box[0]]
        groups = [(bounds, group) for bounds, group in groups if bounds[2] + TOUCH >= box[0]]
        own, around = [box], box
        apart: list[tuple[Box, list[Box]]] = []
        for bounds, group in groups:
            if _meet(bounds, box) and any(_meet(other, box) and not _within(other, box) for other in reversed(group)):
                own += group
                around = _around(around, bounds)
            else:
                apart.append((bounds, group))
        groups = [*apart, (around, own)]
    return [*done, *(group for _, group in groups)]


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2] + TOUCH and other[0] <= one[2] + TOUCH and one[1] <= other[3] + TOUCH and other[1] <= one[3] + TOUCH
    )


def _within(one: Box, other: Box) -> bool:
    """Whether one of the boxes lies in the other, clear of all its sides."""
    return any(
        a[0] + TOUCH < b[0] and a[1] + TOUCH < b[1] and b[2] < a[2] - TOUCH and b[3] < a[3] - TOUCH
        for a, b in ((one, other), (other, one))
    )


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _grid(group: Sequence[Box]) -> Grid | None:
    drawn, lying = _edges(group)
    standing = [*drawn, *_breaks(lying)]
    xs = _places(standing)
    head, foot = _open_ends(xs, standing, lying)
    ys = [*head, *_places(lying)[::-1], *foot]
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) < 6 or max(len(xs), len(ys)) > MOST_PLACES:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(_slots(xs, ys, standing, lying)), tuple(drawn), bool(foot))


def _open_ends(xs: Sequence[float], standing: Sequence[Edge], lying: Sequence[Edge]) -> tuple[list[float], list[float]]:
    """How far up and down all of at least three sides go on beyond the rules, as those of a row that a page end cuts do."""
    if len(xs) < 3 or not lying:
        return [], []
    highest = [max(edge.high for edge in _at(standing, x)) for x in xs]
    lowest = [min(edge.low for edge in _at(standing, x)) for x in xs]
    head = min(highest) > max(edge.place for edge in lying) + TOUCH and max(highest) - min(highest) < TOUCH
    foot = max(lowest) < min(edge.place for edge in lying) - TOUCH and max(lowest) - min(lowest) < TOUCH
    return [max(highest)] * head, [min(lowest)] * foot


def _edges(group: Sequence[Box]) -> tuple[list[Edge], list[Edge]]:
    """The sides of boxes that stand, and those that lie; a rule is one side."""
    standing: list[Edge] = []
    lying: list[Edge] = []
    for left, low, right, high in group:
        thin, flat = right - left < RULE, high - low < RULE
        if not flat:
            standing += [Edge(x, low, high) for x in ([(left + right) / 2] if thin else [left, right])]
        if not thin:
            lying += [Edge(y, left, right) for y in ([(low + high) / 2] if flat else [low, high])]
    return standing, lying


def _breaks(lying: Sequence[Edge]) -> list[Edge]:
    """Sides of cells that only their lower or upper borders show: where one rule ends and the next begins."""
    places = _places(lying)
    ends = {(round(edge.place), round(edge.low)) for edge in lying}
    met = [edge for edge in lying if any((round(edge.place), round(edge.high) + step) in ends for step in (-1, 0, 1))]
    above, beside = Counter(round(edge.high) for edge in met), Counter(round(edge.place) for edge in met)
    found: list[Edge] = []
    for edge in met:
        if max(above[round(edge.high)], beside[round(edge.place)]) < FEWEST_BREAKS:
            continue
        at = bisect_left(places, edge.place - TOUCH)
        found.append(Edge(edge.high, places[max(at - 1, 0)], places[min(at + 1, len(places) - 1)]))
    return found


def _places(edges: Sequence[Edge]) -> list[float]:
    """Where edges are, those that touch as one."""
    groups: list[list[float]] = []
    for place in sorted(edge.place for edge in edges):
        if groups and place - groups[-1][0] < TOUCH:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sum(group) / len(group) for group in groups]


def _slots(xs: Sequence[float], ys: Sequence[float], standing: Sequence[Edge], lying: Sequence[Edge]) -> list[Slot]:
    """Cells from the top down: each takes in what no rule parts from it."""
    walls, floors = [_at(standing, x) for x in xs[1:]], [_at(lying, y) for y in ys[1:]]
    right = [[_cover(wall, (top + low) / 2) for wall in walls] for top, low in pairwise(ys)]
    below = [[_cover(floor, (left + end) / 2) for left, end in pairwise(xs)] for floor in floors]
    taken: set[tuple[int, int]] = set()
    slots: list[Slot] = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (column, row) in taken:
                continue
            last, foot = column, row
            while last < len(xs) - 2 and not right[row][last] and (last + 1, row) not in taken:
                last += 1
            while foot < len(ys) - 2 and not any(below[foot][column : last + 1]):
                foot += 1
            taken |= {(x, y) for x in range(column, last + 1) for y in range(row, foot + 1)}
            box = (xs[column], ys[foot + 1], xs[last + 1], ys[row])
            slots.append(Slot(column, row, last - column + 1, foot - row + 1, box))
    return slots


def _at(edges: Sequence[Edge], place: float) -> list[Edge]:
    return [edge for edge in edges if abs(edge.place - place) < TOUCH]


def _cover(edges: Sequence[Edge], at: float) -> bool:
    return any(edge.low <= at <= edge.high for edge in edges)
