"""What is backed up comes back: library, database, keys, settings without secrets."""

import io
import json
import os
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from api.backup import as_toml
from api.cli import main
from api.libraries import newest, open_library
from api.settings import Settings, load_settings
from api.signin.keys import Keys
from api.signin.secret import load_secret
from api.signin.users import Role
from api.store.database import open_database
from api.store.store import Asked, Store
from ingest.build import build
from tests.api.fake import FakeAssistant
from tests.ingest.test_build import QUIET, fake_encode, source

TOML = 'port = 8123\napi_keys = true\noidc_client_secret = "hush"\nhosts = ["a.example", "b.example"]\n'


class Kept:
    """A data folder in use: its service's store is open."""

    def __init__(self, home: Path) -> None:
        build(home, [source()], QUIET, fake_encode)
        (home / "verse.toml").write_text(TOML)
        (home / "added").mkdir()
        (home / "added" / "own.txt").write_text("Our own procedure.")
        settings = Settings(home=home)
        self.home, self.store = home, Store(open_database(settings.database_url))
        self.key = Keys(self.store, load_secret(settings)).create("Team North", Role.READER)
        self.answer = self.store.record(FakeAssistant(open_library(home)).ask("How soon to visit?"), Asked("ann")).id


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    own = Kept(tmp_path / "home")
    yield own
    own.store.engine.dispose()


@pytest.fixture
def verse(monkeypatch: pytest.MonkeyPatch, capsys):
    """Run a command on a data folder: its exit code and what it said."""

    def run(home: Path, *argv: str) -> tuple[int, str]:
        monkeypatch.setenv("VERSE_HOME", str(home))
        return main([str(a) for a in argv]), "".join(capsys.readouterr())

    return run


def test_what_is_backed_up_while_the_service_runs_comes_back_elsewhere(kept: Kept, verse, tmp_path: Path) -> None:
    file, other = tmp_path / "backup.tar.gz", tmp_path / "other"
    code, said = verse(kept.home, "backup", file)
    assert (code, "oidc_client_secret" in said) == (0, True)
    assert file.stat().st_mode & 0o077 == 0
    code, said = verse(other, "restore", file)
    assert code == 0, said
    store = Store(open_database(f"sqlite:///{other / 'service.db'}"))
    assert store.answer(kept.answer).question == "How soon to visit?"
    assert Keys(store, load_secret(Settings(home=other))).user(kept.key).name == "Team North"
    store.engine.dispose()
    assert "within 10 days" in open_library(other).paragraphs["one/visits"].text
    assert (other / "added" / "own.txt").read_text() == "Our own procedure."
    settings = load_settings({"VERSE_HOME": str(other)})
    assert (settings.port, settings.api_keys, settings.hosts) == (8123, True, ("a.example", "b.example"))
    assert (other / "secret").stat().st_mode & 0o077 == 0
    assert not list(other.glob("restoring-*"))


def test_no_secret_of_the_settings_is_in_the_file(kept: Kept, verse, tmp_path: Path) -> None:
    verse(kept.home, "backup", tmp_path / "backup.tar.gz")
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        held = [archive.extractfile(member).read() for member in archive.getmembers() if member.isfile()]
    assert not [one for one in held if b"hush" in one or kept.key.encode() in one]


