"""Match actor to duty: duties of actors who are apart, each checked not to be any of the others' as well."""

from random import Random

from training.quiz_actors import apart, named
from training.quiz_clauses import Clause
from training.quiz_ground import Ground
from training.quiz_items import Item, ItemKind, Option
from training.quiz_who import bodies
from training.quiz_wording import alone, capital, gives_away, item, part_of, said

FEWEST, MOST = 3, 4
"""Pairs in one item."""
LONGEST = 30
"""Words of a duty: a table of longer ones cannot be taken in."""


def match(ground: Ground, clause: Clause, rng: Random) -> Item | None:
    """The clause with those of two or three other actors: of the same part of the guidance if it has them."""
    if not _short(clause) or clause not in bodies([clause]):
        return None
    chosen = _beside(ground, clause, rng, same_part=True)
    names = " ".join(c.subject for c in chosen)
    begin = part_of(ground.library, ground.library.paragraphs[clause.paragraph], names)
    if len(chosen) < FEWEST or not begin:
        chosen, begin = _beside(ground, clause, rng, same_part=False), ""
    if len(chosen) < FEWEST or not (begin or all(alone(c.predicate) for c in chosen)):
        return None
    rng.shuffle(chosen)
    proofs = tuple(ground.proof_of(c) for c in chosen)
    options = tuple(
        Option(named(c.actor), True, said(proof), partner=capital(c.predicate)) for c, proof in zip(chosen, proofs, strict=True)
    )
    question = capital(f"{begin}match each of these to what {ground.short(clause.paragraph)} says they {clause.modal} do.")
    explained = " ".join(f"{named(c.actor)}: {said(proof)}" for c, proof in zip(chosen, proofs, strict=True))
    shown = tuple(rng.sample(range(len(chosen)), len(chosen)))
    served = tuple(dict.fromkeys(s for c in chosen for s in ground.serves.get(c.paragraph, ())))
    return item(ItemKind.MATCH, question, proofs, explained, options, shown=shown, statements=served)


def _beside(ground: Ground, clause: Clause, rng: Random, same_part: bool) -> list[Clause]:
    """The clause and others that can stand beside it, of its own part of the guidance or of any."""
    chosen = [clause]
    for other in _others(ground, clause, rng):
        inside = _part(ground, other) == _part(ground, clause)
        if len(chosen) < MOST and (inside if same_part else alone(other.predicate)) and _fits(ground, chosen, other):
            chosen.append(other)
    return chosen


def _part(ground: Ground, clause: Clause) -> tuple[str, ...]:
    return ground.library.paragraphs[clause.paragraph].heading


def _others(ground: Ground, clause: Clause, rng: Random) -> list[Clause]:
    """Clauses as strong, those nearest in the guidance first."""
    home = _part(ground, clause)
    others = [c for c in bodies(ground.clauses) if c.modal == clause.modal and _short(c)]
    rng.shuffle(others)
    return sorted(others, key=lambda other: -sum(a == b for a, b in zip(home, _part(ground, other), strict=False)))


def _fits(ground: Ground, chosen: list[Clause], other: Clause) -> bool:
    """Whether another pair can stand beside the chosen ones with one right way to match them."""
    for one in chosen:
        if (
            not apart(one.actor, other.actor)
            or gives_away(one.predicate, other.subject)
            or gives_away(other.predicate, one.subject)
        ):
            return False
        if ground.same_duty(one.predicate, other.actor) or ground.same_duty(other.predicate, one.actor):
            return False
    return True


def _short(clause: Clause) -> bool:
    return len(clause.predicate.split()) <= LONGEST
