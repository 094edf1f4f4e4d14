"""Understand a question: what is asked, of which documents, as of when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corpus.glossary import load_glossary
from corpus.model import Status
from corpus.register import Document
from retriever.errors import BadQuestion

LONGEST = 2000
"""Characters of a question that are taken; a scenario of two sentences has 300."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]+")
_PROPOSED = re.compile(
    r"\b(propos\w+|consult(ation|ing|ed)|would (?:the )?(change|new)|plan(ned|s) to change|question \d+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Plan:
    """What to look for: the words searched, and the documents allowed, in the register's order."""

    question: str
    understood: str
    docs: tuple[str, ...]
    named: tuple[str, ...]
    """Documents that the question itself names."""
    as_of: date


def clean(question: str) -> str:
    """A question without control characters and needless space; refuses what is not a question."""
    text = " ".join(_CONTROL.sub(" ", question).split())
    if not text:
        raise BadQuestion("The question is empty; type what you want to know.")
    if len(text) > LONGEST:
        raise BadQuestion(
            f"The question has {len(text):,} characters; {LONGEST:,} are the most. Shorten it to what you want to know."
        )
    if not any(c.isalnum() for c in text):
        raise BadQuestion("The question holds no words; type what you want to know.")
    return text


def understand(question: str, history: tuple[str, ...], documents: Mapping[str, Document], as_of: date) -> Plan:
    """The plan for a question; an earlier question lends its words to a short one that follows it."""
    text = clean(question)
    searched = f"{clean(history[-1])} {text}" if history and len(text.split()) < 8 else text
    named = tuple(d for d in documents if _names(documents[d], text))
    docs = tuple(d for d in documents if d in named or _allowed(documents[d], as_of, text))
    return Plan(text, load_glossary().expand(searched), docs, named, as_of)


def _names(document: Document, text: str) -> bool:
    """Whether a question names a document: by id, or by a name of its own that is no other document's."""
    plain = text.lower()
    own = [n for n in document.names if n != "working together"]
    year = re.search(r"\b20\d\d\b", document.id)
    dated = bool(year and year[0] in plain and document.status is Status.WITHDRAWN)
    return document.id in plain or dated or any(re.search(rf"\b{re.escape(n)}\b", plain) for n in own)


def _allowed(document: Document, as_of: date, text: str) -> bool:
    """What is searched unnamed: what is in force, what is no statute but current, and proposals as proposals."""
    if document.status is Status.WITHDRAWN:
        return document.in_force(as_of)
    if document.status is Status.CONSULTATION:
        return document.published <= as_of
    return document.in_force_from is None or document.in_force(as_of)


def asks_for_proposals(plan: Plan, documents: Mapping[str, Document]) -> bool:
    """Whether proposals may answer: the question names the consultation or asks what is proposed."""
    named = any(documents[d].status is Status.CONSULTATION for d in plan.named)
    return named or bool(_PROPOSED.search(plan.question))
