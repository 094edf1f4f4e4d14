import json
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.register import Register
from eval.errors import GoldError
from eval.gold import FOLDER, KINDS, TUNING, UNANSWERED, GoldRow, letters, load_gold, load_splits, own_gold, tuning_rows

KEYS = {"id", "kind", "persona", "question", "history", "evidence", "facts", "must_not", "note"}
MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


@pytest.fixture(scope="module")
def rows() -> list[GoldRow]:
    return own_gold()


@pytest.fixture(scope="module")
def written(rows: list[GoldRow]) -> list[GoldRow]:
    """Every row that judges or is learned on."""
    return list({r.id: r for r in [*rows, *tuning_rows()]}.values())


@pytest.fixture(scope="module")
def documents(register: Register) -> dict[str, tuple[str, str]]:
    """The letters of each document, with and without footnote lines: a quote may span a page break."""
    texts = {d.id: register.read(d).decode("utf-8") for d in register.documents}
    return {doc: (letters(text), letters(_without_notes(text))) for doc, text in texts.items()}


def _without_notes(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not re.match(rf"\s*[{MARKS}]", line))


def test_rows_keep_the_format() -> None:
    raw = [
        json.loads(line)
        for folder in (FOLDER, TUNING)
        for path in folder.glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    ]
    assert [r["id"] for r in raw if not KEYS <= set(r) <= KEYS | {"tags", "style"}] == []
    evidence = [(r["id"], set(e)) for r in raw for e in r["evidence"]]
    assert [name for name, keys in evidence if keys != {"doc", "quote", "group"}] == []


def test_rows_are_complete(written: list[GoldRow]) -> None:
    assert {r.kind for r in written} == set(KINDS)
    assert [r.id for r in written if r.kind == "follow-up" and not r.history] == []
    assert [r.id for r in written if r.kind not in UNANSWERED and not (r.evidence and r.facts)] == []
    assert [r.id for r in written if r.kind == "unanswerable" and len(r.note) < 30] == []


def test_no_question_is_asked_twice(written: list[GoldRow]) -> None:
    asked = Counter((r.question.lower(), r.history) for r in written)
    assert [question for question, times in asked.items() if times > 1] == []


def test_every_quote_stands_in_its_document(written: list[GoldRow], documents: dict[str, tuple[str, str]]) -> None:
    missing = [(r.id, e.quote) for r in written for e in r.evidence if not any(letters(e.quote) in t for t in documents[e.doc])]
    assert missing == []


def test_quotes_are_neither_too_short_nor_too_long(rows: list[GoldRow]) -> None:
    assert [(r.id, e.quote) for r in rows for e in r.evidence if not 5 <= len(e.quote.split()) <= 45] == []


def test_no_row_both_judges_and_is_learned_on(rows: list[GoldRow]) -> None:
    judging = {r.question.lower() for r in rows if load_splits()[r.id] != "dev"}
    assert judging.isdisjoint(r.question.lower() for r in tuning_rows())


def test_every_fact_stands_in_the_quotes(written: list[GoldRow]) -> None:
    wrong = []
    for row in (r for r in written if r.kind not in UNANSWERED):
        quoted = letters(" ".join(e.quote for e in row.evidence))
        wrong += [(row.id, g) for g in row.facts if not any(letters(f) in quoted for f in g)]
    assert wrong == []


def test_facts_are_lower_case(written: list[GoldRow]) -> None:
    assert [(r.id, f) for r in written for group in r.facts for f in group if f != f.lower()] == []


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        (KINDS, 600),
        (("follow-up",), 60),
        (("version", "comparison"), 60),
        (("trainer",), 60),
        (("unanswerable",), 80),
        (("out-of-domain",), 30),
        (("adversarial",), 40),
        (("emergency",), 25),
    ],
)
def test_there_are_enough_rows_of_each_kind(rows: list[GoldRow], kinds: tuple[str, ...], least: int) -> None:
    assert sum(r.kind in kinds for r in rows) >= least


def test_enough_rows_ask_for_an_overview_and_in_other_words(rows: list[GoldRow]) -> None:
    answerable = [r for r in rows if r.answerable]
    assert sum("overview" in r.tags for r in rows) >= 60
    assert sum("no-overlap" in r.tags for r in answerable) >= len(answerable) / 3


def test_every_document_is_asked_about(rows: list[GoldRow], register: Register) -> None:
    assert {e.doc for r in rows for e in r.evidence} == {d.id for d in register.documents}


def test_every_row_has_a_split_and_test_other_is_large_enough(rows: list[GoldRow]) -> None:
    splits = load_splits()
    assert set(splits) == {r.id for r in rows}
    counts = Counter(splits.values())
    assert set(counts) == {"dev", "test", "test-other"}
    assert counts["test-other"] >= 120


def test_test_other_is_written_in_styles_that_no_other_split_has(rows: list[GoldRow]) -> None:
    splits = load_splits()
    other = {r.style for r in rows if splits[r.id] == "test-other"}
    assert other.isdisjoint(r.style for r in rows if splits[r.id] != "test-other")


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"id": "x", "kind": "fact", "question": "?", "evidence": [1]}'])
def test_a_bad_row_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(GoldError, match=r"gold\.jsonl line 2 is no gold row"):
        load_gold([path])


def test_an_id_comes_once(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "x", "kind": "fact", "question": "?"}\n' * 2)
    with pytest.raises(GoldError, match="'x' a second time"):
        load_gold([path])
