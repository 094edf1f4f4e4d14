"""Questions on duties: who must or should do it, which duty is whose, and how strongly it binds."""

from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random

from training.quiz_actors import GENERIC, STRATEGIC, apart, everybodys, named
from training.quiz_clauses import Clause
from training.quiz_ground import Ground
from training.quiz_items import Item, ItemKind, Option, Proof
from training.quiz_wording import alone, capital, gives_away, item, lowered, part_of, said

OPTIONS = 4
MODALS = ("must", "should", "may")
MEANING = {"must": "a requirement", "should": "an expectation", "may": "a choice, not a duty"}


def who(ground: Ground, clause: Clause, rng: Random) -> Item | None:
    """'Who does it say should ...?'; the wrong actors have no such duty in force, nor has anyone that holds or is in them."""
    if clause not in bodies([clause]):
        return None
    withdrawn = [*old_actor(ground, clause), *_board(ground, clause, rng)][:1]
    wrong = [*withdrawn, *islice(_elsewhere(ground, clause, rng), OPTIONS - 1 - len(withdrawn))]
    if len(wrong) < OPTIONS - 1:
        return None
    short = ground.short(clause.paragraph)
    proof = ground.proof_of(clause)
    begin = part_of(ground.library, ground.library.paragraphs[clause.paragraph], clause.subject)
    if not begin and not alone(clause.predicate):
        return None
    question = capital(f"{begin}who does {short} say {clause.modal} {clause.predicate}?")
    options = [Option(named(clause.actor), True, said(proof)), *(option for option, _ in wrong)]
    rng.shuffle(options)
    proofs = (proof, *(p for _, p in wrong))
    explained = f"{capital(named(clause.actor))}. {said(proof)}"
    return item(
        ItemKind.CHOICE, question, proofs, explained, tuple(options), statements=ground.serves.get(clause.paragraph, ())
    )


def which(ground: Ground, clause: Clause, rng: Random) -> Item | None:
    """'Which of these does it say the police should do?'; the wrong duties are others' and, checked, nowhere this actor's."""
    begin = part_of(ground.library, ground.library.paragraphs[clause.paragraph], clause.subject)
    if clause not in bodies([clause]) or not (begin or alone(clause.predicate)):
        return None
    wrong: list[tuple[Option, Proof]] = []
    for other in (*_gone(ground, clause, rng), *_near(ground, clause, rng)):
        alike = any(ground.nearness.same(other.predicate, o.text) for o, _ in wrong)
        if not alike and _beside(ground, clause, other):
            wrong.append(_taken(ground, other))
        if len(wrong) == OPTIONS - 1:
            break
    else:
        return None
    proof = ground.proof_of(clause)
    asked = f"which of these does {ground.short(clause.paragraph)} say {lowered(named(clause.actor))} {clause.modal} do?"
    options = [Option(capital(clause.predicate), True, said(proof)), *(option for option, _ in wrong)]
    rng.shuffle(options)
    proofs = (proof, *(p for _, p in wrong))
    statements = ground.serves.get(clause.paragraph, ())
    return item(ItemKind.CHOICE, capital(begin + asked), proofs, said(proof), tuple(options), statements=statements)


def _beside(ground: Ground, clause: Clause, other: Clause) -> bool:
    """Whether another's duty can stand as a wrong answer: as strong, of like length, naming nobody, and not this actor's."""
    if other.modal != clause.modal or not _as_long(other, clause) or not _not_his(ground, other, clause.actor):
        return False
    if gives_away(other.predicate, clause.subject) or everybodys(other.predicate):
        return False
    home, there = (ground.library.paragraphs[c.paragraph].heading[:2] for c in (clause, other))
    return alone(other.predicate) or (home == there and len(home) > 1)


def _taken(ground: Ground, other: Clause) -> tuple[Option, Proof]:
    proof = ground.proof_of(other)
    if proof.standing == "withdrawn":
        why = f"That was for {lowered(named(other.actor))} in the withdrawn edition, which is not in force. {said(proof)}"
    else:
        why = f"That is for {lowered(named(other.actor))}. {said(proof)}"
    return Option(capital(other.predicate), False, why), proof


def _gone(ground: Ground, clause: Clause, rng: Random) -> list[Clause]:
    """At most one duty of the withdrawn edition that nothing in force gives to anybody."""
    old = [c for c in ground.old_clauses if c.modal == clause.modal and c.actor not in GENERIC and apart(clause.actor, c.actor)]
    rng.shuffle(old)
    return next(([c] for c in old if not ground.same_duties(c.predicate)), [])


