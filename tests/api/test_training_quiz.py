import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.cli import main
from corpus.library import Library
from training.quiz import quiz
from training.quiz_items import ItemKind
from training.quiz_marking import key

pytestmark = pytest.mark.usefixtures("commands")


@pytest.fixture
def client(trainer: TestClient) -> TestClient:
    """Of the application that is open for the whole run."""
    return trainer


def run(*arguments: str) -> int:
    return main(["training", "quiz", *arguments])


def test_the_command_prints_questions_then_answers(capsys: pytest.CaptureFixture[str]):
    assert run("--standard", "1", "--items", "5", "--seed", "7") == 0
    out, err = capsys.readouterr()
    assert out.startswith("Quiz on standard 1: ")
    assert "ANSWERS" in out
    assert not err


def test_the_command_prints_json_and_writes_all_exports(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    files = ["--moodle", str(tmp_path / "m.xml"), "--qti", str(tmp_path / "q.zip"), "--csv", str(tmp_path / "q.csv")]
    assert run("--items", "5", "--json", *files) == 0
    made = json.loads(capsys.readouterr().out)
    assert len(made["items"]) == 5
    assert made["items"][0]["proofs"][0]["source"]["digest"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["m.xml", "q.csv", "q.zip"]
    assert run("--items", "5", "--qti", str(tmp_path / "folder")) == 0
    assert (tmp_path / "folder" / "imsmanifest.xml").is_file()


def test_fewer_items_than_wished_are_told_on_stderr(capsys: pytest.CaptureFixture[str]):
    assert run("--statement", "S3.T12", "--items", "50", "--json") == 0
    out, err = capsys.readouterr()
    assert f"Only {len(json.loads(out)['items'])} of 50 items" in err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--standard", "7"), 1, "There is no standard 7"),
        (("--statement", "nonsense"), 1, "is not the id of a statement"),
        (("--csv", "/nowhere/at/all/q.csv"), 1, "There is no folder '/nowhere/at/all'"),
    ],
)
def test_bad_wishes_are_one_sentence(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str):
    assert run(*arguments) == code
    out, err = capsys.readouterr()
    assert said in err
    assert err.count("\n") == 1
    assert not out


@pytest.mark.parametrize("items", ["0", "101", "many"])
def test_a_wrong_number_of_items_is_a_usage_error(items: str):
    with pytest.raises(SystemExit) as stopped:
        run("--items", items)
    assert stopped.value.code == 2


def test_nothing_is_written_over_a_folder_that_holds_something(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "mine.txt").write_text("mine")
    assert run("--items", "2", "--qti", str(tmp_path / "kept")) == 1
    assert "not an empty folder" in capsys.readouterr().err
    assert [p.name for p in tmp_path.rglob("*")] == ["kept", "mine.txt"]


def test_the_api_makes_a_quiz(client: TestClient, library: Library):
    given = client.post("/v1/training/quiz", json={"standard": 3, "items": 4, "seed": 2})
    assert given.status_code == 200
    assert [i["id"] for i in given.json()["items"]] == [i.id for i in quiz(library, standard=3, count=4, seed=2).items]


@pytest.mark.parametrize("body", [{"items": 0}, {"items": 101}, {"seed": "1"}, {"standard": True}, {"more": 1}])
def test_the_api_refuses_wrong_wishes(client: TestClient, body: dict):
    given = client.post("/v1/training/quiz", json=body)
    assert given.status_code == 422
    assert given.headers["content-type"] == "application/problem+json"


def test_the_api_says_that_there_is_no_such_standard(client: TestClient):
    given = client.post("/v1/training/quiz", json={"standard": 8})
    assert given.status_code == 404
    assert "There is no standard 8" in given.json()["detail"]


def token(page: str) -> str:
    return re.search(r'name="csrf" value="([^"]+)"', page)[1]


def test_a_self_test_is_answered_and_explained_by_plain_forms(client: TestClient, library: Library):
    csrf = token(client.get("/training/quiz").text)
    wishes = {"csrf": csrf, "topic": "", "standard": "", "items": "20"}
    asked = client.post("/training/quiz", data=wishes)
    assert asked.status_code == 200
    assert asked.text.count("<h1") == 1
    seed = re.search(r'name="seed" value="(\d+)"', asked.text)[1]
    made = quiz(library, count=20, seed=int(seed))
    assert len({item.kind for item in made.items}) >= len(ItemKind) - 1  # of some seeds there is no item of one kind
    answers = {}
    for number, item in enumerate(made.items, 1):
        several = item.kind in (ItemKind.ORDER, ItemKind.MATCH)
        answers |= {f"a{number}-{n}" if several else f"a{number}": value for n, value in enumerate(key(item), 1)}
    assert all(f'name="{name}"' in asked.text for name in answers)
    told = client.post("/training/quiz/answers", data={**wishes, "seed": seed, **answers})
    assert told.status_code == 200
    assert "20 of 20 right" in told.text
    none = client.post("/training/quiz/answers", data={**wishes, "seed": seed})
    assert "0 of 20 right" in none.text
    assert none.text.count("Not answered") == 20
    assert f'href="{made.items[0].proofs[0].href}"' in none.text


def test_a_wrong_answer_is_told_why(client: TestClient, library: Library):
    wishes = {"csrf": token(client.get("/training/quiz").text), "items": "5", "seed": "3"}
    made = quiz(library, count=5, seed=3)
    number, item = next((n, i) for n, i in enumerate(made.items, 1) if i.kind is ItemKind.CHOICE)
    place, wrong = next((n, o) for n, o in enumerate(item.options, 1) if not o.right)
    told = client.post("/training/quiz/answers", data={**wishes, f"a{number}": str(place)})
    assert f"You answered: {wrong.text}" in told.text
    assert "Not right" in told.text


@pytest.mark.parametrize(
    "wishes",
    [{"items": "0"}, {"items": "101"}, {"items": "ten"}, {"standard": "9"}, {"standard": "x"}, {"items": "٣"}],
)
def test_wrong_wishes_are_told_on_the_form(client: TestClient, wishes: dict):
    csrf = token(client.get("/training/quiz").text)
    given = client.post("/training/quiz", data={"csrf": csrf, **wishes})
    assert given.status_code == 422
    assert "There is a problem" in given.text


def test_odd_answers_are_wrong_and_break_nothing(client: TestClient):
    csrf = token(client.get("/training/quiz").text)
    odd = {f"a{n}{part}": "²<script>" for n in range(1, 21) for part in ("", "-1", "-2", "-3")}
    given = client.post("/training/quiz/answers", data={"csrf": csrf, "items": "20", "seed": "5", **odd})
    assert given.status_code == 200
    assert "0 of 20 right" in given.text
    assert "<script>" not in given.text.replace('<script type="module"', "")


def test_the_forms_need_their_sessions_token(client: TestClient):
    assert client.post("/training/quiz", data={"items": "5"}).status_code == 403
    assert client.post("/training/quiz/answers", data={"items": "5", "seed": "1"}).status_code == 403
