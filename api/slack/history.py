"""The thread as history: what was asked in it before, read from Slack and kept nowhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from api.asking import TURNS
from api.slack.asked import Asked, spoken
from api.slack.mrkdwn import written

SHARED = "verse_question"
"""The kind of metadata on a message of the bot's own that holds a question somebody asked by command."""
PAGE = 200
PAGES = 5
"""More of a thread than this is not read; the question it began with always is."""


async def earlier(client: AsyncWebClient, asked: Asked, bot: str) -> tuple[str, ...]:
    """The questions before this one in its thread, the oldest first; raises SlackApiError if it cannot be read."""
    found: list[str] = []
    cursor = ""
    for _ in range(PAGES):
        page = await client.conversations_replies(
            channel=asked.place.channel,
            ts=asked.place.thread,
            latest=asked.ts,
            inclusive=False,
            limit=PAGE,
            cursor=cursor or None,
            include_all_metadata=True,
        )
        found += _questions(page.get("messages") or [], asked, bot)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return (*found[:1], *found[1:][-(TURNS - 1) :])


def _questions(messages: list[Mapping[str, Any]], asked: Asked, bot: str) -> Iterator[str]:
    """What was put to the bot: the message the thread is about, mentions, in a direct conversation everything."""
    for message in messages:
        if float(message["ts"]) >= float(asked.ts):
            continue
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == SHARED:
            yield str(metadata.get("event_payload", {}).get("question", ""))
        elif _put(message, asked, bot) and (text := written(message.get("text") or "", bot)):
            yield text


def _put(message: Mapping[str, Any], asked: Asked, bot: str) -> bool:
    """Whether somebody put a message to the bot; edited ones count, as they stand now."""
    if not spoken({**message, "edited": None}) or message["user"] == bot:
        return False
    addressed = asked.place.direct or message["ts"] == asked.place.thread or f"<@{bot}" in (message.get("text") or "")
    return bool(addressed)
