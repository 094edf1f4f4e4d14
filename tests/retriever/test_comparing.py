"""Which documents a question sets side by side; a question of a case is never answered from what is not in force."""

from datetime import date

import pytest

from corpus.model import Status
from corpus.register import Document, Register
from retriever.comparing import Beside, Meant, sides
from retriever.editions import named_documents
from retriever.question import Plan, understand

TODAY = date(2026, 11, 22)
NOW, OLD, PROPOSED, GUIDE, STANDARDS = "wt-2026", "wt-2015", "consultation-2026", "ffp-2025", "lcpp-2026"


@pytest.fixture
def documents(register: Register) -> dict[str, Document]:
    return {d.id: d for d in register.documents}


def compared(question: str, documents: dict[str, Document], as_of: date = TODAY) -> tuple[str, ...]:
    return sides(question, named_documents(question, documents), documents, as_of)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What changed between Working Together 2015 and 2026 on who chairs conferences?", (NOW, OLD)),
        ("What did the old book say about an independent chair, and what does the present one?", (NOW, OLD)),
        ("old guidance vs new guidance on consent to an assessment", (NOW, OLD)),
        ("Has the 15 day rule for conferences been dropped?", (NOW, OLD)),
        ("Our policy still talks about the LSCB. What took its place?", (NOW, OLD)),
        ("How would the proposals change the time before a conference?", (NOW, PROPOSED)),
        ("What is the limit now and what is proposed?", (NOW, PROPOSED)),
        ("Does the FFP guide go further than the statutory guidance on family meetings?", (NOW, GUIDE)),
        ("Working Together and the consultation on independent scrutiny", (NOW, PROPOSED)),
        ("repeat missing episodes: the standards vs WT", (NOW, STANDARDS)),
        ("the standards and Working Together on seeing the child alone", (NOW, STANDARDS)),
        ("Has the Local Safeguarding Children Board been dropped?", (NOW, OLD)),
        ("Does the FFP guide agree with the consultation on emergency orders?", (GUIDE, PROPOSED)),
    ],
)
def test_documents_are_named_or_meant_by_what_they_are(
    question: str, expected: tuple[str, ...], documents: dict[str, Document]
) -> None:
    assert compared(question, documents) == expected


@pytest.mark.parametrize(
    "question",
    [
        "How soon after the strategy discussion must the initial conference be held?",
        "He threatens the children. The last advice was to wait, and a conference has been proposed for Friday. What now?",
        "I was given old advice and the health visitor proposed waiting. Must I refer?",
        "Which authority has the duty once a family has moved to another area?",
        "The deadline for the assessment has gone, what do I do?",
        "She was on a plan before. Now there are fresh burns on her arms. Who holds the strategy discussion?",
        "If social care do not ring back today, who then?",
        "Our head sits on the board of governors. Who do they report to now?",
        "Is it new or old bruising?",
        "We did a CAF last year, should we refer now?",
        "The wording of my referral has been changed by my head, is that allowed?",
        "If this is a disclosure, should I tell the parents or keep it confidential?",
        "What should I do if this is still happening?",
        "Has the child already been consulted about the plan?",
        "The health visitor proposed another home visit. Should I still refer?",
        "The chair wants to drop the draft child protection plan, or keep it?",
        "In future, should we still share information without consent?",
        "Mum has an upcoming hearing. Does the conference still go on?",
        "I found old texts from an adult on her phone, what do I do now?",
        "At the last review the list of concerns had changed, what now?",
        "His sentence has been replaced by a community order, do we still share?",
        "Did they take out an injunction?",
        "Which document says the child was hit?",
        "What does Working Together 2026 say about core groups?",
        "When does the consultation close?",
        "In the old and new house there is no heating. Is that neglect?",
        "The last guidance from the hospital was to wait. Do we still hold a strategy discussion?",
        "The earlier advice said to wait. Can we still refer?",
        "The earlier one allowed contact with dad. Should the plan be changed?",
        "Both editions of the chronology are wrong",
        "If this goes through to court, does the current plan still apply?",
        "Mum objects to the proposed requirements in the current plan. Can she complain?",
        "Child's proposed return from care today: what must be in the plan?",
        "Department idea: place him with gran now",
        "Under the regs do I need to see the child now?",
    ],
)
def test_a_case_is_not_compared(question: str, documents: dict[str, Document]) -> None:
    assert compared(question, documents) == ()


