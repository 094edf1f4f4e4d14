"""Numbers that count the lines of a draft in its left margin: they say where a line stands, and are no part of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.pdf_geometry import Run
from ingest.pdf_lines import with_whole_numbers
from ingest.pdf_runs import PageRuns

FEWEST, MOST_PAGES, MOST_LINES = 3, 0.6, 0.6
"""Numbers that a page needs; the share of pages that have them, and of a page's lines that they count."""
IN_ORDER = 0.9
GOES_ON = 0.2
"""Lines that open with a small letter, of those counted: what is counted is lines, not the items of a list."""
APART = 0.3
"""The gap behind a number, in sizes."""

Counted = list[tuple[int, Run]]
"""The place of each line that is counted, from the top down, and its number."""


def without_line_numbers(pages: Sequence[PageRuns]) -> list[PageRuns]:
    """Pages without the numbers of their lines, where most pages count every line or every so many."""
    lines = [_lines(page.runs) for page in pages]
    counted = [_counted(found) for found in lines]
    counting = [i for i, found in enumerate(lines) if _counts_lines(counted[i], len(found))]
    bearing = [lines[i][place] for i in counting for place, _ in counted[i]]
    with_text = sum(len(found) > FEWEST for found in lines)
    if not counting or len(counting) < MOST_PAGES * with_text or _share_going_on(bearing) < GOES_ON:
        return list(pages)
    runs = [run for i in counting for _, run in counted[i]]
    left, right = min(run.x for run in runs) - 1, max(run.end for run in runs) + 1
    places = [[run for _, run in numbers if left <= run.x and run.end <= right] for numbers in counted]
    return [replace(page, runs=tuple(_without(page.runs, found))) for page, found in zip(pages, places, strict=True)]


def _lines(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs by the line they stand on, from the top down, each from the left on."""
    lines: list[list[Run]] = []
    for run in sorted((run for run in with_whole_numbers(list(runs)) if run.text.strip()), key=lambda run: -run.y):
        if lines and lines[-1][-1].y - run.y < 0.4 * max(run.size, lines[-1][-1].size):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [sorted(line, key=lambda run: run.x) for line in lines]


def _counted(lines: Sequence[Sequence[Run]]) -> Counted:
    """Lines that open with a number apart from their words and left of where all words begin."""
    words = [run.x for line in lines for run in line[:2] if not run.text.strip().isdecimal()]
    left = min(words, default=0.0)
    return [
        (place, number)
        for place, (number, *others) in enumerate(lines)
        if number.text.strip().isdecimal()
        and number.end <= left
        and (not others or others[0].x - number.end >= APART * number.size)
    ]


def _counts_lines(counted: Counted, total: int) -> bool:
    """Whether numbers rise with the lines, by one or by so many as there are lines between them."""
    steps = [(int(number.text) - int(before.text), place - earlier) for (earlier, before), (place, number) in pairwise(counted)]
    if len(counted) < FEWEST:
        return False
    (step, _), *_ = Counter(rise for rise, _ in steps).most_common(1)
    if step < 1 or len(counted) * step < MOST_LINES * total:
        return False
    fit = sum(rise == step and (lines == step if step == 1 else step / 2 <= lines <= step) for rise, lines in steps)
    return fit >= IN_ORDER * len(steps)


def _share_going_on(lines: Sequence[Sequence[Run]]) -> float:
    return sum(len(line) > 1 and line[1].text.strip()[:1].islower() for line in lines) / max(len(lines), 1)


def _without(runs: Sequence[Run], numbers: Sequence[Run]) -> Iterator[Run]:
    for run in runs:
        if not any(run.y == number.y and number.x <= run.x and run.end <= number.end for number in numbers):
            yield run
