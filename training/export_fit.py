"""How much room words take in Arial, so that nothing runs over the edge of a slide (widths: Adobe's Helvetica metrics)."""

from collections.abc import Iterator

_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 "
    "584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 "
    "278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 "
    "500 500 500 334 260 334 584"
)
_OF = {chr(32 + n): int(width) for n, width in enumerate(_WIDTHS.split())} | {"‘": 222, "’": 222, "“": 333, "”": 333, "–": 556}
_OTHER = 700
BOLD = 1.08
"""Bold letters are about so much wider."""
LINE = 1.2
"""Height of a line, in its letters' size."""


def width(text: str, size: float, bold: bool = False) -> float:
    """Points that a text takes on one line."""
    return sum(_OF.get(c, _OTHER) for c in text) * size / 1000 * (BOLD if bold else 1)


def wrapped(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """The lines a text breaks into in `room` points."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, size, bold) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def height(text: str, room: float, size: float, bold: bool = False) -> float:
    """Points that a text takes from top to bottom."""
    return len(wrapped(text, room, size, bold)) * size * LINE


def split(text: str, room: float, size: float, most: float) -> Iterator[str]:
    """A text in pieces no higher than `most` points each, parted between sentences where one ends in the last third."""
    lines, per = wrapped(text, room, size), max(1, int(most / (size * LINE)))
    while lines:
        piece, lines = " ".join(lines[:per]), lines[per:]
        end = max(piece.rfind(mark) + 1 for mark in (". ", "; ", ": "))
        if lines and end > len(piece) * 2 / 3:
            lines = wrapped(f"{piece[end:].strip()} {' '.join(lines)}", room, size)
            piece = piece[:end]
        yield piece
