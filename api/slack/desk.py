"""Answers a question from Slack: once, through the service's own ask path, in the thread, with notices to the asker alone."""

import asyncio
from dataclasses import replace
from time import monotonic

import aiohttp
from slack_sdk.errors import SlackApiError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.asking import Given, Wanted
from api.errors import Busy
from api.once import Once
from api.problems import DANGER, error_id, log, log_defect
from api.service import Service
from api.slack.answers import PRIVATE, answer_blocks
from api.slack.asked import Asked
from api.slack.history import earlier
from api.slack.limits import sections
from api.slack.mrkdwn import escaped, shown
from api.slack.notes import ALONE, STRANGER, case_detail_blocks, help_blocks, help_text
from api.slack.voice import Voice, code
from api.slack.workspace import Workspace
from retriever.answer import AnswerKind
from retriever.errors import BadQuestion

HISTORY_S = 10.0
"""After so long a question is answered without its thread: a child may be in danger."""
WAITED_S = 120.0
"""How long a question waits for a place in the queue before its asker is told to ask again."""
STATUS = "is reading the guidance…"
FAILED = "Something went wrong here; ask again, and quote {} if it stays. " + DANGER


class Desk:
    """Where Slack's questions arrive; the service's queue keeps room for other ways in."""

    def __init__(self, service: Service, voice: Voice, workspace: Workspace, once: Once) -> None:
        self._service = service
        self._voice = voice
        self._workspace = workspace
        self._once = once
        self._places = asyncio.Semaphore(service.settings.threads)

    async def answer(self, asked: Asked) -> None:
        """Answer a question, or say to its asker why not; a question that was answered before is not answered again."""
        for name in asked.once:
            if not await asyncio.to_thread(self._once.first, name):
                return
        try:
            await self._answer(asked)
        except SlackApiError as error:
            log.error("Slack did not take an answer: %s.", code(error))
        except (aiohttp.ClientError, TimeoutError) as error:
            log.error("Slack could not be reached with an answer: %s.", type(error).__name__)

    async def _answer(self, asked: Asked) -> None:
        if not await self._workspace.answers(asked.person):
            return await self._refuse(asked, STRANGER)
        if not asked.text or asked.text.casefold() == "help":
            return await self._voice.whisper(asked.place, asked.person, help_text(), help_blocks())
        try:
            self._service.rates.take("user", asked.person.id, Request({"type": "http"}))
            given = await self._given(asked)
        except (BadQuestion, HTTPException, Busy) as error:
            return await self._refuse(asked, _said(error))
        except Exception as error:
            own = error_id()
            log.error("problem %s: a question from Slack", own)
            log_defect(error)
            return await self._refuse(asked, FAILED.format(own))
        return await self._deliver(asked, given)

    async def _given(self, asked: Asked) -> Given:
        """The answer, once there is a place in the queue; raises BadQuestion, Busy."""
        status = asyncio.create_task(self._voice.status(asked.place, STATUS))
        history, unread = await self._history(asked)
        until = monotonic() + WAITED_S
        async with self._places:
            while True:
                try:
                    given = await self._service.asking.ask(asked.person.id, Wanted(asked.text, history))
                    break
                except Busy as error:
                    if monotonic() > until:
                        raise
                    await asyncio.sleep(error.retry_after_s)
        if given.kind is AnswerKind.EMERGENCY:
            status.cancel()
        else:
            await status  # Slack must not hear of the work after its end
        return replace(given, notices=(*given.notices, ALONE)) if unread else given

    async def _history(self, asked: Asked) -> tuple[tuple[str, ...], bool]:
        """The earlier questions of the thread, and whether they could not be read."""
        if not asked.place.within or asked.private:
            return (), False
        try:
            async with asyncio.timeout(HISTORY_S):
                own = await self._workspace.own()
                return await earlier(self._voice.client, asked, own.bot), False
        except SlackApiError as error:
            log.warning("A thread could not be read: %s.", code(error))
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("A thread could not be read: %s.", type(error).__name__)
        return (), True

    async def _deliver(self, asked: Asked, given: Given) -> None:
        """Say the answer where it was asked; in an emergency to the asker alone as well, at once."""
        urgent = given.kind is AnswerKind.EMERGENCY
        blocks = answer_blocks(given, given.id or "", self._service.settings.public_url, asked.private)
        said = [self._voice.say(asked.place, given.answer, blocks, urgent)]
        if urgent and not (asked.private or asked.place.direct):
            said.append(self._voice.whisper(asked.place, asked.person, given.answer, sections(shown(given.answer))))
        done = await asyncio.gather(*said, return_exceptions=True)
        await self._tell_of_case_detail(asked, given)
        for error in done:
            if isinstance(error, BaseException):
                raise error

    async def _tell_of_case_detail(self, asked: Asked, given: Given) -> None:
        for notice in given.notices:
            if notice.kind == PRIVATE:
                own = asked.author == asked.person.user
                blocks = case_detail_blocks(notice, given.question, asked.place.channel, asked.ts, own)
                await self._voice.whisper(asked.place, asked.person, notice.text, blocks)

    async def _refuse(self, asked: Asked, said: str) -> None:
        await self._voice.whisper(asked.place, asked.person, said, sections(escaped(said)))
        await self._voice.status(asked.place, "")  # only what all see ends it by itself


def _said(error: BadQuestion | HTTPException | Busy) -> str:
    if isinstance(error, HTTPException):
        return str(error.detail)
    return f"{error} {DANGER}" if isinstance(error, Busy) else str(error)
