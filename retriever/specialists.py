"""
Those who answer some questions from more than the search: a register, a count of days.

A specialist is asked before anything is searched. It answers only what it surely recognises, by paragraphs of the library;
None leaves the question to the search.
"""

from dataclasses import dataclass
from typing import Protocol

from corpus.library import Library
from retriever.answer import Notice
from retriever.compose import Side
from retriever.question import Plan

COUNTED = "counted"
"""The kind of the notice that an answer counts from a day of the question."""


@dataclass(frozen=True)
class Reply:
    """What a specialist found: the words that open the answer, the excerpts that it cites, and notices of its own."""

    opening: str
    sides: tuple[Side, ...]
    notices: tuple[Notice, ...] = ()


class Specialist(Protocol):
    """Answers a question, or leaves it."""

    def __call__(self, plan: Plan, library: Library) -> Reply | None:
        """The reply to a question; None if it is not the specialist's."""
        ...