@pytest.mark.parametrize(
    ("question", "named", "beside"),
    [
        ("Did WT15 say 45 days? And today?", (OLD,), (NOW, OLD)),
        ("Compare the 2015 edition with what is in force on core groups", (OLD,), (NOW, OLD)),
        ("How is current practice different from the 2015 edition on assessments?", (OLD,), (NOW, OLD)),
        ("Before a child goes home the 2015 version wanted an assessment. Does it still?", (OLD,), (NOW, OLD)),
        ("As Working Together 2015 is in force today, who chairs?", (), ()),
        ("Historic abuse from 2016 disclosed by a child today", (), ()),
        ("He was born in 2016. Who attends the strategy discussion?", (), ()),
        ("What did the 2015 edition say about core groups?", (OLD,), ()),
        ("The 2015 Prevent duty - does it still bind schools?", (), ()),
        ("What does 2015 say about thresholds?", (OLD,), ()),
        ("What is the 2015 definition of neglect?", (OLD,), ()),
        ("How long does 2015 give for an assessment?", (OLD,), ()),
        ("In 2016, who chaired the conference?", (OLD,), ()),
        ("What did the guidance in force in June 2016 say about strategy discussions?", (OLD,), ()),
        ("In May 2016, after a referral, how quickly did they have to decide?", (OLD,), ()),
    ],
)
def test_the_edition_that_is_named_is_shown_beside_what_applies_today(
    question: str, named: tuple[str, ...], beside: tuple[str, ...], documents: dict[str, Document]
) -> None:
    plan = understand(question, (), documents, (), TODAY)
    assert (plan.named, plan.sides) == (named, beside)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Case from 2016 re-opened this week: how soon must the conference be held?", ()),
        ("A child was injured in 2015 and is back in care: how soon must a strategy discussion be held?", ()),
        ("WT15 on core groups", (OLD,)),
    ],
)
def test_a_year_names_no_edition_where_the_reader_says_that_none_is_asked(
    question: str, named: tuple[str, ...], documents: dict[str, Document]
) -> None:
    told = Meant(perhaps=frozenset())
    assert understand(question, (), documents, (), TODAY, told).named == named


@pytest.mark.parametrize(
    ("question", "beside"),
    [
        ("The placement broke down in 2017, who leads the assessment?", (NOW, OLD)),
        ("I qualified in 2015 - who chairs conferences", (NOW, OLD)),
        ("She came into care in 2016. How often are reviews?", (NOW, OLD)),
        ("She came into care in 2016. How often were reviews?", ()),
        ("In 2016, who chairs conferences?", ()),
        ("Who chaired the conference in 2016?", ()),
        ("In the old 2015 one, who chairs conferences?", ()),
    ],
)
def test_a_year_that_may_be_a_cases_is_no_reason_to_leave_out_what_applies_today(
    question: str, beside: tuple[str, ...], documents: dict[str, Document]
) -> None:
    assert understand(question, (), documents, (), TODAY).sides == beside


def test_a_follow_up_that_asks_of_today_leaves_the_old_edition(documents: dict[str, Document]) -> None:
    for question in ("And now?", "And at the moment?", "What applies at present?"):
        plan = understand(question, ("What does the 2015 edition say about core groups?",), documents, (), TODAY)
        assert (plan.named, plan.sides) == ((), ())


def test_what_is_in_force_is_always_there_unless_two_others_are_named(documents: dict[str, Document]) -> None:
    second = documents[PROPOSED].model_copy(update={"id": "consultation-2027", "names": ()})
    found = compared("What does the guidance say now, and what do the proposals say?", {**documents, second.id: second})
    assert found == (NOW, PROPOSED, "consultation-2027")
    assert compared("old guidance and the proposals on chairing: which differ?", documents) == (NOW, OLD, PROPOSED)


def test_the_edition_before_the_present_one_is_meant(documents: dict[str, Document]) -> None:
    began = date(2028, 1, 1)
    newer = documents[NOW].model_copy(
        update={"id": "wt-2028", "published": began, "in_force_from": began, "working_together": "wt-2028"}
    )
    older = documents[NOW].model_copy(update={"status": Status.WITHDRAWN, "in_force_to": date(2027, 12, 31)})
    library = {**documents, NOW: older, newer.id: newer}
    question = "What did the previous edition say about core groups, and what does the present one say now?"
    assert compared(question, library, date(2028, 6, 1)) == ("wt-2028", NOW)


@pytest.mark.parametrize("missing", [(OLD,), (OLD, PROPOSED, GUIDE, STANDARDS), (NOW, PROPOSED, GUIDE, STANDARDS)])
def test_one_document_is_no_comparison(missing: tuple[str, ...], documents: dict[str, Document]) -> None:
    left = {d: document for d, document in documents.items() if d not in missing}
    for question in ("Has the 15 day rule been changed?", "Which document says so?", "What did the old guidance say, and now?"):
        assert compared(question, left) == ()


