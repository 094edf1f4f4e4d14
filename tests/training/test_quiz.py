import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from corpus.glossary import load_glossary
from corpus.library import Library
from corpus.model import Status
from training.errors import TrainingError
from training.quiz import quiz
from training.quiz_actors import GENERIC, apart, named
from training.quiz_clauses import Clause
from training.quiz_ground import Ground, ground
from training.quiz_items import Item, ItemKind, Option, Quiz
from training.quiz_limits import choose, days_of, fill, gapped, wrong_limits
from training.quiz_marking import key, mark
from training.quiz_match import match
from training.quiz_order import order, processes, standing
from training.quiz_spelling import Spelling
from training.quiz_terms import term
from training.quiz_truth import false_actor, false_modal
from training.quiz_who import modal, who
from training.quiz_wording import item as item_of
from training.source import is_current
from training.time_limits import Sort

NOTE = re.compile(r" \((?:\w+: [^:;()]+(?:; )?)+\)$")
"""What abbreviations stand for, at the end of a question."""


@pytest.fixture(scope="module")
def own(library: Library) -> Ground:
    return ground(library)


@pytest.fixture(scope="module")
def made(library: Library) -> Quiz:
    return quiz(library, count=60, seed=5)


def of(made: Quiz, kind: ItemKind) -> list[Item]:
    return [item for item in made.items if item.kind is kind]


@cache
def asks_who(own: Ground) -> list[tuple[Clause, Item]]:
    found = ((clause, who(own, clause, Random(1))) for clause in own.clauses)
    return [(clause, item) for clause, item in found if item]


def test_the_same_seed_makes_the_same_quiz_and_another_seed_another(library: Library):
    assert quiz(library, standard=3, seed=4) == quiz(library, standard=3, seed=4)
    assert quiz(library, standard=3, seed=4).items != quiz(library, standard=3, seed=5).items


def test_a_quiz_has_items_of_all_kinds(library: Library):
    kinds = Counter(item.kind for item in quiz(library, count=14, seed=1).items)
    assert set(kinds) == set(ItemKind)


def test_every_quoted_line_stands_in_a_paragraph_as_it_is_now(made: Quiz, library: Library):
    for item in made.items:
        for proof in item.proofs:
            text = " ".join(library.paragraphs[proof.source.id].text.split())
            assert is_current(proof.source, library)
            for line in proof.quote.splitlines():
                assert " ".join(line.split()) in text, (item.id, line)


def test_every_definition_is_quoted_as_it_stands(own: Ground, library: Library):
    items = [item for row in own.definitions for seed in range(20) if (item := term(own, row, Random(seed)))]
    assert items
    for proof in (proof for item in items for proof in item.proofs):
        assert proof.quote in " ".join(library.paragraphs[proof.source.id].text.split())


def test_a_key_never_stands_on_words_that_are_not_in_force(made: Quiz, library: Library):
    for item in made.items:
        keys = item.proofs if item.kind in (ItemKind.MATCH, ItemKind.ORDER) else item.proofs[:1]
        for proof in keys:
            assert proof.standing == "in force"
            assert library.documents[library.paragraphs[proof.source.id].doc].status is Status.STATUTORY


def test_the_withdrawn_edition_is_marked_so_wherever_it_is_quoted(own: Ground):
    whys = [(o, item) for _, item in asks_who(own) for o in item.options if "Working Together 2015" in o.why]
    assert whys, "no question has a distractor of the withdrawn edition"
    for option, _ in whys:
        assert not option.right
        assert "withdrawn" in option.why
        assert "not in force" in option.why


def test_each_choice_has_one_right_answer_and_no_two_alike(made: Quiz):
    for item in of(made, ItemKind.CHOICE) + of(made, ItemKind.TRUE_FALSE):
        assert [o.right for o in item.options].count(True) == 1
        assert len({o.text.casefold() for o in item.options}) == len(item.options)


def test_no_question_who_names_the_answer(own: Ground):
    items = asks_who(own)
    assert len(items) > 30
    for clause, item in items:
        assert named(clause.actor).casefold().removeprefix("the ") not in item.question.casefold()


def test_an_actor_with_the_same_duty_elsewhere_is_never_a_distractor(own: Ground):
    clause = next(c for c, i in asks_who(own) if "The police" in [o.text for o in i.options if not o.right])
    planted = replace(clause.duty, actors=("police",), what=clause.predicate)
    changed = replace(own, duties=(*own.duties, planted))
    again = [who(changed, clause, Random(seed)) for seed in range(5)]
    assert all("The police" not in [o.text for o in other.options] for other in again if other)
    false = [false_actor(changed, clause, Random(seed)) for seed in range(5)]
    assert all("the police" not in other.question.split("says that")[-1][:15] for other in false if other)


def test_actors_that_hold_or_take_in_each_other_are_not_set_against_each_other():
    assert apart("police", "health practitioners")
    assert not apart("safeguarding partners", "police")
    assert not apart("receiving local authority", "lead practitioners")
    assert not apart("core group", "police")
    assert not any(apart(actor, "police") for actor in GENERIC)


