"""Paragraph talk: which ids a question names, and which numbers are another text's."""

from datetime import date

import pytest

from corpus.register import Register
from retriever.pointers import Missing, Pointed, looks_up, pointed_at, spoken
from retriever.question import Plan, understand

DOCS = ("wt-2026", "lcpp-2026", "consultation-2026")
KNOWN = frozenset(
    {
        *(f"wt-2026/{number}" for number in range(1, 457)),
        *(f"wt-2026/introduction/{number}" for number in range(1, 7)),
        *(f"wt-2026/initial-child-protection-conferences/{number}" for number in range(1, 3)),
        *(f"lcpp-2026/introduction/{number}" for number in range(1, 6)),
        *(f"wt-2026/flow-chart-{number}" for number in range(1, 7)),
        "wt-2026/fn-1",
        "wt-2026/fn-3",
        *(f"lcpp-2026/S{standard}.O{number}" for standard in range(1, 5) for number in range(1, 6)),
        *(f"consultation-2026/Q{number}" for number in range(1, 40)),
    }
)


def anywhere(rest: str) -> tuple[str, ...]:
    return DOCS


def outcomes(*standards: int) -> tuple[str, ...]:
    return tuple(f"lcpp-2026/S{standard}.O{number}" for standard in standards for number in range(1, 6))


@pytest.mark.parametrize(
    ("question", "pointed"),
    [
        ("what does para 167 say about section 47 of the Children Act 1989", ("wt-2026/167",)),
        ("paras 412 and 413", ("wt-2026/412", "wt-2026/413")),
        ("paragraphs 167-170 please", tuple(f"wt-2026/{number}" for number in range(167, 171))),
        ("show me paragraphs 20 to 60", tuple(f"wt-2026/{number}" for number in range(20, 61))),
        ("para 9 and 15 working days", ("wt-2026/9",)),
        ("footnote 3", ("wt-2026/fn-3",)),
        ("what's paragraph 5 of the introduction", ("wt-2026/introduction/5",)),
        ("paragraph 5 of the LCPP introduction", ("lcpp-2026/introduction/5",)),
        ("paragraph 2 of the programme guide's introduction", ("wt-2026/introduction/2",)),
        ("Initial child protection conferences, paragraph 1", ("wt-2026/initial-child-protection-conferences/1",)),
        ("what does paragraph 5 say about the introduction of LADOs", ("wt-2026/5",)),
        ("paragraph 167 of the guidance on introduction", ("wt-2026/167",)),
        ("after the introduction, paragraph 167", ("wt-2026/167",)),
        ("paras 412, 413 and 414", ("wt-2026/412", "wt-2026/413", "wt-2026/414")),
        ("paragraph 12, 3 children are at home", ("wt-2026/12",)),
        ("show me question 17", ("consultation-2026/Q17",)),
        ("flowchart 3", ("wt-2026/flow-chart-3",)),
        ("what is in flow chart 3 of Working Together", ("wt-2026/flow-chart-3",)),
        ("In proposal question 10, 16 and 17 year olds are named", ("consultation-2026/Q10",)),
        ("questions 3 to 5", ("consultation-2026/Q3", "consultation-2026/Q4", "consultation-2026/Q5")),
        ("what does statement O3 of standard 1 say", ("lcpp-2026/S1.O3",)),
        ("lcpp standard 2 O5", ("lcpp-2026/S2.O5",)),
        ("outcome 3 of standard 2", ("lcpp-2026/S2.O3",)),
        ("List the outcomes of standard 4", outcomes(4)),
        ("Fourth LCPP standard: complete list of the outcomes", outcomes(4)),
        ("Compare the outcomes of standard 1 and standard 2", outcomes(1, 2)),
        ("Compare the outcomes of standards 1 and 2", outcomes(1, 2)),
    ],
)
def test_what_is_named_is_found(question: str, pointed: tuple[str, ...]) -> None:
    assert pointed_at(question, anywhere, DOCS, KNOWN).found == pointed


@pytest.mark.parametrize(
    "question",
    [
        "KCSIE para 52",
        "Schedule 2, paragraph 4 of the Children Act 1989",
        "paragraph 3 of the Care Planning Regulations",
        "In my report para 12 says dad hit him. Who must see my report?",
        "para 3.2 of our threshold document",
        "Practice Direction 12A para 5.3",
        "London Child Protection Procedures para 3.4.5",
        "section 47 para 2",
        "my contact note para 999",
        "para 712 of the minutes",
        "Please note 3 children live in the house. Who should be invited?",
        "I have 2 queries. Q1 who chairs a conference? Q2 when is the core group held?",
        "By Q3 2026 what should partners have in place?",
        "Does meeting standard 1 lead to better child protection outcomes for disabled children?",
        "What is the first legal standard courts use to measure outcomes in care proceedings?",
    ],
)
def test_a_number_of_something_else_names_no_paragraph(question: str) -> None:
    assert pointed_at(question, anywhere, DOCS, KNOWN) == Pointed()


