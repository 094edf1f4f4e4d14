"""Bar charts as inline SVG: no script, readable by a screen reader, every text escaped."""

import math
from collections.abc import Mapping, Sequence
from html import escape

LABEL = 220
BAR = 420
FIGURE = 110
ROW = 24
SIDE = 300


def bars(title: str, table: Mapping[str, Mapping[str, float]]) -> str:
    """One bar a line, from 0 to 1, its 95% interval as a whisker; undefined lines are left out."""
    lines = {name: line for name, line in table.items() if not math.isnan(line["mean"])}
    rows = "".join(_bar(name, line, i * ROW) for i, (name, line) in enumerate(lines.items()))
    height = max(len(lines), 1) * ROW
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {LABEL + BAR + FIGURE} {height}" width="{LABEL + BAR + FIGURE}" height="{height}">'
        f"{_grid(height)}{rows}</svg></figure>"
    )


def curve(title: str, points: Sequence[tuple[float, float]], across: str, up: str) -> str:
    """A line through points between 0 and 1, with what its axes mean."""
    drawn = " ".join(f"{LABEL + SIDE * x:.1f},{SIDE * (1 - y) + 10:.1f}" for x, y in points)
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {LABEL + SIDE + 20} {SIDE + 50}" width="{LABEL + SIDE + 20}" height="{SIDE + 50}">'
        f'<rect x="{LABEL}" y="10" width="{SIDE}" height="{SIDE}" fill="none" class="grid"/>'
        f'<polyline class="interval" fill="none" points="{drawn}"/>'
        f'<text class="name" x="{LABEL - 8}" y="20">{escape(up)} 1</text>'
        f'<text class="name" x="{LABEL - 8}" y="{SIDE + 10}">0</text>'
        f'<text x="{LABEL}" y="{SIDE + 30}">0 {escape(across)} 1</text></svg></figure>'
    )


def _grid(height: int) -> str:
    places = (LABEL + BAR * share for share in (0, 0.25, 0.5, 0.75, 1))
    return "".join(f'<line class="grid" x1="{x:.0f}" x2="{x:.0f}" y1="0" y2="{height}"/>' for x in places)


def _bar(name: str, line: Mapping[str, float], top: int) -> str:
    middle = top + ROW / 2
    said = f"{line['mean']:.3f} ({line['rows']:.0f})"
    return (
        f'<text class="name" x="{LABEL - 8}" y="{middle + 4}">{escape(name)}</text>'
        f'<rect class="bar" x="{LABEL}" y="{top + 5}" width="{_length(line["mean"]):.1f}" height="{ROW - 10}"/>'
        f"{_whisker(line, middle)}"
        f'<text class="figure" x="{LABEL + BAR + 8}" y="{middle + 4}">{said}</text>'
    )


def _whisker(line: Mapping[str, float], middle: float) -> str:
    if "low" not in line or math.isnan(line["low"]):
        return ""
    low, high = LABEL + _length(line["low"]), LABEL + _length(line["high"])
    return f'<line class="interval" x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}"/>'


def _length(share: float) -> float:
    return BAR * min(max(share, 0.0), 1.0)
