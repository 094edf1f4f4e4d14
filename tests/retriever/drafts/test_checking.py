"""
Sentences that a model might write over real paragraphs (tests/data/checking.jsonl): what is dropped, and why, and what stands.

A faultless plain rewording and an invention can share nine words in ten with their paragraph ('Lead practitioners should
photograph the child's injuries' shares all but one), so the threshold on words is all of them, after plain equivalents.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import Library
from retriever.answer import Citation
from retriever.drafts.checking import Fault, check
from retriever.drafts.drafted import pieces
from retriever.drafts.facts import FactKind, facts, limits
from retriever.drafts.force import Force, duties

ROWS = [json.loads(line) for line in (Path(__file__).parents[2] / "data" / "checking.jsonl").read_text("utf-8").splitlines()]
Cited = Callable[[str], Citation]
EMPLOYERS, TIMELINESS = "wt-2026/264", "wt-2026/169"


@pytest.fixture(scope="module")
def cited(library: Library) -> Cited:
    def cite(name: str) -> Citation:
        p = library.paragraphs[name]
        status = library.documents[p.doc].status
        return Citation(name, p.doc, p.label, p.heading, p.page, None, p.text, p.text, status, True, "none", p.href)

    return cite


@pytest.mark.parametrize("row", [r for r in ROWS if r["fault"]], ids=lambda r: r["sentence"])
def test_a_sentence_without_its_ground_is_dropped_for_its_reason(row: dict[str, str], cited: Cited) -> None:
    checked = check(row["sentence"], [cited(row["cites"])])
    assert (checked.text, checked.used) == ("", ())
    assert checked.dropped[0].fault == row["fault"]


@pytest.mark.parametrize("row", [r for r in ROWS if not r["fault"]], ids=lambda r: r["sentence"])
def test_a_sentence_that_stands_on_its_paragraph_goes_out(row: dict[str, str], cited: Cited) -> None:
    checked = check(row["sentence"], [cited(row["cites"])])
    assert checked.dropped == ()
    assert checked.used == (1,)


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len([r for r in ROWS if r["fault"]]) >= 60
    assert len([r for r in ROWS if not r["fault"]]) >= 40
    assert {r["fault"] for r in ROWS} - {""} >= {f.value for f in Fault} - {Fault.REPEATED, Fault.EMPTY_LEAD}


def test_a_lead_in_stands_with_the_items_that_stand(cited: Cited) -> None:
    outcome = cited(next(r["cites"] for r in ROWS if "advocate, friend" in r["sentence"]))
    draft = "Lead practitioners should:\n- convene an initial child protection conference [1]\n- search the home [1]"
    checked = check(draft, [outcome])
    assert checked.text == "Lead practitioners should:\n- convene an initial child protection conference [1]"
    assert [d.fault for d in checked.dropped] == [Fault.WORDS]


def test_a_lead_in_rules_its_items(cited: Cited) -> None:
    outcome = cited(next(r["cites"] for r in ROWS if "advocate, friend" in r["sentence"]))
    checked = check("Lead practitioners must:\n- convene an initial child protection conference [1]", [outcome])
    assert checked.text == ""
    assert [d.fault for d in checked.dropped] == [Fault.DUTY, Fault.EMPTY_LEAD]


def test_a_sentence_is_held_against_all_that_it_cites_and_nothing_else(cited: Cited) -> None:
    sentence = "The assessment should conclude within 45 working days from the point of referral"
    paragraphs = [cited(EMPLOYERS), cited(TIMELINESS)]
    assert check(f"{sentence} [2].", paragraphs).used == (2,)
    assert check(f"{sentence} [1, 2].", paragraphs).used == (1, 2)
    assert check(f"{sentence} [1].", paragraphs).used == ()


def test_what_leans_on_a_dropped_sentence_falls_with_it(cited: Cited) -> None:
    draft = "The police should suspend the person [1]. They should ensure that they have clear policies in place [1]."
    assert [d.fault for d in check(draft, [cited(EMPLOYERS)]).dropped] == [Fault.WORDS, Fault.LEANING]


def test_a_sentence_said_twice_goes_out_once(cited: Cited) -> None:
    sentence = "Any allegation against people who work with children should be reported immediately to a senior manager [1]."
    assert check(f"{sentence} {sentence}", [cited(EMPLOYERS)]).text == sentence


def test_invisible_characters_and_emphasis_are_taken_off(cited: Cited) -> None:
    draft = "The **assessment**\u200b should conclude within 45\u00a0working days\u202e from the point of referral [1]."
    expected = "The assessment should conclude within 45 working days from the point of referral [1]."
    assert check(draft, [cited(TIMELINESS)]).text == expected


@given(st.text(max_size=300))
def test_no_text_breaks_the_check_and_none_passes_without_paragraphs(draft: str) -> None:
    assert check(draft, []).text == ""


@given(st.text("abc .:;[]()0123456789\n-“”'\"", max_size=120))
def test_every_piece_of_a_draft_is_its_own_words(draft: str) -> None:
    letters = "".join(c for piece in pieces(draft) for c in piece.text if c.isalpha())
    assert letters in "".join(c for c in draft if c.isalpha()) or "\n" in draft


def test_number_words_and_digits_are_one_number() -> None:
    assert limits("fifteen working days") == limits("15 working days")
    assert {f.value for f in facts("twenty-four hours") if f.kind is FactKind.NUMBER} == {"24"}


@pytest.mark.parametrize(
    ("text", "force", "negated"),
    [
        ("They have to go", Force.MUST, False),
        ("It is required to go", Force.MUST, False),
        ("They cannot go", Force.MAY, True),
        ("They mustn't go", Force.MUST, True),
        ("They never should go", Force.SHOULD, True),
        ("They ought to go", Force.SHOULD, False),
        ("They are expected to go", Force.SHOULD, False),
        ("They are permitted to go", Force.MAY, False),
        ("They need to go", Force.NEED, False),
        ("They need not go", Force.FREE, False),
        ("They do not have to go", Force.FREE, False),
        ("They are not required to go", Force.FREE, False),
    ],
)
def test_what_people_say_for_must_should_and_may_is_understood(text: str, force: Force, negated: bool) -> None:
    assert [(d.force, d.negated) for d in duties(text)] == [(force, negated)]
