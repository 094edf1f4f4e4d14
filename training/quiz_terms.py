"""Questions on terms: which one the guidance defines in these words."""

from random import Random

from training.definitions import Definition
from training.quiz_ground import Ground
from training.quiz_items import Item, ItemKind, Option
from training.quiz_nearness import words_of
from training.quiz_wording import capital, item, said, squeezed

OPTIONS = 4
SHORTEST, LONGEST = 8, 60
"""Words of a definition that can be asked."""


def term(ground: Ground, row: Definition, rng: Random) -> Item | None:
    """'Which term is defined in these words?'; no wrong term is named in them, part of the right one or defined alike."""
    words = _whole(row.words)
    if words is None or words_of(row.term) & words_of(words):
        return None
    wrong = []
    for other in rng.sample(ground.definitions, len(ground.definitions)):
        if _wrong(ground, row, other, words) and all(not words_of(other.term) & words_of(w.term) for w in wrong):
            wrong.append(other)
        if len(wrong) == OPTIONS - 1:
            break
    else:
        return None
    proof = ground.proof(row.place, words)
    question = f"Which term does {ground.short(row.place.id)} define in these words? ‘{capital(words)}’"
    options = [
        Option(capital(row.term), True, said(proof)),
        *(
            Option(capital(o.term), False, f"That is defined otherwise. {said(ground.proof(o.place, squeezed(o.words)))}")
            for o in wrong
        ),
    ]
    rng.shuffle(options)
    statements = ground.serves.get(row.place.id, ())
    proofs = (proof, *(ground.proof(o.place, squeezed(o.words)) for o in wrong))
    return item(ItemKind.CHOICE, question, proofs, f"{capital(row.term)}. {said(proof)}", tuple(options), statements=statements)


def _wrong(ground: Ground, row: Definition, other: Definition, words: str) -> bool:
    """Whether the other term is surely not what these words define."""
    one, two = words_of(row.term), words_of(other.term)
    apart = not one & two and not two & words_of(words) and not one & words_of(other.words)
    return apart and len(other.term) <= 60 and not ground.nearness.same(words, other.words)


def _whole(words: str) -> str | None:
    """The definition's first sentences, whole, of a length that can be asked; None if it has none."""
    kept: list[str] = []
    for sentence in squeezed(words).replace(". ", ".\n").splitlines():
        if len(" ".join((*kept, sentence)).split()) > LONGEST:
            break
        kept.append(sentence)
    text = " ".join(kept)
    loose = text.split(" ", 1)[0].lower() in ("it", "this", "they", "these", "such", "see", "defined")
    return text if len(text.split()) >= SHORTEST and not loose and not text.endswith(":") and text.endswith(".") else None
