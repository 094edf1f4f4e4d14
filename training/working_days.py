"""When a time limit of the guidance ends: working days and calendar time counted one by one."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from training.errors import TrainingError
from training.time_limits import Sort, TimeLimit

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
WORKING_DAY = "wt-2026/fn-209"
"""The footnote that says what a working day is."""
_COUNTED = (Sort.WITHIN, Sort.EVERY, Sort.FOR)
_WEEKEND = 5
_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "calendar day": 1, "week": 7}
_OTHERWISE = "Local procedures may count otherwise; check them, and the day on which it happened."
_BANK = "Bank holidays are those of England as known when this version was made."


@dataclass(frozen=True)
class Counted:
    """A day of the count; `number` is None and `skipped` says why ('Saturday', 'Christmas Day') if it does not count."""

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
    """The days counted, the last of them `end`; of weeks, months and years one for each."""
    rule: str
    """Which day counts as day one, and that local procedures may count otherwise, in a sentence or two."""


def due(limit: TimeLimit, start: date) -> Due:
    """
    The last day of a limit that starts on a day, the next time at the latest, or the day until which something lasts.

    Raises TrainingError for a limit without a number of days, and for days before 2000 or after 2100.
    """
    if limit.amount is None or limit.sort not in _COUNTED:
        raise TrainingError(
            f"The limit {limit.id!r} ({limit.words!r}) gives no number to count; it has to be done as the paragraph says."
        )
    step = -1 if limit.backwards else 1
    if limit.unit == "working day":
        days = working_days(start, limit.amount, step)
        return Due(limit, start, days[-1].day, days, working_rule(start, days, step))
    _check(start, "The day")
    if limit.unit in _DAYS:
        every = _DAYS[limit.unit]
        days = tuple(Counted(_moved(start, n * every * step), n) for n in range(1, limit.amount + 1))
    elif limit.unit in _MONTHS:
        every = _MONTHS[limit.unit]
        days = tuple(Counted(_months_on(start, n * every * step), n) for n in range(1, limit.amount + 1))
    else:
        raise TrainingError(f"The limit {limit.id!r} is in {limit.unit}s; only days, weeks, months and years can be counted.")
    return Due(limit, start, days[-1].day, days, _calendar_rule(limit.unit, days[-1].day, step))


def bank_holiday(day: date) -> str:
    """The name of England's bank holiday on a day, '' if it is none."""
    return _bank_holidays(day.year).get(day, "")


def working_days(start: date, amount: int, step: int = 1) -> tuple[Counted, ...]:
    """The days after (or, with step -1, before) a day until so many working days are counted."""
    _check(start, "The day")
    found: list[Counted] = []
    number, day = 0, start
    while number < amount:
        day = _moved(day, step)
        skipped = bank_holiday(day) or (f"{day:%A}" if day.weekday() >= _WEEKEND else "")
        number += not skipped
        found.append(Counted(day, None if skipped else number, skipped))
    return tuple(found)


def working_rule(start: date, days: tuple[Counted, ...], step: int = 1) -> str:
    """Which day is day one, and what does not count."""
    first = next(counted.day for counted in days if counted.number == 1)
    before = " counting back" if step < 0 else ""
    return (
        f"Day one is {said_day(first)}, the first working day {'before' if step < 0 else 'after'} {said_day(start)}{before}; "
        f"Saturdays, Sundays and bank holidays do not count. {_BANK} {_OTHERWISE}"
    )


def _calendar_rule(unit: str, end: date, step: int) -> str:
    """How calendar time is counted; that its end is no working day is said, not changed."""
    how = {
        "month": "Months run to the same date (or the last day of a shorter month)",
        "year": "Years run to the same date",
        "week": "Weeks run to the same day of the week",
    }.get(unit, f"Day one is the day {'before' if step < 0 else 'after'}; every day counts, working or not")
    off = bank_holiday(end) or (f"a {end:%A}" if end.weekday() >= _WEEKEND else "")
    rest = f" The end falls on {off}: nothing here moves it." if off else ""
    return f"{how}.{rest} {_OTHERWISE}"


def _months_on(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if not EARLIEST.year <= year <= LATEST.year:
        raise TrainingError(_beyond("The count"))
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _moved(day: date, days: int) -> date:
    moved = day + timedelta(days)
    _check(moved, "The count")
    return moved


def _check(day: date, what: str) -> None:
    if not EARLIEST <= day <= LATEST:
        raise TrainingError(_beyond(what))


def _beyond(what: str) -> str:
    return f"{what} is outside 1 January 2000 to 31 December 2100, the years whose bank holidays can be counted."


def said_day(day: date) -> str:
    """A day in words: 'Thursday 24 December 2026'."""
    return f"{day:%A} {day.day} {day:%B %Y}"


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    try:
        import holidays
    except ModuleNotFoundError as error:
        raise TrainingError(
            "Counting working days needs the extra 'training': pip install 'chapter-and-verse[training]'."
        ) from error
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=[year]).items())
