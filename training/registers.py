"""The four registers as one: their rows, chosen by document, chapter, obligation, actor, topic and their own columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache

from corpus.glossary import load_glossary
from corpus.library import Library
from corpus.model import Obligation, Status
from corpus.tokens import tokens
from training.attendance import Attendance, attendance
from training.definitions import Definition, definitions, term_key
from training.duties import Duty, duties
from training.errors import NotThere
from training.limit_words import Sort
from training.place import Row
from training.subjects import known_actors, named
from training.time_limits import TimeLimit, time_limits


class Register(StrEnum):
    """The registers."""

    TIME_LIMITS = "time-limits"
    DUTIES = "duties"
    DEFINITIONS = "definitions"
    ATTENDANCE = "attendance"


@dataclass(frozen=True)
class Wanted:
    """Which rows of a register; what is empty does not choose."""

    docs: tuple[str, ...] = ()
    chapter: str = ""
    obligations: tuple[Obligation, ...] = ()
    actor: str = ""
    topic: str = ""
    sort: Sort | None = None
    every_document: bool = False
    """Withdrawn editions and proposals too, where no document is named."""


GROUPS: Mapping[str, tuple[str, ...]] = {
    "safeguarding partners": ("local authorities", "integrated care boards", "police"),
    "lead safeguarding partners": ("local authorities", "integrated care boards", "police"),
    "delegated safeguarding partners": ("local authorities", "integrated care boards", "police"),
    "child death review partners": ("local authorities", "integrated care boards"),
}
"""Groups whose duties fall on each of their members (wt-2026/glossary/safeguarding-partners, child-death-review-partners)."""
EVERYONE = frozenset(
    {"practitioners", "all practitioners", "all involved practitioners", "professionals", "organisations and agencies"}
)
"""Those whom everyone is among."""
_MAKERS: Mapping[Register, Callable[[Library], Sequence[Row]]] = {
    Register.TIME_LIMITS: time_limits,
    Register.DUTIES: duties,
    Register.DEFINITIONS: definitions,
    Register.ATTENDANCE: attendance,
}
_NEVER = frozenset({"", "the", "of", "and"})


def all_rows(register: Register, library: Library) -> Sequence[Row]:
    """Every row of a register."""
    return _MAKERS[register](library)


def rows(register: Register, library: Library, wanted: Wanted, today: date) -> tuple[Row, ...]:
    """The rows that are wanted, in reading order; raises TrainingError for a document, chapter or actor that is not there."""
    docs = _docs(library, wanted, today)
    found = [row for row in all_rows(register, library) if row.place.doc in docs]
    if wanted.chapter:
        found = _of_chapter(found, wanted.chapter, library, docs)
    if wanted.obligations:
        found = [row for row in found if row.obligation in wanted.obligations]
    if wanted.actor:
        actor = actor_of(wanted.actor)
        found = [row for row in found if actor in actors_of(row)]
    if wanted.sort:
        found = [row for row in found if isinstance(row, TimeLimit) and row.sort is wanted.sort]
    if wanted.topic:
        found = _of_term(found, wanted.topic) or on_topic(found, wanted.topic)
    return tuple(found)


def one_limit(library: Library, name: str) -> TimeLimit:
    """The time limit with an id; raises TrainingError with the nearest, or with those of a paragraph that is named."""
    limits = [row for row in all_rows(Register.TIME_LIMITS, library) if isinstance(row, TimeLimit)]
    found = next((limit for limit in limits if limit.id == name), None)
    if found:
        return found
    own = [limit.id for limit in limits if limit.place.id == name]
    near = own or get_close_matches(name, [limit.id for limit in limits], n=1, cutoff=0.6)
    hint = f" Did you mean {' or '.join(near)}?" if near else " 'verse training time-limits' lists them."
    raise NotThere(f"There is no time limit {name!r}.{hint}")


def actors_of(row: Row) -> tuple[str, ...]:
    """Whom a row names."""
    if isinstance(row, Attendance):
        return tuple(dict.fromkeys(name for said in row.attendees for name in (said, *named(said))))
    return row.actors if isinstance(row, Duty | TimeLimit) else ()


def actor_of(words: str) -> str:
    """The standard name of an actor, however it is called; raises TrainingError for one that the documents do not name."""
    found = named(words)
    if found:
        return found[0]
    known = {name.casefold(): name for name in known_actors()}
    if words.casefold() in known:
        return known[words.casefold()]
    near = get_close_matches(words.casefold(), list(known), n=3, cutoff=0.5)
    hint = (
        f" Did you mean {', '.join(known[n] for n in near)}?"
        if near
        else " For example: police, social workers, practitioners."
    )
    raise NotThere(f"The documents put no duties on {words!r}.{hint}")


def groups_of(actor: str) -> tuple[str, ...]:
    """The groups whose duties fall on an actor too."""
    return tuple(group for group, members in GROUPS.items() if actor in members)


def _of_term(found: Iterable[Row], term: str) -> list[Row]:
    """The definitions of a term; those of a term that has it among its words, if it is none itself."""
    own = [row for row in found if isinstance(row, Definition)]
    exact = [row for row in own if term_key(row.term) == term_key(term)]
    words = set(tokens(term))
    return list(exact or [row for row in own if words and words <= _stems(row.term)])


def on_topic(found: Iterable[Row], topic: str) -> list[Row]:
    """The rows that speak of a topic: all its words stand in the row's words, its lead-in or the headings over it."""
    wanted = set(tokens(load_glossary().expand(topic))) - _NEVER
    alone = set(tokens(topic)) - _NEVER
    return [row for row in found if (said := _words(row)) >= alone or (wanted != alone and said >= wanted - alone)]


