"""Requests are counted in a sliding window, by all workers together."""

from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.counts import NEAR, SLOTS, Counts, counts_file

SECRET = b"x" * 48


class Clock:
    """A clock that is set."""

    def __init__(self, now: float = 600.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counts(clock: Clock):
    own = Counts(SECRET, clock=clock)
    yield own
    own.close()


def test_as_many_as_the_rate_says_and_no_more(counts: Counts) -> None:
    taken = [counts.take("ann", 3, 60) for _ in range(4)]
    assert [t.allowed for t in taken] == [True, True, True, False]
    assert [t.left for t in taken] == [2, 1, 0, 0]
    assert counts.take("ben", 3, 60).allowed


def test_the_last_window_counts_in_part(counts: Counts, clock: Clock) -> None:
    assert all(counts.take("ann", 10, 60).allowed for _ in range(10))
    clock.now += 60 + 30
    assert [counts.take("ann", 10, 60).allowed for _ in range(6)] == [True] * 5 + [False]
    clock.now += 120
    assert [counts.take("ann", 10, 60).allowed for _ in range(11)] == [True] * 10 + [False]


@settings(deadline=None)
@given(st.lists(st.floats(0, 90), max_size=60), st.integers(1, 5))
def test_who_waits_as_long_as_told_is_let_in_and_nobody_before_their_time(pauses: list[float], most: int) -> None:
    clock = Clock()
    counts = Counts(SECRET, clock=clock)
    times = []
    for pause in pauses:
        clock.now += pause
        taken = counts.take("ann", most, 60)
        if not taken.allowed:
            clock.now += taken.reset_s
            assert counts.take("ann", most, 60).allowed
        times.append(clock.now)
    counts.close()
    fixed = [sum(1 for t in times if start <= t < start + 60) for start in range(600, 20_000, 60)]
    assert max(fixed, default=0) <= most
    assert all(one <= other for one, other in pairwise(times))


def test_more_askers_than_there_are_slots_forget_the_oldest_and_break_nothing(
    counts: Counts, clock: Clock, monkeypatch
) -> None:
    monkeypatch.setattr("api.counts.SLOTS", 1)
    for n in range(NEAR):
        counts.take(f"early {n}", 1, 60)
        clock.now += 1
    assert counts.take("late", 1, 60).allowed
    assert not counts.take("late", 1, 60).allowed
    assert counts.take("early 0", 1, 60).allowed
    assert SLOTS > 50_000


def test_what_is_written_names_nobody(clock: Clock) -> None:
    with counts_file() as file:
        own = Counts(SECRET, file, clock)
        own.take("address 192.0.2.1", 3, 60)
        own.close()
        held = file.read_bytes()
        assert b"192.0.2.1" not in held
        assert any(held)
    assert not file.exists()


def _taken(file: Path, tries: int, answers) -> None:
    own = Counts(SECRET, file)
    answers.put(sum(own.take("ann", 500, 36_000).allowed for _ in range(tries)))
    own.close()


def test_processes_that_count_at_once_count_together() -> None:
    spawn = get_context("spawn")
    answers = spawn.Queue()
    with counts_file() as file:
        processes = [spawn.Process(target=_taken, args=(file, 400, answers)) for _ in range(2)]
        for process in processes:
            process.start()
        allowed = [answers.get(timeout=60) for _ in processes]
        for process in processes:
            process.join()
    assert sum(allowed) == 500
