"""The working-day calculator: weekends and England's bank holidays are skipped, and it says how it counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import Library
from training.errors import TrainingError
from training.registers import Register, all_rows, one_limit
from training.time_limits import TimeLimit
from training.working_days import bank_holiday, due, working_days

CONFERENCE = (
    "wt-2026/outcome-of-section-47-enquiries/where-concerns-of-significant-harm-are-substantiated-and-the/"
    "lead-practitioners-should:t4"
)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 12, 3), date(2026, 12, 24)),
        (date(2026, 12, 18), date(2027, 1, 13)),  # Christmas, Boxing Day, its substitute and New Year lie between
        (date(2026, 3, 27), date(2026, 4, 21)),  # so does Easter
        (date(2026, 12, 5), date(2026, 12, 29)),  # a Saturday starts it: day one is Monday
    ],
)
def test_the_conference_is_due_on_the_fifteenth_working_day(library: Library, start: date, end: date) -> None:
    assert due(one_limit(library, CONFERENCE), start).end == end


def test_every_day_is_shown_and_a_day_that_does_not_count_says_why(library: Library) -> None:
    found = due(one_limit(library, CONFERENCE), date(2026, 12, 18))
    assert [d.day for d in found.days] == [date(2026, 12, 18) + timedelta(n) for n in range(1, 27)]
    assert {d.skipped for d in found.days if d.number is None} == {
        "Saturday", "Sunday", "Christmas Day", "Boxing Day", "Boxing Day (observed)", "New Year's Day",
    }  # fmt: skip
    assert "Day one is Monday 21 December 2026" in found.rule
    assert "Local procedures may count otherwise" in found.rule


def test_what_is_due_before_a_day_is_counted_back(library: Library) -> None:
    assert due(one_limit(library, "wt-2026/407:t1"), date(2027, 1, 8)).end == date(2026, 12, 29)


def test_months_run_to_the_same_date_or_the_months_last(library: Library) -> None:
    limit = one_limit(library, "wt-2026/408:t1b")
    assert due(limit, date(2026, 8, 31)).end == date(2027, 2, 28)
    assert "falls on a Sunday" in due(limit, date(2026, 8, 31)).rule


def test_calendar_days_count_weekends_too(library: Library) -> None:
    assert due(one_limit(library, "wt-2026/115:t2"), date(2026, 9, 30)).end == date(2026, 10, 7)


@pytest.mark.parametrize("start", [date(1999, 12, 31), date(2101, 1, 1), date(2100, 12, 20)])
def test_days_outside_the_years_that_can_be_counted_are_refused(library: Library, start: date) -> None:
    with pytest.raises(TrainingError, match="outside 1 January 2000 to 31 December 2100"):
        due(one_limit(library, CONFERENCE), start)


def test_a_limit_without_a_number_is_refused(library: Library) -> None:
    with pytest.raises(TrainingError, match="gives no number to count"):
        due(one_limit(library, "wt-2026/392:t1"), date(2026, 12, 3))


def test_hours_are_refused(library: Library) -> None:
    limit = replace(one_limit(library, CONFERENCE), unit="hour")
    with pytest.raises(TrainingError, match="in hours"):
        due(limit, date(2026, 12, 3))


def test_every_limit_with_a_number_can_be_counted(library: Library) -> None:
    limits = [row for row in all_rows(Register.TIME_LIMITS, library) if isinstance(row, TimeLimit) and row.amount]
    assert len(limits) > 40
    assert all(due(limit, date(2026, 12, 3)).days for limit in limits)


@given(start=st.dates(date(2000, 1, 1), date(2099, 12, 31)), amount=st.integers(1, 60))
def test_as_many_working_days_are_counted_as_asked_for(start: date, amount: int) -> None:
    days = working_days(start, amount)
    own = [d for d in days if d.number is not None]
    assert len(own) == amount
    assert own[-1] is days[-1]
    assert all(d.day.weekday() < 5 and not bank_holiday(d.day) for d in own)
