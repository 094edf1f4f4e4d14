"""What each actor must, should and may do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.library import Library
from corpus.model import Kind, Obligation
from training.once import once
from training.place import Row, place
from training.said import OPENS_DUTIES, OTHERWISE, NamedBy, Said, said

_TITLES = frozenset({Kind.FIGURE, Kind.QUESTION})


@dataclass(frozen=True)
class Duty(Row):
    """
    One thing that actors must, should or may do.

    Where `obligation` is `none` the words put a duty otherwise: 'is required to', 'has a responsibility to'.
    """

    actors: tuple[str, ...]
    """By their standard names (corpus/glossary.toml); empty where the sentence names nobody."""
    what: str
    """The sentence or list item that says it, verbatim."""
    lead: str
    """The lead-in that rules it, verbatim, or ''."""
    named_by: NamedBy
    """Where the actors are named."""


@once
def duties(library: Library) -> tuple[Duty, ...]:
    """
    All of them in reading order, documents in the register's order.

    Withdrawn editions and proposals are among them (see `place.status`).
    """
    found: list[Duty] = []
    for _, own in groupby(said(library), lambda one: one.paragraph.id):
        found += _of(list(own), library)
    return tuple(found)


def _of(sentences: Sequence[Said], library: Library) -> Iterator[Duty]:
    """The duties of a paragraph."""
    if sentences[0].paragraph.kind in _TITLES:
        return
    for one in sentences:
        if _stands_alone(one, sentences):
            paragraph, numbers = one.paragraph, (one.number, *_completed_by(one, sentences))
            yield Duty(
                id=f"{paragraph.id}:d{one.number + 1}",
                place=place(paragraph, numbers, library),
                obligation=one.obligation,
                actors=one.actors,
                what=one.text,
                lead=one.lead,
                named_by=one.named_by,
            )


def _stands_alone(one: Said, sentences: Sequence[Said]) -> bool:
    """Whether a sentence is a duty of its own: not a lead-in to duties, not an item that only completes one."""
    if one.obligation is Obligation.NONE:
        return bool(one.actors and one.named_by is not NamedBy.LEAD and OTHERWISE.search(one.text)) and not _leads(
            one, sentences
        )
    if OPENS_DUTIES.search(one.text) and _leads(one, sentences):
        return False
    return one.own or bool(OPENS_DUTIES.search(sentences[one.leads[-1]].text))


def _leads(one: Said, sentences: Sequence[Said]) -> bool:
    return any(other.leads and other.leads[-1] == one.number for other in sentences)


def _completed_by(one: Said, sentences: Sequence[Said]) -> list[int]:
    """The items that complete a duty: 'This should include:'."""
    return [other.number for other in sentences if one.number in other.leads and not other.own]
