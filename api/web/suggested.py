"""Questions a reader may want to ask: some to begin with, and some that follow an answer; all from the question bank."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from corpus.bank import BankQuestion, load_bank
from retriever.answer import Answer

START = (
    "Who attends a strategy discussion?",
    "How quickly must social care respond to a referral?",
    "Do I need consent to make a safeguarding referral to children's social care?",
    "What must LCPPs know about how children suffering extra-familial harm may present?",
)
FOLLOWING = 3
LONGEST = 100
STYLES = ("plain", "beginner", "lay")
"""Styles of the bank whose questions read well as suggestions."""


def follow_ups(answer: Answer) -> tuple[str, ...]:
    """Up to three questions on the paragraphs found beside the ones cited, none of them the question itself."""
    return tuple(islice(_following(answer), FOLLOWING))


def _following(answer: Answer) -> Iterator[str]:
    cited = {c.id for c in answer.citations}
    docs = {c.doc for c in answer.citations}
    for hit in answer.passages:
        if hit.id in cited or (docs and hit.doc not in docs):
            continue
        question = _by_paragraph(hit.doc).get(hit.id, "")
        if question and question.casefold() != answer.question.casefold():
            yield question


@cache
def _by_paragraph(doc: str) -> Mapping[str, str]:
    """The best question of each paragraph: of the styles in their order, the first that is short enough."""
    fit = [q for q in load_bank(doc) if q.style in STYLES and len(q.question) <= LONGEST]
    best: dict[str, str] = {}
    for own in sorted(fit, key=_rank):
        best.setdefault(own.paragraph, own.question)
    return best


def _rank(question: BankQuestion) -> int:
    return STYLES.index(question.style)
