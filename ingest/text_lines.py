"""Lines of a plain text: quoting signs, drawn rules and running page headers are taken out before its blocks are read."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.model import Span

_QUOTE = re.compile(r"(?:>[ \t]?)+")
_MEASURE = re.compile(r">\s*[£\d]")
_RULE = re.compile(r"\s*(?P<sign>[-=_*~])(?:\s*(?P=sign)){2,}$")
_UNDERLINES = {"=": 1, "-": 2}
_NO_TITLE = re.compile(r"[.,;]$")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Line:
    """A non-blank line and where it stands; `opens` says that a blank line stands before it."""

    text: str
    start: int
    opens: bool
    underlined: int = 0
    """The rank of a title underlined with '=' (1) or '-' (2)."""

    @property
    def span(self) -> Span:
        """The line without its line end."""
        return Span(self.start, self.start + len(self.text))


def read_lines(source: str) -> tuple[list[Line], list[Line]]:
    """The lines of a text, and those that run at the head or foot of its pages, which form feeds part."""
    pages, start = list[list[Line]](), 0
    for page in source.split("\f"):
        pages.append(list(_without_rules(_lines(page, start))))
        start += len(page) + 1
    running = _running(pages)
    left_out = set(running)
    return [line for page in pages for line in page if line not in left_out], running


def _lines(source: str, position: int) -> Iterator[Line]:
    """The lines of a page that starts at `position`; a line more or less quoted than the one before opens."""
    blank, before = True, 0
    for quoted, group in groupby(source.split("\n"), lambda raw: raw.startswith(">")):
        rows = list(group)
        quoted = quoted and len(rows) > 1 and not all(_MEASURE.match(row) for row in rows)
        for row in rows:
            sign = _QUOTE.match(row) if quoted else None
            signs = sign[0] if sign else ""
            text, depth = row[len(signs) :].rstrip(), signs.count(">")
            if text:
                yield Line(text, position + len(signs), blank or depth != before)
            blank, before = not text, depth
            position += len(row) + 1


def _without_rules(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines without those drawn of signs; a rule right under a line of its own makes it a title, others part."""
    last: Line | None = None
    parted = False
    for line in lines:
        rule = _RULE.match(line.text)
        if rule is None:
            if last is not None:
                yield last
            last, parted = replace(line, opens=line.opens or parted), False
            continue
        if last is not None and not (parted or line.opens) and last.opens and _underlines(line.text, last.text):
            last = replace(last, underlined=_UNDERLINES.get(rule["sign"], 0))
        parted = True
    if last is not None:
        yield last


def _underlines(rule: str, title: str) -> bool:
    return len(rule.split()) == 1 and not _NO_TITLE.search(title)


def _running(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """First and last lines that at least half of the pages have, but for their numbers."""
    edges = [list(dict.fromkeys((page[0], page[-1]))) for page in pages if page]
    counts = Counter(key for lines in edges for key in {_key(line) for line in lines})
    return [line for lines in edges for line in lines if counts[_key(line)] >= max(2, len(edges) / 2)]


def _key(line: Line) -> str:
    return "".join(_DIGITS.sub("#", line.text.casefold()).split())
