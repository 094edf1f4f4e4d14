import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.bank import load_bank
from retriever.redaction import KINDS, Redacted, redact, redact_turns
from retriever.redaction.numbers import valid_nhs_number

CASES = Path(__file__).parents[1] / "data" / "redaction"
MARKED = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


def lines(name: str) -> list[str]:
    return (CASES / name).read_text(encoding="utf-8").splitlines()


IDENTIFYING = lines("identifying.txt")
POLICY = lines("policy.txt")
DOCUMENTS = ("wt-2026", "lcpp-2026", "ffp-2025", "consultation-2026", "wt-2015")
ORDINARY = "How soon after the strategy discussion must the initial child protection conference be held?"


@pytest.mark.parametrize("line", IDENTIFYING)
def test_what_identifies_somebody_leaves_only_its_kind(line: str) -> None:
    expected = MARKED.sub(lambda match: f"[{match[2]}]", line)
    assert redact(MARKED.sub(lambda match: match[1], line)).text == expected


@pytest.mark.parametrize("line", POLICY)
def test_a_question_about_policy_is_left_alone(line: str) -> None:
    assert redact(line) == Redacted(line, ())


def test_there_are_enough_cases_of_both_sorts() -> None:
    assert len(set(IDENTIFYING)) >= 150
    assert len(set(POLICY)) >= 150
    assert {match[2] for line in IDENTIFYING for match in MARKED.finditer(line)} == set(KINDS)


def test_removed_names_the_kinds_in_order_without_repeats_and_never_the_values() -> None:
    told = redact("Amelia (DOB 03/05/2019) and Kyle live at 14 Acacia Avenue, LS6 2AB; Amelia is hurt.")
    assert told.removed == ("name", "date of birth", "address", "postcode")
    assert not any(value in str(told) for value in ("Amelia", "Kyle", "2019", "Acacia", "LS6"))


def test_an_age_beside_a_name_stays() -> None:
    assert redact("Sanjay, 7, and his sister (4) are alone").text == "[name], 7, and his sister (4) are alone"


def test_a_name_given_away_once_is_taken_out_everywhere() -> None:
    assert redact("My son is called Will. I think Will has been hit.").text == (
        "My son is called [name]. I think [name] has been hit."
    )


def test_a_word_that_is_also_a_name_elsewhere_stays_a_word() -> None:
    assert redact("My son is called Will. Will he be taken into care?").text.endswith("Will he be taken into care?")


def test_a_name_given_away_in_one_turn_is_taken_out_of_the_next() -> None:
    first, second = redact_turns(["My client is called Ember.", "What if Ember refuses?"])
    assert first == Redacted("My client is called [name].", ("name",))
    assert second == Redacted("What if [name] refuses?", ("name",))


def test_turns_without_case_detail_stay_as_they_are() -> None:
    turns = [ORDINARY, "And who chairs it?", ""]
    assert redact_turns(turns) == tuple(Redacted(turn, ()) for turn in turns)
    assert redact_turns([]) == ()


@pytest.mark.parametrize(("digits", "valid"), [("9434765919", True), ("9434765918", False), ("4010232137", True)])
def test_the_check_digit_tells_a_health_number(digits: str, valid: bool) -> None:
    assert valid_nhs_number(digits) is valid


def test_hardly_any_question_of_the_bank_is_touched() -> None:
    questions = [row.question for doc in DOCUMENTS for row in load_bank(doc)]
    changed = [question for question in questions if redact(question).text != question]
    assert len(questions) > 7000
    assert len(changed) <= 0.003 * len(questions)


def test_the_documents_are_not_touched() -> None:
    for doc in DOCUMENTS:
        for line in files("corpus.documents").joinpath(f"{doc}.txt").read_text(encoding="utf-8").splitlines():
            assert redact(line).text == line


def test_an_ordinary_question_takes_less_than_a_millisecond() -> None:
    redact(ORDINARY)
    started = process_time()
    for _ in range(200):
        redact(ORDINARY)
    assert (process_time() - started) / 200 < 0.001


