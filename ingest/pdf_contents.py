"""The contents list: lines that end in a page number after leaders, a tab or a wide gap."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf_lines import Line

TITLE = re.compile(r"(?:table of )?contents(?: page| list)?:?", re.IGNORECASE)
OTHER_TITLE = re.compile(r"(?:(?:table|list) of )?(?:figures|tables|boxes|annexes|illustrations)", re.IGNORECASE)
LEADERS = r"(?:\s*(?:[.·_]\s*){3,}|\s*…[….\s]*|\s*\t\s*)"
LED = re.compile(rf"(?P<title>.*?){LEADERS}(?P<page>\d{{1,4}}|[ivxlc]{{1,7}})")
PLAIN = re.compile(r"(?P<title>.*\S) (?P<page>\d{1,4})")
LONE = re.compile(r"(?P<title>)[\s.·…]*(?P<page>\d{1,4})")
TIGHT = re.compile(r"(?P<title>.*[^\W\d])(?P<page>\d{1,3})")
"""A title that fills its line, with no room for leaders before the page."""
TRAIL = re.compile(rf"{LEADERS}$")
DOTS = re.compile(r"(?:[.·_]\s*){3,}|…")
MAX_WRAP = 2
"""A title goes over at most this many lines before the one that ends in its page number."""


@dataclass(frozen=True)
class Entry:
    """One line of the contents list, leaders taken off; `first` is the line it starts on."""

    title: str
    page: int | None
    first: Line


@dataclass(frozen=True)
class ContentsTitle:
    """The words 'Contents' above the list."""

    line: Line


Element = Line | Entry | ContentsTitle


def with_contents(lines: Sequence[Line]) -> list[Element]:
    """Replace the lines of contents lists by their entries."""
    elements: list[Element] = []
    at = 0
    while at < len(lines):
        titled = bool(TITLE.fullmatch(lines[at].text.strip()))
        if titled or _opens(lines[at : at + 6]):
            entries, after = _entries(lines, at + titled)
            if len(entries) > 1 and (titled or _is_list(entries, lines[at:after], lines)):
                elements += [ContentsTitle(lines[at])] * titled + entries
                at = after
                continue
        elements.append(lines[at])
        at += 1
    return elements


def _opens(lines: Sequence[Line]) -> bool:
    """Whether several of the next lines, the first or second among them, end in leaders and a number."""
    led = [bool(LED.fullmatch(line.text)) and not line.text.startswith("•") for line in lines]
    return sum(led) >= 3 and any(led[:2])


def _is_list(entries: Sequence[Element], own: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether entries without a title above are no table: pages that rise, and dotted leaders or titles that are headings."""
    numbers = [entry.page for entry in entries if isinstance(entry, Entry) and entry.page]
    restarts = sum(isinstance(entry, ContentsTitle) for entry in entries)
    if sum(after < before for before, after in pairwise(numbers)) > restarts:
        return False
    if sum(bool(DOTS.search(line.text)) for line in own) >= 0.5 * len(own):
        return True
    headings = {_letters(line.text) for line in lines if not LED.fullmatch(line.text)}
    return sum(_letters(entry.title) in headings for entry in entries if isinstance(entry, Entry)) >= 0.5 * len(entries)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())


def _entries(lines: Sequence[Line], start: int) -> tuple[list[Element], int]:
    """Read entries from a line on; return them and the first line after the list."""
    entries: list[Element] = []
    waiting: list[Line] = []
    last, after = 0, start
    for at in range(start, len(lines)):
        line = lines[at]
        if len(waiting) > MAX_WRAP or (entries and _leaves(line, lines[after - 1])):
            break
        match = _page_match(line.text, last, bool(waiting))
        if match is None:
            waiting.append(line)
            continue
        if waiting and OTHER_TITLE.fullmatch(waiting[0].text.strip()):
            entries.append(ContentsTitle(waiting.pop(0)))
        number = int(match["page"]) if match["page"].isdecimal() else None
        last = number or last
        title = " ".join([*(TRAIL.sub("", part.text) for part in waiting), match["title"]])
        entries.append(Entry(" ".join(title.split()), number, (waiting or [line])[0]))
        waiting, after = [], at + 1
    return entries, after


def _page_match(text: str, last: int, waiting: bool) -> re.Match[str] | None:
    """Match a line that ends an entry; without leaders its page must follow on from the one before."""
    led = LED.fullmatch(text)
    if led and (led["title"] or waiting):
        return led
    plain = (LONE.fullmatch(text) if waiting else None) or PLAIN.fullmatch(text)
    if plain is None and last:
        tight = TIGHT.fullmatch(text)
        return tight if tight and last <= int(tight["page"]) <= last + 10 else None
    return plain if plain and last <= int(plain["page"]) <= last + 60 else None


def _leaves(line: Line, before: Line) -> bool:
    """Whether a line in another size than the entries ends the list ('List of figures' heads a second one)."""
    return not OTHER_TITLE.fullmatch(line.text.strip()) and abs(line.size - before.size) > 0.12 * before.size
