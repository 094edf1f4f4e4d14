"""Mark an answer to an item, as the self-test does; nothing is kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from training.quiz_items import Item, ItemKind
from training.quiz_limits import NUMBERS
from training.quiz_wording import squeezed


@dataclass(frozen=True)
class Marked:
    """Whether an answer is right, and why: what is said of the answer that was given, if it was wrong."""

    item: Item
    given: tuple[str, ...]
    right: bool
    why: str


def mark(item: Item, given: Sequence[str]) -> Marked:
    """
    Mark what was given: the number of an option from 1 (choice, true or false), for each step shown its place from 1 (order),
    for each actor the number of the duty shown from 1 (match), or the words of a limit.
    """
    answers = tuple(squeezed(text)[:200] for text in given)
    if item.kind is ItemKind.LIMIT:
        typed = _limit(answers[0]) if answers else ""
        return Marked(item, answers, typed in {_limit(a) for a in item.accepted}, "")
    if item.kind in (ItemKind.ORDER, ItemKind.MATCH):
        return Marked(item, answers, answers == key(item), "")
    chosen = next((o for n, o in enumerate(item.options, 1) if answers[:1] == (str(n),)), None)
    return Marked(item, answers, chosen is not None and chosen.right, chosen.why if chosen else "")


def key(item: Item) -> tuple[str, ...]:
    """The right answer as `mark` takes it."""
    match item.kind:
        case ItemKind.LIMIT:
            return item.accepted[:1]
        case ItemKind.ORDER:
            return tuple(str(place + 1) for place in item.shown)
        case ItemKind.MATCH:
            return tuple(str(item.shown.index(place) + 1) for place in range(len(item.options)))
        case _:
            return tuple(str(n) for n, o in enumerate(item.options, 1) if o.right)


def _limit(words: str) -> str:
    """A limit in one spelling: digits, small letters, singular, without 'within' and full stop."""
    text = re.sub(r"^(?:within|no later than|no longer than|no more than)\s+", "", words.lower().strip(" ."))
    text = re.sub(r"\b(?:" + "|".join(_WRITTEN) + r")\b", lambda m: _WRITTEN[m.group()], text)
    return re.sub(r"\b(hour|day|week|month|year)s\b", r"\1", squeezed(text.replace("-", " ")))


_WRITTEN = {word: str(n) for n, word in enumerate(NUMBERS, 1)} | {"fifteen": "15", "forty-five": "45", "twenty-eight": "28"}
