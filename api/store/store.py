"""
The store: conversations, feedback and audit rows, one short transaction a call.

What comes in is redacted already, or redacted here (comments). Calls block; call them off the event loop.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, delete, exists, func, select
from sqlalchemy.orm import Session, selectinload

from api.errors import StoreError, Unknown
from api.output import as_json
from api.store.database import in_a_sentence, open_database
from api.store.tables import Conversation, Feedback, Record
from retriever.answer import Answer
from retriever.question import plain
from retriever.redaction import redact

NEAREST = 10
GONE = "There is no conversation {!r} of yours; it may have passed its retention period."
Clock = Callable[[], datetime]


class Reason(StrEnum):
    """Why an answer was not right."""

    WRONG = "wrong-paragraph"
    OUTDATED = "out-of-date"
    INCOMPLETE = "incomplete"
    DECLINED = "should-have-answered"
    ANSWERED = "should-not-have-answered"


@dataclass(frozen=True)
class Asked:
    """How an answer was asked for; `history` redacted, `settings` whatever else decides the answer."""

    person: str
    history: tuple[str, ...] = ()
    as_of: date | None = None
    settings: tuple[tuple[str, Any], ...] = ()
    conversation: str = ""


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


class Store:
    """The rows of one open database."""

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self.engine = engine
        self.clock = clock

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction; what is read in it may be used after it."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def record(self, answer: Answer, asked: Asked) -> Record:
        """Keep an answer as a turn of its conversation, which is begun if none is named."""
        with self.session() as session:
            conversation = self._conversation(session, asked)
            record = _record(answer, asked, conversation, self._after_the_last(session, conversation))
            session.add(record)
        return record

    def conversations(self, person: str, limit: int = 50) -> Sequence[Conversation]:
        """A person's conversations with the questions of their answers, the newest first."""
        wanted = select(Conversation).where(Conversation.person == person).order_by(Conversation.started.desc()).limit(limit)
        questions = selectinload(Conversation.answers).load_only(Record.asked, Record.question)
        with self.session() as session:
            return session.scalars(wanted.options(questions)).all()

    def questions(self, name: str, person: str, last: int) -> tuple[str, ...]:
        """The last questions of one of a person's conversations, the oldest first; raises Unknown."""
        own = select(Conversation.id).where(Conversation.id == name, Conversation.person == person)
        asked = select(Record.question).where(Record.conversation_id == name).order_by(Record.asked.desc()).limit(last)
        with self.session() as session:
            if session.scalar(own) is None:
                raise Unknown(GONE.format(name))
            return tuple(reversed(session.scalars(asked).all()))

    def conversation(self, name: str, person: str) -> Conversation:
        """One of a person's conversations; somebody else's is as unknown as none."""
        wanted = select(Conversation).where(Conversation.id == name, Conversation.person == person)
        with self.session() as session:
            found = session.scalar(wanted.options(selectinload(Conversation.answers)))
        if found is None:
            raise Unknown(GONE.format(name))
        return found

    def forget(self, name: str, person: str) -> None:
        """Delete one of a person's conversations with all that hangs on it."""
        with self.session() as session:
            own = delete(Conversation).where(Conversation.id == name, Conversation.person == person)
            if not session.execute(own.returning(Conversation.id)).all():
                raise Unknown(GONE.format(name))

    def answer(self, name: str, person: str | None = None) -> Record:
        """An audit row by its id; with `person` only if it is theirs."""
        wanted = select(Record).where(Record.id == name).options(selectinload(Record.conversation))
        with self.session() as session:
            found = session.scalar(wanted)
        if found is None or (person is not None and found.conversation.person != person):
            raise Unknown(f"There is no answer {name!r}; it may have passed its retention period.")
        return found

    def give_feedback(self, answer: str, person: str, right: bool, reason: Reason | None = None, comment: str = "") -> Feedback:
        """Keep what a person says of one of their answers; saying it again replaces what was said."""
        self.answer(answer, person)
        said = Feedback(
            id=uuid4().hex,
            answer_id=answer,
            person=person,
            given=self.clock(),
            right=right,
            reason=reason.value if reason else "",
            comment=redact(plain(comment)).text,
        )
        with self.session() as session:
            # Whoever says something of an answer waits for whoever does so at the same moment.
            session.execute(select(Record.id).where(Record.id == answer).with_for_update())
            session.execute(delete(Feedback).where(Feedback.answer_id == answer, Feedback.person == person))
            session.add(said)
        return said

    def feedback(self, limit: int | None = None) -> Sequence[Feedback]:
        """What readers said, the newest first, with the answers it is about."""
        wanted = select(Feedback).order_by(Feedback.given.desc()).limit(limit).options(selectinload(Feedback.record))
        with self.session() as session:
            return session.scalars(wanted).all()

    def declined(self, limit: int = 100) -> Sequence[Record]:
        """Answers that said no, the newest first: what the library lacks."""
        wanted = select(Record).where(Record.kind == "abstain").order_by(Record.asked.desc()).limit(limit)
        with self.session() as session:
            return session.scalars(wanted).all()

    def counts(self) -> dict[str, int]:
        """How many answers of each kind are kept."""
        with self.session() as session:
            rows = session.execute(select(Record.kind, func.count()).group_by(Record.kind))
            return {row[0]: row[1] for row in rows}

    def newest(self) -> datetime | None:
        """When the newest answer was given."""
        with self.session() as session:
            return session.scalar(select(Record.asked).order_by(Record.asked.desc()).limit(1))

    def purge(self, days: int, at: datetime | None = None) -> int:
        """Delete answers older than a number of days at a moment (now), and conversations left empty; how many went."""
        before = (at or self.clock()) - timedelta(days=days)
        with self.session() as session:
            gone = session.execute(delete(Record).where(Record.asked < before).returning(Record.id)).all()
            kept = exists().where(Record.conversation_id == Conversation.id)
            session.execute(delete(Conversation).where(Conversation.started < before, ~kept))
        self._wipe()
        return len(gone)

    def _wipe(self) -> None:
        """Have SQLite overwrite what was deleted in its log too; where somebody reads just now, the next time."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _after_the_last(self, session: Session, conversation: Conversation) -> datetime:
        """Now, or just after the conversation's last answer if the clock was set back: turns stay in their order."""
        last = session.scalar(select(func.max(Record.asked)).where(Record.conversation_id == conversation.id))
        return max(self.clock(), last + timedelta(microseconds=1)) if last else self.clock()

    def _conversation(self, session: Session, asked: Asked) -> Conversation:
        if not asked.conversation:
            return Conversation(id=uuid4().hex, person=asked.person, started=self.clock())
        found = session.get(Conversation, asked.conversation)
        if found is None or found.person != asked.person:
            raise Unknown(f"There is no conversation {asked.conversation!r} of yours; leave it out to begin one.")
        return found


@contextmanager
def open_store(url: str) -> Iterator[Store]:
    """The store of a command; whatever goes wrong with its database is a StoreError that says what to do."""
    engine = open_database(url)
    try:
        with in_a_sentence(engine):
            yield Store(engine)
    finally:
        engine.dispose()


def _record(answer: Answer, asked: Asked, conversation: Conversation, at: datetime) -> Record:
    body = json.loads(as_json(answer))
    if not isinstance(body, dict):
        raise StoreError("The answer is no JSON object; this is a defect, please report it.")
    return Record(
        id=uuid4().hex,
        conversation=conversation,
        asked=at,
        kind=answer.kind.value,
        question=answer.question,
        understood=answer.understood,
        history=list(asked.history),
        as_of=asked.as_of,
        library=answer.library,
        settings=dict(asked.settings),
        cited=[c.id for c in answer.citations],
        nearest=[hit.id for hit in answer.passages[:NEAREST]],
        body=body,
    )
