"""Who learns from which row: on rows that the reader has learned from, it would seem surer to the judge than it is."""

from collections.abc import Sequence
from typing import TypeVar

Row = TypeVar("Row")

ROWS = 2
"""Of the tuning rows every so manyth is the judge's."""
MISSES = 4
"""Of the near misses every so manyth is the judge's."""
TWIN = "twin"
"""The style of bank questions and near misses that were written in pairs, alike in all but what is asked."""


def for_judge(rows: Sequence[Row], every: int) -> list[Row]:
    """Each `every`th row."""
    return list(rows[::every])


def for_reader(rows: Sequence[Row], every: int) -> list[Row]:
    """The others."""
    return [row for place, row in enumerate(rows) if place % every]
