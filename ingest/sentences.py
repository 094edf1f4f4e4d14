"""Sentences with the duty each carries: must, should or may, and on whom."""

import re
from collections.abc import Iterator, Sequence

from corpus.model import Obligation, Part, Sentence
from ingest.actors import last_actor

_BOUNDARY = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[A-Z\"'“‘(\[])")
_ABBREVIATED = re.compile(r"(\b(e\.g|i\.e|etc|cf|vs|No|Nos|para|paras|Dr|Mr|Mrs|Ms|St|Vol|p|pp|s|ss|v)|\b[A-Z])\.$")
_MUST = re.compile(r"\bmust\b")
_SHOULD = re.compile(r"\bshould\b")
_MAY = re.compile(
    r"\bmay\b(?! (?:also |not |well |already |then )?(?:be|have|hold|need|feel|face|find|show|seem|include|"
    r"experience|become|appear|suffer|present|lead|result|arise|help|involve|occur|live|require support|"
    r"require accommodation|indicate|reflect|come|increase|influence|impact|affect|benefit|cause|play|no longer)\b)"
)
_SERVED = ("children", "families")
"""What they 'may' do is what may happen to them, no permission; and in a list it is the lead-in that says who acts."""
_NEAR = 90
"""How many characters before 'may' its actor must stand for it to be a permission."""


def sentences(parts: Sequence[Part]) -> tuple[Sentence, ...]:
    """Every sentence of running text and every list item, in order; an item may take its lead-in's duty."""
    found: list[Sentence] = []
    leads: dict[int, int | None] = {}
    for index, part in enumerate(parts):
        lead = _lead(parts, index, leads)
        leads[index] = lead
        ruled = _ruling(found, lead)
        for text in split(part.text):
            found.append(_judged(text, index, lead, ruled))
    return tuple(found)


def split(text: str) -> Iterator[str]:
    """Cut running text into sentences; abbreviations do not end one."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        if _ABBREVIATED.search(text[start : match.start()]):
            continue
        yield text[start : match.end()].strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()


def obligation_of(text: str) -> tuple[Obligation, str]:
    """The strongest duty word of a sentence and the actor before it."""
    for pattern, obligation in ((_MUST, Obligation.MUST), (_SHOULD, Obligation.SHOULD)):
        if match := pattern.search(text):
            return obligation, last_actor(text[: match.start()])
    for match in _MAY.finditer(text):
        actor = last_actor(text[max(0, match.start() - _NEAR) : match.start()])
        if actor and actor not in _SERVED:
            return Obligation.MAY, actor
    return Obligation.NONE, ""


def _judged(text: str, part: int, lead: int | None, ruled: Sentence | None) -> Sentence:
    obligation, actor = obligation_of(text)
    if ruled is not None and obligation is Obligation.NONE:
        obligation, actor = ruled.obligation, ruled.actor
    elif ruled is not None and (not actor or actor in _SERVED):
        actor = ruled.actor
    return Sentence(text, part, obligation, actor, lead)


def _lead(parts: Sequence[Part], index: int, leads: dict[int, int | None]) -> int | None:
    """The part whose words open the list that this item stands in."""
    level = parts[index].level
    if not level:
        return None
    for above in range(index - 1, -1, -1):
        if parts[above].level < level:
            return above if parts[above].text.endswith(":") or parts[above].level else leads.get(above)
    return None


def _ruling(found: list[Sentence], lead: int | None) -> Sentence | None:
    """The last sentence of the lead-in, if there is one."""
    if lead is None:
        return None
    return next((s for s in reversed(found) if s.part == lead), None)
