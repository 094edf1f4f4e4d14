"""Boxes side by side that a page's end cuts: each is read to its end before the next."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.pdf_lines import FIRST_BOX, Line
from ingest.pdf_look import SENTENCE_END, Look

NEAR = 3.0
"""Points by which the sides of the halves of one box may differ."""
TOP, FOOT = 3, 1
"""Where a box's top and foot stand among its sides."""


def whole_boxes(pages: Sequence[Sequence[Line]], look: Look) -> list[list[Line]]:
    """Put the lower halves of boxes that go on at the top of a page behind their upper halves on the page before."""
    found = [list(lines) for lines in pages]
    for index in range(len(found) - 1, 0, -1):
        above, below = found[index - 1], found[index]
        upper = [box[::-1] for box in _boxes(reversed(above), FOOT)][::-1]
        lower = _boxes(below, TOP)
        if not _go_on(upper, lower, look):
            continue
        del above[len(above) - sum(map(len, upper)) :], below[: sum(map(len, lower))]
        for box in upper:
            above += [*box, *(_within(box[0], line) for half in lower if _same_sides(box, half) for line in half)]
    return found


def _boxes(lines: Iterable[Line], side: int) -> list[list[Line]]:
    """The lines of the boxes that come first, as long as that side of theirs is as high as the first one's."""
    found: list[list[Line]] = []
    for _, own in groupby(lines, key=lambda line: line.box):
        box = list(own)
        first, around = (found or [box])[0][0].around, box[0].around
        if not first or not around or abs(first[side] - around[side]) > NEAR:
            break
        found.append(box)
    return found


def _go_on(upper: Sequence[Sequence[Line]], lower: Sequence[Sequence[Line]], look: Look) -> bool:
    """Whether boxes are cut: the same ones stand on both pages, no lower half has a title, and an upper one no end."""
    if len(upper) < 2 or not lower or any(look.displayed(half[0]) for half in lower):
        return False
    ended = all(SENTENCE_END.search(box[-1].text) for box in upper)
    return not ended and all(any(_same_sides(box, half) for box in upper) for half in lower)


def _same_sides(upper: Sequence[Line], lower: Sequence[Line]) -> bool:
    one, other = upper[0].around, lower[0].around
    return one is not None and other is not None and abs(one[0] - other[0]) < NEAR and abs(one[2] - other[2]) < NEAR


def _within(first: Line, line: Line) -> Line:
    """A line of a lower half as one of the box whose first line is given."""
    return replace(line, column=first.box * FIRST_BOX + line.column % FIRST_BOX)
