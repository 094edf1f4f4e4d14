import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import RunError
from eval.saved import load_run, new_folder, save
from eval.summary import interval, summary


def test_a_run_comes_back_as_it_was_saved(case, tmp_path: Path) -> None:
    saved = case("x", {"recall@5": 0.5}, found=(1, None), history=("Before?",))
    assert load_run(save([saved], {}, tmp_path / "run")) == [saved]


def test_undefined_is_null_in_files_and_nan_here(case, tmp_path: Path) -> None:
    folder = save([case("x", {"recall@5": 1.0, "facts": math.nan})], {"as of": None}, tmp_path / "run")
    raw = json.loads((folder / "summary.json").read_text(), parse_constant=pytest.fail)
    assert raw["test"]["metrics"]["facts"]["mean"] is None
    (loaded,) = load_run(folder)
    assert math.isnan(loaded.metrics["facts"])


def test_a_run_is_never_written_over(case, tmp_path: Path) -> None:
    save([case()], {}, tmp_path / "run")
    with pytest.raises(RunError, match="already holds a run"):
        save([case()], {}, tmp_path / "run")
    assert new_folder(tmp_path) != new_folder(tmp_path)


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"There is no run in '.*nothing'"):
        load_run(tmp_path / "nothing")


def test_a_run_of_another_version_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text('{"id": "x"}\n')
    with pytest.raises(RunError, match="another version"):
        load_run(tmp_path)


def test_means_leave_out_what_is_undefined(case) -> None:
    table = summary([case("x", {"recall@5": 1.0}), case("y", {"recall@5": math.nan}), case("z", {"recall@5": 0.0})])
    assert (table["recall@5"]["mean"], table["recall@5"]["rows"]) == (0.5, 2)


def test_an_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    low, high = interval([1.0] * 80 + [0.0] * 20)
    assert low < 0.8 < high
    assert (low, high) == interval([1.0] * 80 + [0.0] * 20)
    assert all(math.isnan(v) for v in interval([math.nan]))


def test_abstention_counts_what_should_and_what_did(case) -> None:
    def asked(name: str, kind: str, abstained: float):
        return case(name, {"recall@5": math.nan, "abstained": abstained}, kind=kind)

    cases = [asked("a", "unanswerable", 1.0), asked("b", "out-of-domain", 0.0), asked("c", "fact", 1.0)]
    table = summary([*cases, asked("d", "emergency", 1.0)])
    assert table["abstention precision"]["mean"] == table["abstention recall"]["mean"] == 0.5


def test_a_document_with_few_rows_is_not_called_the_weakest(case) -> None:
    few = [replace(case(f"f{i}", {"recall@5": 0.0}), doc="few") for i in range(3)]
    many = [replace(case(f"m{i}", {"recall@5": 1.0}), doc="many") for i in range(10)]
    assert summary([*few, *many])["recall@5, weakest document"] == {"mean": 1.0, "rows": 10}
