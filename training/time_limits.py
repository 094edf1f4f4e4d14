"""Every time limit of the documents: what, by whom, within what, from when, must or should, where."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.library import Library
from training.place import Row


class Sort(StrEnum):
    """What sort of limit it is."""

    WITHIN = "within"
    """To be done before a stated time is over: 'within 15 working days', 'no longer than 45 working days'."""
    EVERY = "every"
    """To be done again and again: 'annually', 'at least every six months'."""
    AT_ONCE = "at once"
    """To be done without a stated time: 'immediately', 'as soon as possible', 'without delay', 'promptly'."""
    BY = "by"
    """To be done by a day or an event: 'by 30 September', 'before the conference'."""


@dataclass(frozen=True)
class TimeLimit(Row):
    """A time limit; words that the sentence does not give are ''."""

    sort: Sort
    what: str
    """The sentence or list item that says what is to be done, verbatim, without its lead-in."""
    lead: str
    """The lead-in that rules it, verbatim, or ''."""
    actor: str
    """Who is to do it, by the actor's standard name, or ''."""
    words: str
    """The limit's own words, verbatim: 'Within one working day'."""
    amount: int | None
    """The number in it, if there is one."""
    unit: str
    """'working day', 'day', 'week', 'month', 'year', 'hour' or ''; always singular."""
    start: str
    """From when it runs, verbatim: 'of a referral being received', or ''."""


def time_limits(library: Library) -> tuple[TimeLimit, ...]:
    """All of them in reading order, documents in the register's order; withdrawn editions and proposals too (see `place.status`)."""
    raise NotImplementedError
