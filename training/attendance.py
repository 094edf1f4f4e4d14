"""Who attends what: conferences, strategy discussions, panels, groups."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.library import Library
from corpus.model import Kind, Paragraph
from training.once import once
from training.place import Row, place
from training.said import NamedBy, Said, said
from training.subjects import named, names_in


class Part(StrEnum):
    """What someone's part in a meeting is; a sentence that gives several has the first of them."""

    CHAIRS = "chairs"
    CONVENES = "convenes"
    INVITED = "is invited"
    LEFT_OUT = "is left out"
    ATTENDS = "attends"


_MEETINGS = {
    "strategy discussion": r"strategy (?:discussion|meeting)s?",
    "child protection review conference": (
        r"review (?:child protection )?conferences?|child protection review(?: conference)?s?"
    ),
    "initial child protection conference": r"initial (?:and subsequent review )?child protection conferences?",
    "child protection conference": r"child protection conferences?|(?<!group )(?<!video )conferences?\b(?! model)",
    "core group": r"core groups?",
    "rapid review": r"rapid reviews?",
    "child death review meeting": r"child death review meeting|at the meeting",
    "child death overview panel": r"panel or structure they set up to conduct reviews|multi-agency panel \(or structure",
    "MAPPA": r"MAPPA(?: meeting)?",
    "mother and baby unit board": r"MBU (?:Admissions )?Board",
    "family group decision-making": r"FGDM(?: meeting)?|family group (?:decision-making|conference)(?: meeting)?",
    "meetings of safeguarding partners": r"meetings of the DSPs|operational meetings and subgroups|strategic discussions",
    "planning meetings": r"formal planning meetings",
    "other meetings": r"meetings?\b",
}
"""Meetings by their names; the first that a sentence names is meant."""
_PARTS: dict[Part, str] = {
    Part.LEFT_OUT: r"\bexclud(?:e|ed|ing)\b|\bshould not be at\b|\bmay not be invited\b",
    Part.CHAIRS: (
        r"(?:\b(?:should|to|and|will|who|LCPPs) chair\b|^chair\b|\bchair(?:ing|ed)\b)(?! arrangements)"
        r"|^should be a (?:practitioner|professional)\b|^This can be the lead practitioner"
    ),
    Part.CONVENES: r"\b(?:convenes?|convening|initiate a strategy)\b",
    Part.INVITED: r"\bbe (?:also )?(?:invited|included in)\b|\binvite the\b|\bincluded in MAPPA",
    Part.ATTENDS: (
        r"\battend(?:s|ed|ing|ees)?\b|\bas a minimum, be involved in\b"
        r"|\bbe involved in (?:the |a )?(?:strategy|FGDM|conference)"
        r"|\bdiscussion involving\b|\bbrings together\b|\bparticipate\b|\bmembership of\b|\bcore representation\b"
        r"|\brepresentative at\b|\brepresentation (?:from|in)\b|\bcan bring a\b|\bdiscussed by\b|\bappointed to any\b"
        r"|\btake part\b|^meet within\b|^they should be sufficiently\b"
    ),
}
_HEADED = re.compile(r"\battendees$", re.IGNORECASE)
_NAMES_FOLLOW = re.compile(
    r"discussion involving|brings together|membership of|core representation|representation from|discussed by|chaired by",
    re.IGNORECASE,
)
_CHILD = re.compile(r"\bchild (?:if (?:they|he or she)|should|will|can)\b|\bthe child where appropriate\b|\bchildren with\b")
_NOT = re.compile(
    r"\b(?:were invited to|who will attend|not able to attend|attended the incident|everyone who attended|attended any"
    r"|conference model|Do you agree|reported positive|Until now|Many are former)\b"
)
_APPOINTED = re.compile(r"appointed to")
_TITLES = (Kind.QUESTION, Kind.FIGURE, Kind.ENTRY)
_AT_ONCE = 14
"""Characters within which an item that goes on from its lead-in comes to its verb: 'attend and lead ...'."""


