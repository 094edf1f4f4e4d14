"""Questions on terms: which one the guidance defines in these words."""

import re
from random import Random

from training.definitions import Definition
from training.quiz_ground import Ground
from training.quiz_items import Item, ItemKind, Option
from training.quiz_nearness import words_of
from training.quiz_wording import capital, item, said, squeezed

OPTIONS = 4
SHORTEST, LONGEST = 8, 60
"""Words of a definition that can be asked."""
GAP = "________"
_COMMON = words_of("child")


def term(ground: Ground, row: Definition, rng: Random) -> Item | None:
    """The glossary's words for a term; no wrong term is named in them, shares a word with the right one or is defined alike."""
    words = _asked(row)
    if words is None or not _on_one_line(ground, row):
        return None
    wrong: list[Definition] = []
    for other in rng.sample(ground.definitions, len(ground.definitions)):
        if _wrong(ground, row, other, words) and not any(_telling(other.term) & _telling(w.term) for w in wrong):
            wrong.append(other)
        if len(wrong) == OPTIONS - 1:
            break
    else:
        return None
    proof = ground.proof(row.place, _whole(row.words))
    how = "in these words, with the term left out" if GAP in words else "in these words"
    question = f"Which term does the glossary of {ground.short(row.place.id)} explain {how}? ‘{capital(words)}’"
    rest = [(o, ground.proof(o.place, _whole(o.words))) for o in wrong]
    options = [
        Option(capital(row.term), True, said(proof)),
        *(Option(capital(o.term), False, f"That is defined otherwise. {said(p)}") for o, p in rest),
    ]
    rng.shuffle(options)
    statements = ground.serves.get(row.place.id, ())
    proofs = (proof, *(p for _, p in rest))
    return item(ItemKind.CHOICE, question, proofs, f"{capital(row.term)}. {said(proof)}", tuple(options), statements=statements)


def _wrong(ground: Ground, row: Definition, other: Definition, words: str) -> bool:
    """Whether the other term is surely not what these words define."""
    one, two = _telling(row.term), _telling(other.term)
    apart = not one & two and not two & words_of(words) and not one & words_of(_whole(other.words))
    return apart and _on_one_line(ground, other) and not ground.nearness.same(words, other.words)


def _on_one_line(ground: Ground, row: Definition) -> bool:
    """Whether what is quoted stands so in the paragraph: a list cannot be quoted on one line without its dashes."""
    return _whole(row.words) in squeezed(ground.library.paragraphs[row.place.id].text)


def _asked(row: Definition) -> str | None:
    """The definition without its term; None if it gives it away, is no whole sentence or is too short."""
    head = re.compile(rf"^{re.escape(row.term)}\s*(?:\([^)]*\))?\s*[-–:]\s*", re.IGNORECASE)
    words = head.sub("", _whole(row.words))
    words = re.sub(rf"(?:So-called )?\b{re.escape(row.term)}s?(?: \([A-Z]+\))?", GAP, words, flags=re.IGNORECASE)
    loose = words.split(" ", 1)[0].lower() in ("it", "this", "they", "these", "such", "see", "defined", "also")
    if (
        loose
        or not _telling(row.term)
        or f"{GAP} Act" in words
        or len(words.split()) < SHORTEST
        or not words.endswith(".")
        or _telling(row.term) & words_of(words)
    ):
        return None
    return words


def _whole(words: str) -> str:
    """The definition's first sentences, verbatim, as many as can be asked."""
    kept: list[str] = []
    for sentence in re.split(r"(?<=[.!?]) (?=[A-Z])", squeezed(words)):
        if kept and len(" ".join((*kept, sentence)).split()) > LONGEST:
            break
        kept.append(sentence)
    return " ".join(kept)


def _telling(term: str) -> frozenset[str]:
    return words_of(term) - _COMMON