def test_what_is_there_is_never_overwritten_and_moved_aside_only_if_wanted(kept: Kept, verse, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    verse(kept.home, "backup", file)
    kept.store.engine.dispose()
    code, said = verse(kept.home, "restore", file)
    assert (code, "--replace" in said) == (1, True)
    (kept.home / "verse.toml").write_text("port = 1\n")
    code, said = verse(kept.home, "restore", file, "--replace")
    assert code == 0, said
    (aside,) = kept.home.glob("replaced-*")
    assert (aside / "verse.toml").read_text() == "port = 1\n"
    assert {"secret", "service.db", "added"} <= {path.name for path in aside.iterdir()}
    assert open_library(kept.home).folder == newest(kept.home)


def test_while_the_service_runs_nothing_is_restored(kept: Kept, verse, tmp_path: Path) -> None:
    verse(kept.home, "backup", tmp_path / "backup.tar.gz")
    with kept.store.session() as session:
        session.connection().exec_driver_sql("SELECT 1")
        code, said = verse(kept.home, "restore", tmp_path / "backup.tar.gz", "--replace")
    assert (code, "service is running" in said) == (1, True)
    assert not list(kept.home.glob("replaced-*"))
    assert kept.store.answer(kept.answer)


def test_the_database_is_copied_as_it_was_at_one_moment(kept: Kept, verse, tmp_path: Path) -> None:
    """A transaction that is under way is not in it, and does not hinder it."""
    with kept.store.session() as session:
        session.connection().exec_driver_sql("DELETE FROM answers")
        assert verse(kept.home, "backup", tmp_path / "backup.tar.gz")[0] == 0
        session.rollback()
    verse(tmp_path / "other", "restore", tmp_path / "backup.tar.gz")
    with closing(sqlite3.connect(tmp_path / "other" / "service.db")) as own:
        assert own.execute("SELECT count(*) FROM answers").fetchone() == (1,)
        assert own.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.faults("backup damaged or tampered with", "one sentence; nothing is touched")
@pytest.mark.parametrize("harm", ["cut", "byte", "other", "empty"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(kept: Kept, verse, tmp_path: Path, harm: str) -> None:
    file, other = tmp_path / "backup.tar.gz", tmp_path / "other"
    verse(kept.home, "backup", file)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    spoilt = {"cut": file.read_bytes()[:-2000], "byte": bytes(data), "other": b"PK\x03\x04" * 99, "empty": b""}
    file.write_bytes(spoilt[harm])
    code, said = verse(other, "restore", file)
    assert (code, said.count("\n")) == (1, 1), said
    assert "damaged" in said or "no backup" in said
    assert list(other.iterdir()) == []


@pytest.mark.faults("backup damaged or tampered with", "one sentence; nothing is touched")
@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "builds/x", "library/../../evil"])
def test_a_member_that_leads_elsewhere_is_not_unfolded(verse, tmp_path: Path, name: str) -> None:
    about = json.dumps({"format": 1, "files": {name: "0"}}).encode()
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        for member, held in (("backup.json", about), (name, b"x")):
            info = tarfile.TarInfo(member)
            info.size = len(held)
            archive.addfile(info, io.BytesIO(held))
    code, said = verse(tmp_path / "home", "restore", tmp_path / "b.tar.gz")
    assert (code, "holds what no backup holds" in said) == (1, True)
    assert not (tmp_path / "evil").exists()


def test_an_existing_file_is_not_written_over_and_an_empty_folder_is_said(kept: Kept, verse, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    code, said = verse(kept.home, "backup", tmp_path / "mine")
    assert (code, "give another name" in said) == (1, True)
    assert (tmp_path / "mine").read_text() == "mine"
    code, said = verse(tmp_path / "nothing", "backup", tmp_path / "new")
    assert (code, "nothing to back up" in said) == (1, True)
    assert sorted(os.listdir(tmp_path)) == ["home", "mine"]


def test_of_a_postgresql_it_says_how(kept: Kept, verse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERSE_DATABASE", "postgresql://verse:hush@db.example/verse")
    code, said = verse(kept.home, "backup", tmp_path / "backup.tar.gz")
    assert (code, "hush" in said) == (0, False)
    assert "pg_dump --format=custom --file=service.dump 'postgresql://verse@db.example/verse'" in said


def test_settings_are_written_as_toml_reads_them() -> None:
    import tomllib

    told = {"host": 'a "b" \\ ü 😀\n', "port": 1, "mcp": True, "hosts": ["x", "y"], "patience_s": 1.5}
    assert tomllib.loads(as_toml(told)) == told