@dataclass(frozen=True)
class Attendance(Row):
    """Someone's part in a meeting, as a sentence says."""

    meeting: str
    part: Part
    attendees: tuple[str, ...]
    """By their standard names; of a list item its own words."""
    words: str
    """The sentence or list item, verbatim."""
    lead: str
    """The lead-in that rules it, verbatim, or ''."""


@once
def attendance(library: Library) -> tuple[Attendance, ...]:
    """
    All of them in reading order, documents in the register's order.

    Withdrawn editions and proposals are among them (see `place.status`).
    """
    return tuple(_rows(library))


def _rows(library: Library) -> Iterator[Attendance]:
    listing: dict[tuple[str, int], tuple[str, Part, int]] = {}
    for one in said(library):
        if one.paragraph.kind in _TITLES or "consolidated-list" in one.paragraph.id:
            continue
        above = listing.get((one.paragraph.id, one.leads[-1])) if one.leads else None
        found = above or _found(one)
        if found is None:
            continue
        meeting, part, start = found
        if one.text.endswith(":") and part is not Part.CHAIRS:
            listing[one.paragraph.id, one.number] = found
        who = (one.text,) if above else _who(one, part, start)
        yield _row(one, meeting, part, who, library)


def _found(one: Said) -> tuple[str, Part, int] | None:
    """The meeting that a sentence speaks of, the part in it that it gives someone, and where it says so."""
    matches = ((part, re.search(words, one.text, re.IGNORECASE)) for part, words in _PARTS.items())
    part, match = next(((part, match) for part, match in matches if match), (None, None))
    headed = bool(_HEADED.search(one.paragraph.label))
    if (part is None and not headed) or _NOT.search(one.text):
        return None
    own = next((actor for actor in one.actors if actor in _MEETINGS), "")
    meeting = own or _meeting(one.text) or _meeting(one.lead) or _meeting_of(one.paragraph)
    return (meeting, part or Part.ATTENDS, match.start() if match else 0) if meeting else None


def _meeting(text: str) -> str:
    return next((name for name, words in _MEETINGS.items() if re.search(rf"\b(?:{words})", text, re.IGNORECASE)), "")


def _meeting_of(paragraph: Paragraph) -> str:
    """The meeting that a panel is headed with: 'Strategy discussion: Attendees'."""
    heads = [*paragraph.heading, paragraph.label.partition(", ")[2]]
    return next((found for head in reversed(heads) if (found := _meeting(head)) and found != "other meetings"), "")


def _who(one: Said, part: Part, start: int) -> tuple[str, ...]:
    """Whose part it is: the actors of the sentence, or those whom it says are to come."""
    if part is Part.LEFT_OUT:
        return ()
    if not start and not one.actors:
        return named(one.paragraph.label) or _names(one.text)
    if one.actors and (start < _AT_ONCE or (one.named_by is NamedBy.SENTENCE and not _APPOINTED.match(one.text, start))):
        return one.actors
    if _NAMES_FOLLOW.match(one.text, start):
        return _names(one.text[start:])
    others = _names(one.text[:start])
    if _APPOINTED.match(one.text, start):
        return others[-1:]
    return (others[:1] if part is Part.INVITED else others) or one.actors or named(one.paragraph.label)


def _names(text: str) -> tuple[str, ...]:
    """Whom words name; a child only where it is the child who comes, not in 'child protection conference'."""
    return tuple(dict.fromkeys(n for n in names_in(text) if n != "children" or _CHILD.search(text)))


def _row(one: Said, meeting: str, part: Part, who: tuple[str, ...], library: Library) -> Attendance:
    return Attendance(
        id=f"{one.paragraph.id}:a{one.number + 1}",
        place=place(one.paragraph, (one.number,), library),
        obligation=one.obligation,
        meeting=meeting,
        part=part,
        attendees=who,
        words=one.text,
        lead=one.lead,
    )
