"""A clock for deleting: when the computer's clock jumps ahead, nothing is deleted for it before it has run on for a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from api.store.store import now

DAY = timedelta(days=1)
SLACK = timedelta(hours=1)
"""What a clock may differ by from the time that has passed, and still be the same clock."""


class TrustedClock:
    """
    The time, at most so far as it can be vouched for.

    `newest` is when the last answer was kept before this process started: the clock was right then, or nothing can be
    said of it. A clock that is more than a day beyond it, or that jumps while the process runs, is followed only at the
    pace at which time passes, until it has been steady for a day.
    """

    def __init__(
        self, newest: datetime | None, clock: Callable[[], datetime] = now, passed_s: Callable[[], float] = monotonic
    ) -> None:
        self._clock = clock
        self._passed_s = passed_s
        told = clock()
        self._vouched = told if newest is None or told - newest <= DAY else newest
        self._told, self._since = told, passed_s()
        self._steady_since = self._since

    def now(self) -> datetime:
        """The time as far as it can be vouched for; never later than the clock says."""
        told, at = self._clock(), self._passed_s()
        passed = timedelta(seconds=at - self._since)
        if abs((told - self._told) - passed) > SLACK:
            self._steady_since = at
        self._vouched = min(told, self._vouched + passed)
        if at - self._steady_since >= DAY.total_seconds():
            self._vouched = told
        self._told, self._since = told, at
        return self._vouched