def test_a_limit_of_the_same_process_is_never_a_distractor(own: Ground):
    row = next(t for t in own.limits if t.place.id == "wt-2026/167" and t.sort is Sort.WITHIN)
    gap = gapped(row)
    assert gap
    offered = [words for words, _ in wrong_limits(own, row, gap, Random(1), 8)]
    assert offered
    assert days_of("one working day") not in map(days_of, offered)
    planted = replace(row, what=row.what.replace("one working day", offered[0]), words=offered[0])
    changed = replace(own, limits=(*own.limits, planted))
    assert days_of(offered[0]) not in [days_of(words) for words, _ in wrong_limits(changed, row, gap, Random(1), 8)]


def test_a_gap_is_a_whole_sentence_that_does_not_give_its_answer(own: Ground):
    items = [i for t in own.limits if (i := fill(own, t, Random(1)))]
    assert len(items) >= 15
    for item in items:
        said = NOTE.sub("", item.question).split("‘")[-1]
        assert said[0].isupper()
        assert said.endswith(".’")
        assert item.question.count("________") == 1
        assert item.accepted[0] not in item.question
        assert re.search(r"\b(?:must|should|may|will|are to)\b", said)


def test_choices_of_limits_have_lengths_that_differ(own: Ground):
    for row in own.limits:
        if item := choose(own, row, Random(2)):
            lengths = sorted(days_of(o.text) for o in item.options)
            assert all(later / earlier >= 1.29 for earlier, later in pairwise(lengths))


def test_a_changed_word_of_duty_is_false_and_corrected(own: Ground):
    items = [(c, i) for c in own.clauses if (i := false_modal(own, c, Random(3)))]
    assert len(items) > 40
    for clause, item in items:
        assert not next(o for o in item.options if o.text == "True").right
        assert f"‘{clause.modal}’" in item.explanation
        assert f" {clause.modal} {clause.predicate}" not in item.question


def test_a_word_of_duty_is_never_changed_to_a_weaker_one(own: Ground):
    strength = ["may", "should", "must"]
    items = [(c, i) for c in own.clauses for seed in range(4) if (i := false_modal(own, c, Random(seed)))]
    assert {c.modal for c, _ in items} == {"may", "should"}
    for clause, item in items:
        said = next(word for word in strength if f" {word} {clause.predicate}" in item.question)
        assert strength.index(said) > strength.index(clause.modal), item.question


def test_a_duty_that_another_paragraph_binds_otherwise_is_not_asked_by_its_word(own: Ground):
    clause = next(c for c in own.clauses if false_modal(own, c, Random(3)) and c.modal == "should")
    planted = replace(clause.duty, obligation="must", what=clause.predicate)
    assert false_modal(replace(own, duties=(*own.duties, planted)), clause, Random(3)) is None


def test_matched_actors_are_apart_and_none_has_anothers_duty(own: Ground):
    items = [i for c in own.clauses if (i := match(own, c, Random(4)))]
    assert len(items) >= 8
    for item in items:
        assert len({o.text for o in item.options}) == len(item.options) >= 3
        assert sorted(item.shown) == list(range(len(item.options)))


def test_every_step_of_every_process_stands_on_words_in_force(own: Ground):
    for process in processes():
        assert standing(own, process) == process.steps, process.title


def test_a_step_whose_words_have_gone_ends_its_process(own: Ground):
    process = processes()[0]
    gone = process.steps[3].model_copy(update={"quote": "words that nobody wrote"})
    changed = process.model_copy(update={"steps": (*process.steps[:3], gone, *process.steps[4:])})
    assert standing(own, changed) == process.steps[:3]


def test_steps_are_shown_in_another_order_than_the_right_one(own: Ground):
    for process in processes():
        for seed in range(5):
            item = order(own, process, Random(seed))
            assert item
            assert list(item.shown) != sorted(item.shown)
            assert sorted(item.shown) == list(range(len(item.options)))


def test_questions_read_as_whole_sentences(made: Quiz):
    for item in made.items:
        assert item.question[0].isupper()
        assert NOTE.sub("", item.question)[-1] in "?.’"
        assert "  " not in item.question
        assert not re.search(r"all of the above|none of the above", item.question + str(item.options), re.IGNORECASE)


def test_no_two_items_of_a_quiz_ask_the_same(made: Quiz):
    assert len({item.id for item in made.items}) == len(made.items)
    assert len({item.question for item in of(made, ItemKind.LIMIT)}) == len(of(made, ItemKind.LIMIT))


def test_no_item_quotes_a_sentence_that_another_one_quotes(made: Quiz):
    for item in made.items:
        lines = [line for proof in item.proofs for line in proof.quote.splitlines() if not line.endswith(":")]
        for other in made.items:
            if other is not item:
                told = " ".join((other.explanation, *(o.why for o in other.options)))
                assert not [line for line in lines if " ".join(line.split()) in told], (item.id, other.id)


