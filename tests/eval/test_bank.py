from collections import Counter, defaultdict

import pytest

from corpus.bank import SENT, BankQuestion, load_bank, load_compared, load_near_misses
from corpus.model import Kind, Paragraph
from corpus.register import Register
from corpus.tokens import tokens
from eval.gold import own_gold, tuning_rows
from eval.halves import ROWS, for_judge
from ingest.read import Understood
from retriever.comparing import Beside

COVERED = ("wt-2026", "lcpp-2026", "consultation-2026", "ffp-2025")
FORMS = (
    "personal-information",
    "diversity-questions",
    "consent-and-contact-preferences",
    "consolidated-list-of-consultation-questions",
)
"""Parts of the consultation's annex: the fields of its form, and its questions a second time."""
QUESTION_WORDS = frozenset(
    "who what when where which why how can could should must may will if not no tell say says about need get".split()
)
ALIKE = 0.7
SHARED = 3


@pytest.fixture(scope="module")
def bank(register: Register) -> list[BankQuestion]:
    return [q for d in register.documents for q in load_bank(d.id)]


def least(paragraph: Paragraph) -> int:
    """How many questions a paragraph must have."""
    form = paragraph.doc == "consultation-2026" and paragraph.id.partition("/")[2].startswith(FORMS)
    return 1 if form or paragraph.kind in (Kind.FOOTNOTE, Kind.FIGURE) else 3


def content(question: str) -> frozenset[str]:
    return frozenset(t for t in tokens(question) if t not in QUESTION_WORDS)


def reworded(questions: list[str]) -> list[tuple[str, str]]:
    """Questions that share nearly all content words with one of gold, or of the tuning rows that judge, beside it."""
    gold = [(content(r.question), r.question) for r in [*own_gold(), *for_judge(tuning_rows(), ROWS)]]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, (words, _) in enumerate(gold):
        for word in words:
            holders[word].append(number)
    return [(q, gold[n][1]) for q in questions for n in _like(content(q), gold, holders)]


def _like(words: frozenset[str], gold: list[tuple[frozenset[str], str]], holders: dict[str, list[int]]) -> list[int]:
    shared = Counter(n for word in words for n in holders.get(word, ()))
    return [n for n, count in shared.items() if count >= SHARED and count / len(words | gold[n][0]) >= ALIKE]


def test_the_bank_is_large_enough(bank: list[BankQuestion]) -> None:
    assert len(bank) >= 5000
    assert sum(q.paragraph.startswith("wt-2015/") for q in bank) >= 300
    assert len(load_near_misses()) >= 400


@pytest.mark.parametrize("doc", COVERED)
def test_every_paragraph_has_questions(doc: str, understood: dict[str, Understood]) -> None:
    asked = Counter(q.paragraph for q in load_bank(doc))
    paragraphs = understood[doc].assembled.paragraphs
    assert {p.id: asked[p.id] for p in paragraphs if asked[p.id] < least(p)} == {}


def test_every_question_belongs_to_a_paragraph_or_section(bank: list[BankQuestion], understood) -> None:
    known = {own.id for u in understood.values() for own in (*u.assembled.paragraphs, *u.assembled.sections)}
    assert [q.paragraph for q in bank if q.paragraph not in known] == []
    assert [m.near for m in load_near_misses() if m.near not in known] == []


def test_no_question_comes_twice(bank: list[BankQuestion]) -> None:
    asked = Counter((q.question.lower(), q.paragraph) if q.style == SENT else (q.question.lower(), "") for q in bank)
    assert [q for q, times in asked.items() if times > 1] == []


def test_no_question_for_training_is_one_for_judging_reworded(bank: list[BankQuestion]) -> None:
    assert reworded([q.question for q in bank]) == []


def test_no_near_miss_is_a_gold_question_reworded() -> None:
    assert reworded([m.question for m in load_near_misses()]) == []


def test_no_question_that_compares_is_a_gold_question_reworded() -> None:
    assert reworded([q.question for q in load_compared()]) == []
    assert {kind for q in load_compared() for kind in q.beside} == {kind.value for kind in Beside}


def test_a_reworded_gold_question_would_be_noticed() -> None:
    question = next(r.question for r in own_gold() if len(content(r.question)) >= SHARED)
    assert reworded([f"Tell me, {question.lower()}"])
