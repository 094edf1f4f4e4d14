"""What a request must be like before it is looked at: of this site, to this host, no larger and no slower than it may."""

import asyncio
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.problems import problem
from api.settings import Settings

SAFE = {"GET", "HEAD", "OPTIONS"}
LARGER = {"/slack/events": 2_000_000}
"""Bodies that may be larger than others: Slack escapes and repeats the 40,000 characters that a message may have."""
UPLOAD = "/operator/documents"
ROUND_A_FILE = 10_000
"""Bytes of a form beside the file in it."""
SLOWER = 6
"""So many times as long an upload may take."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Doors:
    """Refuses other hosts' names (DNS rebinding), other sites' posts (CSRF), and bodies too large or too slow."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._hosts = _hosts(settings)
        self._larger = {**LARGER, UPLOAD: settings.max_upload_bytes + ROUND_A_FILE}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return None
        headers = Headers(scope=scope)
        if self._hosts and _name(headers.get("host", "")) not in self._hosts:
            return await self._refuse("host", 421, "The service is not known by this name; use its own address.", scope, send)
        if scope["method"] not in SAFE and _foreign(headers, self._settings.cors_origins):
            return await self._refuse("site", 403, "This came from another site; use the service's own pages.", scope, send)
        most = max(self._settings.max_body_bytes, self._larger.get(scope["path"], 0))
        patience = self._settings.body_timeout_s * (SLOWER if scope["path"] == UPLOAD else 1)
        try:
            async with asyncio.timeout(patience):
                body = await _body(headers, receive, most)
        except ClientDisconnect:
            return None  # half a question is none
        except TimeoutError:
            return await self._refuse("slow", 408, "The request came in too slowly; send it again.", scope, send)
        if body is None:
            return await self._refuse("large", 413, f"The request is larger than {most:,} bytes; shorten it.", scope, send)
        return await self._app(scope, _Again(body, receive), send)

    async def _refuse(self, why: str, status: int, detail: str, scope: Scope, send: Send) -> None:
        self._metrics.refused.labels(why).inc()
        response = problem(status, detail, {"Connection": "close"} if status in (408, 413) else None)
        await response(scope, _nothing, send)


class _Again:
    """Hands a body on that was read already."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        """The body, then whatever the client does next."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _body(headers: Headers, receive: Receive, most: int) -> bytes | None:
    """The whole body; None if it is larger than `most`; raises ClientDisconnect if the client left before its end."""
    announced = headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most:
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _hosts(settings: Settings) -> Collection[str]:
    """The names the service answers to; none means any, where no name was configured for an outside address."""
    named: Iterable[str] = [*settings.hosts, *([urlsplit(settings.public_url).netloc] if settings.public_url else [])]
    own = (settings.host, *LOOPBACK) if settings.loopback else ()
    return {_name(host) for host in (*named, *own)} if named or own else ()


def _name(host: str) -> str:
    """A host without its port."""
    return host.rpartition(":")[0].lower() if host.rpartition(":")[2].isdigit() and ":" in host else host.lower()


def _foreign(headers: Headers, allowed: Collection[str]) -> bool:
    """Whether a browser says that another site's page sent the request; programs say nothing."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("cross-site", "same-site")
    return origin not in allowed and urlsplit(origin).netloc != headers.get("host")
