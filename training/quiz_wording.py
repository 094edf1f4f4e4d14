"""How questions and explanations are worded."""

import re
from functools import cache
from hashlib import sha256

from corpus.glossary import inflected, load_glossary, plain
from corpus.library import Library
from corpus.model import Paragraph
from training.quiz_items import Item, ItemKind, Option, Proof
from training.quiz_nearness import words_of

_HEAD = 90
"""Characters of the longest heading that is quoted in a question."""
_SAYS_ENOUGH = 9
"""Words without which a duty is too vague to stand by itself."""
_COMMON = frozenset(words_of("local authority children child's social care all the services"))
"""Words of actors' names that give none of them away."""
_SPELT = {"LSPs": "lead safeguarding partners", "DSPs": "delegated safeguarding partners", "ICBs": "integrated care boards"}
_PROPER = (
    "NHS ",
    "Cafcass",
    "Child Safeguarding",
    "Child Death",
    "Ofsted",
    "British",
    "Prison gov",
    "Probation",
    "Family Help",
    "Youth",
    "Local Safeg",
)


_PREFIX = re.compile(r"^(?:Chapter|Section) \d+: ")
_LOOSE = re.compile(
    r"\bthe (?:review|reviewer|report|publication|case|cases|offender|plan|conference|assessment|investigation|outcome|offer)\b"
    r"(?! (?:of|that|which|for|about|on) )"
    r"|\bthe (?:court|decision|placement|information|prisoner|concerns?|meeting|discussion|enquiries|process)\b"
    r"(?! (?:of|that|which|for|about|on) )"
    r"|\bthe (?:relevant input|child's (?:death|body))\b|\bindividual cases\b|^(?:be|have|act|work)\b",
    re.IGNORECASE,
)


def part_of(library: Library, paragraph: Paragraph, hidden: str = "") -> str:
    """'In the part headed ‘Referral’, ' with the nearest heading that does not name what is asked; '' if there is none."""
    secret = words_of(hidden) - _COMMON
    for heading in reversed(paragraph.heading):
        plain = heading.strip(" .:")
        if len(plain) <= _HEAD and not plain.endswith("should") and not secret & words_of(plain) and not _PREFIX.match(plain):
            return f"In the part headed ‘{plain}’, "
    return ""


def alone(predicate: str) -> bool:
    """Whether a duty says by itself what it is about, with no heading over it."""
    return len(predicate.split()) >= _SAYS_ENOUGH and not _LOOSE.search(predicate)


def gives_away(text: str, actor: str) -> bool:
    """Whether a text names an actor or uses a telling word of its name."""
    return bool(_actors(actor) & _actors(text) or (words_of(actor) - _COMMON) & words_of(text))


@cache
def _actors(text: str) -> frozenset[str]:
    return frozenset(load_glossary().actors_in(text))


def lowered(subject: str) -> str:
    """A subject inside a sentence: 'the police', 'lead safeguarding partners' for 'LSPs'."""
    for short, full in _SPELT.items():
        subject = re.sub(rf"^(?:The )?{short}\b", full, subject)
    return subject if subject.startswith(_PROPER) else subject[0].lower() + subject[1:]


def capital(text: str) -> str:
    """A text with a capital at its start."""
    return text[0].upper() + text[1:]


def said(proof: Proof) -> str:
    """A quotation with where it stands: 'Working Together 2026, paragraph 167: “...”'; withdrawn words are marked so."""
    marked = " (withdrawn, not in force)" if proof.standing == "withdrawn" else ""
    quote, label = " ".join(proof.quote.split()), proof.label
    before, _, last = label.rpartition(": ")
    if before and quote.lower().startswith(last.lower()):
        label = before
    return f"{label}{marked}: “{quote}”"


def item(
    kind: ItemKind,
    question: str,
    proofs: tuple[Proof, ...],
    explanation: str,
    options: tuple[Option, ...] = (),
    accepted: tuple[str, ...] = (),
    shown: tuple[int, ...] = (),
    statements: tuple[str, ...] = (),
) -> Item | None:
    """
    An item with an id from all that is asked: the same question has the same id in every quiz.

    Its question ends with what abbreviations in it or in its options stand for; None if to say so would tell the answer.
    """
    short = load_glossary().unspelt("\n".join((question, *(f"{o.text}\n{o.partner}" for o in options))))
    if _tells(question, options) or any(len(term.expansions) > 1 for term in short):
        return None
    if short:
        question += f" ({'; '.join(f'{term.abbreviation}: {term.expansions[0]}' for term in short)})"
    asked = "\n".join((kind, question, *sorted(f"{o.text}|{o.partner}" for o in options), *accepted))
    name = f"{kind}-{sha256(asked.encode()).hexdigest()[:10]}"
    return Item(name, kind, question, options, accepted, explanation, proofs, statements, shown)


def _tells(question: str, options: tuple[Option, ...]) -> bool:
    """Whether an option is the full name of what the question or a partner abbreviates."""
    used = load_glossary().unspelt("\n".join((question, *(o.partner for o in options))))
    names = {form for term in used for name in term.expansions for form in inflected(name)}
    return any(plain(option.text).removeprefix("the ") in names for option in options)


def squeezed(text: str) -> str:
    """A text on one line."""
    return re.sub(r"\s+", " ", text).strip()
