import math
import re
from pathlib import Path

import pytest

from eval.errors import GateError
from eval.gates import Gate, load_gates, missed
from eval.gold import Evidence, GoldRow
from eval.run import measure
from eval.summary import summary
from retriever.answerable import Judge, Judged
from retriever.ask import Assistant

TABLES = {"test": {"recall@5": {"mean": 0.9}, "stale": {"mean": 0.1}, "facts": {"mean": math.nan}}}


def test_a_missed_floor_is_named_with_split_metric_and_figures() -> None:
    assert missed([Gate("test", "recall@5", 0.95)], TABLES) == ["test recall@5: 0.900, below its floor of 0.950."]


def test_a_floor_that_is_just_reached_holds() -> None:
    assert missed([Gate("test", "recall@5", 0.9)], TABLES) == []


def test_a_ceiling_is_missed_from_above() -> None:
    assert missed([Gate("test", "stale", 0.2, at_most=True)], TABLES) == []
    assert missed([Gate("test", "stale", 0.0, at_most=True)], TABLES) == ["test stale: 0.100, above its ceiling of 0.000."]


def test_what_is_undefined_passes_no_gate() -> None:
    assert missed([Gate("test", "facts", 0.0)], TABLES) == ["test facts: undefined, below its floor of 0.000."]


def test_a_split_that_was_not_run_is_left() -> None:
    assert missed([Gate("test-other", "recall@5", 0.95)], TABLES) == []


def test_an_unknown_metric_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(GateError, match=r"'recal@5'.*recall@5, stale"):
        missed([Gate("test", "recal@5", 0.9)], TABLES)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[tests]\nmrr = 0.5", "'tests'"),
        ("[test]\nmrr = 'high'", "'high'"),
        ("[test]\nat-most = 1", "table of metrics"),
        ("test = 1", "'test' must be a table"),
        ("[test", "cannot be read"),
    ],
)
def test_gates_that_say_nothing_are_refused(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(text)
    with pytest.raises(GateError, match=fault):
        load_gates(path)


def test_our_own_gates_name_metrics_that_a_run_has(assistant) -> None:
    from eval.gold import own_gold

    rows = [r for r in own_gold("test") if r.must_not or r.kind == "emergency"][:3]
    timed = {"search": 0.1, "bare embedding": 0.1}
    table = summary([measure(r, assistant.ask(r.question, r.history), timed) for r in rows])
    faults = missed(load_gates(), {"dev": table, "test": table, "test-other": table})
    assert all(re.fullmatch(r"\S+ .+: \S+, (above its ceiling|below its floor) of \S+\.", fault) for fault in faults)


def test_the_nearest_words_of_a_question_that_was_declined_are_no_answer(assistant: Assistant, monkeypatch) -> None:
    monkeypatch.setattr(Judge, "judge", lambda *_: Judged(0.01, answerable=False))
    evidence = Evidence("wt-2026", "complete it in line with the locally agreed protocol", 1)
    asked = GoldRow(
        "r", "fact", "", "How many working days may an assessment take?", (), (evidence,), (("45 working days",),), ()
    )
    declined = assistant.ask(asked.question)
    assert "45 working days" in declined.answer
    assert measure(asked, declined).metrics["facts"] == 0
