"""Errors in another form than our own: problems of some requests are turned into what their client expects."""

import json
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA, Problem

Turn = Callable[[Scope, Problem], Response]
"""From a request and the problem it met to the response that goes out in its place."""
Which = Callable[[Scope], bool]
"""Whether a request's problems are turned."""


def under(*paths: str) -> Which:
    """Requests under the given paths."""
    return lambda scope: scope["path"].startswith(paths)


class Turned:
    """Turns problems of the requests that `which` tells; add it after the layers whose refusals are to be turned."""

    def __init__(self, app: ASGIApp, which: Which, turn: Turn, without: tuple[str, ...] = ()) -> None:
        self._app = app
        self._which = which
        self._turn = turn
        self._without = without

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and self._which(scope):
            send = _Held(self._turn, self._without, scope, receive, send)
        await self._app(scope, receive, send)


class _Held:
    """Passes messages on, but holds a problem until it is whole."""

    def __init__(self, turn: Turn, without: tuple[str, ...], scope: Scope, receive: Receive, send: Send) -> None:
        self._turn = turn
        self._without = without
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
        """Send the other form, with the headers that the problem had, less those it goes `without`."""
        response = self._turn(self._scope, Problem.model_validate(json.loads(self._body)))
        own = MutableHeaders(raw=start["headers"])
        for name in ("content-type", "content-length", *self._without):
            del own[name]
        response.raw_headers = [*response.raw_headers, *own.raw]
        await response(self._scope, self._receive, self._send)
