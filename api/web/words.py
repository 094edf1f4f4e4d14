"""How standings, duties and pages are worded and coloured on the pages."""

from dataclasses import dataclass

from corpus.model import Status
from corpus.register import Document


@dataclass(frozen=True)
class Tag:
    """A short coloured label; `colour` is one of govuk-frontend's tag colours."""

    text: str
    colour: str


STATUTORY = Tag("In force", "green")
DUTIES = {"must": Tag("Must", "blue"), "should": Tag("Should", "teal"), "may": Tag("May", "grey")}
URGENT_NOTICES = (
    "concern",
    "unsure",
    "not-in-force",
    "proposals-only",
    "edition-missing",
    "no-such-paragraph",
    "not-all",
    "names-only",
    "england-only",
    "figure",
    "not-recorded",
    "personal-data",
)
"""Kinds of notices that stand before the answer, for they change how it is read."""


def standing(status: str, in_force: bool) -> Tag:
    """What force a text has on the day asked about."""
    match status:
        case Status.STATUTORY:
            return STATUTORY if in_force else Tag("Not in force on that day", "red")
        case Status.WITHDRAWN:
            return Tag("In force then, since withdrawn", "orange") if in_force else Tag("Withdrawn", "red")
        case Status.CONSULTATION:
            return Tag("Proposal", "purple")
        case Status.NON_STATUTORY:
            return Tag("Not statutory", "yellow")
        case _:
            return Tag("Local", "magenta")


def duty(obligation: str) -> Tag | None:
    """How strongly words bind; None where they do not."""
    return DUTIES.get(obligation)


def page(number: int | None, source: str | None) -> str:
    """Where words are printed, as far as it is known."""
    if number is None:
        return ""
    return f"page {number}" if source == "printed" else f"page {number} or after"


def explained(document: Document) -> str:
    """What a document's status means for a reader."""
    return {
        Status.STATUTORY: "Statutory guidance: to be complied with unless exceptional circumstances arise.",
        Status.NON_STATUTORY: "Not statutory guidance: it sets out good practice or how a programme works.",
        Status.CONSULTATION: "A consultation: proposals, not in force.",
        Status.WITHDRAWN: "Withdrawn: no longer in force; kept to see what changed.",
        Status.LOCAL: "A local document.",
    }[document.status]
