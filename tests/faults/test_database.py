"""What is kept stays kept, and answers go out, whatever happens to the database or the clock."""

import os
import signal
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from api.errors import StoreError
from api.store.database import open_database
from api.store.store import Asked, Store
from api.trusted import TrustedClock
from tests.api.fake import FakeAssistant
from tests.api.test_store import START, Clock, kept
from tests.faults.broken import open_folder, python, read_only, with_no_room

WRITES = """
from pathlib import Path
from api.store.database import open_database
from api.store.store import Asked, Store
from retriever.answer import Answer, AnswerKind
store = Store(open_database("sqlite:///{database}"))
answer = Answer(AnswerKind.ABSTAIN, "What is neglect?" * 50, "neglect", "No. " * 500, (), (), (), "f", 0.1, 0.1)
conversation = ""
for _ in range({times}):
    record = store.record(answer, Asked("ann", conversation=conversation))
    conversation = record.conversation_id
    print(record.id, flush=True)
"""


@pytest.mark.faults("kill -9 during a conversation write", "the connection breaks; every answer that was shown is still there")
def test_a_process_killed_while_it_writes_loses_no_answer_that_went_out(tmp_path: Path) -> None:
    database = tmp_path / "service.db"
    with python(WRITES.format(database=database, times=100_000)) as writing:
        assert writing.stdout is not None
        shown = [writing.stdout.readline().strip() for _ in range(40)]
        os.kill(writing.pid, signal.SIGKILL)
        shown += writing.stdout.read().split()
    store = Store(open_database(f"sqlite:///{database}"))
    with store.session() as session:
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    complete = [own for own in shown if len(own) == 32]
    assert len(complete) >= 40
    assert {store.answer(own).conversation_id for own in complete} == {store.answer(complete[0]).conversation_id}
    store.engine.dispose()


@pytest.mark.faults("disk full: database", "the answer, and under it that it could not be kept", "nothing that was kept")
def test_on_a_full_disk_what_was_kept_stays_and_the_next_is_an_error_of_the_database(tmp_path: Path) -> None:
    database = tmp_path / "service.db"
    done = with_no_room(WRITES.format(database=database, times=1000), 150_000)
    shown = done.stdout.split()
    assert done.returncode != 0
    assert "OperationalError" in done.stderr, "what api.asking meets with the answer and a notice"
    store = Store(open_database(f"sqlite:///{database}"))
    assert shown
    assert [store.answer(own).id for own in shown] == shown
    store.engine.dispose()


@pytest.mark.faults("read-only disk: database", "the service does not start: one sentence says who needs which right")
def test_a_database_that_may_only_be_read_is_said_at_start() -> None:
    with open_folder() as folder:
        open_database(f"sqlite:///{folder / 'service.db'}").dispose()
        with closing(sqlite3.connect(folder / "service.db")) as own:
            own.execute("UPDATE alembic_version SET version_num = '0001'")
            own.execute("PRAGMA journal_mode=DELETE")
            own.commit()
        with read_only(folder), pytest.raises(StoreError, match=r"may not be written|cannot be used"):
            open_database(f"sqlite:///{folder / 'service.db'}")


@pytest.mark.faults("corrupted database file", "the service does not start: one sentence; 'verse restore' puts the backup back")
def test_a_damaged_database_is_found_by_the_doctor(tmp_path: Path, fake: FakeAssistant) -> None:
    from api.doctor.finding import Verdict
    from api.doctor.surroundings import database
    from api.settings import Settings

    file = tmp_path / "service.db"
    store = Store(open_database(f"sqlite:///{file}"))
    for _ in range(30):
        kept(store, fake)
    store.engine.dispose()
    data = bytearray(file.read_bytes())
    data[4096 * 2 : 4096 * 8] = os.urandom(4096 * 6)
    file.write_bytes(data)
    (found,) = database(Settings(home=tmp_path))
    assert (found.verdict, "damaged" in found.said, "verse restore" in found.do) == (Verdict.DO, True, True)


class Passing:
    """A clock beside the computer's: what has really passed."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.seconds = clock, 0.0

    def __call__(self) -> float:
        return self.seconds

    def pass_on(self, hours: float) -> None:
        self.seconds += 3600 * hours
        self.clock.now += timedelta(hours=hours)


def clocks(newest: datetime | None) -> tuple[Clock, Passing, TrustedClock]:
    clock = Clock()
    passing = Passing(clock)
    return clock, passing, TrustedClock(newest, clock, passing)


JUMP = "clock jumps"
SAW = "nothing: no answer is deleted before its time, and turns stay in their order"


@pytest.mark.faults(JUMP, SAW)
@pytest.mark.parametrize("days", [20, 365, 36_500])
def test_a_clock_that_jumps_ahead_deletes_nothing_before_it_has_run_on_for_a_day(days: int) -> None:
    clock, passing, trusted = clocks(START - timedelta(hours=2))
    passing.pass_on(1)
    assert trusted.now() == clock.now
    clock.now += timedelta(days=days)
    for _ in range(20):
        passing.pass_on(1)
        assert trusted.now() <= START + timedelta(hours=22)
    clock.now -= timedelta(days=days)
    passing.pass_on(1)
    assert trusted.now() <= clock.now


@pytest.mark.faults(JUMP, SAW)
def test_a_clock_set_right_for_good_is_followed_after_a_day() -> None:
    clock, passing, trusted = clocks(START - timedelta(days=90))
    assert trusted.now() == START - timedelta(days=90), "the last answer vouches for no more"
    for _ in range(26):
        passing.pass_on(1)
        trusted.now()
    assert trusted.now() == clock.now


@pytest.mark.faults(JUMP, SAW)
def test_an_empty_database_needs_no_vouching() -> None:
    clock, _, trusted = clocks(None)
    assert trusted.now() == clock.now


@pytest.mark.faults(JUMP, SAW)
def test_a_conversation_stays_in_order_when_the_clock_is_set_back(tmp_path: Path, fake: FakeAssistant) -> None:
    store = Store(open_database(f"sqlite:///{tmp_path / 'service.db'}"), Clock())
    first = kept(store, fake, "What is neglect?")
    store.clock.now -= timedelta(days=400)
    for question in ("Who decides?", "By when?"):
        kept(store, fake, question, conversation=first.conversation_id)
    assert store.questions(first.conversation_id, "ann", 5) == ("What is neglect?", "Who decides?", "By when?")
    assert store.conversation(first.conversation_id, "ann").answers[0].question == "What is neglect?"
    store.engine.dispose()


@pytest.mark.faults(JUMP, SAW)
def test_purging_by_a_vouched_clock_keeps_what_the_computers_clock_would_delete(tmp_path: Path, fake: FakeAssistant) -> None:
    store = Store(open_database(f"sqlite:///{tmp_path / 'service.db'}"), Clock())
    record = kept(store, fake)
    trusted = TrustedClock(store.newest(), store.clock, lambda: 0.0)
    store.clock.now += timedelta(days=365)
    assert store.purge(30, trusted.now()) == 0
    assert store.answer(record.id)
    assert store.record(fake.ask("Who decides?"), Asked("ann")).id
    store.engine.dispose()
