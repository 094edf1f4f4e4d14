"""Tables without rules whose rows are shaded in turn: the shaded bands show where every row starts and ends."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low

from ingest.pdf_geometry import Box, Run
from ingest.pdf_grids import MOST_PLACES, TOUCH, Grid, Slot
from ingest.pdf_shapes import MAX_SHAPES

FEWEST_BANDS = 2
NARROWEST = 150.0
GUTTER = 8.0
"""Points between two columns that no row's words cross."""
LONGEST_BULLET = 3
WITHIN, ROOM = 1.5, 3.0
"""Lines of one row stand at most so many sizes apart; points by which the room around the words of two rows differs."""
ABOVE, BELOW = 2, 1
"""So many rows without shading may stand above the first band, with the titles, and below the last."""


def striped(drawn: Sequence[Box], runs: Sequence[Run]) -> list[Grid]:
    """The grids of tables whose rows are shaded in turn."""
    groups: dict[tuple[int, int], list[Box]] = {}
    if len(drawn) > MAX_SHAPES:
        return []
    for box in sorted({box for box in drawn if box[2] - box[0] > NARROWEST}, key=lambda box: -box[3]):
        own = groups.setdefault((round(box[0]), round(box[2])), [])
        if not own or own[-1][1] - box[3] > TOUCH:
            own.append(box)
    shown = [run for run in runs if run.text.strip()]
    found = (_grid(bands, shown) for bands in groups.values() if FEWEST_BANDS <= len(bands) < MOST_PLACES)
    return [grid for grid in found if grid is not None]


def _grid(bands: Sequence[Box], runs: Sequence[Run]) -> Grid | None:
    left, right = bands[0][0], bands[0][2]
    lines = [run for run in runs if left - TOUCH < run.x and run.end < right + TOUCH]
    top, foot = (median_low(room) for room in zip(*(_room(band, lines) for band in bands), strict=True))
    ys = [edge for band in bands for edge in (band[3], band[1])]
    ys = [*_further(ys[0], lines, foot, top, ABOVE)[::-1], *ys, *_further(ys[-1], lines, top, foot, BELOW, down=True)]
    held = [run for run in runs if ys[-1] <= run.y < ys[0] and run.end > left and run.x < right]
    xs = [left, *_gutters(held), right]
    rows = [_columns([run for run in held if low <= run.y < high], xs) for high, low in pairwise(ys)]
    named = any(len(run.text.strip()) > LONGEST_BULLET for run in held if run.x < xs[1])
    if len(xs) < 3 or not named or 2 * sum(row > 1 for row in rows) <= len(rows) or not (all(rows) and set(held) <= set(lines)):
        return None
    slots = [Slot(x, y, 1, 1, (xs[x], ys[y + 1], xs[x + 1], ys[y])) for y in range(len(ys) - 1) for x in range(len(xs) - 1)]
    return Grid(tuple(xs), tuple(ys), tuple(slots), ())


def _room(band: Box, lines: Sequence[Run]) -> tuple[float, float]:
    """How far the first line of a band stands below its top, and the last above its foot."""
    own = [run.y for run in lines if band[1] <= run.y < band[3]] or [band[1]]
    return band[3] - max(own), min(own) - band[1]


def _further(edge: float, lines: Sequence[Run], near: float, far: float, most: int, down: bool = False) -> list[float]:
    """Where up to so many rows without shading end that stand beyond an edge, with the same room around their words."""
    way = -1 if down else 1
    ahead = sorted(((run.y - edge) * way, run.size) for run in lines if (run.y - edge) * way > 0)
    found: list[float] = []
    at = 0.0
    while len(found) < most:
        own = [(y, size) for y, size in ahead if y > at]
        if not own or abs(own[0][0] - at - near) > ROOM:
            break
        last = own[0][0]
        for y, size in own:
            last = y if y - last < WITHIN * size else last
        at = last + far
        found.append(edge + way * at)
    return found


def _gutters(runs: Sequence[Run]) -> list[float]:
    """Where columns start, behind strips that no words cross."""
    found: list[float] = []
    end = None
    for run in sorted(runs, key=lambda run: run.x):
        if end is not None and run.x - end > GUTTER:
            found.append(run.x - GUTTER / 2)
        end = run.end if end is None else max(end, run.end)
    return found


def _columns(runs: Sequence[Run], xs: Sequence[float]) -> int:
    """In how many columns words stand."""
    return sum(any(left <= run.x < right for run in runs) for left, right in pairwise(xs))
