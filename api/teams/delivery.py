"""Send to Teams, again if it was too busy or away for a moment."""

import asyncio
import logging
from typing import Any

import httpx
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.apps import ActivityContext

from api.errors import ServiceError

TRIES = 5
PAUSE_S = 0.5
LONGEST_S = 30.0
"""Of our own pauses; as long as Teams asks for is waited whatever it is, up to what makes no sense of an answer."""
SENSELESS_S = 600.0
AGAIN = {408, 412, 429, 500, 502, 503, 504}
"""Answers of the Bot Connector after which Microsoft's guidance is to send once more."""
log = logging.getLogger(__name__)


async def send(context: ActivityContext[Any], message: MessageActivityInput) -> str:
    """Send a message to where the context's came from; the id it got. Raises ServiceError if it cannot be delivered."""
    for tried in range(1, TRIES + 1):
        try:
            return str((await context.send(message)).id)
        except httpx.HTTPStatusError as error:
            pause_s = asked_s(error.response, tried)
            if error.response.status_code not in AGAIN or tried == TRIES or pause_s > SENSELESS_S:
                raise ServiceError(f"Teams refused an answer ({error.response.status_code}).") from error
            await asyncio.sleep(pause_s)
        except httpx.TransportError as error:
            if tried == TRIES:
                raise ServiceError(f"Teams could not be reached ({type(error).__name__}).") from error
            await asyncio.sleep(own_s(tried))
    raise AssertionError("the last try returns or raises")


def asked_s(response: httpx.Response, tried: int) -> float:
    """As long as Teams asks for, else as long as is usual after so many tries."""
    asked = response.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else own_s(tried)


def own_s(tried: int) -> float:
    """Longer after each try."""
    return min(PAUSE_S * 2.0 ** (tried - 1), LONGEST_S)
