"""Bolt's application: each kind of request is acknowledged at once and handed on."""

import re
from collections.abc import Coroutine
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from api.problems import log, log_defect
from api.settings import Settings
from api.slack.answers import MORE, OPEN, RIGHT, SHARE, WRONG
from api.slack.asked import Body, of_button, of_command, of_message, of_shortcut, of_window
from api.slack.buttons import Buttons
from api.slack.desk import Desk
from api.slack.notes import REMOVE
from api.slack.silence import OWN, silent
from api.slack.voice import code
from api.slack.windows import REASON
from api.slack.work import Work
from api.slack.workspace import Workspace
from api.web.suggested import START

COMMAND, SHORTCUT = "/verse", "verse_about_message"
PROMPTS = "Ask what the guidance says"


class Bot:
    """What is done with what Slack sends."""

    def __init__(self, desk: Desk, buttons: Buttons, workspace: Workspace, client: AsyncWebClient, work: Work) -> None:
        self.buttons = buttons
        self._desk = desk
        self._workspace = workspace
        self._client = client
        self._work = work

    def take(self, job: Coroutine[None, None, None]) -> None:
        """Do something beside the request."""
        self._work.start(_careful(job))

    async def message(self, body: Body) -> None:
        """Answer a mention or a direct message."""
        asked = of_message(body, await self._bot())
        if asked is not None:
            await self._desk.answer(asked)

    async def command(self, body: Body) -> None:
        """Answer a command."""
        await self._desk.answer(of_command(body))

    async def shortcut(self, body: Body) -> None:
        """Answer what a message asks."""
        await self._desk.answer(of_shortcut(body, await self._bot()))

    async def prompt(self, channel: str, thread: str | None) -> None:
        """Suggest questions in the agent view."""
        prompts = [{"title": question, "message": question} for question in START]
        await self._client.assistant_threads_setSuggestedPrompts(
            channel_id=channel, thread_ts=thread, title=PROMPTS, prompts=prompts
        )

    async def _bot(self) -> str:
        """The bot's own user; unknown while Slack cannot be reached."""
        try:
            return (await self._workspace.own()).bot
        except SlackApiError as error:
            log.error("Slack does not take the bot token: %s.", code(error))
            return ""


def bolt_app(settings: Settings, client: AsyncWebClient, bot: Bot) -> AsyncApp:
    """Bolt over the bot; it logs nothing, and asks Slack nothing before it has acknowledged."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=settings.slack_bot_token.get_secret_value()
        )

    app = AsyncApp(
        name=OWN,
        logger=silent(),
        client=client,
        authorize=authorize,
        signing_secret=settings.slack_signing_secret.get_secret_value(),
    )
    app.error(_failed)
    _add_events(app, bot)
    _add_presses(app, bot)
    return app


def _add_events(app: AsyncApp, bot: Bot) -> None:
    async def mentioned(body: dict[str, Any]) -> None:
        bot.take(bot.message(body))

    async def said(body: dict[str, Any]) -> None:
        if body["event"].get("channel_type") == "im":
            bot.take(bot.message(body))

    async def opened(event: dict[str, Any]) -> None:
        if event.get("tab") == "messages":
            bot.take(bot.prompt(event["channel"], None))

    async def began(event: dict[str, Any]) -> None:
        thread = event["assistant_thread"]
        bot.take(bot.prompt(thread["channel_id"], thread["thread_ts"]))

    async def other() -> None:
        """Take an event that asks nothing, or Slack would send it again."""

    app.event("app_mention")(mentioned)
    app.event("message")(said)
    app.event("app_home_opened")(opened)
    app.event("assistant_thread_started")(began)
    app.event(re.compile(".+"))(other)


def _add_presses(app: AsyncApp, bot: Bot) -> None:
    async def commanded(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        bot.take(bot.command(body))

    async def pointed(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        bot.take(bot.shortcut(body))

    async def followed(ack: AsyncAck) -> None:
        await ack()

    async def reasoned(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(response_action="update", view=await bot.buttons.reason(of_window(body)))

    app.command(COMMAND)(commanded)
    app.message_shortcut(SHORTCUT)(pointed)
    app.action(OPEN)(followed)
    app.view(REASON)(reasoned)
    buttons = bot.buttons
    presses = {MORE: buttons.more, RIGHT: buttons.right, WRONG: buttons.wrong, SHARE: buttons.share, REMOVE: buttons.remove}
    for name, press in presses.items():
        app.action(name)(_pressed(bot, press))


def _pressed(bot: Bot, press: Any) -> Any:
    async def pressed(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        bot.take(press(of_button(body)))

    return pressed


async def _failed(error: Exception) -> None:
    log_defect(error)


async def _careful(job: Coroutine[None, None, None]) -> None:
    """Do a job; what Slack refuses is logged by Slack's word for it."""
    try:
        await job
    except SlackApiError as error:
        log.error("Slack refused something: %s.", code(error))
    except (aiohttp.ClientError, TimeoutError) as error:
        log.error("Slack could not be reached: %s.", type(error).__name__)
