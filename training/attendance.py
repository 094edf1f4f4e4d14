"""Who attends what: conferences, strategy discussions, panels, groups."""

from dataclasses import dataclass

from corpus.library import Library
from training.place import Row


@dataclass(frozen=True)
class Attendance(Row):
    """Someone who attends, leads, is invited to or is left out of a meeting, as a sentence says."""

    meeting: str
    attendees: tuple[str, ...]
    """As the words name them."""
    words: str
    """The sentence or list item, verbatim."""
    lead: str
    """The lead-in that rules it, verbatim, or ''."""


def attendance(library: Library) -> tuple[Attendance, ...]:
    """All of them in reading order, documents in the register's order; withdrawn editions and proposals too (see `place.status`)."""
    raise NotImplementedError
