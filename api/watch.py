"""The outermost layer: an id and a log line for every request, the figures, the security headers, and nothing gets out."""

import logging
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.problems import failure

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # 'no-referrer' would have browsers send 'Origin: null' with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
LASTING = "max-age=63072000; includeSubDomains"
METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
"""Others are made up by whoever asks: they make no figure, and no log line, of their own."""
GONE = 499
"""Stands in the log and the figures for a client that left before it was answered."""
PROBED = ("/healthz", "/readyz", "/metrics")
"""Asked every few seconds by machines: not worth a log line."""
log = logging.getLogger("api")


class Watch:
    """Watches every request from the outside."""

    def __init__(self, app: ASGIApp, metrics: Metrics, https: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._headers = {**HEADERS, **({"Strict-Transport-Security": LASTING} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen(self._headers, scope, send)
        started = perf_counter()
        try:
            await self._app(scope, receive, seen.send)
        except Exception as error:  # whatever it is, the reader gets a sentence and the log no question
            response = failure(error)
            if not seen.status:
                await response(scope, receive, seen.send)
        self._note(scope, seen.status or GONE, perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._metrics.requests.labels(method, route, status).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        level = logging.DEBUG if route in PROBED else logging.INFO
        log.log(level, "%s %s %s %.0f ms", method, route, status, 1000 * seconds)


class _Seen:
    """What went out: its status; adds the headers on the way."""

    def __init__(self, headers: dict[str, str], scope: Scope, send: Send) -> None:
        self._headers = headers
        self._scope = scope
        self._send = send
        self.status = 0

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in {**self._headers, **self._scope.get("state", {}).get("rates", {})}.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)
