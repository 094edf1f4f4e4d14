"""What happens to the library when the disk, another process or an upgrade is against it."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api.cli import main
from api.libraries import bring_up_to_date, make_fit, newest, open_library
from api.settings import Settings
from corpus.errors import LibraryError, ModelError
from corpus.library import FORMAT, Library, read_manifest, write_manifest
from corpus.models import model_name
from ingest.build import build
from tests.api.fake import FakeAssistant
from tests.api.running import running
from tests.faults.broken import open_folder, read_only, shut, with_no_room
from tests.ingest.test_build import QUIET, fake_encode, source

BUILDS = """
import sys
from pathlib import Path
from tests.ingest.test_build import QUIET, fake_encode, source
from ingest.build import build
build(Path({home!r}), [source(days={days})], QUIET, fake_encode)
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A data folder with a library of one short document."""
    build(tmp_path / "home", [source()], QUIET, fake_encode)
    return tmp_path / "home"


def still_answers(home: Path, days: int = 10) -> bool:
    library = open_library(home)
    found = library.dense.scores(fake_encode([library.passages[0].text])[0].tolist()).argmax()
    return bool(found == 0 and f"within {days} days" in library.paragraphs["one/visits"].text)


@pytest.mark.faults("disk full during ingest", "the ingest ends with an error; the library before answers")
@pytest.mark.parametrize("size", [1, 700, 20_000])
def test_a_build_that_finds_no_room_leaves_the_library_before(small: Path, size: int) -> None:
    done = with_no_room(BUILDS.format(home=str(small), days=3), size)
    assert done.returncode != 0
    assert still_answers(small)
    assert len(list((small / "builds").iterdir())) == 1, "what was begun is gone"
    assert build(small, [source(days=3)], QUIET, fake_encode).fresh


@pytest.mark.faults("read-only disk during ingest", "one sentence; the library before answers")
def test_a_library_that_may_only_be_read_is_read_and_not_built(capsys, monkeypatch) -> None:
    with open_folder() as folder:
        build(folder / "home", [source()], QUIET, fake_encode)
        (folder / "home").chmod(0o755)
        for path in (folder / "home" / "builds").rglob("*"):
            path.chmod(0o755)
        with read_only(folder / "home"):
            monkeypatch.setenv("VERSE_HOME", str(folder / "home"))
            assert main(["ingest", "--quiet"]) == 1
            assert "Library" in type(Library(folder / "home")).__name__
        said = capsys.readouterr().err
        assert (said.count("\n"), said.startswith("verse: ")) == (1, True), said
        assert still_answers(folder / "home")


@pytest.mark.faults("two ingests at once", "the second waits, then finds everything done")
def test_two_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    built = []

    def ingest() -> None:
        built.append(build(tmp_path, [source()], QUIET, fake_encode))

    threads = [threading.Thread(target=ingest) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.fresh for one in built) == [False, True]
    assert still_answers(tmp_path)
    assert len(list((tmp_path / "builds").iterdir())) == 1


def spoil(path: Path) -> None:
    path.write_bytes(b"\x00spoilt\xff" * 50)


@pytest.mark.faults("corrupted index files", "one sentence that names what is damaged and says 'verse ingest --rebuild'")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("paragraphs.jsonl", "paragraphs are damaged"),
        ("sections.jsonl", "sections are damaged"),
        ("passages.jsonl", "passages are damaged"),
        ("vectors.npy", "index is damaged"),
        ("lexical/data.csc.index.npy", "index is damaged"),
        ("lexical/params.index.json", "index is damaged"),
    ],
)
def test_a_damaged_file_of_the_library_is_named_with_the_remedy(small: Path, name: str, said: str) -> None:
    spoil(small / "current" / name)
    with pytest.raises(LibraryError, match=said) as refused:
        open_library(small)
    assert "verse ingest --rebuild" in str(refused.value)


@pytest.mark.faults("corrupted index files", "one sentence that names what is damaged and says 'verse ingest --rebuild'")
def test_a_library_that_lost_passages_is_not_answered_from(small: Path) -> None:
    path = small / "current" / "passages.jsonl"
    path.write_bytes(b"\n".join(path.read_bytes().splitlines()[:-1]) + b"\n")
    with pytest.raises(LibraryError, match=r"passages are not whole \(3 of 4"):
        open_library(small)


@pytest.mark.faults("corrupted model file", "the service does not start: one sentence says which file to reinstall")
def test_weights_that_are_not_the_publishers_are_refused(tmp_path: Path) -> None:
    from corpus.encoder import check_model
    from corpus.models import WEIGHTS

    (tmp_path / WEIGHTS).write_bytes(b"other weights")
    with pytest.raises(ModelError, match=r"not the publisher's.*reinstall"):
        check_model(tmp_path)


def of_the_previous_version(home: Path) -> None:
    """Make a library one that another version left: another format, other vectors."""
    folder = newest(home)
    assert folder is not None
    manifest = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(manifest.replace(f'"format": {FORMAT}', '"format": 2'))


@pytest.mark.faults("upgrade: library of the previous version", "it is built anew by itself; one line says so")
@pytest.mark.parametrize("older", ["format", "model", "documents"])
def test_a_library_of_the_previous_version_is_built_anew_by_itself(small: Path, monkeypatch, capsys, older: str) -> None:
    monkeypatch.setattr("api.libraries.sources", lambda home: [source(days=4 if older == "documents" else 10)])
    monkeypatch.setattr("api.libraries.build", lambda home, wanted, progress: build(home, wanted, QUIET, fake_encode))
    folder = newest(small)
    assert folder is not None
    if older == "format":
        of_the_previous_version(small)
    if older == "model":
        manifest = read_manifest(folder)
        write_manifest(folder, replace(manifest, model="another", fingerprint="another"))
        make_fit(small)
    bring_up_to_date(small)
    assert newest(small) != folder
    assert still_answers(small, 4 if older == "documents" else 10)
    assert Library(small).manifest.model == model_name()
    assert "of another version; building it anew" in capsys.readouterr().err


@pytest.mark.faults("upgrade: library of the previous version", "it is built anew by itself; one line says so")
def test_one_that_cannot_be_built_anew_is_used_if_it_fits_and_refused_if_not(small: Path, monkeypatch, capsys) -> None:
    def full(*given: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("api.libraries.build", full)
    bring_up_to_date(small)
    assert "used as it is" in capsys.readouterr().err
    of_the_previous_version(small)
    with pytest.raises(LibraryError, match="where the data folder may be written"):
        bring_up_to_date(small)


@pytest.mark.faults("data folder that may not be entered for a while", "what follows the library goes on, and takes the next")
def test_a_data_folder_that_may_not_be_entered_for_a_while_ends_no_following(monkeypatch, caplog) -> None:
    monkeypatch.setattr("api.following.CHECK_S", 0.05)
    monkeypatch.setattr("api.following.open_assistant", lambda settings: FakeAssistant(open_library(settings.home)))
    with open_folder() as folder:
        home = folder / "home"
        build(home, [source()], QUIET, fake_encode)
        question = {"question": "How soon should a social worker visit?"}
        settings = Settings(home=home, rate_per_user="100000/second", rate_per_address="100000/second")
        with running(settings, FakeAssistant(open_library(home))) as served:
            with shut(home / "builds"):
                assert newest(home) is None
                threading.Event().wait(0.5)
            second = build(home, [source(days=3)], QUIET, fake_encode).fingerprint
            wait_until(lambda: httpx.post(f"{served.url}/v1/ask", json=question).json().get("library") == second)


@pytest.mark.faults("library replaced under load", "every request answered; after a moment from the new library")
def test_a_library_is_replaced_under_load_and_no_request_fails(tmp_path: Path, monkeypatch) -> None:
    home = tmp_path / "home"
    build(home, [source()], QUIET, fake_encode)
    monkeypatch.setattr("api.following.CHECK_S", 0.05)
    monkeypatch.setattr("api.following.open_assistant", lambda settings: FakeAssistant(open_library(settings.home)))
    settings = Settings(home=home, rate_per_user="100000/second", rate_per_address="100000/second")
    statuses: list[int] = []
    seen: set[str] = set()
    done = threading.Event()

    def ask(url: str) -> None:
        with httpx.Client(base_url=url, timeout=60) as client:
            while not done.is_set():
                given = client.post("/v1/ask", json={"question": "How soon should a social worker visit?"})
                page = client.get("/library")
                statuses.extend((given.status_code, page.status_code))
                seen.add(given.json()["library"])

    with running(settings, FakeAssistant(open_library(home))) as served:
        threads = [threading.Thread(target=ask, args=(served.url,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        built = [build(home, [source(days=days)], QUIET, fake_encode).fingerprint for days in (5, 6, 7)]
        wait_until(lambda: built[-1] in seen)
        done.set()
        for thread in threads:
            thread.join()
        assert f'verse_library{{fingerprint="{built[-1]}"}} 1.0' in httpx.get(f"{served.url}/metrics").text
    assert set(statuses) == {200}
    assert len(statuses) > 20


def wait_until(true, seconds: float = 60) -> None:
    waited = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if true():
            return
        waited.wait(0.05)
    raise AssertionError("it did not come to it")


@pytest.mark.faults("library replaced by a damaged one", "every request answered from the one before; the log says so")
def test_a_damaged_new_library_is_not_taken(tmp_path: Path, monkeypatch, caplog) -> None:
    home = tmp_path / "home"
    first = build(home, [source()], QUIET, fake_encode).fingerprint
    monkeypatch.setattr("api.following.CHECK_S", 0.05)
    monkeypatch.setattr("api.following.open_assistant", lambda settings: FakeAssistant(open_library(settings.home)))
    with running(Settings(home=home), FakeAssistant(open_library(home))) as served:
        aside = tmp_path / "aside"
        build(aside, [source(days=3)], QUIET, fake_encode)
        spoil(aside / "current" / "paragraphs.jsonl")
        damaged = newest(aside)
        assert damaged is not None
        shutil.move(damaged, home / "builds" / damaged.name)
        link = home / "next"
        link.symlink_to(Path("builds") / damaged.name)
        link.replace(home / "current")
        wait_until(lambda: "is not taken" in caplog.text)
        given = httpx.post(f"{served.url}/v1/ask", json={"question": "How soon should a social worker visit?"}).json()
    assert given["library"] == first


def test_a_new_library_is_taken_though_nothing_can_be_made_ready_for_trainers(tmp_path: Path, monkeypatch, caplog) -> None:
    home = tmp_path / "home"
    build(home, [source()], QUIET, fake_encode)
    monkeypatch.setattr("api.following.CHECK_S", 0.05)
    monkeypatch.setattr("api.following.open_assistant", lambda settings: FakeAssistant(open_library(settings.home)))

    def broken(library: Library) -> None:
        raise LibraryError("The library holds no standards.")

    monkeypatch.setattr("api.following.prepare", broken)
    settings = Settings(home=home, rate_per_user="100000/second", rate_per_address="100000/second")
    question = {"question": "How soon should a social worker visit?"}
    with running(settings, FakeAssistant(open_library(home))) as served:
        second = build(home, [source(days=3)], QUIET, fake_encode).fingerprint
        wait_until(lambda: httpx.post(f"{served.url}/v1/ask", json=question).json().get("library") == second)
        wait_until(lambda: caplog.text.count("or the training material not be made ready") == 2)
    assert "is not taken" not in caplog.text