def modal(ground: Ground, clause: Clause, rng: Random) -> Item | None:
    """'Which word fills the gap?': must, should or may; no other paragraph in force binds this duty otherwise."""
    if not one_modal(ground, clause):
        return None
    proof = ground.proof_of(clause)
    begin = part_of(ground.library, ground.library.paragraphs[clause.paragraph])
    if not begin and not alone(clause.predicate):
        return None
    sentence = f"{capital(clause.subject)} ____ {clause.predicate}."
    question = capital(f"{begin}which word does {ground.short(clause.paragraph)} use in the gap? ‘{sentence}’")
    options = tuple(
        Option(
            word,
            word == clause.modal,
            f"‘{capital(word)}’ would make it {MEANING[word]}." if word != clause.modal else said(proof),
        )
        for word in MODALS
    )
    explained = f"‘{capital(clause.modal)}’: {MEANING[clause.modal]}. {said(proof)}"
    return item(ItemKind.CHOICE, question, (proof,), explained, options, statements=ground.serves.get(clause.paragraph, ()))


def one_modal(ground: Ground, clause: Clause) -> bool:
    """Whether the clause has no other word of duty and nothing in force says the same duty with another one."""
    if any(word in clause.predicate.split() for word in (*MODALS, "shall", "required", "duty")):
        return False
    return all(str(duty.obligation) == clause.modal for duty in ground.same_duties(clause.predicate))


def old_actor(ground: Ground, clause: Clause) -> Iterator[tuple[Option, Proof]]:
    """The actor on whom the withdrawn edition put the same duty, if it was another and has it nowhere now."""
    for old in ground.old_clauses:
        if not ground.nearness.same(old.predicate, clause.predicate) or old.actor in GENERIC:
            continue
        if apart(clause.actor, old.actor) and ground.same_duty(clause.predicate, old.actor) is None:
            proof = ground.proof_of(old)
            yield (
                Option(named(old.actor), False, f"That was so in the withdrawn edition, which is not in force. {said(proof)}"),
                proof,
            )
            return


def _board(ground: Ground, clause: Clause, rng: Random) -> Iterator[tuple[Option, Proof]]:
    """For those who took its place: an actor that only the withdrawn edition knows."""
    gone = [c for c in ground.old_clauses if c.actor not in GENERIC and c.actor not in ground.actors]
    if clause.actor in STRATEGIC and gone:
        old = rng.choice(gone)
        proof = ground.proof_of(old)
        why = f"{named(old.actor)} are named only in the withdrawn edition, which is not in force. {said(proof)}"
        yield Option(named(old.actor), False, why), proof


def _elsewhere(ground: Ground, clause: Clause, rng: Random) -> Iterator[tuple[Option, Proof]]:
    """Actors of the same part of the guidance, then of others, that have other duties."""
    seen = {clause.actor}
    for other in _near(ground, clause, rng):
        if other.actor in seen or gives_away(clause.predicate, named(other.actor)):
            continue
        seen.add(other.actor)
        if _not_his(ground, clause, other.actor):
            proof = ground.proof_of(other)
            why = (
                f"{ground.short(other.paragraph)} gives {lowered(named(other.actor))} other duties, for example: {said(proof)}"
            )
            yield Option(named(other.actor), False, why), proof


def _near(ground: Ground, clause: Clause, rng: Random) -> Iterable[Clause]:
    """Clauses of actors who are apart from this one's, those of the same section first, then the same chapter, by chance."""
    home = ground.library.paragraphs[clause.paragraph].heading
    others = [c for c in ground.clauses if apart(clause.actor, c.actor)]
    rng.shuffle(others)

    def distance(other: Clause) -> int:
        heading = ground.library.paragraphs[other.paragraph].heading
        return -sum(a == b for a, b in zip(home, heading, strict=False))

    return sorted(others, key=distance)


def _not_his(ground: Ground, clause: Clause, actor: str) -> bool:
    """Whether nothing in force gives the clause's duty to an actor that is apart from its own."""
    return apart(clause.actor, actor) and ground.same_duty(clause.predicate, actor) is None


def _as_long(one: Clause, other: Clause) -> bool:
    """Whether two predicates are of like length, so that length gives nothing away."""
    first, second = len(one.predicate), len(other.predicate)
    return 0.5 <= first / second <= 2


def bodies(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """The clauses of actors of their own that are not everybody's and whose predicates do not name their actors."""
    own = (c for c in clauses if c.actor not in GENERIC and not everybodys(c.predicate) and not c.subject.startswith("Each "))
    return tuple(c for c in own if not gives_away(c.predicate, c.subject))