@pytest.mark.parametrize(
    ("question", "missing", "alone"),
    [
        ("what does paragraph 712 say", "paragraph 712", True),
        ("show me footnote 999", "footnote 999", True),
        ("paras 700, 701 and 702 please", "paragraphs 700 to 702", True),
        ("paragraph 712 says I need consent, right?", "paragraph 712", False),
    ],
)
def test_what_is_named_and_not_there_is_told(question: str, missing: str, alone: bool) -> None:
    assert pointed_at(question, anywhere, DOCS, KNOWN) == Pointed((), (Missing("wt-2026", missing),))
    assert looks_up(question) is alone


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("what does S3.T99 say", Missing("lcpp-2026", "statement S3.T99")),
        ("question 99 of the consultation", Missing("consultation-2026", "question 99")),
        ("show me questions 98 to 120", Missing("consultation-2026", "questions 98 to 120")),
    ],
)
def test_a_statement_or_question_that_is_not_there_is_told(question: str, missing: Missing) -> None:
    assert pointed_at(question, anywhere, DOCS, KNOWN) == Pointed((), (missing,))


@pytest.mark.parametrize(
    ("history", "question", "pointed"),
    [
        (("what does para 167 say",), "and the next one?", ("wt-2026/168",)),
        (("what does para 167 say", "and the next one?"), "and the next?", ("wt-2026/169",)),
        (("read me paragraphs 20 and 21",), "what about the one before?", ("wt-2026/19",)),
        (("show me question 17",), "the next question please", ("consultation-2026/Q18",)),
        (("footnote 1", "who chairs the conference?"), "and the next one?", ()),
        (("what does para 167 say",), "and 169?", ("wt-2026/169",)),
        (("show me question 9 of the consultation",), "and 12?", ("consultation-2026/Q12",)),
        (("outcome 2 of standard 3",), "and outcome 3", ("lcpp-2026/S3.O3",)),
        (("show me question 18 of the consultation",), "and the previous one", ("consultation-2026/Q17",)),
        (("what does para 167 say", "and who decides it?"), "and the next one?", ("wt-2026/168",)),
        (("what does para 167 say",), "can you show me the next one?", ("wt-2026/168",)),
        (("what does para 167 say about who decides?",), "what's next?", ("wt-2026/167",)),
        (("what does para 167 say",), "and the next footnote?", ("wt-2026/167",)),
        (("what does wt-2026/fn-1 say",), "the next one", ()),
        (("what does para 167 say",), "and what happens in the next one working day?", ("wt-2026/167",)),
    ],
)
def test_the_next_one_stands_beside_what_was_asked_for(
    history: tuple[str, ...], question: str, pointed: tuple[str, ...], register: Register
) -> None:
    assert planned(question, register, history).pointed == pointed


def test_what_has_no_next_one_is_told(register: Register) -> None:
    plan = planned("and the next one?", register, ("what does para 456 say",))
    assert (plan.pointed, plan.lacking.places) == ((), (Missing("wt-2026", "paragraph after 456"),))
    plan = planned("and the next footnote", register, ("footnote 3",))
    assert plan.lacking.places == (Missing("wt-2026", "footnote after 3"),)


def test_a_range_that_is_named_again_and_again_is_named_once(register: Register) -> None:
    question = ("paras " + "1-999, " * 250)[:1990]
    plan = planned(question, register, (question,) * 20)
    assert plan.pointed == tuple(f"wt-2026/{number}" for number in range(1, 457))
    assert plan.lacking.places == (Missing("wt-2026", "paragraphs 457 to 999"),)


def test_a_second_paragraph_of_the_same_number_comes_with_the_first() -> None:
    known = {*KNOWN, "wt-2026/31-bis"}
    assert pointed_at("show me paragraph 31", anywhere, DOCS, known).found == ("wt-2026/31", "wt-2026/31-bis")


def test_the_id_of_a_paragraph_of_ones_own_document_names_it() -> None:
    known = {*KNOWN, "out-of-hours/who-rings/2"}
    assert pointed_at("and/or what does out-of-hours/who-rings/2 say?", anywhere, DOCS, known).found == (
        "out-of-hours/who-rings/2",
    )
    assert spoken("and/or out-of-hours/who-rings/2", [*DOCS, "out-of-hours"]) == "and/or that paragraph"


