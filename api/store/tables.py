"""The tables; migrations/ makes them."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, MetaData, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, PostgreSQL tells it in the session's."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: Moment, list[str]: JSON, dict[str, Any]: JSON}  # noqa: RUF012 (SQLAlchemy's own name)


class Conversation(Table):
    """Questions that follow one another; `person` is who asked."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person: Mapped[str] = mapped_column(String(255), index=True)
    started: Mapped[datetime] = mapped_column(index=True)
    answers: Mapped[list["Record"]] = relationship(
        back_populates="conversation", cascade="all, delete-orphan", order_by="Record.asked"
    )


class Record(Table):
    """
    One answer, redacted, with what it takes to make it again: the audit row, and a turn of its conversation.

    `body` is the answer as it went out; `settings` what it was made with.
    """

    __tablename__ = "answers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    asked: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    question: Mapped[str] = mapped_column(Text)
    understood: Mapped[str] = mapped_column(Text)
    history: Mapped[list[str]]
    as_of: Mapped[date | None]
    library: Mapped[str] = mapped_column(String(64))
    settings: Mapped[dict[str, Any]]
    cited: Mapped[list[str]]
    nearest: Mapped[list[str]]
    body: Mapped[dict[str, Any]]
    conversation: Mapped[Conversation] = relationship(back_populates="answers")
    feedback: Mapped[list["Feedback"]] = relationship(
        back_populates="record", cascade="all, delete-orphan", order_by="Feedback.given"
    )


class Feedback(Table):
    """What a reader said of an answer, once a person; the comment is redacted."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("answer_id", "person", name="uq_feedback_answer_id_person"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), index=True)
    person: Mapped[str] = mapped_column(String(255))
    given: Mapped[datetime] = mapped_column(index=True)
    right: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(32), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    record: Mapped[Record] = relationship(back_populates="feedback")


class ApiKey(Table):
    """A key's keyed hash; the key itself is shown once and kept nowhere."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    made: Mapped[datetime]
    revoked: Mapped[datetime | None]
