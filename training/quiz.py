"""Make a quiz from the guidance: the same library, wishes and seed make the same quiz."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random
from typing import TypeVar

from corpus.library import Library
from training.errors import TrainingError
from training.quiz_ground import Ground, ground
from training.quiz_items import Item, ItemKind, Quiz
from training.quiz_limits import choose, fill
from training.quiz_match import match
from training.quiz_order import Process, order, processes
from training.quiz_scope import Scope, scope
from training.quiz_terms import term
from training.quiz_truth import false_actor, false_modal, limit, true_duty
from training.quiz_who import modal, which, who
from training.time_limits import Sort

Row = TypeVar("Row")
Make = Callable[[Ground, Row, Random], Item | None]
LONGEST = 500
"""Characters of a topic."""
MOST = 100
"""Items in one quiz."""


def quiz(
    library: Library, topic: str = "", standard: int | None = None, statement: str = "", count: int = 10, seed: int = 1
) -> Quiz:
    """A quiz of `count` items (fewer if the guidance yields no more sound ones); TrainingError if there is nothing to ask."""
    if not 1 <= count <= MOST:
        raise TrainingError(f"A quiz has 1 to {MOST} items, not {count}.")
    if len(topic) > LONGEST:
        raise TrainingError(f"The topic has {len(topic):,} characters; {LONGEST} are the most.")
    wanted = scope(library, topic, standard, statement)
    rng = Random(f"{seed}|{wanted.title}|{statement}")
    items = tuple(_chosen(ground(library), wanted, rng, count))
    if not items:
        raise TrainingError(
            f"The guidance behind '{wanted.title}' yields no sound question; choose a wider topic or a whole standard."
        )
    return Quiz(wanted.title, topic.strip(), standard, statement, seed, items, library.manifest.fingerprint)


def _chosen(own: Ground, wanted: Scope, rng: Random, count: int) -> Iterator[Item]:
    """Items of every kind in turn, first of the paragraphs behind what is asked, then of their sections; nothing twice."""
    earlier: list[Item] = []
    for within in dict.fromkeys((wanted.core, wanted.around)):
        turns = [iter(source) for source in _sources(own, within, rng)]
        while turns and len(earlier) < count:
            for turn in list(turns):
                made = next((made for made in turn if not any(_repeats(own, made, other) for other in earlier)), None)
                if made is None:
                    turns.remove(turn)
                    continue
                earlier.append(made)
                yield made
                if len(earlier) == count:
                    break


def _repeats(own: Ground, made: Item, earlier: Item) -> bool:
    """Whether two items ask the same or quote the same, be it only to explain why an answer is wrong."""
    alike = any(one == other or own.nearness.same(one, other) for one in asked(made) for other in asked(earlier))
    return alike or _quotes(made, earlier) or _quotes(earlier, made)


def _quotes(one: Item, other: Item) -> bool:
    """Whether what is explained of the one quotes a sentence of the other's; what only opens a list is none."""
    told = "\n".join((one.explanation, *(option.why for option in one.options)))
    lines = (" ".join(line.split()) for proof in other.proofs for line in proof.quote.splitlines())
    return any(line in told for line in lines if not line.endswith(":"))


def asked(made: Item) -> set[str]:
    """The words of the guidance that an item's key stands on, each once: two items of one quiz share none."""
    keys = made.proofs if made.kind in (ItemKind.MATCH, ItemKind.ORDER) else made.proofs[:1]
    return {" ".join(proof.quote.split()) for proof in keys}


def _sources(own: Ground, within: frozenset[str] | None, rng: Random) -> list[Iterator[Item]]:
    """What makes items, in the order of a quiz: each an endless hat of one kind, in an order by chance."""
    duties = [c for c in own.clauses if within is None or c.paragraph in within]
    limits = [t for t in own.limits if t.sort is Sort.WITHIN and (within is None or t.place.id in within)]
    terms = [d for d in own.definitions if within is None or d.place.id in within]
    steps = [p for p in processes() if within is None or any(step.paragraph in within for step in p.steps)]
    made = partial(_made, own, rng)
    return [
        made(who, duties),
        made(fill, limits),
        made(false_actor, duties),
        made(match, duties),
        made(modal, [c for c in duties if c.modal == "must"]),
        _ordered(own, rng, steps),
        made(which, duties),
        made(true_duty, duties),
        made(term, terms),
        made(choose, limits),
        made(false_modal, duties),
        made(partial(limit, true=False), limits),
        made(modal, duties),
        made(partial(limit, true=True), limits),
    ]


def _made(own: Ground, rng: Random, make: Make[Row], rows: Sequence[Row]) -> Iterator[Item]:
    for row in rng.sample(rows, len(rows)):
        if made := make(own, row, rng):
            yield made


def _ordered(own: Ground, rng: Random, rows: Sequence[Process]) -> Iterator[Item]:
    return _made(own, rng, order, rows)
