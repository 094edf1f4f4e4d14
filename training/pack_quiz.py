"""A quiz's items in print: as they are put to the learner, and with their answers for the facilitator."""

from dataclasses import dataclass
from string import ascii_uppercase

from training.quiz_items import Item, ItemKind, Proof

_HOW = {
    ItemKind.CHOICE: "Choose one.",
    ItemKind.TRUE_FALSE: "True or false? If false, put it right.",
    ItemKind.ORDER: "Put the steps in order.",
    ItemKind.LIMIT: "Fill in the time limit.",
    ItemKind.MATCH: "Match each duty with who has it.",
}
_AGAIN = "True or false? "
"""What a question begins with that its heading in print has said already."""


@dataclass(frozen=True)
class Asked:
    """An item in print: `choices` are lettered where there is something to choose from."""

    how: str
    question: str
    choices: tuple[str, ...]
    answer: str
    explanation: str
    """What there is to say beside the words that prove it, or ''."""
    proofs: tuple[Proof, ...]


def asked(item: Item) -> Asked:
    """The item as it is printed."""
    choices, answer = _CHOICES.get(item.kind, _chosen)(item)
    flat = _flat(item.explanation)
    proofs = tuple(p for p in item.proofs if _flat(p.quote) in flat) or item.proofs[:1]
    return Asked(_HOW[item.kind], item.question.removeprefix(_AGAIN), choices, answer, _beside(item, proofs, answer), proofs)


def _beside(item: Item, proofs: tuple[Proof, ...], answer: str) -> str:
    """The explanation before it quotes, unless it only says the answer again."""
    places = [item.explanation.find(f"{p.label.partition(',')[0]},") for p in proofs]
    said = item.explanation[: min((n for n in places if n >= 0), default=None)].strip()
    again = said.rstrip(".").casefold() in answer.casefold() or said.endswith(":")
    return "" if again else said


def _flat(text: str) -> str:
    return " ".join(text.split())


def _chosen(item: Item) -> tuple[tuple[str, ...], str]:
    lettered = tuple(f"{ascii_uppercase[n]}. {o.text}" for n, o in enumerate(item.options))
    return lettered, " / ".join(text for text, o in zip(lettered, item.options, strict=True) if o.right)


def _true_or_false(item: Item) -> tuple[tuple[str, ...], str]:
    return (), next(o.text for o in item.options if o.right)


def _ordered(item: Item) -> tuple[tuple[str, ...], str]:
    shown = item.shown or tuple(range(len(item.options)))
    lettered = {place: ascii_uppercase[n] for n, place in enumerate(shown)}
    choices = tuple(f"{lettered[place]}. {item.options[place].text}" for place in shown)
    return choices, ", ".join(lettered[place] for place in range(len(item.options)))


def _limit(item: Item) -> tuple[tuple[str, ...], str]:
    return (), item.accepted[0]


def _matched(item: Item) -> tuple[tuple[str, ...], str]:
    partners = sorted({o.partner for o in item.options})
    lettered = {partner: ascii_uppercase[n] for n, partner in enumerate(partners)}
    duties = tuple(f"{n}. {o.text}" for n, o in enumerate(item.options, 1))
    whose = tuple(f"{letter}. {partner}" for partner, letter in lettered.items())
    return (*duties, *whose), ", ".join(f"{n}{lettered[o.partner]}" for n, o in enumerate(item.options, 1))


_CHOICES = {
    ItemKind.CHOICE: _chosen,
    ItemKind.TRUE_FALSE: _true_or_false,
    ItemKind.ORDER: _ordered,
    ItemKind.LIMIT: _limit,
    ItemKind.MATCH: _matched,
}
