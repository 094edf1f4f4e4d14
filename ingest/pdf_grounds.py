"""What lies under a page's text: white letters are seen on a filled shape, a thick line or a picture, and not on paper."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from ingest.pdf_geometry import Box, Matrix, placed

MAX_GROUNDS = 5000
EVERYWHERE: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))
WHITE, NO_INK = 0.99, 0.01


class Grounds:
    """Follows the painting operators of a content stream and keeps where something other than white was painted."""

    def __init__(self) -> None:
        self.found: list[Box] = []
        self._points: list[tuple[float, float]] = []
        self.paths: dict[bytes, Callable[[Sequence[Any], Matrix], None]] = {
            **dict.fromkeys((b"m", b"l", b"c", b"v", b"y"), self._line),
            b"re": self._rectangle,
        }

    def follow(self, operator: bytes, operands: Sequence[Any], ctm: Matrix, white: bool, pen: float) -> None:
        """Take in one operator; `white`: the colour that fills is, `pen`: the width of lines."""
        if path := self.paths.get(operator):
            path(operands, ctm)
        elif operator == b"sh":
            self._keep(EVERYWHERE)
        elif operator in (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"n"):
            filled = operator not in (b"S", b"s", b"n") and not white
            if self._points and (filled or operator in (b"S", b"s")):
                self._painted(0.0 if filled else pen / 2 * math.sqrt(abs(ctm[0] * ctm[3] - ctm[1] * ctm[2])))
            self._points = []

    def image(self, ctm: Matrix) -> None:
        """Take in a picture."""
        before, self._points = self._points, []
        self._rectangle((0, 0, 1, 1), ctm)
        self._painted(0.0)
        self._points = before

    def under(self, x: float, y: float) -> bool:
        """Whether something was painted at a place."""
        return any(left <= x <= right and low <= y <= high for left, low, right, high in self.found)

    def _line(self, operands: Sequence[Any], ctm: Matrix) -> None:
        numbers = [float(operand) for operand in operands]
        self._points += [placed(point, ctm) for point in zip(numbers[::2], numbers[1::2], strict=True)]

    def _rectangle(self, operands: Sequence[Any], ctm: Matrix) -> None:
        x, y, width, height = (float(operand) for operand in operands)
        corners = ((x, y), (x + width, y), (x, y + height), (x + width, y + height))
        self._points += [placed(corner, ctm) for corner in corners]

    def _painted(self, beyond: float) -> None:
        xs, ys = [x for x, _ in self._points], [y for _, y in self._points]
        self._keep((min(xs) - beyond, min(ys) - beyond, max(xs) + beyond, max(ys) + beyond))

    def _keep(self, box: Box) -> None:
        self.found.append(box if len(self.found) < MAX_GROUNDS else EVERYWHERE)
        del self.found[MAX_GROUNDS + 1 :]


def is_white(operator: bytes, operands: Sequence[Any]) -> bool:
    """Whether a colour operator fills with white: full light in grey or RGB, no ink in CMYK (ISO 32000-1, 8.6)."""
    if not all(isinstance(operand, (int, float)) for operand in operands):
        return False
    if len(operands) == 4:
        return all(operand <= NO_INK for operand in operands)
    light = operator == b"g" or len(operands) == 3
    return light and all(operand >= WHITE for operand in operands)