def test_every_abbreviation_that_is_shown_is_spelled_out(library: Library):
    items = quiz(library, count=100, seed=1).items
    assert sum(bool(NOTE.search(item.question)) for item in items) >= 5
    for item in items:
        shown = " ".join((item.question, *(f"{o.text} {o.partner}" for o in item.options)))
        assert load_glossary().unspelt(shown) == (), item.question
        known = {key for term in load_glossary().terms for key in term.keys} | {"nhs", "nspcc"}
        assert {word.lower() for word in re.findall(r"\b[A-Z]{2,}(?=s?\b)", shown)} <= known, shown


def test_an_abbreviation_of_the_heading_is_spelled_out_after_the_question(own: Ground):
    row = next(t for t in own.limits if t.place.id == "wt-2026/407")
    item = fill(own, row, Random(1))
    assert item
    assert "‘Publishing the LCSPR’" in item.question
    assert item.question.endswith(".’ (LCSPR: local child safeguarding practice review)")


def test_abbreviations_of_options_and_partners_are_spelled_out_once_and_the_words_are_left_as_they_are():
    options = (Option("The police", True, partner="Tell LSPs"), Option("GPs", True, partner="Tell the LSP and the DSPs"))
    item = item_of(ItemKind.MATCH, "Match each.", (), "", options)
    assert item
    note = "LSP: lead safeguarding partner; GP: general practitioner; DSP: delegated safeguarding partner"
    assert item.question == f"Match each. ({note})"
    assert item.options == options


def test_what_an_item_says_in_full_is_not_said_again():
    asked = "Who should a lead safeguarding partner (LSP) tell?"
    item = item_of(ItemKind.CHOICE, asked, (), "", (Option("The police", True), Option("The LSP", False)))
    assert item
    assert item.question == asked


@pytest.mark.parametrize("answer", ["Lead safeguarding partners", "The lead safeguarding partner"])
def test_an_item_whose_answer_the_full_name_would_give_away_is_left_out(answer: str):
    options = (Option(answer, True), Option("The police", False))
    assert item_of(ItemKind.CHOICE, "Who answers for what LSPs do?", (), "", options) is None
    assert item_of(ItemKind.CHOICE, "Who answers for what is done?", (), "", options)


def test_an_abbreviation_that_stands_for_several_things_is_not_asked():
    assert item_of(ItemKind.LIMIT, "Within how many days is an ICO made?", (), "", accepted=("8 days",)) is None


def test_the_words_around_a_gap_are_the_paragraphs_own(own: Ground):
    items = [(c, i) for c in own.clauses if c.subject.endswith("LSPs") and (i := modal(own, c, Random(1)))]
    assert items
    for clause, item in items:
        assert f"‘{clause.who} ____ {clause.predicate}.’" in item.question


def test_a_sentence_with_a_slip_of_the_pen_is_not_used(own: Ground):
    assert any("enquires" in duty.what for duty in own.duties)
    assert not [c for c in (*own.clauses, *own.old_clauses) if "enquires" in c.predicate]


def test_a_word_is_a_slip_if_a_letter_inside_it_makes_a_far_more_frequent_one():
    spelling = Spelling(["make enquiries"] * 30 + ["enquires", "is assigned", "assessed"] + ["assesses"] * 30)
    assert spelling.doubtful("Lead section 47 enquires.")
    assert spelling.doubtful("Lead section 47 enquiriees.")
    assert not spelling.doubtful("Lead enquiries, as assigned.")
    assert not spelling.doubtful("What is assessed.")


def test_a_standards_quiz_stands_on_the_guidance_behind_it(library: Library):
    made = quiz(library, standard=2, count=8, seed=1)
    assert made.title.startswith("Quiz on standard 2: ")
    assert sum(any(s.startswith("lcpp-2026/S2.") for s in item.statements) for item in made.items) >= 6


def test_a_statements_quiz_may_have_fewer_items_than_wished(library: Library):
    made = quiz(library, statement="s3t12", count=100, seed=1)
    assert 1 <= len(made.items) < 100


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"count": 0}, "1 to 100"),
        ({"count": 101}, "1 to 100"),
        ({"standard": 9}, "no standard 9"),
        ({"statement": "S3.X1"}, "'S3.X1' is not the id"),
        ({"statement": "S3.T999"}, "not the id"),
        ({"statement": "S3.T12", "standard": 1}, "is in standard 3, not 1"),
        ({"topic": "x" * 501}, "501 characters"),
    ],
)
def test_wrong_wishes_get_one_sentence(library: Library, wishes: dict, said: str):
    with pytest.raises(TrainingError, match=re.escape(said)):
        quiz(library, **wishes)


def test_the_right_answer_is_marked_right_and_others_wrong(made: Quiz):
    for item in made.items:
        right = key(item)
        assert mark(item, right).right, item.id
        assert not mark(item, ["" for _ in right]).right
        assert not mark(item, ["999" for _ in right]).right
        assert not mark(item, []).right


@pytest.mark.parametrize("typed", ["15 working days", "Fifteen working days.", "within 15  working days", "15 working day"])
def test_a_limit_may_be_written_in_words_or_figures(own: Ground, typed: str):
    row = next(t for t in own.limits if "within 15 working days of a strategy discussion" in t.what)
    item = fill(own, row, Random(1))
    assert item
    assert mark(item, [typed]).right
    assert not mark(item, [typed.replace("working ", "")]).right
