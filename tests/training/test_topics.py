"""Which statements cover a topic: all of them, with the reason; measured on the tuning rows that ask for statements."""

import re
from collections.abc import Mapping
from types import SimpleNamespace

import pytest

from corpus.library import Library
from eval.gold import GoldRow, tuning_rows
from retriever.search import Searcher
from training import topics
from training.chat import build_assistant
from training.errors import TrainingError
from training.standards import StatementKind, UnknownStatement, standards
from training.topic_words import Subjects, Wanted, load_subjects, run, said, stems, wanted
from training.topics import MOST, Fit, Match, Ranking, _ranking_of, searcher_of, share, statements_on


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def no_ranking(text: str) -> Mapping[str, float]:
    raise AssertionError(f"{text!r} needs no model")


@pytest.fixture(scope="module")
def ranking(library: Library, searcher: Searcher) -> Ranking:
    """The library's own, by the one search of the run."""
    return _ranking_of(library)


@pytest.fixture(scope="module")
def asking(library: Library) -> list[tuple[GoldRow, list[set[str]]]]:
    """The trainers' rows whose evidence are statements, with the statements of which each group needs one."""
    own = {s.id: words(s.text) for s in standards(library).statements}
    rows = []
    for row in (r for r in tuning_rows() if r.kind == "trainer" and not r.history):
        groups = [
            {n for e in g for n, text in own.items() if e.doc == "lcpp-2026" and words(e.quote) in text} for g in row.groups
        ]
        rows += [(row, [g for g in groups if g])] if any(groups) else []
    return rows


def found(library: Library, topic: str, **more: object) -> list[str]:
    return [m.statement.short for m in statements_on(library, topic, ranking=no_ranking, **more)]


