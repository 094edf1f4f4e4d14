"""True or false with correction: a clause or limit as it stands, or with one thing changed that, checked, holds nowhere."""

from random import Random

from training.quiz_actors import apart, named
from training.quiz_clauses import Clause
from training.quiz_ground import Ground
from training.quiz_items import Item, ItemKind, Option, Proof
from training.quiz_limits import gapped, wrong_limits
from training.quiz_who import bodies, old_actor, one_modal
from training.quiz_wording import alone, capital, gives_away, item, lowered, part_of, said
from training.time_limits import TimeLimit

STRONGER = {"must": (), "should": ("must",), "may": ("should", "must")}
"""What a word of duty can be changed to: who must do something should and may do it as well, so a weaker word is not false."""


def true_duty(ground: Ground, clause: Clause, rng: Random) -> Item | None:
    """A clause as it stands."""
    proof = ground.proof_of(clause)
    return _item(ground, clause.paragraph, f"{lowered(clause.subject)} {clause.modal} {clause.predicate}", True, "", (proof,))


def false_actor(ground: Ground, clause: Clause, rng: Random) -> Item | None:
    """A clause said of another actor: the withdrawn edition's, or one of the same part that has no such duty anywhere."""
    if clause not in bodies([clause]):
        return None
    old = next(old_actor(ground, clause), None)
    if old:
        return _said_of(ground, clause, old[0].text, (ground.proof_of(clause), old[1]), " The withdrawn 2015 edition said so.")
    home = ground.library.paragraphs[clause.paragraph].heading[:2]
    others = sorted({c.actor for c in ground.clauses if ground.library.paragraphs[c.paragraph].heading[:2] == home})
    rng.shuffle(others)
    for actor in others:
        if not apart(clause.actor, actor) or gives_away(clause.predicate, named(actor)):
            continue
        if ground.same_duty(clause.predicate, actor) is None:
            return _said_of(ground, clause, named(actor), (ground.proof_of(clause),), "")
    return None


def false_modal(ground: Ground, clause: Clause, rng: Random) -> Item | None:
    """A clause with a stronger word of duty."""
    stronger = STRONGER[clause.modal]
    if not stronger or not one_modal(ground, clause):
        return None
    other = rng.choice(stronger)
    statement = f"{lowered(clause.subject)} {other} {clause.predicate}"
    fix = f"The word is ‘{clause.modal}’, not ‘{other}’."
    return _item(ground, clause.paragraph, statement, False, fix, (ground.proof_of(clause),))


def limit(ground: Ground, row: TimeLimit, rng: Random, true: bool) -> Item | None:
    """A sentence with its time limit, or with one that nothing in force gives for the same."""
    gap = gapped(row)
    if gap is None:
        return None
    proof = ground.proof(row.place, gap.quote)
    if true:
        return _item(ground, row.place.id, gap.filled(gap.limit), True, "", (proof,), quoted=True)
    wrong = wrong_limits(ground, row, gap, rng, 1)
    if not wrong:
        return None
    words, why = wrong[0]
    fix = f"The limit is {gap.limit}, not {words}.{' ' + why if 'withdrawn' in why else ''}"
    return _item(ground, row.place.id, gap.filled(words), False, fix, (proof,), quoted=True)


def _said_of(ground: Ground, clause: Clause, actor: str, proofs: tuple[Proof, ...], more: str) -> Item | None:
    statement = f"{lowered(actor)} {clause.modal} {clause.predicate}"
    fix = f"It says this of {lowered(named(clause.actor))}, not of {lowered(actor)}.{more}"
    return _item(ground, clause.paragraph, statement, False, fix, proofs, hidden=f"{clause.subject} {actor}")


def _item(
    ground: Ground,
    paragraph: str,
    statement: str,
    true: bool,
    fix: str,
    proofs: tuple[Proof, ...],
    quoted: bool = False,
    hidden: str = "",
) -> Item | None:
    short = ground.short(paragraph)
    begin = part_of(ground.library, ground.library.paragraphs[paragraph], hidden)
    if not begin and not alone(statement):
        return None
    told = f"‘{capital(statement).rstrip('.')}.’" if quoted else f"{statement.rstrip('.')}."
    claim = f"{begin}{short} says: {told}" if quoted else f"{begin}{short} says that {told}"
    right = f"True. {said(proofs[0])}" if true else f"False. {fix} {said(proofs[0])}"
    options = (
        Option("True", true, said(proofs[0]) if true else fix),
        Option("False", not true, f"{fix} {said(proofs[0])}" if not true else "It says so."),
    )
    question = f"True or false? {capital(claim)}"
    return item(ItemKind.TRUE_FALSE, question, proofs, right, options, statements=ground.serves.get(paragraph, ()))
