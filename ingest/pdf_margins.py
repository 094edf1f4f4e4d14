"""Headings that stand in the margin left of the text they are for, put above it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.pdf_geometry import Run
from ingest.pdf_lines import Row

SHARE = 0.5
"""Of the rows with plain words, so many start where the text does."""
TEXT_ROWS = 6
"""So many rows of text stand beside and below a heading on average; beside the terms of a list there are fewer."""
GUTTER_EM = 0.8
LINES_APART = 1.6
FEWEST_LETTERS = 3


@dataclass(frozen=True)
class Heading:
    """The words of a heading in the margin, line by line."""

    lines: tuple[Row, ...]

    @property
    def runs(self) -> list[Run]:
        """All its runs, from its first line on."""
        return [run for row in self.lines for run in sorted(row.runs, key=lambda run: run.x)]


def with_margin_headings(rows: Sequence[Row]) -> list[Row]:
    """Rows from the top down, with each heading in the margin as a row above the text beside which it starts."""
    left = _text_left(rows)
    if left is None:
        return list(rows)
    aside = [_aside(row, left) for row in rows]
    if any(runs is None for runs in aside):
        return list(rows)
    headings = _headings([replace(row, runs=runs) for row, runs in zip(rows, aside, strict=True) if runs])
    if not headings or len(rows) < TEXT_ROWS * len(headings):
        return list(rows)
    moved = {id(run) for heading in headings for run in heading.runs}
    text = [replace(row, runs=kept) for row in rows if (kept := [run for run in row.runs if id(run) not in moved])]
    return sorted([*text, *(_above(heading, text, left) for heading in headings)], key=lambda row: -row.y)


def _text_left(rows: Sequence[Row]) -> float | None:
    """Where the text starts that stands right of such headings; None if there are none."""
    plain = [[run.x for run in row.runs if not run.bold and run.text.strip()] for row in rows if not row.read]
    starts = Counter(round(min(xs)) for xs in plain if xs)
    if not starts:
        return None
    place, _ = starts.most_common(1)[0]
    return place if sum(n for x, n in starts.items() if abs(x - place) <= 1) >= SHARE * starts.total() else None


def _aside(row: Row, left: float) -> list[Run] | None:
    """A row's bold words that end left of the text; None if other words than a number stand there."""
    if row.read:
        return []
    runs = [run for run in row.runs if run.text.strip() and run.x < left - GUTTER_EM * run.size]
    words = [run for run in runs if sum(map(str.isalpha, run.text)) >= FEWEST_LETTERS]
    if any(not run.bold or run.end > left for run in words):
        return None if words and words[0].end <= left else []
    return runs if words else []


def _headings(rows: Sequence[Row]) -> list[Heading]:
    found: list[Heading] = []
    for row in rows:
        last = found[-1].lines if found else ()
        if last and last[-1].y - row.y < LINES_APART * row.size:
            found[-1] = Heading((*last, row))
        else:
            found.append(Heading((row,)))
    return found


def _above(heading: Heading, text: Sequence[Row], left: float) -> Row:
    """A heading as one row above the text beside its first line, nearer to it than to what stands above."""
    first = heading.lines[0]
    beside = max((row.y for row in text if row.y <= first.y + 0.5 * first.size), default=first.y)
    above = min((row.y for row in text if row.y > beside), default=beside + 2 * first.size)
    place = beside + min(1.2 * first.size, 0.6 * (above - beside))
    words = " ".join("".join(run.text for run in sorted(row.runs, key=lambda run: run.x)).strip() for row in heading.lines)
    width = sum(run.end - run.x for run in heading.runs)
    return Row(place, first.size, [Run(words, left, left + width, place, first.size, bold=True)])
