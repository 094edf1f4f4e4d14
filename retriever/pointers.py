"""Paragraph talk: 'what does para 167 say', 'footnote 127', 'question 17', 'S3.T12' name what they want."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from corpus.tokens import tokens
from retriever.followup import bare

_ID = re.compile(r"\b(?P<doc>(?:wt|lcpp|ffp|consultation)-20\d\d)/(?P<name>[\w./-]+)", re.IGNORECASE)
_PARAGRAPH = re.compile(
    r"(?:\bpara(?:graph)?s?\.?|¶)\s*(?P<number>\d{1,3}(?:\.\d{1,3})?)\b"
    r"(?:\s*(?P<link>-|–|to|and|&)\s*(?P<last>\d{1,3})\b(?! (?:\w+ )?(?:days?|weeks?|months?|years?|hours?)\b))?",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\b(?:footnote|fn)\.?\s*(?P<number>\d{1,3})\b", re.IGNORECASE)
_QUESTION = re.compile(r"\b(?:question|q)\.?\s*(?P<number>\d{1,2})\b(?!\s*20\d\d)", re.IGNORECASE)
_CONSULTED = re.compile(r"\b(?:consult\w*|propos\w*|respond\w*|response)\b", re.IGNORECASE)
"""Speaks of the consultation, whose questions have numbers."""
_FEW = 6
"""A question of so many words that holds 'question 17' asks for it."""
_STATEMENT = re.compile(r"\bS?(?P<standard>[1-4])\.(?P<kind>[OTH])(?P<number>\d{1,2})\b")
_SPOKEN = re.compile(
    r"standard (?P<standard>[1-4])\W+(?P<kind>outcome|learn that|learn how to)\W*(?:statement)?\W*(?P<number>\d{1,2})\b",
    re.IGNORECASE,
)
_SPOKEN_BACK = re.compile(
    r"\b(?P<kind>outcome|learn that|learn how to) (?:statement )?(?P<number>\d{1,2}) (?:of|in|for|under) (?:lcpp )?"
    r"standard (?P<standard>[1-4])\b",
    re.IGNORECASE,
)
_ORDER = ("first", "second", "third", "fourth")
_STANDARD = rf"(?:standards? [1-4]|(?:{'|'.join(_ORDER)}|[1-4](?:st|nd|rd|th)) (?:lcpp |practitioner )?standard)"
_ONE = re.compile(rf"\b{_STANDARD}\b(?:(?:,| and| or| with| to| &) ?(?:standard )?[1-4]\b)*", re.IGNORECASE)
_OUTCOMES = re.compile(
    rf"\b{_STANDARD}(?:['’]s)?\W+(?:(?:complete|full|whole|all|every|list|of|the|its|give|me|please)\W+){{0,6}}outcomes\b"
    r"|\boutcomes\W+(?:(?:statements?|listed|given|are|there|does|do|of|for|in|under|from|the|lcpp|set out)\W+){0,5}"
    rf"{_STANDARD}\b",
    re.IGNORECASE,
)
"""Asks for all outcomes of a standard."""
_MOST = 9
"""Paragraphs of a range that are looked up after its first."""
_KINDS = {"outcome": "O", "learn that": "T", "learn how to": "H"}
_TEXTS = (
    r"(?:schedule|act|regulations|rules|code|kcsie|keeping children safe in education|report|order|judg(?:e)?ment|statement|"
    r"policy|letter|judge(?:['’]s)?)"
)
_TIED_BEFORE = re.compile(rf"\b{_TEXTS}(?: \d+)?\W+(?:\w+\W+)?$", re.IGNORECASE)
_TIED_AFTER = re.compile(
    r"\W*(?:of|in|to|from|under)\W+(?:the |my |his |her |our |their )?(?:(?!working together|wt\b)[\w'’]+ ){0,4}?"
    rf"{_TEXTS}\b",
    re.IGNORECASE,
)
"""A number of another text: an Act's schedule, an order, a report."""
_YEAR = re.compile(r"\b20\d\d\b")
_LOOKING = frozenset(
    tokens("show give read quote find see look print text words wording exact verbatim full whole me of in the s for number")
)
"""Words that ask for what is named, and for nothing on it."""


