"""What the bot says: into a thread, or to the asker alone; one message of a channel after another, as Slack's rates want it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.models.blocks import Block
from slack_sdk.models.metadata import Metadata
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from api.slack.asked import Person, Place
from api.slack.limits import NOTIFIED, cut, messages, replies
from api.slack.mrkdwn import bare
from api.slack.silence import silent

RATE_TRIES = 20
TRIES = 4
LOST = [aiohttp.ServerConnectionError, aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, TimeoutError]
"""After these it is not known whether Slack took something: an answer that is there twice is better than none."""
CLOSED = (
    "not_in_channel",
    "channel_not_found",
    "is_archived",
    "restricted_action",
    "not_allowed_token_type",
    "user_not_in_channel",
)
"""What Slack says where the bot may not speak."""
STATUS_S = 2.0


def retries() -> list[Any]:
    """How the SDK is to try again: after Slack's own Retry-After, a connection lost or too slow, Slack's own errors."""
    return [
        AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_TRIES),
        AsyncConnectionErrorRetryHandler(max_retry_count=TRIES, error_types=LOST),
        AsyncServerErrorRetryHandler(max_retry_count=TRIES),
    ]


class Voice:
    """Speaks as the bot."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def say(self, place: Place, text: str, blocks: Sequence[Block], urgent: bool = False) -> None:
        """
        Say something under the message asked about, where all see it; `text` is the Markdown that is read out.

        What is too long for a message goes on in the next. Where the bot may not speak the asker alone is told. What is
        urgent waits for nothing that is said in the same channel.
        """
        if not place.thread:
            return await self._reply(place, text, blocks)
        lock = asyncio.Lock() if urgent else self._turns.setdefault(place.channel, asyncio.Lock())
        async with lock:
            for number, own in enumerate(messages(blocks)):
                try:
                    await self._post(place, text if number == 0 else "(continued)", own)
                except SlackApiError as error:
                    if number or not (place.reply and code(error) in CLOSED):
                        raise
                    return await self._reply(place, text, blocks)
        return None

    async def whisper(self, place: Place, person: Person, text: str, blocks: Sequence[Block]) -> None:
        """Say something that the asker alone sees; in a direct conversation that takes no such message, in the thread."""
        if place.reply:
            return await self._reply(place, text, blocks)
        for own in messages(blocks):
            try:
                # In a thread that has no reply yet Slack shows nobody what it shows one person: it stands in the channel.
                thread = place.thread if place.within else None
                await self.client.chat_postEphemeral(
                    channel=place.channel, user=person.user, thread_ts=thread, text=_read(text), blocks=own
                )
            except SlackApiError:
                if not place.direct:
                    raise
                await self._post(place, text, own)
        return None

    async def begin(self, channel: str, text: str, blocks: Sequence[Block], metadata: Metadata) -> str:
        """Say something in a channel that a thread can follow; its timestamp."""
        said = await self.client.chat_postMessage(
            channel=channel, text=_read(text), blocks=blocks, metadata=metadata, unfurl_links=False, unfurl_media=False
        )
        return str(said["ts"])

    async def status(self, place: Place, words: str) -> None:
        """Show that the bot is at work; it ends when the bot speaks. Nothing waits for it, and nothing fails for it."""
        if not place.thread:
            return
        try:
            async with asyncio.timeout(STATUS_S):
                await self.client.assistant_threads_setStatus(channel_id=place.channel, thread_ts=place.thread, status=words)
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return

    async def _post(self, place: Place, text: str, blocks: Sequence[Block]) -> None:
        await self.client.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread,
            text=_read(text),
            blocks=blocks,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def _reply(self, place: Place, text: str, blocks: Sequence[Block]) -> None:
        """Answer a command or a press by the address that came with it; it takes five messages in half an hour."""
        hook = AsyncWebhookClient(place.reply, session=self.client.session, logger=silent(), retry_handlers=retries())
        for own in replies(blocks):
            body = {"text": _read(text), "blocks": [block.to_dict() for block in own]}
            sent = await hook.send_dict({**body, "response_type": "ephemeral", "replace_original": False})
            if sent.status_code != 200:
                said = {"ok": False, "error": f"http_{sent.status_code}"}
                raise SlackApiError("Slack did not take a reply.", said)  # type: ignore[no-untyped-call]


def code(error: SlackApiError) -> str:
    """Slack's own word for what went wrong; it holds nothing of a message, as the error's text may."""
    response: Any = error.response
    said = response.get("error") if isinstance(response, Mapping) or hasattr(response, "get") else None
    return str(said or "unknown_error")[:60]


def _read(text: str) -> str:
    return cut(bare(text), NOTIFIED)