def test_a_named_document_without_running_numbers_lacks_them() -> None:
    pointed = pointed_at("paragraph 3 of the standards", lambda rest: ("lcpp-2026",), DOCS, KNOWN)
    assert pointed == Pointed((), (Missing("lcpp-2026", "paragraph 3"),))


def test_a_statement_is_found_whatever_document_is_named_beside_it() -> None:
    question = "does S3.O2 fit with what Working Together says?"
    assert pointed_at(question, lambda rest: ("wt-2026",), DOCS, KNOWN).found == ("lcpp-2026/S3.O2",)
    assert pointed_at("list the outcomes of standard 4", anywhere, ("wt-2026",), KNOWN) == Pointed()


def planned(question: str, register: Register, history: tuple[str, ...] = ()) -> Plan:
    known = {*KNOWN, *(f"wt-2015/1.{number}" for number in (1, 20, 58, 59))}
    return understand(question, history, {d.id: d for d in register.documents}, known, date(2026, 11, 26))


@pytest.mark.parametrize(
    ("question", "pointed"),
    [
        ("How does paragraph 58 of Working Together 2015 compare with the current guidance?", ("wt-2015/1.58",)),
        ("Has para 20 of the old guidance changed since?", ("wt-2015/1.20",)),
        ("How does para 167 differ from the 2015 edition?", ("wt-2026/167",)),
        ("How does para 167 differ from para 1.20 of the 2015 edition?", ("wt-2026/167", "wt-2015/1.20")),
        ("Is S3.O2 in line with the 2023 edition?", ("lcpp-2026/S3.O2",)),
        ("What does paragraph 60 of Working Together 2023 say?", ()),
        ("WT23 para 60", ()),
        ("the 2018 Working Together, para 60", ()),
        ("paragraph 20 of chapter 1 in the 2015 edition", ("wt-2015/1.20",)),
        ("paragraph 20 of chapter 2 in the 2015 edition", ()),
        ("paragraph 20 of chapter 1 and paragraph 58 of chapter 2 in the 2015 edition", ("wt-2015/1.20",)),
        ("chapter 3 paragraph 167", ("wt-2026/167",)),
        ("whats in 1.58 of the 2015 edition", ("wt-2015/1.58",)),
        ("WT 2015 1.58 please", ("wt-2015/1.58",)),
        ("section 1.58 of working together 2015", ("wt-2015/1.58",)),
        ("in 2015 was it 1.20 million referrals", ()),
        ("did the 2015 edition allow 1.1 hours", ()),
        ("does wt-2026/31 apply to GPs", ("wt-2026/31",)),
    ],
)
def test_a_number_is_of_the_edition_that_is_named_beside_it(
    question: str, pointed: tuple[str, ...], register: Register
) -> None:
    assert planned(question, register).pointed == pointed


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("What does para 60 of Working Together 2025 say?", ("2025",)),
        ("WT23 on strategy discussions", ("2023",)),
        ("Working Together (July 2018) and LADOs", ("2018",)),
        ("the 2023 edition on core groups", ("2023",)),
        ("the 2024 edition of KCSIE", ()),
        ("KCSIE 2024 edition", ()),
        ("the 2024 version of our threshold document", ()),
        ("he was hurt in 2020 guidance says what", ()),
        ("What was the 2017 guidance on private fostering?", ()),
        ("Working Together 2026 on core groups", ()),
        ("Working Together since 2018", ()),
    ],
)
def test_an_edition_that_is_not_held_is_known_by_its_year(question: str, years: tuple[str, ...], register: Register) -> None:
    assert planned(question, register).lacking.editions == years


def test_an_id_is_looked_up_and_searched_in_words(register: Register) -> None:
    plan = planned("wt-2026/31", register)
    assert (plan.looks_up, plan.understood) == (True, "paragraph 31")


def test_a_missing_paragraph_is_told_once_and_not_of_what_is_asked_next(register: Register) -> None:
    asked = "what does para 712 say?"
    assert planned(asked, register).lacking.places == (Missing("wt-2026", "paragraph 712"),)
    assert planned("and what about consent?", register, (asked,)).lacking.places == ()


def test_a_number_that_its_heading_does_not_have_is_missed_there() -> None:
    pointed = pointed_at("para 9 of the introduction", anywhere, DOCS, KNOWN)
    assert pointed == Pointed((), (Missing("wt-2026", "paragraph 9 under 'introduction'"),))
