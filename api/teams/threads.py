"""A thread of Teams as a conversation of the store: what was asked in it before leads to what is asked next."""

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from weakref import WeakValueDictionary

from microsoft_teams.api import ActivityBase
from sqlalchemy.exc import SQLAlchemyError

from api.asking import Given, Wanted
from api.errors import Busy, Unknown
from api.service import Service
from api.store.tables import Record

PAUSE = timedelta(hours=8)
"""In a chat, which is one thread for ever, a question after so long a pause begins a conversation."""
SHARE = 4
"""Questions from Teams, for each thread that answers, that are in the queue at once; the rest of it is for others."""
PATIENCE_S = 120.0
"""How long a question waits for a place in the queue."""
SENT = "sent_as"
"""Where an audit row's body says which message of Teams it went out as: feedback names that message alone."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Where a message was written and by whom, as the store may know it: no id of Teams is kept as it is."""

    thread: str
    person: str
    lasting: bool
    """Whether it is a thread of its own subject, as in a channel, and not a chat."""


def place(activity: ActivityBase) -> Place:
    """The place of an activity."""
    tenant = activity.conversation.tenant_id or ""
    person = activity.from_.aad_object_id or activity.from_.id
    return Place(
        _name(tenant, activity.conversation.id), _name(tenant, person), activity.conversation.conversation_type == "channel"
    )


def _name(*ids: str) -> str:
    return f"teams:{hashlib.sha256(' '.join(ids).encode()).hexdigest()[:32]}"


class Threads:
    """Asks within threads, one question of a thread after the other."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._turns = asyncio.Semaphore(service.settings.threads * SHARE)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def ask(self, where: Place, question: str) -> Given:
        """Answer a question in its thread; raises BadQuestion, and Busy after PATIENCE_S."""
        lock = self._locks.setdefault(where.thread, asyncio.Lock())
        async with lock, self._turns:
            conversation = await asyncio.to_thread(self._conversation, where)
            try:
                return await self._asked(where, Wanted(question, conversation=conversation))
            except Unknown:  # it was purged this moment
                return await self._asked(where, Wanted(question))

    async def sent(self, given: Given, message: str) -> None:
        """Keep which message of Teams an answer went out as."""
        if given.id:
            await asyncio.to_thread(self._keep_sent, given.id, message)

    def give_feedback(self, where: Place, message: str, right: bool, comment: str) -> None:
        """Keep what somebody says of an answer in their thread; raises Unknown, SQLAlchemyError. It blocks."""
        store = self._service.store
        own = (store.conversation(c.id, where.thread) for c in store.conversations(where.thread))
        found = (r for c in own for r in c.answers if r.body.get(SENT) == message)
        record = next(found, None)
        if record is None:
            raise Unknown("There is no such answer in this thread; it may have passed its retention period.")
        store.give_feedback(record.id, where.thread, right, comment=comment)

    async def _asked(self, where: Place, wanted: Wanted) -> Given:
        until = monotonic() + PATIENCE_S
        while True:
            try:
                return await self._service.asking.ask(where.thread, wanted)
            except Busy as busy:
                if monotonic() > until:
                    raise
                await asyncio.sleep(busy.retry_after_s)

    def _conversation(self, where: Place) -> str:
        """The id of the conversation that a thread goes on with; empty if it begins one."""
        store = self._service.store
        try:
            latest = next(iter(store.conversations(where.thread, 1)), None)
        except SQLAlchemyError as error:
            log.error("A thread's conversation could not be read: %s.", type(error).__name__)
            return ""
        if latest is None:
            return ""
        last = latest.answers[-1].asked if latest.answers else latest.started
        return latest.id if where.lasting or store.clock() - last < PAUSE else ""

    def _keep_sent(self, answer: str, message: str) -> None:
        try:
            with self._service.store.session() as session:
                record = session.get(Record, answer)
                if record is not None:
                    record.body = {**record.body, SENT: message}
        except SQLAlchemyError as error:
            log.error("What an answer went out as could not be kept: %s.", type(error).__name__)