@pytest.mark.parametrize("as_of", [date(2010, 1, 1), date(2020, 6, 1)])
def test_on_a_day_of_which_the_library_holds_nothing_in_force_nothing_is_compared(
    as_of: date, documents: dict[str, Document]
) -> None:
    assert compared("Has the 45 day limit for assessments been changed?", documents, as_of) == ()


def test_a_local_document_is_not_taken_for_a_national_one(documents: dict[str, Document]) -> None:
    changed = {"id": "ffp-local", "status": Status.LOCAL, "names": (), "title": "Staff policy"}
    local = documents[GUIDE].model_copy(update=changed)
    found = compared("Does the programme guide go further than the current guidance?", {**documents, local.id: local})
    assert found == (NOW, GUIDE)


@pytest.mark.parametrize(
    ("question", "told", "expected"),
    [
        ("can a strat be done over the phone? my educator says yes", {Beside.EARLIER}, (NOW, OLD)),
        ("already required? what else would they like recorded", {Beside.PROPOSED}, (NOW, PROPOSED)),
        ("everyone agreeing too quickly: WT has a name for it, do they warn of it too?", {Beside.STANDARDS}, (NOW, STANDARDS)),
        ("which of the two goes further for parents", {Beside.GUIDE}, (NOW, GUIDE)),
        ("Does the booklet agree with what LCPPs are told?", {Beside.GUIDE, Beside.STANDARDS}, (STANDARDS, GUIDE)),
        ("then, now and the five-day idea", {Beside.EARLIER, Beside.PROPOSED}, (NOW, OLD, PROPOSED)),
    ],
)
def test_what_the_reader_says_is_set_beside_what_is_in_force(
    question: str, told: set[Beside], expected: tuple[str, ...], documents: dict[str, Document]
) -> None:
    assert sides(question, named_documents(question, documents), documents, TODAY, told) == expected


def test_what_was_not_published_yet_is_set_beside_nothing(documents: dict[str, Document]) -> None:
    assert sides("what is different?", (), documents, date(2026, 3, 1), {Beside.PROPOSED}) == ()


def meaning(question: str, asked: Beside, documents: dict[str, Document], as_of: date = TODAY) -> Plan:
    return understand(question, (), documents, ("wt-2026/58", "wt-2015/1.58"), as_of, Meant(asked=frozenset({asked})))


@pytest.mark.parametrize(
    ("question", "named", "beside"),
    [
        ("back in LSCB days who published the thresholds", (), (NOW, OLD)),
        ("who agreed the protocol in the days of the boards, para 58?", (), (NOW, OLD)),
        ("What did the 2018 edition say about boards?", (), ()),
        ("What applied then, and as the guidance is current today?", (), ()),
        ("What does the FFP guide say about the boards?", (GUIDE,), ()),
        ("para 58", (), ()),
    ],
)
def test_an_earlier_edition_that_only_the_reader_says_is_asked_is_set_beside_what_is_in_force(
    question: str, named: tuple[str, ...], beside: tuple[str, ...], documents: dict[str, Document]
) -> None:
    plan = meaning(question, Beside.EARLIER, documents)
    assert (plan.named, plan.sides) == (named, beside)


def test_no_edition_is_earlier_on_a_day_when_the_earlier_one_was_in_force(documents: dict[str, Document]) -> None:
    assert meaning("back in LSCB days who published the thresholds", Beside.EARLIER, documents, date(2016, 5, 1)).named == ()


@pytest.mark.parametrize("asked", [Beside.PROPOSED, Beside.STANDARDS, Beside.GUIDE])
@pytest.mark.parametrize(
    "question", ["what would staff be asked to bring to the meeting", "What do they want instead by 2027?"]
)
def test_what_the_reader_says_is_asked_is_kept(question: str, asked: Beside, documents: dict[str, Document]) -> None:
    assert not understand(question, (), documents, (), TODAY).asked
    assert meaning(question, asked, documents).asked == {asked}


def test_what_a_question_says_itself_is_not_told_otherwise(documents: dict[str, Document]) -> None:
    question = "Does the FFP guide agree with the consultation on emergency orders?"
    told = Meant(frozenset({Beside.EARLIER}), frozenset({Beside.EARLIER}))
    assert understand(question, (), documents, (), TODAY, told) == understand(question, (), documents, (), TODAY)
