"""What a page shows, as text needs it: runs of letters, boxes, and the matrices that place them."""

from dataclasses import dataclass
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True)
class Run:
    """Text in one style at one place; x grows to the right, y upwards, both in points on the upright page."""

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool = False


def matrix(operands: Any) -> Matrix:
    """Read six numbers as a matrix."""
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def times(m: Matrix, n: Matrix) -> Matrix:
    """Apply m first, then n (ISO 32000-1, 8.3.4)."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def placed(point: tuple[float, float], m: Matrix) -> tuple[float, float]:
    """Apply a matrix to a point."""
    x, y = point
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def turned_box(box: Box, turn: int, crop: Box) -> Box:
    """A box on the page inside its crop box, so many quarters turned."""
    (x, y), (other, top) = turned(box[:2], turn, crop), turned(box[2:], turn, crop)
    return min(x, other), min(y, top), max(x, other), max(y, top)


def turned(point: tuple[float, float], turn: int, box: Box) -> tuple[float, float]:
    """A point on the page inside its crop box, so many quarters turned."""
    left, bottom, right, top = box
    x, y = point
    return [(x - left, y - bottom), (y - bottom, right - x), (right - x, top - y), (top - y, x - left)][turn]
