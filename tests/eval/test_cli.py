import argparse
import json
from pathlib import Path

import pytest

from corpus.library import HOME
from eval.cli import add_commands
from eval.gold import FOLDER, UNANSWERED

ROWS = 4


@pytest.fixture(autouse=True)
def _library(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME, str(home))


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    lines = (FOLDER / "wt-2026-protect.jsonl").read_text("utf-8").splitlines()
    path = tmp_path / "few.jsonl"
    path.write_text("\n".join([line for line in lines if json.loads(line)["kind"] not in UNANSWERED][:ROWS]), "utf-8")
    return path


def run(capsys, *argv: str) -> tuple[int, str, str]:
    top = argparse.ArgumentParser(prog="verse")
    add_commands(top.add_subparsers(required=True))
    arguments = top.parse_args(["eval", *argv])
    code = arguments.run(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_a_run_keeps_everything_needed_to_look_again(capsys, gold: Path, tmp_path: Path) -> None:
    code, out, _ = run(capsys, "--gold", str(gold), "--out", str(tmp_path / "run"), "--json")
    told = json.loads(out)
    assert (code, told["run"], told["missed"]) == (0, str(tmp_path / "run"), [])
    assert told["splits"]["few"]["metrics"]["recall@5"]["rows"] == ROWS
    assert {p.name for p in (tmp_path / "run").iterdir()} == {
        "settings.json",
        "summary.json",
        "cases.jsonl",
        "report.html",
    }
    assert json.loads((tmp_path / "run" / "settings.json").read_text())["as of"] == "2026-11-22"


def test_a_run_compared_with_itself_wins_and_loses_nothing(capsys, gold: Path, tmp_path: Path) -> None:
    folder = str(tmp_path / "run")
    run(capsys, "--gold", str(gold), "--out", folder)
    code, out, _ = run(capsys, "compare", folder, folder, "--json")
    assert code == 0
    assert all(c["p"] == 1.0 and not c["won"] + c["lost"] for c in json.loads(out)["few"])


def test_stages_are_timed(capsys, gold: Path, tmp_path: Path) -> None:
    _, out, _ = run(capsys, "--gold", str(gold), "--out", str(tmp_path / "run"))
    assert "bare embedding" in out
    assert "search per embedding" in out


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["--gold", "GOLD", "--gates"], 2, "--gold brings its own rows"),
        (["--gold", "GOLD", "--split", "dev"], 2, "--gold brings its own rows"),
        (["compare", "FOLDER", "FOLDER"], 1, "There is no run in"),
    ],
)
def test_a_failure_is_one_sentence(capsys, gold: Path, tmp_path: Path, argv: list[str], code: int, said: str) -> None:
    named = {"GOLD": str(gold), "FOLDER": str(tmp_path)}
    got, out, err = run(capsys, *(named.get(a, a) for a in argv))
    assert (got, out) == (code, "")
    assert err.startswith("verse: ")
    assert err.count("\n") == 1
    assert said in err


def test_words_of_an_unknown_document_are_refused(capsys, tmp_path: Path) -> None:
    evidence = [{"doc": "kcsie", "quote": "words", "group": 1}]
    row = {"id": "k1", "kind": "fact", "question": "Who is the DSL?", "evidence": evidence}
    (tmp_path / "other.jsonl").write_text(json.dumps(row))
    code, _, err = run(capsys, "--gold", str(tmp_path / "other.jsonl"))
    assert code == 1
    assert "'kcsie'" in err


def test_options_before_a_part_reach_it() -> None:
    top = argparse.ArgumentParser()
    add_commands(top.add_subparsers())
    before = top.parse_args(["eval", "--split", "dev", "--json", "baselines"])
    after = top.parse_args(["eval", "baselines", "--split", "dev", "--json"])
    assert (before.split, before.json) == (after.split, after.json) == ("dev", True)