def test_every_statement_that_a_trainer_needs_is_found(library, asking, ranking):
    assert len(asking) > 50
    lists = [{m.statement.id for m in statements_on(library, row.question, ranking=ranking)} for row, _ in asking]
    needed = [bool(group & got) for got, (_, groups) in zip(lists, asking, strict=True) for group in groups]
    assert sum(needed) / len(needed) >= 0.95
    assert sorted(map(len, lists))[len(lists) // 2] <= 12
    assert max(map(len, lists)) <= 40


@pytest.mark.parametrize(
    ("topic", "statements"),
    [
        ("coercive control", "S1.T2 S1.T8 S2.T8 S2.H4 S3.T16 S3.H3"),
        ("retraction", "S3.T15 S3.H1 S3.H7"),
        ("neglect", "S1.T9 S1.T12 S1.T13 S4.T1 S4.T3"),
        ("domestic violence", "S1.T2 S1.T8 S1.H3 S2.T8 S2.H4 S2.H13 S3.T16 S3.H11 S4.T8 S4.T10 S4.T11 S4.T12"),
        ("PLO", "S4.T15 S4.H11"),
        ("pre-proceedings", "S4.T15 S4.H11"),
        ("going missing", "S1.T17 S3.T11 S3.T13 S3.H13"),
        ("self-harm", "S1.T6"),
    ],
)
def test_a_topic_in_few_words_needs_no_model_and_is_covered_whole(library, topic, statements):
    assert sorted(found(library, topic)) == sorted(statements.split())


def test_court_skills_hold_evidence_proceedings_and_orders(library):
    assert {"S4.H9", "S4.H10", "S4.T15", "S1.T26", "S2.T13", "S4.H4"} <= set(found(library, "court skills"))


def test_an_abbreviation_and_its_full_name_find_the_same(library):
    assert found(library, "CSE") == found(library, "child sexual exploitation")


def test_why_a_statement_matched_is_in_its_own_words(library):
    for match in statements_on(library, "disguised compliance", ranking=no_ranking):
        assert match.words
        assert all(words(own) in words(match.statement.text) for own in match.words)
        assert all(own in match.why for own in match.words)


def test_what_says_both_comes_before_what_says_one(library):
    matches = statements_on(library, "sexual abuse of disabled children", ranking=no_ranking)
    assert {m.statement.short for m in matches if m.fit is Fit.SAYS} == {"S1.T15", "S2.T4"}
    assert [m.fit for m in matches] == sorted((m.fit for m in matches), key=list(Fit).index)


def test_topics_are_compared_by_the_assistants_own_searcher(library, searcher, monkeypatch):
    monkeypatch.setattr(topics, "_searchers", {})
    monkeypatch.setattr(topics, "Searcher", no_ranking)
    build_assistant(library, searcher)
    assert searcher_of(library) is searcher


def test_a_library_that_is_served_no_longer_is_let_go(monkeypatch):
    monkeypatch.setattr(topics, "_searchers", {})
    searchers = [SimpleNamespace(library=object()) for _ in range(3)]
    for own in (*searchers[:2], searchers[0], searchers[2]):
        share(own)
    assert [*topics._searchers.values()] == [searchers[0], searchers[2]]


def test_what_no_statement_words_is_looked_for_by_meaning(library):
    wanted_one = standards(library).find("S2.T5").id

    def near(text: str) -> Mapping[str, float]:
        return {s.id: 20.0 if s.id == wanted_one else 1.0 for s in standards(library).statements}

    matches: tuple[Match, ...] = statements_on(library, "elbow room", ranking=near)
    assert matches[0].statement.short == "S2.T5"
    assert not matches[0].certain
    assert len(matches) <= MOST


@pytest.mark.parametrize("topic", ["kittens", "VAT returns", "swimming pools"])
def test_a_topic_that_the_standards_do_not_hold_is_refused_in_a_sentence(library, ranking, topic):
    with pytest.raises(UnknownStatement, match=f"no statement on '{topic}'"):
        statements_on(library, topic, ranking=ranking)


@pytest.mark.parametrize("topic", ["", "  ", "?!", "\u200b", "x" * 501])
def test_no_topic_or_an_endless_one_is_refused(library, topic):
    with pytest.raises(TrainingError):
        statements_on(library, topic, ranking=no_ranking)


def test_a_standard_leaves_the_others_out_and_says_where_else(library):
    assert (
        found(library, "retraction", standard=3) == found(library, "retraction in standard 3") == found(library, "retraction")
    )
    with pytest.raises(UnknownStatement, match="No statement of standard 4 covers 'retraction'; standard 3 does"):
        statements_on(library, "retraction", 4, no_ranking)
    with pytest.raises(UnknownStatement, match="no standard 7"):
        statements_on(library, "retraction", 7, no_ranking)


def test_every_outcome_of_a_standard_is_listed(library):
    assert found(library, "every outcome of the fourth standard") == [f"S4.O{n}" for n in range(1, 6)]
    assert len(found(library, "standard 2")) == 35


def test_every_phrase_of_the_register_is_said_somewhere_and_asked_once(library):
    texts = [(s.text, stems(s.text)) for s in standards(library).statements]
    for subject in load_subjects().subjects:
        alone = [Wanted(phrase, (run(phrase),)) for phrase in subject.said]
        unsaid = [thing.name for thing in alone if not any(said(thing, text, own) for text, own in texts)]
        assert not unsaid, (subject.name, unsaid)
        assert [thing.name for thing in wanted(subject.name)] == [subject.name]


def test_words_claimed_twice_are_refused():
    twice = [{"name": "one", "asked": ["same"], "said": ["x"]}, {"name": "two", "asked": ["same"], "said": ["x"]}]
    with pytest.raises(ValueError, match="'same' belongs to 'one' and to 'two'"):
        Subjects.model_validate({"subject": twice})


def test_the_standards_are_as_they_are_published(library):
    own = standards(library)
    kinds = [s.kind for s in own.statements]
    assert [kinds.count(kind) for kind in StatementKind] == [18, 77, 74]
    assert list(own.titles) == [1, 2, 3, 4]


@pytest.mark.parametrize("name", ["S3.T12", "s3.t12", "S3T12", "lcpp-2026/S3.T12", " S3 T12 "])
def test_a_statement_is_found_however_its_id_is_written(library, name):
    assert standards(library).find(name).id == "lcpp-2026/S3.T12"


@pytest.mark.parametrize(
    ("name", "told"),
    [("S3.T99", "standard 3 has S3.T1 to S3.T16"), ("S9.T1", "numbered 1, 2, 3, 4"), ("", "is not the id"), ("x", "S3.T12")],
)
def test_an_unknown_id_is_refused_with_what_there_is(library, name, told):
    with pytest.raises(UnknownStatement, match=re.escape(told)):
        standards(library).find(name)
