"""The registers hold what the documents say: complete on what can be counted, whose it is, from when it runs."""

import csv
import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from corpus.library import Library
from corpus.model import Kind, Obligation
from training.definitions import terms
from training.errors import TrainingError
from training.limit_words import Sort, limits_in
from training.place import Row
from training.register_table import Table, as_csv, as_xlsx, table
from training.registers import Register, Wanted, actor_of, all_rows, one_limit, rows
from training.source import is_current
from training.subjects import DUTY, only_embedded, subjects

TODAY = date(2026, 11, 25)
NUMBERED = re.compile(
    r"\b(?:within|no (?:later|longer|more) than|at least|intervals of|every) (?:no more than )?"
    r"(?:\d+|one|two|three|five|six|seven|ten) (?:working )?(?:day|week|month|year)s?\b"
)
NO_LIMITS = {"wt-2026/297": "how soon someone is likely to be homeless"}
"""Paragraphs with such words that set no limit, each read, and why."""


def found(register: Register, library: Library, **wanted: object) -> tuple[Row, ...]:
    return rows(register, library, Wanted(**wanted), TODAY)  # type: ignore[arg-type]


def test_every_number_of_days_months_or_years_in_the_guidance_is_a_time_limit(library: Library) -> None:
    own = {(row.place.id, row.place.sentences[0]) for row in all_rows(Register.TIME_LIMITS, library)}
    missing = [
        (p.id, s.text)
        for p in library.paragraphs.values()
        if p.doc == "wt-2026" and p.id not in NO_LIMITS and p.kind is not Kind.FIGURE
        for n, s in enumerate(p.sentences)
        if NUMBERED.search(s.text) and (p.id, n) not in own
    ]
    assert not missing


def test_a_limit_says_what_by_whom_within_what_from_when_and_how_strongly(library: Library) -> None:
    limit = one_limit(library, "wt-2026/407:t1")
    assert (limit.words, limit.amount, limit.unit) == ("no later than seven working days", 7, "working day")
    assert (limit.start, limit.backwards) == ("before the date of publication", True)
    assert (limit.obligation, limit.actors) == (Obligation.MUST, ("safeguarding partners",))


def test_two_limits_of_one_sentence_are_two_rows(library: Library) -> None:
    own = [row for row in all_rows(Register.TIME_LIMITS, library) if row.place.id == "wt-2026/408"]
    assert [row.words for row in own] == ["as soon as possible", "no later than six months"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "the child requires immediate protection and urgent action is required",
        "it is not appropriate to move the child's body immediately",
        "harm that is not immediately apparent",
        "individuals whom the agency permit to work regularly with children",
    ],
)
def test_words_that_set_no_limit_make_no_row(text: str) -> None:
    assert not [one for one in limits_in(text) if one.sort is not Sort.NO_NUMBER]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Practitioners working with children should see the child.", ("practitioners",)),
        ("The police should be invited.", ()),
        ("Action must be taken by the local authority, the police or the NSPCC.", ("local authorities", "police", "NSPCC")),
        ("If a practitioner has concerns about a child, then they should share them.", ("practitioners",)),
        ("LSPs are jointly responsible, and should act as a team.", ("lead safeguarding partners",)),
        ("Local authority assessments should be timely.", ()),
        ("As public authorities, safeguarding partners should be aware of them.", ("safeguarding partners",)),
    ],
)
def test_a_duty_falls_on_its_subject_or_its_agent(text: str, whose: tuple[str, ...]) -> None:
    assert subjects(text) == whose


def test_a_reported_question_is_no_duty() -> None:
    assert only_embedded("consider whether enquiries should be undertaken")
    assert not only_embedded("Decisions on whether to undertake one should be made together.")


def test_every_must_and_should_of_the_guidance_is_a_duty_or_leads_in_to_duties(library: Library) -> None:
    own = {(row.place.id, n) for row in all_rows(Register.DUTIES, library) for n in row.place.sentences}
    said = [
        (p, n, s)
        for p in library.paragraphs.values()
        if p.doc == "wt-2026" and p.kind is not Kind.FIGURE
        for n, s in enumerate(p.sentences)
        if DUTY.search(s.text)
    ]
    left = [(p.id, s.text) for p, n, s in said if (p.id, n) not in own and not s.text.endswith(":")]
    assert len(said) > 750
    assert len(left) <= 12, left


def test_the_police_have_what_their_panels_say(library: Library) -> None:
    own = found(Register.DUTIES, library, actor="the police", docs=("wt-2026",))
    assert {row.place.id.rpartition("/")[2] for row in own} >= {"the-police-should", "283", "286", "168"}


