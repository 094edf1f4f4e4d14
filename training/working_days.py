"""When a time limit of the guidance ends: working days and calendar time counted one by one."""

from dataclasses import dataclass
from datetime import date

from training.time_limits import TimeLimit


@dataclass(frozen=True)
class Counted:
    """A calendar day of the count; `number` is None and `skipped` says why ('Saturday', 'Christmas Day') if it does not count."""

    day: date
    number: int | None
    skipped: str = ""


@dataclass(frozen=True)
class Due:
    """When a limit ends that starts on a day, and how it was counted."""

    limit: TimeLimit
    start: date
    end: date
    days: tuple[Counted, ...]
    """The days after `start`, `end` the last."""
    rule: str
    """Which day counts as day one, and that local procedures may count otherwise, in a sentence or two."""


def due(limit: TimeLimit, start: date) -> Due:
    """The last day of a limit that starts on a day; raises TrainingError for a limit without a number, or a day out of range."""
    raise NotImplementedError
