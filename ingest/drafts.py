"""Paragraphs being gathered, and the last touches to them once a whole document is read."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Kind, PageSource, Part


@dataclass
class Draft:
    """A paragraph being gathered; `name` is its id without the document."""

    name: str
    kind: Kind
    heading: tuple[str, ...]
    section: str
    number: str = ""
    title: str = ""
    parts: list[Part] = field(default_factory=list)
    page: int | None = None
    page_source: PageSource | None = None


_FIRST = ("1", "a", "A", "i", "I")
"""Number the first item of a list."""
LONG_RUN = 10
"""A numbered list of at least this many items in one section is read item by item."""


def tidy(drafts: Sequence[Draft], sections: Sequence[str]) -> list[Draft]:
    """Split long numbered lists into citable items; name a section's only paragraph after the section."""
    split = list(_split_runs(drafts))
    for draft in split:
        draft.parts = level_items(draft.parts)
    return _name_only_children(split, sections)


def _split_runs(drafts: Sequence[Draft]) -> Iterator[Draft]:
    runs = {s for s, n in _runs(drafts).items() if n >= LONG_RUN}
    opened: dict[str, Draft] = {}
    for draft in drafts:
        if draft.kind is not Kind.BLOCK or draft.section not in runs:
            yield draft
            continue
        for part in draft.parts:
            number = _number(part)
            if draft.section not in opened or number:
                name = f"{draft.section}/{number or 0}"
                own = replace(part, marker="", level=0) if number else part
                opened[draft.section] = replace(draft, name=name, number=str(number), parts=[own], page=part.page or draft.page)
                yield opened[draft.section]
            else:
                opened[draft.section].parts.append(part)


def _runs(drafts: Sequence[Draft]) -> Counter[str]:
    """How long the run of numbers 1, 2, 3 ... in each section's lists is."""
    runs: Counter[str] = Counter()
    for draft in drafts:
        for part in draft.parts if draft.kind is Kind.BLOCK else ():
            if _number(part) == runs[draft.section] + 1:
                runs[draft.section] += 1
    return runs


def _number(part: Part) -> int:
    match = re.fullmatch(r"(\d{1,2})\.", part.marker)
    return int(match[1]) if match and part.level == 1 else 0


def _name_only_children(drafts: list[Draft], sections: Sequence[str]) -> list[Draft]:
    children = Counter(d.section for d in drafts)
    parents = {s.rsplit("/", 1)[0] for s in sections if "/" in s}
    for draft in drafts:
        only = children[draft.section] == 1 and draft.section not in parents
        if only and draft.kind is Kind.BLOCK and draft.name == f"{draft.section}/1":
            draft.name, draft.number = draft.section, ""
    return drafts


def level_items(parts: Sequence[Part]) -> list[Part]:
    """
    Give list items their nesting, 1 being outermost.

    Indentation alone misleads where a page break shifted it, so the kind of marker counts as well: bullets below
    a lettered item are one level deeper, and the next letter ends them. A list of the same kind is another one if it
    starts again further in; it ends where one further out goes on.
    """
    levelled: list[Part] = []
    open_lists: list[tuple[str, int]] = []
    for part in parts:
        if not part.level:
            open_lists = []
            levelled.append(part)
            continue
        opens = part.marker.strip("().") in _FIRST
        open_lists = _enter(open_lists, _marker_kind(part.marker, open_lists), part.level, opens)
        levelled.append(replace(part, level=len(open_lists)))
    return levelled


def _enter(open_lists: list[tuple[str, int]], kind: str, indent: int, opens: bool) -> list[tuple[str, int]]:
    """The lists open at an item of `kind` at `indent`, outermost first; `opens`: its number is the first of a list."""
    kinds = [k for k, _ in open_lists]
    if not open_lists:
        return [(kind, indent)]
    if kind == "bullet" and kinds[-1] == "bullet":
        lettered_above = len(kinds) > 1 and kinds[-2] != "bullet"
        if indent > open_lists[-1][1] and not lettered_above:
            return [*open_lists, (kind, indent)]
        while len(open_lists) > 1 and kinds[-2] == "bullet" and indent < open_lists[-1][1]:
            open_lists, kinds = open_lists[:-1], kinds[:-1]
        return [*open_lists[:-1], (kind, min(indent, open_lists[-1][1]))]
    if kind in kinds and not (opens and indent > open_lists[-1][1]):
        places = [place for place, own in enumerate(kinds) if own == kind]
        last = max((place for place in places if open_lists[place][1] <= indent), default=places[0])
        return open_lists[: last + 1]
    return [*open_lists, (kind, indent)] if kind == "bullet" or kinds[-1] != "bullet" else [(kind, indent)]


def _marker_kind(marker: str, open_lists: Sequence[tuple[str, int]]) -> str:
    letters = marker.strip("().")
    if letters.isdigit():
        return "number"
    if not letters.isalpha():
        return "bullet"
    roman = set(letters) <= set("ivx") and any(kind in ("letter", "roman") for kind, _ in open_lists)
    return "roman" if roman or len(letters) > 1 else "letter"