def test_an_item_takes_its_lead_ins_duty_and_actor(library: Library) -> None:
    row = next(r for r in found(Register.DUTIES, library, actor="core group") if r.place.id.endswith("the-core-group-should"))
    assert (row.obligation, row.lead) == (Obligation.SHOULD, "The core group should:")  # type: ignore[attr-defined]


def test_what_completes_a_duty_is_quoted_with_it(library: Library) -> None:
    row = next(
        r for r in all_rows(Register.DUTIES, library) if r.place.id == "wt-2026/112" and r.what == "Reports must include:"
    )  # type: ignore[attr-defined]
    assert "how effective these arrangements have been in practice" in row.place.quote


def test_every_row_quotes_its_paragraph_word_for_word_and_knows_it_again(library: Library) -> None:
    for register in Register:
        for row in all_rows(register, library):
            paragraph = library.paragraphs[row.place.id]
            assert all(line in paragraph.text for line in row.place.quote.split("\n")), row.id
            assert is_current(row.place.source, library)


def test_ids_of_rows_are_their_own(library: Library) -> None:
    for register in Register:
        ids = [row.id for row in all_rows(register, library)]
        assert len(ids) == len(set(ids))


def test_nothing_withdrawn_or_proposed_is_listed_unasked(library: Library) -> None:
    for register in Register:
        assert {row.place.doc for row in found(register, library)} <= {"wt-2026", "lcpp-2026", "ffp-2025"}
    assert {row.place.doc for row in found(Register.TIME_LIMITS, library, every_document=True)} >= {
        "wt-2015",
        "consultation-2026",
    }


def test_a_term_that_editions_define_otherwise_is_said_to_differ(library: Library) -> None:
    own = {term.name: term for term in terms(library)}
    term = own["Safeguarding and promoting the welfare of children"]
    assert term.differs
    assert [d.place.doc for d in term.definitions][-1] == "wt-2015"
    assert "‘Honour’-based abuse" in own


def test_the_strategy_discussion_has_its_attendees(library: Library) -> None:
    own = [row for row in all_rows(Register.ATTENDANCE, library) if row.place.id == "wt-2026/strategy-discussion/attendees"]
    assert len(own) == 14
    assert own[0].attendees == ("social workers", "health practitioners", "police")  # type: ignore[attr-defined]


def test_rows_are_chosen_by_chapter_obligation_and_topic_together(library: Library) -> None:
    own = found(Register.TIME_LIMITS, library, chapter="5", obligations=(Obligation.MUST,), topic="panel", docs=("wt-2026",))
    assert own
    assert all("Chapter 5" in row.place.heading[0] and row.obligation is Obligation.MUST for row in own)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"docs": ("kcsie",)}, "There is no document 'kcsie'"),
        ({"chapter": "9"}, "There is no chapter '9'"),
        ({"actor": "plumbers"}, "no duties on 'plumbers'"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(library: Library, wanted: dict, said: str) -> None:
    with pytest.raises(TrainingError, match=re.escape(said)):
        found(Register.DUTIES, library, **wanted)


def test_an_actor_goes_by_any_of_its_names() -> None:
    assert actor_of("BTP") == "British Transport Police"
    assert actor_of("the Police") == "police"


def test_a_paragraph_named_instead_of_a_limit_leads_to_its_limits(library: Library) -> None:
    with pytest.raises(TrainingError, match=r"Did you mean wt-2026/167:t1"):
        one_limit(library, "wt-2026/167")


def test_no_cell_of_a_file_is_taken_for_a_formula() -> None:
    made = Table(Register.DUTIES, ("a", "b"), (("=1+1", "@x"), (" -2", "\ttab"), ("plain", "+44")))
    cells = [cell for row in list(csv.reader(io.StringIO(as_csv(made))))[1:] for cell in row]
    assert cells == ["'=1+1", "'@x", "' -2", "'\ttab", "plain", "'+44"]
    sheet = load_workbook(io.BytesIO(as_xlsx(made))).active
    assert [cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row] == ["s"] * 6
    assert sheet["A2"].value == "=1+1"


def test_files_hold_every_row_with_its_paragraph_and_force(library: Library) -> None:
    own = found(Register.TIME_LIMITS, library, every_document=True)
    made = table(Register.TIME_LIMITS, own, library)
    read = list(csv.DictReader(io.StringIO(as_csv(made))))
    assert [row["Row id"] for row in read] == [row.id for row in own]
    assert {row["Force"] for row in read} >= {
        "statutory guidance, in force",
        "withdrawn, not in force",
        "proposal, not in force",
    }
    assert load_workbook(io.BytesIO(as_xlsx(made))).active.max_row == len(own) + 1
