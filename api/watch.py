"""The outermost layer: an id and a log line for every request, the figures, the security headers, and nothing gets out."""

import logging
from time import perf_counter
from uuid import uuid4

from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import request_id
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

    def __init__(self, app: ASGIApp, metrics: Metrics, tracer: Tracer, https: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._tracer = tracer
        self._headers = {**HEADERS, **({"Strict-Transport-Security": LASTING} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own = uuid4().hex[:16]
        request_id.set(own)
        seen = _Seen({**self._headers, "X-Request-Id": own}, scope, send)
        if scope["path"] in PROBED:
            await self._serve(scope, receive, seen)
        else:
            await self._traced(scope, receive, seen)

    async def _traced(self, scope: Scope, receive: Receive, seen: "_Seen") -> None:
        """Serve within a span, of the trace that the caller may have begun; it holds nothing that was sent."""
        method = _method(scope)
        begun = TraceContextTextMapPropagator().extract(dict(Headers(scope=scope)))
        with self._tracer.start_as_current_span(
            method, begun, SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            await self._serve(scope, receive, seen)
            status, route = seen.status or GONE, _route(scope)
            span.update_name(f"{method} {route}")
            span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
            if status >= 500:
                span.set_status(Status(StatusCode.ERROR))

    async def _serve(self, scope: Scope, receive: Receive, seen: "_Seen") -> None:
        started = perf_counter()
        try:
            await self._app(scope, receive, seen.send)
        except Exception as error:  # whatever it is, the reader gets a sentence and the log no question
            response = failure(error)
            if not seen.status:
                await response(scope, receive, seen.send)
        self._note(scope, seen.status or GONE, perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route, method = _route(scope), _method(scope)
        self._metrics.requests.labels(method, route, status).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        level = logging.DEBUG if route in PROBED else logging.INFO
        said = {"method": method, "route": route, "status": status, "ms": round(1000 * seconds)}
        log.log(level, "%s %s %s %.0f ms", method, route, status, 1000 * seconds, extra=said)


def _route(scope: Scope) -> str:
    """The address as the application declares it, without what a request put into it."""
    return getattr(scope.get("route"), "path", "none")


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in METHODS else "other"


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
