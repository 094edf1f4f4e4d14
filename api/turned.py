"""Errors in the words of a client's own protocol: problems under some addresses are turned into what it expects."""

import json
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA, Problem

Turn = Callable[[str, Problem], Response]
"""From an address's path and a problem to the response that goes out in its place."""


class Turned:
    """Turns problems under the given paths; add it after the layers whose refusals are to be turned."""

    def __init__(self, app: ASGIApp, paths: tuple[str, ...], turn: Turn) -> None:
        self._app = app
        self._paths = paths
        self._turn = turn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"].startswith(self._paths):
            send = _Held(self._turn, scope, receive, send)
        await self._app(scope, receive, send)


class _Held:
    """Passes messages on, but holds a problem until it is whole."""

    def __init__(self, turn: Turn, scope: Scope, receive: Receive, send: Send) -> None:
        self._turn = turn
        self._scope = scope
        self._receive = receive
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Pass a message on, or hold it."""
        if message["type"] == "http.response.start" and Headers(raw=message["headers"]).get("content-type") == MEDIA:
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_turned(self._start)

    async def _send_turned(self, start: Message) -> None:
        """Send the other form, with the headers that the problem had."""
        response = self._turn(self._scope["path"], Problem.model_validate(json.loads(self._body)))
        own = MutableHeaders(raw=start["headers"])
        for name in ("content-type", "content-length"):
            del own[name]
        response.raw_headers = [*response.raw_headers, *own.raw]
        await response(self._scope, self._receive, self._send)
