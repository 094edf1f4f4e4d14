"""
Which Acts, regulations and provisions a text names, and where legislation.gov.uk prints them.

The register is `legislation.toml`. A provision belongs, in this order, to the Act written round it
('section 47 of the Children Act 1989'), to the Act that ends its list ('section 20 or section 31 of the ...'),
if the field has a fixed phrase for it to that phrase's Act ('section 47 enquiries'), to the nearest Act before it
in the same text, and, for a handful of sections in a text without any other Act, to the Act they are known by.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.model import LawReference

SITE = "https://www.legislation.gov.uk/"

Unit = Literal["section", "regulation", "article", "schedule", "part"]


class Law(BaseModel):
    """An Act, a statutory instrument or a convention, as the register has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    year: int
    path: str = ""
    provision: Literal["section", "regulation", "article"] = "section"
    forms: tuple[str, ...] = ()
    unnamed: tuple[int, ...] = ()
    phrases: tuple[str, ...] = ()
    lettered: bool = True


class Legislation(BaseModel):
    """The register, one `[[law]]` an entry."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    law: tuple[Law, ...]


@dataclass(frozen=True)
class Mention:
    """A law named in a text."""

    start: int
    end: int
    law: Law


@dataclass(frozen=True)
class Provision:
    """Sections (or regulations, articles ...) named together; `numbers` holds one path each: '46/3/d'."""

    start: int
    end: int
    unit: Unit
    numbers: tuple[str, ...]


NUMBER = r"\d{1,3}[A-Z]{0,2}"
BRACKET = r"\s?\\?\(\s?(?:\d{1,2}[A-Z]{0,2}|[a-z]{1,3})\s?\\?\)"
ITEM = rf"{NUMBER}(?:{BRACKET})*"
AND = r"\s*(?:,\s*and|,\s*or|,|and|or|to|&)\s*"
MARKS = r"[⁰¹²³⁴-⁹]*"

PROVISION = re.compile(
    r"(?<![\w'’-])"
    rf"(?:(?i:sections|regulations|articles|ss\.?|regs\.?)\s*{ITEM}(?:{AND}(?:{ITEM}|(?:{BRACKET})+))*"
    rf"|(?i:section|regulation|article|part|s\.?|reg\.?)\s*{ITEM}(?:\s*/\s*{ITEM}|{AND}(?:{BRACKET})+)*)"
    r"s?(?![A-Za-z0-9]|\.[A-Z]?\d|%)"
)
SCHEDULE = re.compile(
    rf"(?:\b[Pp]aragraph\s+(?P<paragraph>{ITEM})\s+(?:of|to)\s+(?:the\s+)?)?\b[Ss]chedule(?:\s+(?P<number>{NUMBER}))?\b"
)
OF = re.compile(rf"{MARKS}[\"”'’]?(?:\s\([^()]{{3,60}}\))?\s+(?:of|to|in|into)\s+(?:the\s+)?\[?", re.IGNORECASE)
BESIDE = re.compile(rf"{MARKS}\s*[,–-]?\s*(?:the\s+)?\[?", re.IGNORECASE)
LISTED = re.compile(r"\s*(?:,|/|,?\s*and/or|,?\s*and|,?\s*or)\s*(?:under\s+)?", re.IGNORECASE)
ELSEWHERE = re.compile(rf"{MARKS}\s+of\s+(?!(?:the|that|this|the same)\s+(?:Act|Acts|Regulations)\b)|{MARKS}\s*:")
CHAPTER = re.compile(r"\bchapter\s+\d+,?\s*$", re.IGNORECASE)
AMENDING = re.compile(r"\b(?:amended|inserted)\s+by\s+(?:the\s+)?\[?$", re.IGNORECASE)


@cache
def load_legislation() -> tuple[Law, ...]:
    """Read the register; raises pydantic's ValidationError on an unknown key."""
    register = files("corpus").joinpath("legislation.toml").read_text(encoding="utf-8")
    return Legislation.model_validate(tomllib.loads(register)).law


