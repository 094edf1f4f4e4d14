"""What is drawn: bullets (small discs, rings and squares left of a line's first word), and rules and boxes."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from ingest.pdf_geometry import IDENTITY, Box, Matrix, Run, placed

SMALLEST, LARGEST, SQUARE = 1.2, 9.0, 0.6
"""Points; and how much longer than wide a bullet may be, as a share."""
MAX_SHAPES = 2000
SHORTEST = 10.0
"""A rule or box is at least this long, in points."""
RULE = 4.0
"""What is thinner than this is a rule."""
REACH_EM = 3.0


class Shapes:
    """Follows the path operators of a content stream: small shapes are `found`, rules and boxes `drawn`."""

    def __init__(self) -> None:
        self.found: list[Box] = []
        self.drawn: list[Box] = []
        self._starts: list[int] = []
        self._points: list[tuple[float, float]] = []
        curve: Callable[[Sequence[Any], Matrix], None] = self._curve
        self.handlers: dict[bytes, Callable[[Sequence[Any], Matrix], None]] = {
            b"m": self._start, b"l": curve, b"c": curve, b"v": curve, b"y": curve, b"re": self._rectangle, b"n": self._drop,
            **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"), self._painted),
        }  # fmt: skip

    def image(self, ctm: Matrix) -> bool:
        """Keep an image that is small enough for a bullet; whether it was."""
        self._rectangle((0, 0, 1, 1), ctm)
        before, drawn = len(self.found), len(self.drawn)
        self._painted((), ctm)
        del self.drawn[drawn:]
        return len(self.found) > before

    def _start(self, operands: Sequence[Any], ctm: Matrix) -> None:
        self._starts.append(len(self._points))
        self._curve(operands, ctm)

    def _curve(self, operands: Sequence[Any], ctm: Matrix) -> None:
        numbers = [float(operand) for operand in operands]
        self._points += [placed(point, ctm) for point in zip(numbers[::2], numbers[1::2], strict=True)]

    def _rectangle(self, operands: Sequence[Any], ctm: Matrix) -> None:
        x, y, width, height = (float(operand) for operand in operands)
        self._starts.append(len(self._points))
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self._points += [placed(corner, ctm) for corner in corners]

    def _drop(self, _: Sequence[Any], __: Matrix) -> None:
        self._points, self._starts = [], []

    def _painted(self, _: Sequence[Any], __: Matrix) -> None:
        xs, ys = [x for x, _ in self._points], [y for _, y in self._points]
        self._keep_drawn()
        self._drop((), IDENTITY)
        if not xs or len(self.found) >= MAX_SHAPES:
            return
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if SMALLEST <= min(width, height) >= SQUARE * max(width, height) and max(width, height) <= LARGEST:
            self.found.append((min(xs), min(ys), max(xs), max(ys)))

    def _keep_drawn(self) -> None:
        """Keep each part of the path that is as long as a rule; a slanted line is none. Thousands of them are a picture."""
        for start, end in pairwise([*self._starts, len(self._points)]):
            points = self._points[start:end]
            if not points or len(self.drawn) > MAX_SHAPES:
                continue
            xs, ys = [x for x, _ in points], [y for _, y in points]
            width, height = max(xs) - min(xs), max(ys) - min(ys)
            if max(width, height) >= SHORTEST and (len(points) > 2 or min(width, height) < RULE):
                self.drawn.append((min(xs), min(ys), max(xs), max(ys)))


def bullets(shapes: Sequence[Box], runs: Sequence[Run]) -> list[Run]:
    """A run with a bullet for each small shape that stands before a line's first word."""
    found: dict[tuple[int, int], Run] = {}
    for left, low, right, high in shapes:
        middle = (low + high) / 2
        row = [run for run in runs if run.text.strip() and run.y - 0.2 * run.size < middle < run.y + 0.9 * run.size]
        after = min((run for run in row if run.x > left), key=lambda run: run.x, default=None)
        if after is None or after.x - right > REACH_EM * after.size or high - low > 0.8 * after.size:
            continue
        if not any(run.x <= left and run.end > left - 2 * REACH_EM * after.size for run in row):
            found[round(left / 4), round(after.y / 4)] = Run("•", left, right, after.y, after.size)
    return list(found.values())
