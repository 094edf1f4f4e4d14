"""Socket Mode: the service calls Slack and keeps the line open, for places that let nothing in from outside."""

import asyncio
import logging

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from api.slack.silence import silent
from api.slack.voice import code

AGAIN_S = 10.0
log = logging.getLogger(__name__)


async def listen(bolt: AsyncApp, client: AsyncWebClient, token: str) -> None:
    """Take Slack's requests until cancelled; the SDK renews the line whenever it breaks."""
    handler = AsyncSocketModeHandler(bolt, token, logger=silent(), web_client=client)
    try:
        while True:
            try:
                handler.client.wss_uri = await handler.client.issue_new_wss_url()
                break
            except SlackApiError as error:
                log.error("Slack does not take the app token (%s); correct 'slack_app_token'.", code(error))
            except (aiohttp.ClientError, TimeoutError) as error:
                log.error("Slack cannot be reached (%s); trying again.", type(error).__name__)
            await asyncio.sleep(AGAIN_S)
        await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK left it untyped
        await asyncio.Event().wait()
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