def chapters(library: Library, docs: Iterable[str]) -> tuple[str, ...]:
    """The chapters (first headings) of documents."""
    return tuple(dict.fromkeys(p.heading[0] for p in library.paragraphs.values() if p.doc in docs and p.heading))


def in_force(library: Library, today: date) -> tuple[str, ...]:
    """The documents whose words hold on a day: no proposals, nothing withdrawn."""
    held = (d for d in library.documents.values() if d.status is not Status.CONSULTATION)
    return tuple(d.id for d in held if d.in_force(today) or (d.status is Status.LOCAL and d.in_force_from is None))


def _docs(library: Library, wanted: Wanted, today: date) -> tuple[str, ...]:
    for doc in wanted.docs:
        if doc not in library.documents:
            raise NotThere(f"There is no document {doc!r}; the library holds {', '.join(library.documents)}.")
    if wanted.docs:
        return wanted.docs
    return tuple(library.documents) if wanted.every_document else in_force(library, today)


def _of_chapter(found: Iterable[Row], chapter: str, library: Library, docs: Iterable[str]) -> list[Row]:
    """The rows under a chapter, by its number or words of its title."""
    known = chapters(library, docs)
    wanted = chapter.casefold().removeprefix("chapter").strip(" :")
    if wanted.isdigit():
        names = {name for name in known if name.casefold().startswith((f"chapter {wanted}:", f"chapter {wanted} "))}
    else:
        names = {name for name in known if wanted and wanted in name.casefold()}
    if not names:
        numbered = ", ".join(name.partition(":")[0] for name in known if name.startswith("Chapter"))
        raise NotThere(f"There is no chapter {chapter!r}; there are {numbered or ', '.join(known[:8])}.")
    return [row for row in found if row.place.heading and row.place.heading[0] in names]


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _words(row: Row) -> set[str]:
    lead = row.lead if isinstance(row, Duty | TimeLimit | Attendance) else ""
    own = row.term if isinstance(row, Definition) else row.meeting if isinstance(row, Attendance) else ""
    return {*_stems(row.place.quote), *_stems(lead), *_stems(own), *(t for h in row.place.heading for t in _stems(h))}
