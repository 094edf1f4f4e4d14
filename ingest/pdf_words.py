"""Words cut at line ends: which hyphens belong to them, and how two lines are joined."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from ingest.pdf_furniture import Page
from ingest.pdf_lines import Line

SUSPENDED = re.compile(r"(?:and|or|to)\b")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
CUT = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010]$")
OFTEN = 3
"""A document whose line ends cut this many words that it also writes whole sets its text with hyphenation."""


def soften(pages: Sequence[Page]) -> list[Page]:
    """Turn the hyphens that only the line end put into a word into soft hyphens; which words are whole, others show."""
    lines = [line for page in pages for line in page.lines]
    known = Counter(word for line in lines for word in WORD.findall(_whole(line.text.casefold())))
    inner = any("\u2010" in line.text[:-1] for line in lines)
    cuts = {line: parts for page, after in _with_next(pages) for line, parts in _cuts(page, after)}
    evidence = [_evidence(parts, known) for parts in cuts.values()]
    hyphenated = evidence.count(True) >= OFTEN and evidence.count(True) > evidence.count(False) / 2
    softened = {
        line: replace(line, text=f"{line.text[:-1]}\u00ad")
        for line, parts in cuts.items()
        if (line.text[-1] == "\u2010" and not inner) or _soft(parts, known, hyphenated)
    }
    return [Page(tuple(_plain(softened.get(line, line)) for line in page.lines), page.height) for page in pages]


def _plain(line: Line) -> Line:
    return replace(line, text=line.text.replace("\u2010", "-")) if "\u2010" in line.text else line


def _whole(text: str) -> str:
    return CUT.sub("", text).replace("\u2010", "-")


def _with_next(pages: Sequence[Page]) -> Iterator[tuple[Page, Page | None]]:
    yield from zip(pages, chain(pages[1:], (None,)), strict=True)


def _cuts(page: Page, after: Page | None) -> Iterator[tuple[Line, list[tuple[str, str]]]]:
    """
    Lines that end in a hyphen, with the halves of the word: the line below may be a footnote, so the next page's
    first line is another way it may go on.
    """
    for n, line in enumerate(page.lines):
        cut = CUT.search(line.text.casefold())
        if cut is None:
            continue
        nexts = [*page.lines[n + 1 : n + 2], *(after.lines[:1] if after is not None else ())]
        ends = [word[0] for other in nexts if (word := WORD.match(other.text.casefold()))]
        yield line, [(cut[1], end) for end in ends]


def _evidence(parts: Sequence[tuple[str, str]], known: Counter[str]) -> bool | None:
    """Whether the document writes the word without the hyphen (True) or with it (False)."""
    for before, after in parts:
        whole, hyphened = known[before + after], known[f"{before}-{after}"]
        if whole or hyphened:
            return whole > hyphened
    return None


def _soft(parts: Sequence[tuple[str, str]], known: Counter[str], hyphenated: bool) -> bool:
    evidence = _evidence(parts, known)
    if evidence is not None or not parts:
        return bool(evidence)
    before, after = parts[0]
    return hyphenated and not (known[before] and known[after])


def join(text: str, more: str) -> tuple[str, int]:
    """Join two lines; return the text and where the second starts. A hyphen at a line's end stays."""
    if not text:
        return more, 0
    if text.endswith("\u00ad"):
        return text[:-1] + more, len(text) - 1
    ending = text[-3:]
    broken = re.search(r"\w-$", ending) and not SUSPENDED.match(more)
    if broken or re.search(r"\S/$", ending) or _inside_link(text, more):
        return text + more, len(text)
    return f"{text} {more}", len(text) + 1


def _inside_link(text: str, more: str) -> bool:
    ending, opening = (
        text.rsplit(maxsplit=1)[-1] if text.strip() else "",
        more.split(maxsplit=1)[0] if more.strip() else "",
    )
    return bool(re.match(r"(?:https?://|www\.)", ending)) and bool(re.search(r"[/_=&?%]", opening) or ending[-1] in "_=&?%")