@dataclass(frozen=True)
class Pointed:
    """What a question names."""

    found: tuple[str, ...] = ()
    """Ids of the library."""
    missing: tuple[str, ...] = ()
    """What it names that is not in the documents looked in: 'paragraph 712'."""


@dataclass(frozen=True)
class _Name:
    """The last part of an id, as it may be, and what a reader calls it."""

    ids: tuple[str, ...]
    label: str
    anywhere: bool = False
    """Whether no two documents number so: then it is meant, whatever document is named beside it."""


def pointed_at(question: str, docs: Sequence[str], others: Sequence[str], known: Collection[str]) -> Pointed:
    """What a question names in `docs`, the likeliest first; statements of standards are looked for in `others` too."""
    found = [m[0].rstrip(".") for m in _ID.finditer(question) if m[0].rstrip(".") in known]
    missing = []
    for name in _names(question):
        places = (*docs, *others) if name.anywhere else docs
        ids = [f"{doc}/{own}" for doc in places for own in name.ids if f"{doc}/{own}" in known]
        found += ids[:1]
        missing += [] if ids else [name.label]
    if _OUTCOMES.search(question):
        outcomes = tuple(f"/S{standard}.O" for standard in _standards(question))
        found += sorted(name for name in known if any(outcome in name for outcome in outcomes))
    return Pointed(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(missing)))


def looks_up(question: str) -> bool:
    """Whether a question, without the names of documents, asks for what it names and nothing on it."""
    left = _YEAR.sub(" ", question)
    for pattern in (_ID, _STATEMENT, _SPOKEN, _SPOKEN_BACK, _FOOTNOTE, _QUESTION, _PARAGRAPH):
        left = pattern.sub(" ", left)
    return left != _YEAR.sub(" ", question) and bare(left, _LOOKING)


def _names(question: str) -> Iterator[_Name]:
    for match in (*_STATEMENT.finditer(question), *_SPOKEN.finditer(question), *_SPOKEN_BACK.finditer(question)):
        kind = _KINDS.get(match["kind"].lower(), match["kind"].upper())
        name = f"S{match['standard']}.{kind}{match['number']}"
        yield _Name((name,), f"statement {name}", anywhere=True)
    for match in _FOOTNOTE.finditer(question):
        yield _Name((f"fn-{match['number']}",), f"footnote {match['number']}")
    if _CONSULTED.search(question) or len(question.split()) <= _FEW:
        for match in _QUESTION.finditer(question):
            yield _Name((f"Q{match['number']}",), f"question {match['number']}")
    for match in _PARAGRAPH.finditer(question):
        if not (_TIED_BEFORE.search(question, 0, match.start()) or _TIED_AFTER.match(question, match.end())):
            for number in _numbers(match):
                yield _Name((number, f"1.{number}"), f"paragraph {number}")


def _standards(question: str) -> Iterator[str]:
    """The numbers of the standards that a question names."""
    for match in _ONE.finditer(question):
        words = match[0].lower()
        yield from (str(place) for place, word in enumerate(_ORDER, 1) if word in words)
        yield from re.findall("[1-4]", words)


def _numbers(match: re.Match[str]) -> Iterator[str]:
    """The paragraphs of '167', '412 and 413' or '167-170'; of a range the first few."""
    yield match["number"]
    if match["last"] and match["number"].isdigit():
        first, last = int(match["number"]), int(match["last"])
        between = () if match["link"].lower() in ("and", "&") else range(first + 1, min(last, first + _MOST))
        yield from map(str, between)
        yield match["last"] if last - first <= _MOST or not between else str(first + _MOST)
