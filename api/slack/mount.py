"""Slack on the service's own application: the address that Slack posts to, and what begins and ends with the service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
from fastapi import APIRouter, FastAPI, Request
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import Response

from api.once import Once
from api.problems import log, problem
from api.service import Service
from api.settings import Settings
from api.slack.bolt import Bot, bolt_app
from api.slack.buttons import Buttons
from api.slack.desk import Desk
from api.slack.silence import silent
from api.slack.socket import listen
from api.slack.voice import Voice, code, retries
from api.slack.work import Work
from api.slack.workspace import Workspace

FOLDER = "slack-events"
CONNECTIONS = 50
TIMEOUT_S = 30.0
"""For one request to Slack."""
PATH = "/slack/events"


def mount(app: FastAPI) -> None:
    """Answer in Slack for as long as the application runs."""
    service: Service = app.state.service
    settings = service.settings
    client = AsyncWebClient(
        settings.slack_bot_token.get_secret_value(), settings.slack_api_url, logger=silent(), retry_handlers=retries()
    )
    work, workspace, voice = Work(), Workspace(client, settings.slack_teams), Voice(client)
    desk = Desk(service, voice, workspace, Once(settings.home / FOLDER))
    bolt = bolt_app(settings, client, Bot(desk, Buttons(service, voice), workspace, client, work))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=TIMEOUT_S)) as session:
            client.session = session
            beside = [asyncio.create_task(_introduce(workspace))]
            if settings.slack_app_token.get_secret_value():
                beside.append(asyncio.create_task(listen(bolt, client, settings.slack_app_token.get_secret_value())))
            try:
                yield
            finally:
                for task in beside:
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task
                if not await work.finish(settings.patience_s):
                    log.error("Some of Slack's questions were not finished within %g s.", settings.patience_s)

    router = APIRouter(lifespan=lifespan)
    if settings.slack_signing_secret.get_secret_value():
        _add_route(router, bolt, settings)
    app.include_router(router)


def _add_route(router: APIRouter, bolt: AsyncApp, settings: Settings) -> None:
    handler = AsyncSlackRequestHandler(bolt)
    verifier = SignatureVerifier(settings.slack_signing_secret.get_secret_value())

    @router.post(PATH, include_in_schema=False)
    async def events(request: Request) -> Response:
        """Take what Slack sends. Nothing of it is read before its signature was found to be right, and recent."""
        if not _signed(verifier, await request.body(), request):
            return problem(401, "This was not signed by Slack within the last five minutes; check 'slack_signing_secret'.")
        try:
            return await handler.handle(request)
        except (ValueError, KeyError, TypeError, AttributeError):  # Bolt reads what Slack sends; listeners run beside this
            return problem(400, "This is signed, but it is no request that Slack makes.")


def _signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except (ValueError, TypeError):  # a timestamp that is no number, a body or signature that is no text
        return False


async def _introduce(workspace: Workspace) -> None:
    """Say at the start whether Slack takes the token; a wrong one would be noticed by the first question only."""
    try:
        await workspace.own()
    except SlackApiError as error:
        log.error("Slack does not take the bot token (%s); correct 'slack_bot_token'.", code(error))
    except (aiohttp.ClientError, TimeoutError) as error:
        log.error("Slack cannot be reached (%s); questions from there wait until it can.", type(error).__name__)
