"""From a paragraph that was asked for to another: 'and the next one?', 'what comes before paragraph 30?', 'and 168?'."""

import re
from collections.abc import Collection, Sequence

from retriever.pointers import AGAIN, Missing, Pointed

_NEXT = re.compile(
    r"^\W*(?!what(?:'s|’s| is)? next\b)"
    r"(?:(?:and|ok(?:ay)?|now|so|then|please|what about|how about|"
    r"what(?:'s|’s| is| does| comes)|can you|(?:show|read|give) me)\W+)*"
    r"(?:the )?(?:(?P<after>next|following|(?:one|para(?:graph)?) after)|previous|preceding|(?:one|para(?:graph)?) before)"
    r"(?: (?:one|(?P<noun>para(?:graph)?|footnote|question|statement)))?(?: (?:after|before|says?|please|that|it))*\W*$",
    re.IGNORECASE,
)
"""Asks for what stands beside the paragraph that was asked for before: 'and the next one?'."""
_BESIDE = re.compile(
    r"^\W*(?:(?:and|ok(?:ay)?|now|so|please|can you|(?:show|read|give) me|what(?:['’]?s| is| does| are)?|which|"
    r"(?:para(?:graph)?|one)|is|comes?|stands?|says?|right|directly|immediately|straight|the)\W+)*"
    r"(?:(?P<after>after|follow(?:s|ing)|next(?: (?:one|para(?:graph)?|footnote))?(?: (?:after|to))?)|"
    r"before|preced(?:es|ing)|previous(?: (?:one|para(?:graph)?|footnote))?(?: to)?)\W+"
    r"(?=(?:(?:the|para(?:graph)?s?|footnote|fn|statement|question)\W+)*s?\d)(?P<named>.+)$",
    re.IGNORECASE,
)
"""Asks for what stands beside a paragraph that it names: 'what comes after paragraph 169?'."""
_NUMBERED = re.compile(
    r"^\W*(?:(?:and|ok(?:ay)?|now|so|then|please|what about|how about)\W+)*"
    r"(?:(?:number|outcome|statement) )?(?P<number>\d{1,3})\W*$",
    re.IGNORECASE,
)
"""Asks by its number alone for another of what was named: 'and 168?'."""
_NOUNS = (("footnote", re.compile(r"/fn-\d+$")), ("question", re.compile(r"/Q\d+$")), ("statement", re.compile(r"/S\d\.\w+$")))
_LAST_NUMBER = re.compile(r"\d+$")


def beside_named(question: str) -> str:
    """What a question names of which it asks what stands beside it; empty for any other question."""
    asked = _BESIDE.match(question)
    return f"{'paragraph ' if asked['named'][0].isdigit() else ''}{asked['named']}" if asked else ""


def steps(question: str) -> bool:
    """Whether a question asks for what stands beside a paragraph (that it names, or asked for before), or another number."""
    return bool(_NEXT.match(question) or _BESIDE.match(question) or _NUMBERED.match(question))


def stepped(question: str, named: Sequence[str], known: Collection[str]) -> Pointed:
    """What has the number after the last or before the first of those that were named, if a question asks for that."""
    if named and (other := _NUMBERED.match(question)):
        return _numbered(named[-1], other["number"], known)
    asked = _BESIDE.match(question) or _NEXT.match(question)
    if not (asked and named):
        return Pointed()
    step, last = (1, named[-1]) if asked["after"] else (-1, named[0])
    last = last.removesuffix(AGAIN)
    noun = _noun(last)
    if not _LAST_NUMBER.search(last) or not noun.startswith((asked.groupdict().get("noun") or noun).lower()):
        return Pointed()
    beside = _LAST_NUMBER.sub(lambda number: str(int(number[0]) + step), last)
    found = tuple(own for own in (beside, f"{beside}{AGAIN}") if own in known)
    doc, _, name = last.rpartition("/")
    side = "after" if asked["after"] else "before"
    return Pointed(found, () if found else (Missing(doc.partition("/")[0], f"{noun} {side} {name.removeprefix('fn-')}"),))


def _numbered(last: str, number: str, known: Collection[str]) -> Pointed:
    """What has a number where what was named has its own: 'wt-2026/168' for 'wt-2026/167'."""
    other = _LAST_NUMBER.sub(number, last.removesuffix(AGAIN))
    noun = _noun(last)
    found = tuple(own for own in (other, f"{other}{AGAIN}") if own in known)
    return Pointed(found, () if found else (Missing(last.partition("/")[0], f"{noun} {number}"),))


def _noun(name: str) -> str:
    """What the paragraph of an id is called."""
    return next((noun for noun, pattern in _NOUNS if pattern.search(name)), "paragraph")
