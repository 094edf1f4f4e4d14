"""Paragraph talk: 'what does para 167 say', 'footnote 127', 'question 17', 'S3.T12' name what they want."""

import re
from collections.abc import Collection, Iterator, Sequence

_ID = re.compile(r"\b(?P<doc>(?:wt|lcpp|ffp|consultation)-20\d\d)/(?P<name>[\w./-]+)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(?:\bpara(?:graph)?s?\.?|¶)\s*(?P<number>\d{1,3}(?:\.\d{1,3})?)\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\b(?:footnote|fn|note)\.?\s*(?P<number>\d{1,3})\b", re.IGNORECASE)
_QUESTION = re.compile(r"\b(?:question|q)\.?\s*(?P<number>\d{1,2})\b", re.IGNORECASE)
_STATEMENT = re.compile(r"\bS?(?P<standard>[1-4])\.(?P<kind>[OTH])(?P<number>\d{1,2})\b")
_SPOKEN = re.compile(
    r"standard (?P<standard>[1-4])\W+(?P<kind>outcome|learn that|learn how to)\W*(?:statement)?\W*(?P<number>\d{1,2})\b",
    re.IGNORECASE,
)
_ORDER = ("first", "second", "third", "fourth")
_NUMBERED = rf"(?:standard (?P<{{0}}>[1-4])|(?P<{{1}}>{'|'.join(_ORDER)}|[1-4](?:st|nd|rd|th)) (?:\w+ ){{{{0,2}}}}standard)"
_OUTCOMES = re.compile(
    rf"\b{_NUMBERED.format('a', 'b')}\b[^.?!]{{0,60}}\boutcomes\b|\boutcomes\b[^.?!]{{0,40}}\b{_NUMBERED.format('c', 'd')}\b",
    re.IGNORECASE,
)
"""Asks for all outcomes of a standard."""
_MOST = 9
_KINDS = {"outcome": "O", "learn that": "T", "learn how to": "H"}


def pointed_at(question: str, docs: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """The ids that a question names; `docs` are the documents to look in, the likeliest first."""
    names = list(dict.fromkeys(_names(question)))
    found = [m[0].rstrip(".") for m in _ID.finditer(question) if m[0].rstrip(".") in known]
    for name in names:
        found += [f"{doc}/{name}" for doc in docs if f"{doc}/{name}" in known][:1]
    return tuple(dict.fromkeys(found))


def _names(question: str) -> Iterator[str]:
    for match in _STATEMENT.finditer(question):
        yield f"S{match['standard']}.{match['kind']}{match['number']}"
    for match in _SPOKEN.finditer(question):
        yield f"S{match['standard']}.{_KINDS[match['kind'].lower()]}{match['number']}"
    for match in _OUTCOMES.finditer(question):
        said = next(filter(None, match.groups())).lower()
        standard = _ORDER.index(said) + 1 if said in _ORDER else said[0]
        yield from (f"S{standard}.O{number}" for number in range(1, _MOST + 1))
    for match in _FOOTNOTE.finditer(question):
        yield f"fn-{match['number']}"
    for match in _QUESTION.finditer(question):
        yield f"Q{match['number']}"
    for match in _PARAGRAPH.finditer(question):
        yield match["number"]
        yield f"1.{match['number']}"
