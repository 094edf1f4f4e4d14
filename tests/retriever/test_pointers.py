"""Paragraph talk: which ids a question names, and which numbers are another text's."""

import pytest

from retriever.pointers import Pointed, looks_up, pointed_at

DOCS = ("wt-2026", "lcpp-2026", "consultation-2026")
KNOWN = frozenset(
    {
        *(f"wt-2026/{number}" for number in range(1, 457)),
        "wt-2026/fn-3",
        *(f"lcpp-2026/S{standard}.O{number}" for standard in range(1, 5) for number in range(1, 6)),
        *(f"consultation-2026/Q{number}" for number in range(1, 40)),
    }
)


def outcomes(*standards: int) -> tuple[str, ...]:
    return tuple(f"lcpp-2026/S{standard}.O{number}" for standard in standards for number in range(1, 6))


@pytest.mark.parametrize(
    ("question", "pointed"),
    [
        ("what does para 167 say about section 47 of the Children Act 1989", ("wt-2026/167",)),
        ("paras 412 and 413", ("wt-2026/412", "wt-2026/413")),
        ("paragraphs 167-170 please", tuple(f"wt-2026/{number}" for number in range(167, 171))),
        ("para 9 and 15 working days", ("wt-2026/9",)),
        ("footnote 3", ("wt-2026/fn-3",)),
        ("show me question 17", ("consultation-2026/Q17",)),
        ("outcome 3 of standard 2", ("lcpp-2026/S2.O3",)),
        ("List the outcomes of standard 4", outcomes(4)),
        ("Fourth LCPP standard: complete list of the outcomes", outcomes(4)),
        ("Compare the outcomes of standard 1 and standard 2", outcomes(1, 2)),
        ("Compare the outcomes of standards 1 and 2", outcomes(1, 2)),
    ],
)
def test_what_is_named_is_found(question: str, pointed: tuple[str, ...]) -> None:
    assert pointed_at(question, DOCS, (), KNOWN).found == pointed


@pytest.mark.parametrize(
    "question",
    [
        "KCSIE para 52",
        "Schedule 2, paragraph 4 of the Children Act 1989",
        "paragraph 3 of the Care Planning Regulations",
        "In my report para 12 says dad hit him. Who must see my report?",
        "Please note 3 children live in the house. Who should be invited?",
        "I have 2 queries. Q1 who chairs a conference? Q2 when is the core group held?",
        "By Q3 2026 what should partners have in place?",
        "Does meeting standard 1 lead to better child protection outcomes for disabled children?",
        "What is the first legal standard courts use to measure outcomes in care proceedings?",
    ],
)
def test_a_number_of_something_else_names_no_paragraph(question: str) -> None:
    assert pointed_at(question, DOCS, (), KNOWN) == Pointed()


@pytest.mark.parametrize(
    ("question", "missing", "alone"),
    [
        ("what does paragraph 712 say", ("paragraph 712",), True),
        ("show me footnote 999", ("footnote 999",), True),
        ("para 712 says I need consent, right?", ("paragraph 712",), False),
        ("does S4.T55 ask for a trauma-informed approach?", ("statement S4.T55",), False),
    ],
)
def test_what_is_named_and_not_there_is_told(question: str, missing: tuple[str, ...], alone: bool) -> None:
    assert pointed_at(question, DOCS, (), KNOWN) == Pointed((), missing)
    assert looks_up(question) is alone


def test_a_statement_is_found_whatever_document_is_named_beside_it() -> None:
    question = "does S3.O2 fit with what Working Together says?"
    assert pointed_at(question, ("wt-2026",), DOCS, KNOWN).found == ("lcpp-2026/S3.O2",)
    assert pointed_at("paragraph 167 of the standards", ("lcpp-2026",), DOCS, KNOWN).missing == ("paragraph 167",)
