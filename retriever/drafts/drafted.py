"""Take a model's draft apart: sentences and list items with the marks they carry and the lead-in they hang on."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MARK = re.compile(r"\[\s*(\d{1,4}(?:\s*[-–,]\s*\d{1,4})*)\s*\]")
_MARKS = rf"(?:\s*{MARK.pattern.replace('(', '(?:', 1)})*"
_BOUNDARY = re.compile(rf"(?<=[.!?])[\"'”’)]*{_MARKS}\s+(?=[^\s\[]|\[\D)")
_BEFORE_MARK = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=\[\s*\d)")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|etc|cf|vs|No|Nos|para|paras|Dr|Mr|Mrs|Ms|St|p|pp|s|ss|v)|\b[A-Z])\.$")
_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-•*–‣]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<=\w)\*|\*(?=\w)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
_RANGE = 20
"""Marks that one '[1-9]' may stand for at most."""


@dataclass(frozen=True)
class Piece:
    """A sentence or list item of a draft; `lead` is the lead-in over it, `line` the line it stands on."""

    text: str
    marks: tuple[int, ...]
    line: int
    item: bool = False
    lead: str = ""

    @property
    def bare(self) -> str:
        """Its words without marks."""
        return unmarked(self.text)

    @property
    def whole(self) -> str:
        """Its words after those of its lead-in."""
        return f"{self.lead} {self.bare}".strip()

    @property
    def leads(self) -> bool:
        """Whether it is a pure lead-in, whose items stand for it."""
        return not self.item and self.bare.endswith(":")


def pieces(draft: str) -> tuple[Piece, ...]:
    """Every sentence and list item in order; emphasis and invisible characters are taken off."""
    found: list[Piece] = []
    lead = ""
    for number, line in enumerate(tidied(draft).split("\n")):
        item = _ITEM.match(line)
        text = line[item.end() :].strip() if item else line.strip()
        if text and not item:
            lead = ""
        for sentence in split(text):
            found.append(Piece(sentence, marks(sentence), number, bool(item), lead if item else ""))
        if found and found[-1].line == number and found[-1].leads:
            lead = found[-1].bare
    return tuple(found)


def tidied(draft: str) -> str:
    """A draft in one form of each character, on plain lines."""
    plain = unicodedata.normalize("NFKC", draft.replace("\r\n", "\n").replace("…", "..."))
    return _EMPHASIS.sub("", _INVISIBLE.sub("", plain))


def split(text: str) -> Iterator[str]:
    """Cut a line into sentences, each with the marks that follow it (or lead it, where the line begins with one)."""
    boundary = _BEFORE_MARK if MARK.match(text) else _BOUNDARY
    start = 0
    for match in boundary.finditer(text):
        if not _ABBREVIATED.search(text[start : match.start()]):
            yield text[start : match.end()].strip()
            start = match.end()
    if text[start:].strip():
        yield text[start:].strip()


def marks(text: str) -> tuple[int, ...]:
    """The numbers in a text's marks, each once: '[1, 3]' and '[2-4]' too."""
    found: list[int] = []
    for match in MARK.finditer(text):
        for one in match[1].split(","):
            ends = [int(n) for n in re.split(r"[-–]", one)]
            found += range(ends[0], min(ends[-1], ends[0] + _RANGE) + 1)
    return tuple(dict.fromkeys(found))


def unmarked(text: str) -> str:
    """A text without its marks and the spaces before them."""
    return " ".join(re.sub(rf"\s*{MARK.pattern}", "", text).split())
