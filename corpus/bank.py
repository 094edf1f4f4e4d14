"""
The question bank: what people ask, and the paragraph or section that answers it.

It serves three times: to train the search, as a further way to reach a paragraph, and to suggest questions.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.errors import CorpusError

KEYS = {"paragraph", "question", "style"}
NEAR_KEYS = {"near", "question", "style"}
NEAR_MISSES = "unanswerable.jsonl"
ROUTE_KEYS = {"question", "label", "style"}
ROUTES = "routes.jsonl"
COMPARED_KEYS = {"question", "beside", "asked", "style"}
COMPARED = "compared.jsonl"
SENT = "sent"
"""The style of messages as they are really sent; one that several paragraphs answer stands beside each of them."""


@dataclass(frozen=True)
class BankQuestion:
    """A question and the id of the paragraph or section that answers it."""

    paragraph: str
    question: str
    style: str


@dataclass(frozen=True)
class NearMiss:
    """A question that the library cannot answer, and the id of the paragraph that comes nearest to it."""

    near: str
    question: str
    style: str


@cache
def load_bank(doc: str) -> tuple[BankQuestion, ...]:
    """The bank's questions on a document, in reading order; none for a document without a bank."""
    path = files("corpus.questions").joinpath(f"{doc}.jsonl")
    if not path.is_file():
        return ()
    return tuple(_row(line, f"{doc}.jsonl", n) for n, line in enumerate(path.read_text("utf-8").splitlines(), 1))


@cache
def load_near_misses() -> tuple[NearMiss, ...]:
    """Questions that sound as if the library answered them and it does not, for learning to say no."""
    lines = files("corpus.questions").joinpath(NEAR_MISSES).read_text("utf-8").splitlines()
    return tuple(NearMiss(**_fields(line, NEAR_MISSES, n, NEAR_KEYS)) for n, line in enumerate(lines, 1))


@dataclass(frozen=True)
class RoutedMessage:
    """A message and what sort it is (see `retriever.routes.Route`)."""

    question: str
    label: str
    style: str


@cache
def load_routes() -> tuple[RoutedMessage, ...]:
    """Messages of every sort: emergencies, other subjects, greetings, and ordinary questions that sound like them."""
    lines = files("corpus.questions").joinpath(ROUTES).read_text("utf-8").splitlines()
    return tuple(RoutedMessage(**_fields(line, ROUTES, n, ROUTE_KEYS)) for n, line in enumerate(lines, 1))


@dataclass(frozen=True)
class ComparedQuestion:
    """
    A question, as what it sets documents beside others (see `retriever.comparing.Beside`; empty if it does not), and as what
    it asks documents that are not in force; None where nobody has said.
    """

    question: str
    beside: tuple[str, ...]
    asked: tuple[str, ...] | None
    style: str


@cache
def load_compared() -> tuple[ComparedQuestion, ...]:
    """Questions that set documents side by side without naming them, and those that only sound like it."""
    lines = files("corpus.questions").joinpath(COMPARED).read_text("utf-8").splitlines()
    return tuple(_compared(_fields(line, COMPARED, n, COMPARED_KEYS), n) for n, line in enumerate(lines, 1))


def _compared(row: dict[str, Any], number: int) -> ComparedQuestion:
    beside, asked = row["beside"], row["asked"]
    if not isinstance(beside, list) or not isinstance(asked, list | None):
        raise CorpusError(f"{COMPARED} line {number}: 'beside' must be a list, and 'asked' one or null.")
    return ComparedQuestion(row["question"], tuple(beside), None if asked is None else tuple(asked), row["style"])


def _row(line: str, name: str, number: int) -> BankQuestion:
    return BankQuestion(**_fields(line, name, number, KEYS))


def _fields(line: str, name: str, number: int, keys: set[str]) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise CorpusError(f"{name} line {number} is not JSON; each line is one question.") from error
    if not isinstance(row, dict) or set(row) != keys:
        raise CorpusError(f"{name} line {number} must have the keys {', '.join(sorted(keys))}.")
    return row