def find_laws(text: str) -> tuple[LawReference, ...]:
    """
    Find what `text` names of the law, in reading order, each different reference once.

    Provisions named together ('sections 17 and 47 of ...') give one reference each, all with the words as written;
    of a range ('sections 16E to 16J') the two ends. A provision that no Act can be told for is left out.
    """
    mentions = tuple(find_mentions(text))
    found: list[tuple[int, LawReference]] = []
    written: set[Mention] = set()
    following: tuple[Provision, Law] | None = None
    for provision in reversed(tuple(find_provisions(text))):
        beside = adjacent(text, provision, mentions)
        law = beside.law if beside else unattached(text, provision, mentions, following)
        following = (provision, law) if law else None
        if not law:
            continue
        start, end = provision.start, provision.end
        if beside:
            written.add(beside)
            start, end = min(start, beside.start), max(end, beside.end)
        found += [
            (start, LawReference(text[start:end], law.title, link(law, provision.unit, number))) for number in provision.numbers
        ]
    found += [
        (mention.start, LawReference(text[mention.start : mention.end], mention.law.title, link(mention.law)))
        for mention in mentions
        if mention not in written
    ]
    return tuple(dict.fromkeys(reference for _, reference in sorted(found, key=lambda pair: pair[0])))


def find_mentions(text: str) -> Iterator[Mention]:
    """The laws named in `text`, the longest name first where two begin together."""
    pattern, laws = names()
    for match in pattern.finditer(text):
        yield Mention(match.start(), match.end(), laws[plain(match.group())])


