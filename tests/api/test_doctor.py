"""verse doctor: what is wrong is found, said, and has a remedy; nothing is changed by looking."""

import json
import socket
from contextlib import closing
from pathlib import Path

import pytest

from api.cli import main
from api.doctor.finding import Verdict
from api.doctor.surroundings import database, disk, port, private, settings
from api.settings import Settings
from api.store.database import open_database
from ingest.build import build
from tests.api.fake import FakeAssistant
from tests.api.running import running
from tests.ingest.test_build import QUIET, fake_encode, source


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch, capsys):
    """What the doctor says of a data folder: exit code, and the findings by what they are about."""

    def look(home: Path, **more: str) -> tuple[int, dict[str, dict[str, str]]]:
        with socket.create_server(("127.0.0.1", 0)) as free:
            given = {"VERSE_PORT": str(free.getsockname()[1]), **more}
        for name, value in {"VERSE_HOME": str(home), **given}.items():
            monkeypatch.setenv(name, value)
        code = main(["doctor", "--json"])
        found = json.loads(capsys.readouterr().out)["findings"]
        assert all(bool(one["do"]) == (one["verdict"] == "do") for one in found)
        return code, {one["about"]: one for one in found}

    return look


@pytest.fixture
def small(tmp_path: Path) -> Path:
    build(tmp_path / "home", [source()], QUIET, fake_encode)
    return tmp_path / "home"


def left(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*")}


def test_a_sound_installation_has_nothing_to_do(doctor, home: Path, tmp_path: Path) -> None:
    code, found = doctor(home, VERSE_DATABASE=f"sqlite:///{tmp_path / 'service.db'}")
    assert (code, {one["verdict"] for one in found.values()}) == (0, {"ok", "note"})
    assert found["fingerprint"]["said"].endswith("as this version builds it.")


def test_without_a_library_it_says_how_to_build_one_and_makes_nothing(doctor, tmp_path: Path) -> None:
    code, found = doctor(tmp_path / "none")
    assert (code, found["library"]["do"]) == (1, "Run 'verse ingest'.")
    assert not (tmp_path / "none").exists()


def test_a_library_of_other_documents_is_found_and_left_alone(doctor, small: Path) -> None:
    before = left(small)
    code, found = doctor(small)
    assert (code, found["fingerprint"]["verdict"], found["library"]["verdict"]) == (1, "do", "ok")
    assert left(small) == before


def test_what_searches_the_library_is_said(doctor, small: Path, monkeypatch) -> None:
    assert doctor(small)[1]["index"]["said"] == "What searches it is 'exact:', with 4 passages."
    monkeypatch.setenv("VERSE_INDEX_URL", "milvus+http://127.0.0.1:1")
    code, found = doctor(small)
    assert (code, found["library"]["said"]) == (1, "The Milvus server does not answer.")
    assert found["library"]["do"] == "Start it, or correct VERSE_INDEX_URL."
    monkeypatch.setenv("VERSE_INDEX_URL", "faiss:")
    assert "The setting 'index_url' is wrong" in doctor(small)[1]["settings"]["said"]


def test_a_damaged_library_is_found(doctor, small: Path) -> None:
    (small / "current" / "paragraphs.jsonl").write_bytes(b"{")
    code, found = doctor(small)
    assert (code, found["library"]["do"]) == (1, "Run 'verse ingest --rebuild'.")


def test_a_wrong_setting_is_found_and_the_rest_is_looked_at_all_the_same(doctor, small: Path) -> None:
    code, found = doctor(small, VERSE_QUEUE="none")
    assert (code, "'queue'" in found["settings"]["said"], found["model"]["verdict"]) == (1, True, "ok")


def test_weights_that_are_not_the_publishers_are_found(doctor, small: Path, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    monkeypatch.setattr("api.doctor.materials.model_folder", lambda: tmp_path)
    code, found = doctor(small)
    assert (code, "Reinstall" in found["model"]["do"]) == (1, True)


def test_a_damaged_adapter_is_found(doctor, small: Path, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "adapter_model.safetensors").write_bytes(b"\xff" * 99)
    monkeypatch.setattr("api.doctor.materials.adapter_folder", lambda: tmp_path)
    assert doctor(small)[1]["learned files"]["do"] == "Reinstall chapter-and-verse."


def only(findings) -> tuple[Verdict, str]:
    (found,) = findings
    return found.verdict, found.said + found.do


def test_a_port_that_something_else_holds_is_told_from_the_service_itself(tmp_path: Path, library) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        own = Settings(home=tmp_path, port=taken.getsockname()[1])
        taken.close()
        assert only(port(own))[0] is Verdict.OK
    with running(Settings(home=tmp_path), FakeAssistant(library)) as served:
        answering = Settings(home=tmp_path, port=int(served.url.rpartition(":")[2]))
        assert only(port(answering)) == (Verdict.OK, f"The service answers on 127.0.0.1 port {answering.port}.")


def test_a_port_held_by_another_program_must_be_freed(tmp_path: Path, monkeypatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        monkeypatch.setattr("api.doctor.surroundings._answers", lambda own: False)
        verdict, said = only(port(Settings(home=tmp_path, port=taken.getsockname()[1])))
    assert (verdict, "set 'port' to another" in said) == (Verdict.DO, True)


def test_a_database_is_read_and_not_migrated(tmp_path: Path) -> None:
    own = Settings(home=tmp_path)
    assert only(database(own))[0] is Verdict.NOTE
    assert not (tmp_path / "service.db").exists()
    engine = open_database(own.database_url)
    assert only(database(own))[0] is Verdict.OK
    for version, verdict in (("0001", Verdict.NOTE), ("9999", Verdict.DO)):
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
        assert only(database(own))[0] is verdict
    engine.dispose()


def test_a_database_that_cannot_be_reached_is_a_finding(doctor, small: Path) -> None:
    code, found = doctor(small, VERSE_DATABASE="postgresql://me:hush@127.0.0.1:1/verse")
    assert (code, "hush" in json.dumps(found), found["database"]["verdict"]) == (1, False, "do")


def test_a_full_disk_and_files_that_others_may_read_must_be_seen_to(small: Path, monkeypatch) -> None:
    own = Settings(home=small)
    (small / "secret").write_text("x" * 40)
    (small / "secret").chmod(0o644)
    assert only(private(own))[1].endswith(f"chmod 600 {small / 'secret'}")
    monkeypatch.setattr("api.doctor.surroundings.LEAST", 10**18)
    assert only(disk(own))[0] is Verdict.DO


def test_an_extra_that_the_settings_want_and_that_is_missing_is_named(tmp_path: Path, monkeypatch) -> None:
    from api.doctor.finding import looked_at

    monkeypatch.setattr("api.extras.find_spec", lambda module: None)
    own = Settings(home=tmp_path, otel_endpoint="http://127.0.0.1:4318")
    (found,) = looked_at("settings", lambda: settings(own))
    assert (found.verdict, "chapter-and-verse[otel]" in found.said) == (Verdict.DO, True)


def test_the_table_for_a_reader_says_how_many_things_must_be_done(small: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("VERSE_HOME", str(small))
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "-> Run 'verse ingest'" in out
    assert out.rstrip().endswith("must be done.")
