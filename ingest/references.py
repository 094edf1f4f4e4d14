"""Resolve what the text points to ('chapter 2, paragraphs 69-79') to the ids of the library."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.model import Reference

_RANGE = r"(?P<first>\d{1,3})(?![\d.(])(?:\s*(?:-|–|to|and)\s*(?P<last>\d{1,3})(?![\d.]))?"
_PARAGRAPHS = re.compile(
    rf"(?:chapter (?P<chapter>\d+),? )?(?:section (?P<section>\d+),? )?paragraphs? {_RANGE}"
    r"(?! of the Schedule)(?: of (?:chapter (?P<of>\d+)|(?P<other>Working Together)|this chapter))?",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"\bchapter (?P<number>\d+)(?!,? (?:section \d+,? )?paragraph)", re.IGNORECASE)
_APPENDIX = re.compile(r"\b(?P<kind>appendix|annex) (?P<letter>[A-Z])\b", re.IGNORECASE)
_GLOSSARY = re.compile(r"\bsee (?:the )?glossary|glossary definition of (?P<term>[\w -]+)|\(see glossary\)", re.IGNORECASE)
_PAGE = re.compile(r"\bon pages? (?P<page>\d+)|\bpages? (?P<from>\d+)[-–]\d+", re.IGNORECASE)
_FIGURE = re.compile(r"\b(?P<kind>flow chart|figure) (?P<number>\d+)\b", re.IGNORECASE)
_OUTSIDE = re.compile(r"\bof the (?:statutory guidance|Schedule)|statutory guidance for|volume \d", re.IGNORECASE)
WORKING_TOGETHER = "wt-2026"


@dataclass(frozen=True)
class Names:
    """What can be pointed to in one document: every name (id without the document), and sections by their page."""

    doc: str
    names: frozenset[str]
    by_page: Mapping[int, str]
    working_together: str = WORKING_TOGETHER
    """The edition that the document means by 'Working Together'; '' where the library does not hold it."""


def references(text: str, own: str, names: Names) -> tuple[Reference, ...]:
    """Every pointer in a paragraph's text, once each; `own` is the paragraph's name (its chapter may matter)."""
    found: dict[str, Reference] = {}
    for phrase, targets in _pointers(text, own, names):
        ids = tuple(dict.fromkeys(t for t in targets if t))
        found.setdefault(phrase, Reference(phrase, ids))
    return tuple(found.values())


def _pointers(text: str, own: str, names: Names) -> Iterator[tuple[str, list[str]]]:
    for match in _PARAGRAPHS.finditer(text):
        yield match[0], list(_numbered(match, own, names))
    for match in _CHAPTER.finditer(text):
        outside = _OUTSIDE.match(text[match.end() + 1 :])
        yield match[0], [] if outside else [_known(f"chapter-{match['number']}", names)]
    for match in _APPENDIX.finditer(text):
        name = f"{match['kind'].lower()}-{match['letter'].lower()}"
        yield match[0], [_known(name, names) or (_known("glossary", names) if name == "appendix-a" else "")]
    for match in _GLOSSARY.finditer(text):
        term = re.sub(r"\W+", "-", (match["term"] or "").lower()).strip("-")
        yield match[0], [_known(f"glossary/{term}", names) or _known("glossary", names)]
    for match in _PAGE.finditer(text):
        yield match[0], [_known(names.by_page.get(int(match["page"] or match["from"]), ""), names)]
    for match in _FIGURE.finditer(text):
        yield match[0], [_known(f"{match['kind'].lower().replace(' ', '-')}-{match['number']}", names)]


def _numbered(match: re.Match[str], own: str, names: Names) -> Iterator[str]:
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if match["other"]:
        edition = names.working_together
        yield from (f"{edition}/{n}" for n in range(first, last + 1) if edition)
        return
    chapter = match["chapter"] or match["of"] or (own.split(".")[0] if "." in own else "")
    joined = " and " in match[0].lower()
    for number in (first, last) if joined else range(first, last + 1):
        for name in (str(number), f"{number}-bis", f"{chapter}.{number}"):
            yield _known(name, names)


def _known(name: str, names: Names) -> str:
    return f"{names.doc}/{name}" if name in names.names else ""
