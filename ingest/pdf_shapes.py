"""Bullets that are drawn and not set as letters: small discs, rings and squares left of a line's first word."""

from collections.abc import Callable, Sequence
from typing import Any

from ingest.pdf_geometry import Box, Matrix, Run, placed

SMALLEST, LARGEST, SQUARE = 1.2, 9.0, 0.6
"""Points; and how much longer than wide a bullet may be, as a share."""
MAX_SHAPES = 2000
REACH_EM = 3.0


class Shapes:
    """Follows the path operators of a content stream and keeps the small shapes that they paint."""

    def __init__(self) -> None:
        self.found: list[Box] = []
        self._points: list[tuple[float, float]] = []
        curve: Callable[[Sequence[Any], Matrix], None] = self._curve
        self.handlers: dict[bytes, Callable[[Sequence[Any], Matrix], None]] = {
            b"m": curve, b"l": curve, b"c": curve, b"v": curve, b"y": curve, b"re": self._rectangle, b"n": self._drop,
            **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"), self._painted),
        }  # fmt: skip

    def image(self, ctm: Matrix) -> bool:
        """Keep an image that is small enough for a bullet; whether it was."""
        self._rectangle((0, 0, 1, 1), ctm)
        before = len(self.found)
        self._painted((), ctm)
        return len(self.found) > before

    def _curve(self, operands: Sequence[Any], ctm: Matrix) -> None:
        numbers = [float(operand) for operand in operands]
        self._points += [placed(point, ctm) for point in zip(numbers[::2], numbers[1::2], strict=True)]

    def _rectangle(self, operands: Sequence[Any], ctm: Matrix) -> None:
        x, y, width, height = (float(operand) for operand in operands)
        self._points += [placed((x, y), ctm), placed((x + width, y + height), ctm)]

    def _drop(self, _: Sequence[Any], __: Matrix) -> None:
        self._points = []

    def _painted(self, _: Sequence[Any], __: Matrix) -> None:
        xs, ys = [x for x, _ in self._points], [y for _, y in self._points]
        self._points = []
        if not xs or len(self.found) >= MAX_SHAPES:
            return
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if SMALLEST <= min(width, height) >= SQUARE * max(width, height) and max(width, height) <= LARGEST:
            self.found.append((min(xs), min(ys), max(xs), max(ys)))


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
