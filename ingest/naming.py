"""Stable ids and labels: the same paragraph gets the same name in every build and from every format."""

import re

_APOSTROPHES = re.compile(r"['’‘]")
_OTHER = re.compile(r"[^a-z0-9]+")
_ENUMERATED = re.compile(
    r"(?P<kind>chapter|section|appendix|annex|part)\s+(?P<number>\w+)\b[:.\s–-]*(?P<rest>.*)", re.IGNORECASE
)
_STANDARD = re.compile(r"standard\s+(?P<number>\d+)\b", re.IGNORECASE)
SLUG_LENGTH = 60
SECOND = "-bis"
"""At the end of the name of a paragraph that has the number of another."""


def slug(title: str) -> str:
    """A title as a piece of an id, cut at a word after `SLUG_LENGTH` characters."""
    words = _OTHER.sub("-", _APOSTROPHES.sub("", title.lower())).strip("-")
    if len(words) <= SLUG_LENGTH:
        return words
    return words[: SLUG_LENGTH + 1].rsplit("-", 1)[0]


def section_slug(title: str, chapter: str) -> str:
    """
    A heading's piece of an id: 'Chapter 2: Multi-agency ...' is 'chapter-2', a section carries its chapter.

    `chapter` is the slug of the enclosing chapter, or ''.
    """
    if "glossary" in title.lower():
        return "glossary"
    if match := _ENUMERATED.match(title):
        own = f"{match['kind'].lower()}-{match['number'].lower()}"
        return f"{chapter}-{own}" if chapter and match["kind"].lower() == "section" else own
    if match := _STANDARD.match(title):
        return f"S{match['number']}"
    return slug(title)


class Names:
    """Gives each name once; a second claim gets a suffix."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[tuple[str, str], int] = {}

    def claim(self, name: str, second: str = "-2") -> str:
        """The name itself; or with `second` at its end if it is taken, then with '-3' ..."""
        free, n = name, self._next.get((name, second), 2)
        while free in self._taken:
            free = name + (second if n == 2 else f"-{n}")
            n += 1
        self._taken.add(free)
        self._next[name, second] = n
        return free
