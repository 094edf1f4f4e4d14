"""Fuzz the readers for as long as one likes: python -m tests.fuzz [FILES OF EACH SORT]."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

EXAMPLES = 25
"""Files of each sort in a test run."""


@dataclass(frozen=True)
class Row:
    """What became of the files of one sort; `fault` is empty if each was read or refused."""

    sort: str
    read: int
    refused: int
    seconds: float
    fault: str


def fuzz(sort: str, ending: str, files: SearchStrategy[bytes], number: int, outcome: Callable[[str, bytes], str]) -> Row:
    """Read `number` files of a sort."""
    counts: Counter[str] = Counter()
    started, fault = perf_counter(), ""

    @settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(files)
    def holds(data: bytes) -> None:
        counts[outcome(ending, data)] += 1

    try:
        holds()
    except Exception as error:
        fault = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    return Row(sort, counts["read"], counts["refused"], perf_counter() - started, fault)


def table(rows: list[Row]) -> str:
    """The rows as a table."""
    lines = [f"{'files':<16}{'read':>8}{'refused':>9}{'seconds':>9}  fault"]
    lines += [f"{r.sort:<16}{r.read:>8}{r.refused:>9}{r.seconds:>9.1f}  {r.fault or 'none'}" for r in rows]
    return "\n".join(lines)