SIGNS = " .,'’-@:/()[]{}0123456789\n\x00"
WORDS = (
    "[name]|[address] |Will |Jayden|jaydens |Mrs |my son |mum| is |called |and |AB|J.S.|Zawadi |aged |School|Primary |St |Road|"
    "12 |NHS |case no |DOB |March |@a|a.b@c|07700"
)
PIECES = st.sampled_from([*SIGNS, *WORDS.split("|")])
ANYTHING = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))
AROUND = st.one_of(st.text(max_size=60), st.just("my client"), st.just("12 345"))


@settings(deadline=None, max_examples=250)
@given(ANYTHING)
def test_redacting_twice_is_redacting_once(text: str) -> None:
    once = redact(text)
    assert redact(once.text) == Redacted(once.text, ())


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=2000))
def test_no_text_is_too_odd(text: str) -> None:
    assert set(redact(text).removed) <= set(KINDS)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=4).map("".join).filter(bool))
def test_two_thousand_characters_of_anything_are_read_quickly(piece: str) -> None:
    started = process_time()
    redact((piece * 2000)[:2000])
    assert process_time() - started < 1.0


def with_check_digit(nine: str) -> str | None:
    return next((nine + last for last in "0123456789" if valid_nhs_number(nine + last)), None)


NHS_NUMBERS = st.from_regex(r"\A[0-9]{9}\Z").map(with_check_digit).filter(bool)
NI_NUMBERS = st.from_regex(r"\A[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]\Z")
PHONES = st.from_regex(r"\A(07[0-9]{9}|01[0-9]{9}|02[0-9]{9}|\+447[0-9]{9})\Z")
EMAILS = st.emails()
POSTCODES = st.from_regex(
    r"\A[A-PR-UWYZ][0-9]{1,2} [0-9][ABD-HJLNP-UW-Z]{2}\Z|\A[A-PR-UWYZ][A-HK-Y][0-9][0-9A-HJKMNP-Y]? [0-9][ABD-HJLNP-UW-Z]{2}\Z"
)


def grouped(number: str, sizes: tuple[int, ...], mark: str) -> str:
    cuts = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
    return mark.join(number[start:end] for start, end in pairwise(cuts))


@settings(deadline=None)
@given(AROUND, NHS_NUMBERS, st.sampled_from(["", " ", "-"]), AROUND)
def test_a_valid_health_number_never_survives(before: str, number: str, mark: str, after: str) -> None:
    planted = grouped(number, (3, 3, 4), mark)
    assert planted not in redact(f"{before} {planted} {after}").text


@settings(deadline=None)
@given(AROUND, NI_NUMBERS, st.sampled_from(["", " ", "-"]), AROUND)
def test_an_insurance_number_never_survives(before: str, number: str, mark: str, after: str) -> None:
    planted = grouped(number, (2, 2, 2, 2, 1), mark)
    assert planted not in redact(f"{before} {planted} {after}").text


@settings(deadline=None)
@given(AROUND, PHONES, st.sampled_from(["", " ", "-"]), AROUND)
def test_a_telephone_number_never_survives(before: str, number: str, mark: str, after: str) -> None:
    planted = grouped(number, (len(number) - 6, 3, 3), mark)
    assert planted not in redact(f"{before} {planted} {after}").text


@settings(deadline=None)
@given(AROUND, EMAILS, AROUND)
def test_an_address_of_mail_never_survives(before: str, planted: str, after: str) -> None:
    assert planted not in redact(f"{before} {planted} {after}").text


@settings(deadline=None)
@given(AROUND, POSTCODES, st.booleans(), AROUND)
def test_a_postcode_never_survives(before: str, code: str, small: bool, after: str) -> None:
    planted = code.lower() if small else code
    assert planted not in redact(f"{before} {planted} {after}").text


@pytest.mark.parametrize(
    "line", ["S47 enquiries", "s17 1st visit", "wt-2026/31", "£9434765", "0808 800 5000", "08001111", "1,234,567"]
)
def test_the_fields_own_numbers_stay(line: str) -> None:
    assert redact(line).text == line
