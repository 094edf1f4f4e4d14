"""Errors as pages: what the service says as problem+json is put on a page where a reader's browser asked for one."""

import json
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA
from api.web.pages import bare

TITLES = {
    400: "That cannot be read",
    401: "Sign in first",
    403: "You may not see this page",
    404: "Page not found",
    405: "This page cannot be used that way",
    413: "That is too long",
    422: "Something in that is not right",
    429: "Too many questions at once",
    503: "The service is busy",
}
OURS = "Something went wrong"
SIGN_IN = "You are not signed in, or your session has ended. Copy what you typed before you sign in."
BACK = "Go back: what you typed is still in its box."
NOTHING = "If you typed the address, check it is right. If you followed a link, the page may have passed its retention period."


class ProblemPages:
    """Turns problems into pages for whoever accepts HTML; somebody who must sign in is led there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", ""):
            send = _Turned(scope, receive, send)
        await self._app(scope, receive, send)


class _Turned:
    """Passes messages on, but a problem only once it is whole, as a page."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Pass a message on, or keep it."""
        if message["type"] == "http.response.start" and Headers(raw=message["headers"]).get("content-type") == MEDIA:
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._turn(self._start)

    async def _turn(self, start: Message) -> None:
        """Send the page, with the headers that the problem had."""
        response = _page(self._scope, start["status"], json.loads(self._body))
        own = MutableHeaders(raw=start["headers"])
        for name in ("content-type", "content-length", "www-authenticate"):
            del own[name]
        response.raw_headers = [*response.raw_headers, *own.raw]
        await response(self._scope, self._receive, self._send)


def _said(scope: Scope, status: int, detail: str) -> str:
    """The sentence for a reader: what is meant for programs in their words."""
    if status == 401:
        return SIGN_IN
    if status == 404 and "openapi" in detail:
        return NOTHING
    by_script = "x-fragment" in Headers(scope=scope)
    return f"{detail} {BACK}" if scope["method"] == "POST" and status in (429, 503, 408) and not by_script else detail


def _page(scope: Scope, status: int, problem: dict[str, str]) -> HTMLResponse | RedirectResponse:
    path, method = scope["path"], scope["method"]
    if status == 401 and path.startswith("/sign-in"):
        return RedirectResponse("/sign-in?failed=true", 303)
    if status == 401 and method == "GET":
        onward = f"{path}?{scope['query_string'].decode('latin-1')}".rstrip("?")
        return RedirectResponse(f"/sign-in?onward={quote(onward, safe='')}", 303)
    own = {"path": path, "user": None, "operator": False, "trainer": False, "signs_in": False, "csrf": ""}
    told = {"title": TITLES.get(status, OURS), "said": _said(scope, status, problem["detail"]), "id": problem["id"]}
    return HTMLResponse(bare("problem.html", **own, **told, status=status), status)
