"""Type much larger than the text it stands on or beside: watermarks are left out, initials go to the line they open."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.pdf_geometry import Run
from ingest.pdf_runs import PageRuns

OVER, INITIAL = 1.25, 1.8
"""So many times as large as the text is what is printed over it; a numeral or capital that several lines stand beside."""
CAPITALS, LETTERS = 0.7, 0.5
"""How high capitals and small letters stand, in sizes."""
LONGEST_INITIAL = 4
REACH = 0.8
"""Text stands this near behind its initial, in sizes of the initial."""


def without_large(pages: Sequence[PageRuns]) -> list[PageRuns]:
    """Pages without what is printed over the text of any of them; initials as a part of their first line."""
    over = {_place(run) for page in pages for run in _printed_over(page.runs)}
    return [_without(page, over) for page in pages]


def _without(page: PageRuns, over: set[tuple[str, int, int]]) -> PageRuns:
    left_out = [run for run in page.runs if _place(run) in over]
    kept = [run for run in page.runs if _place(run) not in over]
    rising = sorted(kept, key=_height)
    initials = {initial: small for initial in _whole(_large(kept)) if (small := _set_small(initial, rising))}
    large = {run for initial in initials for run in initial}
    kept = [*initials.values(), *(run for run in kept if run not in large)]
    return replace(page, runs=tuple(kept), sideways=(*page.sideways, *(run.text.strip() for run in left_out)))


def _place(run: Run) -> tuple[str, int, int]:
    return run.text, round(run.x), round(run.y)


def _large(runs: Sequence[Run]) -> list[Run]:
    """Runs that are larger than the page's usual text, in reading order."""
    sizes = sorted(run.size for run in runs for _ in run.text.strip())
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    large = [run for run in runs if run.size >= OVER * usual and run.text.strip()]
    return sorted(large, key=lambda run: (-run.y, run.x))


def _printed_over(runs: Sequence[Run]) -> Iterator[Run]:
    """The large runs that lie over others; only what stands about as high is looked at."""
    rising = sorted(runs, key=_height)
    yield from (run for run in _large(runs) if _is_over(run, _around(run, rising)))


def _around(large: Run, rising: Sequence[Run]) -> Sequence[Run]:
    """Of runs from the lowest up those that stand about as high as a large one."""
    low, high = large.y - LETTERS * large.size, large.y + large.size
    return rising[bisect_left(rising, low, key=_height) : bisect_right(rising, high, key=_height)]


def _height(run: Run) -> float:
    return run.y


def _is_over(large: Run, runs: Iterable[Run]) -> bool:
    """Whether a run's letters lie over the words of a smaller line."""
    for run in runs:
        if not run.text.strip() or OVER * run.size > large.size:
            continue
        high = min(large.y + CAPITALS * large.size, run.y + LETTERS * run.size) - max(large.y, run.y)
        wide = min(large.end, run.end) - max(large.x, run.x)
        if high > 0.3 * run.size and wide > run.size:
            return True
    return False


def _whole(large: Sequence[Run]) -> list[tuple[Run, ...]]:
    """Large runs side by side, as the digits of a number that were shown one by one."""
    words: list[tuple[Run, ...]] = []
    for run in large:
        last = words[-1][-1] if words else None
        if last and last.y == run.y and last.size == run.size and run.x - last.end < 0.3 * run.size:
            words[-1] = (*words[-1], run)
        else:
            words.append((run,))
    return words


def _set_small(initial: tuple[Run, ...], rising: Sequence[Run]) -> Run | None:
    """An initial in the size and on the baseline of the first of the lines that stand beside it; None if it is none."""
    text = "".join(run.text.strip() for run in initial)
    lines = _beside(initial, _around(initial[0], rising)) if len(text) <= LONGEST_INITIAL else []
    if len(lines) < 2:
        return None
    first, second = lines[:2]
    size = first.size
    end = second.x if text.isalpha() else initial[0].x + LETTERS * size * len(text)
    return replace(initial[0], text=text, end=end, y=first.y, size=size, bold=first.bold)


def _beside(initial: tuple[Run, ...], runs: Sequence[Run]) -> list[Run]:
    """The first words of the lines right beside an initial, from the top down, one for each baseline."""
    end, own = initial[-1].end, initial[0]
    lines: dict[int, Run] = {}
    near = [run for run in runs if end - 0.2 * run.size <= run.x <= end + REACH * own.size]
    for run in sorted(near, key=lambda run: (-run.y, run.x)):
        height = (run.y - own.y) / own.size
        if INITIAL * run.size <= own.size and run.text.strip() and -0.1 <= height <= CAPITALS + 0.05:
            lines.setdefault(round(run.y / 4), run)
    return list(lines.values())
