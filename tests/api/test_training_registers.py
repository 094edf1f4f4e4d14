"""The registers and the calculator by the command, the API and the pages."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from api.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(commands: None, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(["training", *arguments])
        done = capsys.readouterr()
        return code, done.out, done.err

    return call


@pytest.fixture
def client(trainer: TestClient) -> TestClient:
    """Of the application that is open for the whole run."""
    return trainer


def csrf(text: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', text)
    assert found
    return found[1]


def test_the_command_lists_a_register_as_text_json_csv_and_excel(run: Run, tmp_path: Path) -> None:
    code, text, _ = run("time-limits", "--chapter", "5")
    assert code == 0
    assert text.startswith("Time limits: 26 rows")
    made = json.loads(run("time-limits", "--chapter", "5", "--doc", "wt-2026", "--json")[1])
    assert (made["count"], made["rows"][0]["place"]["source"]["id"][:8]) == (26, "wt-2026/")
    assert run("duties", "--actor", "police", "--csv", str(tmp_path / "d.csv"))[0] == 0
    assert len(list(csv.reader(io.StringIO((tmp_path / "d.csv").read_text())))) > 30
    assert run("attendance", "--xlsx", str(tmp_path / "a.xlsx"))[0] == 0
    assert load_workbook(tmp_path / "a.xlsx").active["A1"].value == "Meeting"
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["a.xlsx", "d.csv"]


def test_the_command_sets_definitions_beside_each_other(run: Run) -> None:
    text = run("definitions", "--by-term", "--topic", "safeguarding and promoting the welfare of children", "--all")[1]
    assert "(said differently)" in text
    assert "withdrawn, not in force" in text


def test_the_command_counts_a_limit(run: Run) -> None:
    code, text, _ = run("due", "--limit", "wt-2026/167:t1", "--from", "2026-12-24")
    assert code == 0
    assert text.startswith("Tuesday 29 December 2026")
    assert "Christmas Day" in text
    assert "wt-2026/fn-209" in text
    made = json.loads(run("due", "--limit", "wt-2026/167:t1", "--from", "2026-12-24", "--json")[1])
    assert (made["due"], made["days"][-1]["number"]) == ("2026-12-29", 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("due", "--limit", "wt-2026/167:t1", "--from", "1999-12-24"), "outside 1 January 2000"),
        (("due", "--limit", "nothing", "--from", "2026-12-24"), "There is no time limit 'nothing'"),
        (("duties", "--actor", "plumbers"), "no duties on 'plumbers'"),
        (("time-limits", "--doc", "kcsie"), "There is no document 'kcsie'"),
        (("time-limits", "--csv", "/no/such/folder/x.csv"), "/no/such/folder"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, error = run(*arguments)
    assert (code, out) == (1, "")
    assert said in error
    assert error.count("\n") == 1


def test_a_wrong_day_is_wrong_usage(run: Run) -> None:
    with pytest.raises(SystemExit) as left:
        run("due", "--limit", "wt-2026/167:t1", "--from", "soon")
    assert left.value.code == 2


@pytest.mark.parametrize("register", ["time-limits", "duties", "definitions", "attendance"])
def test_the_api_lists_each_register(client: TestClient, register: str) -> None:
    made = client.post(f"/v1/training/{register}", json={"docs": ["wt-2026"]}).json()
    assert made["register"] == register
    assert made["count"] == len(made["rows"]) > 50


def test_the_api_counts_and_says_what_is_wrong(client: TestClient) -> None:
    made = client.post("/v1/training/due", json={"limit": "wt-2026/167:t1", "start": "2026-12-24"})
    assert (made.status_code, made.json()["end"]) == (200, "2026-12-29")
    for body, said in (
        ({"limit": "x", "start": "2026-12-24"}, "There is no time limit"),
        ({"limit": "wt-2026/167:t1", "start": "1999-12-24"}, "outside 1 January 2000"),
    ):
        wrong = client.post("/v1/training/due", json=body)
        assert wrong.status_code == 422
        assert said in wrong.json()["detail"]
    assert client.post("/v1/training/duties", json={"actor": "plumbers"}).status_code == 422
    assert client.post("/v1/training/duties", json={"colour": "red"}).status_code == 422


def test_every_page_has_one_heading_a_caption_and_scopes(client: TestClient) -> None:
    for address in (
        "/training/registers",
        "/training/registers/time-limits",
        "/training/registers/duties?page=3",
        "/training/due",
    ):
        text = client.get(address).text
        assert text.count("<h1") == 1, address
        assert "style=" not in text
        assert "<script>" not in text
    text = client.get("/training/registers/time-limits").text
    assert "<caption" in text
    assert text.count("<th ") == text.count(' scope="')


def test_a_form_chooses_rows_and_files(client: TestClient) -> None:
    token = csrf(client.get("/training/registers/duties").text)
    chosen = {"csrf": token, "actor": "police", "topic": "section 47", "obligation": "should"}
    text = client.post("/training/registers/duties", data=chosen).text
    assert "The Police should:" in text
    assert 'value="section 47"' in text
    made = client.post("/training/registers/duties", data={**chosen, "shape": "csv"})
    assert made.headers["content-disposition"] == 'attachment; filename="duties.csv"'
    assert len(list(csv.reader(io.StringIO(made.text)))) > 5
    made = client.post("/training/registers/time-limits", data={"csrf": token, "shape": "xlsx"})
    assert load_workbook(io.BytesIO(made.content)).active.max_row > 100


def test_a_form_with_nothing_to_show_says_so(client: TestClient) -> None:
    token = csrf(client.get("/training/registers/duties").text)
    made = client.post("/training/registers/duties", data={"csrf": token, "topic": "submarines"})
    assert "No row speaks of that" in made.text
    wrong = client.post("/training/registers/duties", data={"csrf": token, "actor": "plumbers"})
    assert wrong.status_code == 422
    assert "no duties on &#39;plumbers&#39;" in wrong.text
    assert client.post("/training/registers/duties", data={"topic": "x"}).status_code == 403
    assert client.get("/training/registers/recipes").status_code == 422


def test_the_calculators_page_shows_the_count_and_the_paragraph(client: TestClient) -> None:
    page = client.get("/training/due", params={"limit": "wt-2026/167:t1"})
    assert 'value="wt-2026/167:t1" selected' in page.text
    token = csrf(page.text)
    text = client.post("/training/due", data={"csrf": token, "limit": "wt-2026/167:t1", "start": "2026-12-24"}).text
    assert "By 29 December 2026" in text
    assert "Christmas Day" in text
    assert "/read/wt-2026#167" in text
    for start, said in (("1999-12-24", "outside 1 January 2000"), ("soon", "is not a day"), ("", "Give the day")):
        wrong = client.post("/training/due", data={"csrf": token, "limit": "wt-2026/167:t1", "start": start})
        assert wrong.status_code == 422
        assert said in wrong.text


def test_registers_are_for_trainers(serve) -> None:
    client = serve(api_keys=True)
    assert client.post("/v1/training/duties", json={}).status_code == 401
