"""What a quiz is made of: items of five kinds, each with its key, the words that prove it and why the rest is wrong."""

from dataclasses import dataclass
from enum import StrEnum

from training.source import Source

FORMAT = 1
"""Of a quiz's JSON."""


class ItemKind(StrEnum):
    """The five kinds of item."""

    CHOICE = "multiple-choice"
    TRUE_FALSE = "true-or-false"
    ORDER = "put-in-order"
    LIMIT = "fill-the-time-limit"
    MATCH = "match-actor-to-duty"


@dataclass(frozen=True)
class Proof:
    """Words of a paragraph, verbatim, and where they stand; `standing` says what force the document has."""

    source: Source
    label: str
    quote: str
    href: str
    obligation: str
    standing: str


@dataclass(frozen=True)
class Option:
    """
    Something that can be chosen; `why` explains by citation why it is right or wrong.

    In an item to put in order the options are the steps in the right order; in one to match each has its `partner`.
    """

    text: str
    right: bool
    why: str = ""
    partner: str = ""


@dataclass(frozen=True)
class Item:
    """
    One question of a quiz.

    `options` stand in the order in which they are shown (the right one first only by chance), except in put-in-order, where
    they are the right order and `shown` says in which places they are shown. `accepted` are the spellings of a time limit
    that count as right, the guidance's own first. `proofs` are what the key stands on, then what the distractors come from.
    """

    id: str
    kind: ItemKind
    question: str
    options: tuple[Option, ...]
    accepted: tuple[str, ...]
    explanation: str
    proofs: tuple[Proof, ...]
    statements: tuple[str, ...] = ()
    shown: tuple[int, ...] = ()


@dataclass(frozen=True)
class Quiz:
    """Items on a topic, a standard or a statement; the same library, wishes and seed make the same quiz."""

    title: str
    topic: str
    standard: int | None
    statement: str
    seed: int
    items: tuple[Item, ...]
    library: str
    format: int = FORMAT
