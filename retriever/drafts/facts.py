"""What a sentence states that can be looked up: numbers with their units, dates, sums, provisions, Acts, links, quotations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.legislation import find_mentions, find_provisions
from retriever.drafts.vocabulary import content, rewritten


class FactKind(StrEnum):
    """What sort of thing is looked up."""

    NUMBER = "number"
    TIME = "time limit"
    DATE = "date"
    REFERENCE = "reference"
    ACT = "Act"


@dataclass(frozen=True)
class Fact:
    """A thing stated, in a form in which 'fifteen working days' and '15 working days' are equal."""

    kind: FactKind
    value: str


_NUMBER = re.compile(r"(?<![\w.])£?\d+(?:,\d{3})*(?:\.\d+)*(?:st|nd|rd|th)?(?:\s(?:million|thousand|billion))?")
_UNIT = r"(?:working|calendar|school|business|clear|consecutive)?\s*(?:day|week|month|year|hour|minute|term)s?\b|%|pounds?\b"
_LIMIT = re.compile(
    rf"(?:(?P<bound>within|at least|minimum of|more than|less than|fewer than|over|under|after|before|every|by|maximum of)\s+"
    rf"(?:an?\s+|the\s+)?(?:maximum of\s+|period of\s+)?)?(?P<number>\d+(?:\.\d+)?)[\s-]?(?P<unit>{_UNIT})"
    r"(?P<anchor>\s+(?:of|from|after|before|since|following)\s+[^,;:.()]*)?"
)
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(_MONTHS)
_DATES = (
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})(?:,? (?P<y>\d{{4}}))?\b"),
    re.compile(rf"\b(?P<m>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}}))?\b"),
    re.compile(rf"\b(?P<d>)(?P<m>{_MONTH}) (?P<y>\d{{4}})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{2,4})\b"),
)
_REFERENCE = re.compile(
    r"\b((?i:paragraph|para|chapter|footnote|standard|annex|appendix|page|question|step|stage|level|volume))s?\s+"
    r"((?:\d+(?:\.\d+)*|[A-Z])\b(?:\s*(?:,|and|or|to|-|–)\s*\d+(?:\.\d+)*)*)"
)
_ACT = re.compile(
    r"\b(?:[A-Z][\w'’()-]*[ ,]+(?:(?:and|of|the|for|to|in|on|\(?[A-Z][\w'’()-]*)[ ,]+)*)"
    r"(?:Act|Regulations|Order|Bill|Convention)\b(?: (?:19|20)\d\d)?"
)
_LINK = re.compile(
    r"\b[a-z][a-z0-9+.-]*:/{2}\S+|\b(?:javascript|data|mailto|tel|vbscript):\S*|\bwww\.\S+|[\w.+-]+@[\w.-]+\w|"
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|uk|net|gov|io|info|edu|co)\b(?:/\S*)?|(?<!\w)\+?\(?\d[\d ()-]{7,}\d",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“([^”]*)(?:”|$)|\"([^\"]*)(?:\"|$)|(?<![\w’'])‘([^‘]*?)’(?!\w)|(?<![\w’'])'([^']+(?:'\w[^']*)*)'(?!\w)")


def facts(text: str) -> frozenset[Fact]:
    """Everything a text states that can be looked up, but for links and quotations."""
    return frozenset((*_numbers(text), *_dates(text), *_references(text), *_acts(text)))


def _numbers(text: str) -> Iterator[Fact]:
    for match in _NUMBER.finditer(rewritten(text)):
        yield Fact(FactKind.NUMBER, re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", match[0].replace(",", "")).rstrip("."))


def _dates(text: str) -> Iterator[Fact]:
    for pattern in _DATES:
        for match in pattern.finditer(rewritten(text)):
            month = match["m"] if match["m"] in _MONTHS else _MONTHS[(int(match["m"]) - 1) % 12]
            yield Fact(FactKind.DATE, " ".join(filter(None, (match["d"].lstrip("0"), month, match["y"]))))


def _references(text: str) -> Iterator[Fact]:
    for provision in find_provisions(text):
        for number in provision.numbers:
            yield Fact(FactKind.REFERENCE, f"{provision.unit} {number}")
    for match in _REFERENCE.finditer(text):
        name = "paragraph" if match[1].lower() == "para" else match[1].lower()
        yield from (Fact(FactKind.REFERENCE, f"{name} {n}") for n in re.findall(r"\d+(?:\.\d+)*|[A-Z]", match[2]))


def _acts(text: str) -> Iterator[Fact]:
    known = tuple(find_mentions(text))
    for mention in known:
        yield Fact(FactKind.ACT, mention.law.title)
    for match in _ACT.finditer(text):
        if not any(m.start < match.end() and match.start() < m.end for m in known):
            yield Fact(FactKind.ACT, " ".join(match[0].removeprefix("The ").split()))


@dataclass(frozen=True)
class Limit:
    """A quantity with its unit, how it bounds ('within', 'at least') and what it counts from."""

    number: str
    unit: str
    bound: str
    anchor: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The limit for a reader."""
        return " ".join(filter(None, (self.bound, self.number, self.unit)))

    def stands_in(self, held: tuple["Limit", ...]) -> bool:
        """Whether one of the limits held is the same one, bound alike and counted from the same thing."""
        return any(
            (self.number, self.unit, self.bound) == (h.number, h.unit, h.bound) and set(self.anchor[:3]) <= {*h.anchor}
            for h in held
        )


def limits(text: str) -> tuple[Limit, ...]:
    """Every time limit, percentage and sum in a text."""
    return tuple(
        Limit(
            m["number"],
            re.sub(r"s$", "", " ".join(m["unit"].split())),
            m["bound"] or "",
            content(m["anchor"]) if m["anchor"] else (),
        )
        for m in _LIMIT.finditer(rewritten(text).replace("-hour", " hour"))
    )


def links(text: str) -> tuple[str, ...]:
    """Addresses and telephone numbers."""
    return tuple(m[0].rstrip(".,;)") for m in _LINK.finditer(text))


def quotations(text: str) -> tuple[str, ...]:
    """The words between quotation marks, an unclosed one's to the end."""
    return tuple(next(filter(None, m.groups()), "") for m in _QUOTED.finditer(text))


def squeezed(text: str) -> str:
    """A text as quotations are compared: letters, digits and single spaces, one kind of quote."""
    return " ".join(re.sub(r"[“”\"‘’']", "'", text).casefold().split()).strip(" .,;:'")
