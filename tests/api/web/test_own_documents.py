"""The operator's page for documents of one's own: upload, look, take in, remove."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.forms import FIELD
from api.shelf import FAILED, Shelf
from api.signin.users import Role
from corpus.library import Library
from ingest.added import added
from tests.api.web.test_pages import HTML, token
from tests.ingest.made import word

PATH = "/operator/documents"
WORD = word(3)


class Builds:
    """Stands in for the build beside the service; counts."""

    def __init__(self) -> None:
        self.made, self.works = 0, True

    def __call__(self, home: Path) -> bool:
        self.made += 1
        return self.works


@pytest.fixture
def builds() -> Builds:
    return Builds()


@pytest.fixture
def desk(serve, builds: Builds) -> Iterator[TestClient]:
    client = serve(rate_per_user="100000/minute", rate_per_address="100000/minute", max_upload_bytes=200_000)
    client.headers.update(HTML)
    client.app.state.shelf = Shelf(client.service.settings.home, 200_000, builds)
    return client


def upload(client: TestClient, name: str, data: bytes, **more: str):
    given = {FIELD: token(client, PATH), **more}
    return client.post(PATH, data=given, files={"file": (name, data)})


def take(client: TestClient, preview, **more: str):
    return client.post(preview.url.path, data={FIELD: token(client, preview.url.path), "title": "Procedures", **more})


def settled(client: TestClient) -> None:
    until = time.monotonic() + 20
    while client.app.state.shelf.building and time.monotonic() < until:
        time.sleep(0.01)


def home_of(client: TestClient) -> Path:
    return client.service.settings.home


def test_an_upload_is_looked_at_taken_in_and_removed(desk: TestClient, builds: Builds) -> None:
    preview = upload(desk, "Procedures.docx", WORD)
    assert "2 headings" in preview.text
    assert "Tables were found (2 rows)" in preview.text
    assert 'value="Borough procedures"' in preview.text
    assert added(home_of(desk)) == []
    page = take(desk, preview, title="<script>alert(1)</script> Procedures", published="2026-09-01")
    settled(desk)
    assert "The document is taken in" in page.text
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "Not built yet" in page.text
    assert "Local</strong>" in page.text
    [document] = added(home_of(desk))
    assert (document.id, str(document.published), builds.made) == ("procedures", "2026-09-01", 1)
    assert "Waiting for your decision" not in page.text
    gone = desk.post(f"{PATH}/procedures/remove", data={FIELD: token(desk, PATH)})
    settled(desk)
    assert "The document is removed" in gone.text
    assert (added(home_of(desk)), builds.made) == ([], 2)
    assert not [p for p in home_of(desk).rglob("*") if "procedures" in p.name]
    assert desk.post(f"{PATH}/procedures/remove", data={FIELD: token(desk, PATH)}).status_code == 404


def test_an_upload_can_be_thrown_away_and_what_is_wrong_with_it_corrected(desk: TestClient, builds: Builds) -> None:
    preview = upload(desk, "../../evil.html", b"<h1>A</h1><p>Words.</p>")
    assert "evil.html" in preview.text
    for wrong, said in (({"published": "soon"}, "written like"), ({"replaces": "wt-2026"}, "local document cannot")):
        again = take(desk, preview, **wrong)
        assert (again.status_code, said in again.text) == (422, True)
    assert "evil" in desk.get(PATH).text
    discarded = desk.post(f"{preview.url.path}/discard", data={FIELD: token(desk, PATH)})
    assert "thrown away" in discarded.text
    assert desk.get(preview.url.path).status_code == 404
    assert (list((home_of(desk) / "waiting").iterdir()), builds.made) == ([], 0)


def test_what_cannot_be_taken_says_why(desk: TestClient) -> None:
    for name, data, said in (
        ("a.exe", b"MZ", "not a kind of file"),
        ("a.txt", b"", "is empty"),
        ("a.docx", b"PK\x03\x04", "damaged"),
    ):
        response = upload(desk, name, data)
        assert (response.status_code, said in response.text) == (422, True), name
    assert desk.post(PATH, data={FIELD: token(desk, PATH)}).status_code == 422
    assert upload(desk, "a.txt", b"x" * 300_000).status_code == 413
    assert upload(desk, "a.txt", b"x" * 201_000).status_code == 422


def test_other_addresses_take_no_more_than_before(desk: TestClient) -> None:
    large = {FIELD: token(desk, PATH), "question": "x" * 300_000}
    assert desk.post("/", data=large).status_code == 413


def test_a_forged_form_does_nothing(desk: TestClient, builds: Builds) -> None:
    assert desk.post(PATH, data={FIELD: "forged"}, files={"file": ("a.txt", b"A\n\nWords.")}).status_code == 403
    assert desk.post(f"{PATH}/procedures/remove", data={FIELD: "forged"}).status_code == 403
    assert desk.post(f"{PATH}/waiting/{'0' * 32}", data={FIELD: "forged"}).status_code == 403
    assert not list(home_of(desk).glob("waiting/*"))
    assert builds.made == 0


def test_only_an_operator_may(serve, library: Library) -> None:
    client = serve(api_keys=True)
    client.headers.update(HTML)
    key = client.service.keys.create("desk", Role.TRAINER)
    assert client.get(PATH).url.path == "/sign-in"
    client.post("/sign-in/key", data={FIELD: token(client, "/sign-in"), "key": key})
    assert client.get(PATH).status_code == 403
    for path in (PATH, f"{PATH}/waiting/{'0' * 32}", f"{PATH}/waiting/{'0' * 32}/discard", f"{PATH}/x/remove"):
        assert client.post(path, data={FIELD: token(client, "/conversations")}).status_code == 403, path


def test_a_build_that_fails_is_said_and_one_asked_for_meanwhile_follows(desk: TestClient, builds: Builds) -> None:
    builds.works = False
    desk.app.state.shelf.begin()
    settled(desk)
    assert FAILED.partition(";")[0] in desk.get(PATH).text


def test_uploads_that_nobody_decides_on_are_few_and_go_after_a_day(desk: TestClient, monkeypatch) -> None:
    monkeypatch.setattr("api.shelf.MOST_WAITING", 1)
    upload(desk, "a.txt", b"A\n\nWords of this.")
    assert "wait to be decided on" in upload(desk, "b.txt", b"A\n\nWords of this.").text
    monkeypatch.setattr("api.shelf.WAITING_S", -1)
    assert "Waiting for your decision" not in desk.get(PATH).text


def test_the_page_needs_no_script(desk: TestClient) -> None:
    for path in (PATH, upload(desk, "a.txt", b"A\n\nWords of this.").url.path):
        page = desk.get(path).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page), path