def find_provisions(text: str) -> Iterator[Provision]:
    """The provisions named in `text`, in reading order, whichever law they are of."""
    matches = [*PROVISION.finditer(text), *SCHEDULE.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        if match.re is SCHEDULE:
            yield Provision(match.start(), match.end(), "schedule", (schedule_path(match),))
        else:
            yield Provision(match.start(), match.end(), unit_of(match.group()), tuple(numbers_in(match.group())))


def adjacent(text: str, provision: Provision, mentions: tuple[Mention, ...]) -> Mention | None:
    """The law written round the provision: after it with 'of', before it, or just after it."""
    fitting = [mention for mention in mentions if fits(mention.law, provision.unit)]
    after = [(mention, text[provision.end : mention.start]) for mention in fitting if mention.start >= provision.end]
    before = [(mention, text[mention.end : provision.start]) for mention in fitting if mention.end <= provision.start]
    candidates = (
        *(mention for mention, between in after if OF.fullmatch(between)),
        *(mention for mention, between in before if BESIDE.fullmatch(between)),
        *(mention for mention, between in after if BESIDE.fullmatch(between)),
    )
    return candidates[0] if candidates else None


def unattached(
    text: str, provision: Provision, mentions: tuple[Mention, ...], following: tuple[Provision, Law] | None
) -> Law | None:
    """
    The law of a provision that stands alone, or None if it cannot be told.

    `following` is the provision after this one, with its law. Parts and schedules are too common as words to
    be taken for the nearest Act's, and 'section 2 of this chapter' is the document's own.
    """
    if following and following[0].unit == provision.unit and LISTED.fullmatch(text, provision.end, following[0].start):
        return following[1]
    if provision.unit in ("schedule", "part"):
        return None
    if ELSEWHERE.match(text, provision.end) or CHAPTER.search(text[: provision.start]):
        return None
    return known_phrase(text, provision) or nearest(text, provision, mentions) or known_number(provision, mentions)


def known_phrase(text: str, provision: Provision) -> Law | None:
    """The law of a phrase that the field uses without it: 's47 enquiries', 'section 11 duties'."""
    phrase = f"{provision.unit} {provision.numbers[0]}{text[provision.end :]}".lower()
    return next((law for law in load_legislation() if law.phrases and phrase.startswith(law.phrases)), None)


def nearest(text: str, provision: Provision, mentions: tuple[Mention, ...]) -> Law | None:
    """The last fitting law before the provision, one named only as the author of an amendment left aside."""
    return next(
        (
            mention.law
            for mention in reversed(mentions)
            if mention.end <= provision.start
            and fits(mention.law, provision.unit)
            and not AMENDING.search(text[: mention.start])
        ),
        None,
    )


def known_number(provision: Provision, mentions: tuple[Mention, ...]) -> Law | None:
    """The Act this section is known by, unless the text speaks of another Act."""
    number = provision.numbers[0].split("/")[0]
    if provision.unit != "section" or not number.isdigit():
        return None
    known = next((law for law in load_legislation() if int(number) in law.unnamed), None)
    named = {mention.law for mention in mentions if fits(mention.law, "section")}
    return known if named <= {known} else None


def link(law: Law, unit: Unit | None = None, number: str = "") -> str:
    """The address on legislation.gov.uk: of articles as far as the number, of sections an Act cannot have the Act's."""
    if not law.path:
        return ""
    if unit == "article":
        number = number.split("/")[0]
    if unit == "section" and not law.lettered and not number.split("/")[0].isdigit():
        return SITE + law.path
    return SITE + "/".join(part for part in (law.path, unit, number) if part)


def fits(law: Law, unit: Unit) -> bool:
    """Whether such a law has such a unit: Acts have sections, regulations and schedules of regulations."""
    return unit in (law.provision, "schedule", "part")


def unit_of(written: str) -> Unit:
    """'ss. 17 and 47' -> section."""
    units: dict[str, Unit] = {"r": "regulation", "a": "article", "p": "part"}
    return units.get(written[0].lower(), "section")


def numbers_in(written: str) -> Iterator[str]:
    """'sections 94(1) and (2)' -> '94/1', '94/2': brackets alone replace the last ones of the number before."""
    number: list[str] = []
    for match in re.finditer(rf"(?P<number>{NUMBER})?(?P<brackets>(?:{BRACKET})*)", written):
        brackets = re.findall(r"\w+", match["brackets"])
        if match["number"]:
            number = [match["number"], *brackets]
        elif brackets and len(number) > len(brackets):
            number = [*number[: -len(brackets)], *brackets]
        else:
            continue
        yield "/".join(number)


def schedule_path(match: re.Match[str]) -> str:
    """'paragraph 7(b) of the Schedule' -> 'paragraph/7/b'; 'Schedule 2' -> '2'."""
    paragraph = match["paragraph"]
    inside = ("paragraph", *re.findall(r"\w+", paragraph)) if paragraph else ()
    return "/".join(part for part in (match["number"], *inside) if part)


@cache
def names() -> tuple[re.Pattern[str], dict[str, Law]]:
    """One pattern for every name in the register, and the law that each name stands for."""
    laws = {plain(name): law for law in load_legislation() for name in (law.title, *law.forms)}
    written = sorted({name for law in load_legislation() for name in (law.title, *law.forms)}, key=len, reverse=True)
    return re.compile(r"(?<![A-Za-z0-9])(?:" + "|".join(map(pattern_of, written)) + r")(?![A-Za-z0-9])"), laws


def pattern_of(name: str) -> str:
    """A pattern that forgives line ends, curly apostrophes, commas left out or set before the year, `\\(`."""
    words = (re.escape(word).replace("'", "['’]").replace(",", ",?") for word in name.split())
    spaced = r"\s+".join(word.replace(r"\(", r"\\?\(").replace(r"\)", r"\\?\)") for word in words)
    forgiving = re.sub(r"(Act|Regulations)(\\s\+\d{4})$", r"\1,?\2", spaced)
    return forgiving if name.replace(" ", "").isupper() else f"(?i:{forgiving})"


def plain(name: str) -> str:
    """A name without what `pattern_of` forgives."""
    return " ".join(name.replace("’", "'").translate({ord(","): None, ord("\\"): None}).split()).lower()
