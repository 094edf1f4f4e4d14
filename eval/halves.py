"""
Who learns from which row: on rows that the reader has learned from, it would seem surer to the judge than it is.

A row's own words say whose it is, so that it stays where it is when others come or go. What a tuning row that is not the
judge's asks stands in the bank as well (style 'sent'), so that the search is weighed on the judge's alone.
"""

import hashlib
from collections.abc import Sequence
from typing import Protocol, TypeVar

ROWS = 3
"""Of the tuning rows one in so many is the judge's."""
MISSES = 4
"""Of the near misses one in so many is the judge's."""
MESSAGES = 6
"""Of the messages one in so many is the judge's."""
TWIN = "twin"
"""The style of bank questions and near misses that were written in pairs, alike in all but what is asked."""


class Row(Protocol):
    """Anything with a question."""

    @property
    def question(self) -> str:
        """What is asked."""


Rows = TypeVar("Rows", bound=Row)


def for_judge(rows: Sequence[Rows], one_in: int) -> list[Rows]:
    """About one in `one_in`."""
    return [row for row in rows if _is_judges(row, one_in)]


def for_reader(rows: Sequence[Rows], one_in: int) -> list[Rows]:
    """The others."""
    return [row for row in rows if not _is_judges(row, one_in)]


def _is_judges(row: Row, one_in: int) -> bool:
    return int.from_bytes(hashlib.sha256(row.question.encode()).digest()[:4]) % one_in == 0
