"""Ask, and keep what was asked and answered: what every page and endpoint does."""

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from opentelemetry.trace import Tracer
from sqlalchemy.exc import SQLAlchemyError

from api.engine import engine
from api.metrics import Metrics
from api.pool import Pool
from api.settings import Settings
from api.stages import Tell, told
from api.store.store import Asked, Store
from corpus.library import Library
from retriever.answer import Answer, Hit, Notice
from retriever.question import plain
from retriever.redaction import redact_turns

TURNS = 20
"""Earlier questions of a conversation that a new one may lean on."""
UNRECORDED = Notice("not-recorded", "This answer could not be kept; copy it if you need it.")
log = logging.getLogger(__name__)


class Answering(Protocol):
    """Whatever answers: `retriever.ask.Assistant`, or a small fake in tests."""

    library: Library

    def ask(
        self, question: str, history: Sequence[str] = (), as_of: date | None = None, k: int = 10, full: bool = False
    ) -> Answer:
        """The answer to a question."""

    def search(self, query: str, k: int = 10, as_of: date | None = None) -> tuple[Hit, ...]:
        """The best paragraphs for a query."""

    def compare(self, one: str, other: str, topic: str, as_of: date | None = None) -> Answer:
        """Two documents side by side."""


@dataclass(frozen=True)
class Wanted:
    """A question and how it is to be answered; a `conversation` lends its earlier questions where `history` is empty."""

    question: str
    history: tuple[str, ...] = ()
    as_of: date | None = None
    k: int = 10
    full: bool = False
    conversation: str = ""


@dataclass(frozen=True)
class Given(Answer):
    """The answer, and where it is kept: `id` for feedback and replay, `conversation` for the next question."""

    id: str | None = None
    conversation: str | None = None


class Asking:
    """Answers in the pool and keeps each answer before it goes out."""

    def __init__(
        self, assistant: Answering, store: Store, pool: Pool, metrics: Metrics, settings: Settings, tracer: Tracer
    ) -> None:
        self.assistant = assistant
        self._tracer = tracer
        self._store = store
        self._pool = pool
        self._metrics = metrics
        self._settings = settings

    async def ask(self, person: str, wanted: Wanted) -> Given:
        """Answer a person's question; raises Busy, BadQuestion, Unknown (conversation)."""
        return await self._pool.run(lambda: self._answered(person, wanted))

    def start(self, person: str, wanted: Wanted, tell: Tell) -> "Future[Given]":
        """The same without waiting; `tell` is called on another thread as stages are reached. Raises Busy."""

        def job() -> Given:
            with told(tell):
                return self._answered(person, wanted)

        return self._pool.submit(job)

    def _answered(self, person: str, wanted: Wanted) -> Given:
        earlier = self._earlier(person, wanted.conversation)
        history = wanted.history or earlier
        with self._tracer.start_as_current_span("answer", record_exception=False, set_status_on_exception=False) as span:
            answer = self.assistant.ask(wanted.question, history, wanted.as_of, wanted.k, wanted.full)
            span.set_attributes({"verse.kind": answer.kind.value, "verse.library": answer.library})
        self._metrics.answered(answer)
        turns = redact_turns([*map(plain, history), plain(wanted.question)])
        made_with = (("k", wanted.k), ("full", wanted.full), ("model", self._settings.model), ("engine", engine()))
        asked = Asked(person, tuple(t.text for t in turns[:-1] if t.text), wanted.as_of, made_with, wanted.conversation)
        try:
            record = self._store.record(answer, asked)
        except SQLAlchemyError as error:
            # A child may be in danger: the answer goes out, and says that it was not kept.
            log.error("An answer could not be recorded: %s.", type(error).__name__)
            self._metrics.unrecorded.inc()
            return Given(**vars(replace(answer, notices=(*answer.notices, UNRECORDED))))
        return Given(**vars(answer), id=record.id, conversation=record.conversation_id)

    def _earlier(self, person: str, conversation: str) -> tuple[str, ...]:
        """The questions of a conversation, the oldest first; raises Unknown. Without a database there are none."""
        if not conversation:
            return ()
        try:
            return self._store.questions(conversation, person, TURNS)
        except SQLAlchemyError as error:
            log.error("A conversation could not be read: %s.", type(error).__name__)
            return ()
