"""The ways in to packs and checks: command line, API, pages."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from api.cli import main
from api.forms import FIELD
from api.training.packs import LONGEST_TEXT
from corpus.library import Library
from training.source import digest

WANTED = {"topic": "retraction", "standard": 3, "minutes": 60, "audience": "new LCPPs"}
FORM = {"topic": "retraction", "standard": "3", "minutes": "60", "audience": "new LCPPs"}
HTML = {"accept": "text/html"}


@pytest.fixture
def terminal(commands: None, capsys):
    def run(*argv: str) -> tuple[int, str, str]:
        try:
            code = main(["training", *argv])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def client(trainer):
    """Of the application that is open for the whole run."""
    return trainer


@pytest.fixture
def pages(client):
    client.headers.update(HTML)
    return client


def token(client, path: str) -> str:
    return re.search(rf'name="{FIELD}" value="([^"]+)"', client.get(path).text)[1]


def changed_source(library: Library, name: str) -> dict:
    paragraph = library.paragraphs[name]
    old = paragraph.text.replace("one working day", "three working days")
    return {"id": name, "digest": "0" * 16, "label": paragraph.label, "text": old, "used_in": ["objective S3.T15"]}


def test_a_pack_is_written_and_checked(terminal, tmp_path) -> None:
    target = tmp_path / "pack"
    code, out, err = terminal("pack", "--standard", "3", "--topic", "retraction", "--minutes", "60", "--out", str(target))
    assert (code, err) == (0, "")
    assert "S3.T15 (learn that)" in out
    assert (target / "slides.pptx").stat().st_size > 10_000
    code, out, _ = terminal("check", str(target))
    assert code == 0
    assert "all of them still say the same" in out


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("--topic", "retraction", "--minutes", "0"), "0 minutes"),
        (("--topic", "retraction", "--minutes", "10000"), "10,000 minutes"),
        (("--topic", "retraction", "--standard", "7"), "standard 7"),
        (("--topic", "  "), "topic is empty"),
    ],
)
def test_what_cannot_be_made_is_one_sentence_and_no_folder(terminal, tmp_path, argv, says) -> None:
    code, out, err = terminal("pack", *argv, "--out", str(tmp_path / "pack"))
    assert (code, out) == (1, "")
    assert re.fullmatch(r"verse: [^\n]+\n", err)
    assert says in err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_exists_is_refused_first(terminal, tmp_path) -> None:
    code, _, err = terminal("pack", "--topic", "retraction", "--out", str(tmp_path))
    assert code == 1
    assert "exists already" in err


def test_the_edition_change_is_shown_side_by_side(terminal) -> None:
    code, out, _ = terminal("check", "--from", "wt-2015", "--to", "wt-2026")
    assert code == 1
    assert re.match(r"\d+ paragraphs looked at; \d+ doubtful: \d+ reworded", out)
    assert "REWORDED: wt-2015/introduction/1 -> wt-2026/introduction/3" in out
    assert "- was:" in out
    assert "**" in out


def test_the_reviewed_table_is_checked_by_default(terminal) -> None:
    code, out, _ = terminal("check")
    assert code == 0
    assert "still say the same" in out


def test_a_check_as_json(terminal, library, tmp_path) -> None:
    file = tmp_path / "own.json"
    pack = {"kind": "training-pack", "format": 1, "sources": [changed_source(library, "wt-2026/167")]}
    file.write_text(json.dumps(pack), "utf-8")
    code, out, _ = terminal("check", str(file), "--json")
    assert code == 1
    assert json.loads(out)["doubtful"][0]["doubt"] == "reworded"


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("--to", "wt-2026"), "'--to' needs '--from'"),
        (("--from", "wt-1999", "--to", "wt-2026"), "no document 'wt-1999'"),
        (("--from", "wt-2026", "--to", "wt-2026"), "cannot replace itself"),
        (("/none/pack.json",), "no file"),
        (("--against", "/none"), "no library"),
    ],
)
def test_a_check_that_cannot_be_done_is_one_sentence(terminal, argv, says) -> None:
    code, out, err = terminal("check", *argv)
    assert (code, out) == (1, "")
    assert re.fullmatch(r"verse: [^\n]+\n", err)
    assert says in err


def test_a_pack_over_http(client) -> None:
    made = client.post("/v1/training/packs", json=WANTED)
    assert made.status_code == 200
    assert [o["statement"]["source"]["id"] for o in made.json()["objectives"]] == [
        "lcpp-2026/S3.T15",
        "lcpp-2026/S3.H1",
    ]
    report = client.post("/v1/training/check", json=made.json()).json()
    assert report["doubtful"] == []
    assert report["looked_at"] == len(made.json()["sources"])


def test_a_packs_files_over_http(serve) -> None:
    client = serve(public_url="http://127.0.0.1")
    answer = client.post("/v1/training/packs/archive", json=WANTED)
    assert answer.headers["content-type"] == "application/zip"
    names = ZipFile(BytesIO(answer.content)).namelist()
    assert "retraction/slides.pptx" in names
    assert b"http://127.0.0.1/read/lcpp-2026#S3.T15" in ZipFile(BytesIO(answer.content)).read("retraction/handout.md")


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"minutes": 0}, 422),
        ({"minutes": 10_000}, 422),
        ({"minutes": True}, 422),
        ({"standard": 9}, 422),
        ({"topic": " "}, 422),
    ],
)
def test_wrong_wishes_over_http(client, changed, status) -> None:
    assert client.post("/v1/training/packs", json={**WANTED, **changed}).status_code == status


def test_a_changed_paragraph_over_http(client, library) -> None:
    sent = {"format": 1, "sources": [changed_source(library, "wt-2026/167")]}
    report = client.post("/v1/training/check", json=sent).json()
    assert [d["before"] for d in report["doubtful"]] == ["wt-2026/167"]
    assert client.post("/v1/training/check", json={**sent, "format": 2}).status_code == 422
    assert client.post("/v1/training/check", json={"sources": []}).status_code == 422


def test_words_as_long_as_a_request_holds_are_checked_however_they_are_escaped(client, library) -> None:
    def sent(count: int):
        source = {**changed_source(library, "wt-2026/167"), "text": "\U0001f600" * count}
        body = json.dumps({"sources": [source]}, ensure_ascii=True)
        return client.post("/v1/training/check", content=body, headers={"content-type": "application/json"}).status_code

    assert [sent(count) for count in (LONGEST_TEXT, LONGEST_TEXT + 1)] == [200, 422]
    assert max(len(paragraph.text) for paragraph in library.paragraphs.values()) < LONGEST_TEXT


def test_only_trainers_come_in(serve) -> None:
    client = serve(api_keys=True)
    for path in ("/training/pack", "/training/check"):
        assert client.get(path, headers=HTML, follow_redirects=False).status_code in (303, 401, 403)
    assert client.post("/v1/training/packs", json=WANTED).status_code == 401


def test_the_form_shows_what_a_pack_holds(pages) -> None:
    made = pages.post("/training/pack", data={FIELD: token(pages, "/training/pack"), **FORM})
    assert made.status_code == 200
    assert made.text.count("<h1") == 1
    assert "Retraction: 60 minutes for new LCPPs" in made.text
    assert 'href="/read/lcpp-2026#S3.T15"' in made.text
    assert "<caption" in made.text
    assert "Fictional: made up for training." in made.text


def test_the_form_gives_each_file(pages) -> None:
    taken = pages.post("/training/pack", data={FIELD: token(pages, "/training/pack"), **FORM, "take": "handout.md"})
    assert taken.headers["content-disposition"] == 'attachment; filename="retraction-handout.md"'
    assert taken.text.startswith("# Retraction: handout")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"minutes": "0"}, "0 minutes"),
        ({"minutes": "ninety"}, "not a whole number"),
        ({"standard": "x"}, "standard is not a number"),
        ({"topic": ""}, "topic is empty"),
        ({"topic": "<script>alert(1)</script>" * 20}, "characters"),
    ],
)
def test_a_wrong_form_says_so_and_keeps_what_was_typed(pages, changed, says) -> None:
    answer = pages.post("/training/pack", data={FIELD: token(pages, "/training/pack"), **FORM, **changed})
    assert answer.status_code == 422
    assert says in answer.text
    assert "There is a problem" in answer.text
    assert "<script>alert" not in answer.text
    assert 'value="new LCPPs"' in answer.text


def test_a_form_of_another_session_is_refused(pages) -> None:
    for path in ("/training/pack", "/training/check"):
        answer = pages.post(path, data={FIELD: "x", **FORM}, headers={"accept": "application/json"})
        assert (answer.status_code, "lost its session" in answer.text) == (403, True)


def upload(pages, data: bytes):
    own = {FIELD: token(pages, "/training/check")}
    return pages.post("/training/check", data=own, files={"file": ("pack.json", data, "application/json")})


def test_an_uploaded_pack_is_checked_side_by_side(pages, library) -> None:
    paragraph = library.paragraphs["wt-2026/167"]
    old = {
        **changed_source(library, "wt-2026/167"),
        "text": paragraph.text.replace("one working day", "<b>three</b> working days"),
    }
    same = {**old, "id": "wt-2026/168", "digest": digest(library.paragraphs["wt-2026/168"])}
    answer = upload(pages, json.dumps({"kind": "training-pack", "format": 1, "sources": [old, same]}).encode())
    assert answer.status_code == 200
    assert "2 paragraphs looked at; 1 doubtful: 1 reworded." in answer.text
    assert "<del>&lt;b&gt;three&lt;/b&gt;</del>" in answer.text
    assert "<ins>one</ins>" in answer.text
    assert "used in: objective S3.T15" in answer.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "No file was chosen"),
        (b"not json", "not JSON"),
        (b'{"kind": "training-pack", "format": 9}', "another version"),
        (b" " * 250_001, "larger than 250,000 bytes"),
    ],
)
def test_a_wrong_upload_says_so(pages, data, says) -> None:
    answer = upload(pages, data)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_form_without_a_file_says_so(pages) -> None:
    answer = pages.post("/training/check", data={FIELD: token(pages, "/training/check")})
    assert answer.status_code == 422
    assert "No file was chosen" in answer.text


def test_the_edition_change_on_its_page(pages) -> None:
    answer = pages.get("/training/check?from=wt-2015&to=wt-2026")
    assert answer.status_code == 200
    assert "doubtful:" in answer.text
    assert "Page 1 of " in answer.text
    assert answer.text.count('class="cv-pair"') == 15
    assert pages.get("/training/check?from=wt-2015&to=wt-2026&page=3").text.count("Page 3 of ") == 1
    assert pages.get("/training/check?from=none&to=wt-2026").status_code == 422
    assert pages.get("/training/check?from=wt-2026&to=wt-2026").status_code == 422


def test_the_first_page_leads_to_both(pages) -> None:
    page = pages.get("/training").text
    assert 'href="/training/pack"' in page
    assert 'href="/training/check"' in page
