"""Where words stand in a text, and a text as HTML with links and marks in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True)
class Link:
    """Characters of a text (end not included) that lead somewhere."""

    start: int
    end: int
    href: str


Mark = tuple[int, int]


def places(words: str, text: str) -> Iterator[Mark]:
    """Where words stand in a text, however spaces and capitals are written; whole words only."""
    pieces = words.split()
    if pieces:
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, pieces)) + r"(?!\w)"
        yield from (m.span() for m in re.finditer(pattern, text, re.IGNORECASE))


def apart(links: Iterable[Link]) -> list[Link]:
    """Links in order, of those that overlap the first and longest."""
    kept: list[Link] = []
    for link in sorted(links, key=lambda own: (own.start, -own.end)):
        if not kept or link.start >= kept[-1].end:
            kept.append(link)
    return kept


def drawn(text: str, links: Sequence[Link], marks: Sequence[Mark]) -> Markup:
    """The text with its links (apart from one another) and marked words; a mark that cuts a link takes it in whole."""
    wide = _joined([_widened(mark, links) for mark in marks])
    made, place = [], 0
    for start, end in wide:
        made += [_linked(text, links, place, start), Markup("<mark>{}</mark>").format(_linked(text, links, start, end))]
        place = end
    return Markup("").join([*made, _linked(text, links, place, len(text))])


def _widened(mark: Mark, links: Sequence[Link]) -> Mark:
    cut = [own for own in links if own.start < mark[1] and own.end > mark[0]]
    return min([mark[0], *(own.start for own in cut)]), max([mark[1], *(own.end for own in cut)])


def _joined(marks: Sequence[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _linked(text: str, links: Sequence[Link], start: int, end: int) -> Markup:
    made, place = [], start
    for own in (own for own in links if start <= own.start and own.end <= end):
        made += [escape(text[place : own.start]), _anchor(own.href, text[own.start : own.end])]
        place = own.end
    return Markup("").join([*made, escape(text[place:end])])


def _anchor(href: str, words: str) -> Markup:
    outside = Markup(' rel="noreferrer"') if href.startswith("http") else Markup("")
    return Markup('<a class="govuk-link" href="{}"{}>{}</a>').format(href, outside, words)
