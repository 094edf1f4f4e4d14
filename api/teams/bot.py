"""What the bot does with what it is told: answers, searches, keeps feedback, says hello."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from html import unescape
from typing import Any

from fastapi import Request
from microsoft_teams.api import InvokeResponse
from microsoft_teams.api.activities.install_update import InstalledActivity
from microsoft_teams.api.activities.invoke.message import MessageSubmitActionInvokeActivity
from microsoft_teams.api.activities.invoke.message_extension import MessageExtensionQueryInvokeActivity
from microsoft_teams.api.activities.message import MessageActivity, MessageActivityInput
from microsoft_teams.api.models.messaging_extension import MessagingExtensionResponse
from microsoft_teams.apps import ActivityContext, App
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api.errors import Busy, ServiceError, Unknown
from api.once import Once
from api.problems import DANGER, error_id, log_defect
from api.service import Service
from api.teams.delivery import send
from api.teams.extension import found, told
from api.teams.messages import Look, messages
from api.teams.threads import Place, Threads, place
from api.teams.work import Work
from retriever.errors import BadQuestion

BOT = "28:"
"""How ids of bots begin in Teams."""
COMMENT = 2000
WELCOME = (
    "**Chapter & Verse** answers questions on child protection in the words of England's statutory guidance, with the "
    "paragraph that says it, whether it is in force, and whether it says *must*, *should* or *may*.\n\n"
    "Ask in plain words, for example: *Who attends a strategy discussion?* In a channel or group chat, mention me. In any "
    "message, search the guidance under the message box and put a cited paragraph into what you write.\n\n"
    "Leave out names and case details; what looks like them is taken out before anything is kept. "
    f"{DANGER}"
)
log = logging.getLogger(__name__)


class Bot:
    """Handlers for one open service."""

    def __init__(self, service: Service, work: Work, once: Once) -> None:
        self._service = service
        self._threads = Threads(service)
        self._work = work
        self._once = once

    def listen(self, app: App) -> None:
        """Take on what the library passes on."""
        app.on_message(self.on_message)
        app.on_message_ext_query(self.on_search)
        app.on_message_submit_feedback(self.on_feedback)
        app.on_install_add(self.on_installed)

    async def on_message(self, context: ActivityContext[MessageActivity]) -> None:
        """Answer a message, beside the request: Teams waits for nothing but that it arrived."""
        activity = context.activity
        if activity.from_.id.startswith(BOT) or not _is_for_us(activity):
            return
        # Teams sends a message again if it is in doubt whether it arrived.
        if not await asyncio.to_thread(self._once.first, f"{activity.conversation.id} {activity.id}"):
            return
        self._work.start(self._guarded(context, self._answer(context, place(activity))))

    async def on_installed(self, context: ActivityContext[InstalledActivity]) -> None:
        """Say what the bot is for."""
        message = MessageActivityInput(text=WELCOME, text_format="markdown")
        self._work.start(self._guarded(context, send(context, message)))

    async def on_search(self, context: ActivityContext[MessageExtensionQueryInvokeActivity]) -> MessagingExtensionResponse:
        """The paragraphs to choose from."""
        try:
            await self._count(place(context.activity))
            return await found(self._service, context.activity.value)
        except (BadQuestion, Busy) as error:
            return told(str(error))
        except HTTPException as error:
            return told(error.detail)

    async def on_feedback(self, context: ActivityContext[MessageSubmitActionInvokeActivity]) -> InvokeResponse[None]:
        """Keep what somebody says of an answer; anything but 200 has Teams tell them that it was not."""
        activity, value = context.activity, context.activity.value.action_value
        where, right = place(activity), value.reaction == "like"
        message = activity.reply_to_id or ""
        try:
            await asyncio.to_thread(self._threads.give_feedback, where, message, right, _comment(value.feedback))
        except Unknown:
            return InvokeResponse(status=404)
        except SQLAlchemyError as error:
            log.error("Feedback could not be kept: %s.", type(error).__name__)
            return InvokeResponse(status=503)
        return InvokeResponse(status=200)

    async def _answer(self, context: ActivityContext[MessageActivity], where: Place) -> None:
        try:
            await self._count(where)
            given = await self._threads.ask(where, question(context.activity))
        except BadQuestion as error:
            await _say(context, str(error))
        except Busy as error:
            await _say(context, f"{error} {DANGER}")
        except HTTPException as error:
            await _say(context, error.detail)
        else:
            sent = ""
            for message in messages(given, self._service.library, self._look(context.activity)):
                sent = await send(context, message)
            await self._threads.sent(given, sent)

    async def _guarded(self, context: ActivityContext[Any], job: Coroutine[None, None, object]) -> None:
        """Do a job; what goes wrong is told with an id, to the reader if they can be reached, and to the log."""
        try:
            await job
        except ServiceError as error:
            log.error("An answer was not delivered: %s", error)
        except Exception as error:
            own = error_id()
            log.error("problem %s in Teams", own)
            log_defect(error)
            try:
                await _say(context, f"Something went wrong here; try again. {DANGER} (Error {own})")
            except Exception as again:
                log_defect(again)

    async def _count(self, where: Place) -> None:
        """Count a message against its sender's rate; raises HTTPException 429."""
        self._service.rates.take("user", where.person, Request({"type": "http"}))

    def _look(self, activity: MessageActivity) -> Look:
        settings = self._service.settings
        personal = activity.conversation.conversation_type == "personal"
        return Look(settings.public_url, bool(settings.model), activity.from_.id if personal else "")


def question(activity: MessageActivity) -> str:
    """What a message asks: its text without mentions; Teams writes some signs as HTML does."""
    return unescape(activity.model_copy().strip_mentions_text().text)


def _is_for_us(activity: MessageActivity) -> bool:
    """Whether a message is to be answered: in a chat with the bot alone every one, elsewhere those that mention it."""
    alone = activity.conversation.conversation_type == "personal"
    return alone or bool(activity.is_recipient_mentioned())


def _comment(feedback: str) -> str:
    """The words of the feedback form, which Teams sends as JSON in a string."""
    try:
        told = json.loads(feedback)
    except ValueError:
        return feedback[:COMMENT]
    return str(told.get("feedbackText") or "")[:COMMENT] if isinstance(told, dict) else feedback[:COMMENT]


async def _say(context: ActivityContext[Any], text: str) -> None:
    await send(context, MessageActivityInput(text=text, text_format="plain"))
