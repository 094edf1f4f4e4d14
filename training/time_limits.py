"""Every time limit of the documents: what, by whom, within what, from when, must or should, where."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.library import Library
from corpus.model import Kind, Obligation
from training.limit_words import Found, Sort, limits_in
from training.once import once
from training.place import Row, place
from training.said import Said, said

__all__ = ["Sort", "TimeLimit", "time_limits"]

_TITLES = frozenset({Kind.FIGURE, Kind.QUESTION})


@dataclass(frozen=True)
class TimeLimit(Row):
    """A time limit; words that the sentence does not give are ''."""

    sort: Sort
    what: str
    """The sentence or list item that says what is to be done, verbatim, without its lead-in."""
    lead: str
    """The lead-in that rules it, verbatim, or ''."""
    actors: tuple[str, ...]
    """Who is to do it, by their standard names."""
    words: str
    """The limit's own words, verbatim: 'Within one working day'."""
    amount: int | None
    """The number in it, if there is one."""
    unit: str
    """'working day', 'day', 'week', 'month', 'year', 'hour' or ''; always singular."""
    start: str
    """From when it runs, verbatim: 'of a referral being received', or ''."""
    backwards: bool = False
    """Whether it is counted back from what it is named by: 'no later than seven working days before publication'."""

    @property
    def actor(self) -> str:
        """Who is to do it, in one line."""
        return ", ".join(self.actors)


@once
def time_limits(library: Library) -> tuple[TimeLimit, ...]:
    """
    All of them in reading order, documents in the register's order.

    Withdrawn editions and proposals are among them (see `place.status`).
    """
    return tuple(limit for one in said(library) if one.paragraph.kind not in _TITLES for limit in _of(one, library))


def _of(one: Said, library: Library) -> Iterator[TimeLimit]:
    """The limits of a sentence; several in one are numbered on."""
    own = [
        found
        for found in limits_in(one.text, one.lead)
        if found.sort is not Sort.NO_NUMBER or one.obligation != Obligation.NONE
    ]
    for n, found in enumerate(own):
        yield _limit(one, found, n, library)


def _limit(one: Said, found: Found, n: int, library: Library) -> TimeLimit:
    suffix = "" if not n else "abcdefgh"[n]
    return TimeLimit(
        id=f"{one.paragraph.id}:t{one.number + 1}{suffix}",
        place=place(one.paragraph, (one.number,), library),
        obligation=one.obligation,
        sort=found.sort,
        what=one.text,
        lead=one.lead,
        actors=one.actors,
        words=found.words,
        amount=found.amount,
        unit=found.unit,
        start=found.start,
        backwards=found.backwards,
    )
