"""Errors as pages: what the service says as problem+json is put on a page where a reader's browser asked for one."""

from urllib.parse import quote

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import Scope

from api.problems import Problem
from api.turned import Turned
from api.web.pages import about, bare

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


def add_problem_pages(app: FastAPI) -> None:
    """Have problems turned into pages for whoever accepts HTML; somebody who must sign in is led there."""
    app.add_middleware(Turned, which=_wants_a_page, turn=page, without=("www-authenticate",))


def page(scope: Scope, problem: Problem) -> HTMLResponse | RedirectResponse:
    """The page for a problem, or the way to sign in."""
    path, method, status = scope["path"], scope["method"], problem.status
    if status == 401 and path.startswith("/sign-in"):
        return RedirectResponse("/sign-in?failed=true", 303)
    if status == 401 and method == "GET":
        onward = f"{path}?{scope['query_string'].decode('latin-1')}".rstrip("?")
        return RedirectResponse(f"/sign-in?onward={quote(onward, safe='')}", 303)
    own = {"path": path, "signs_in": False, "csrf": "", **about(None)}
    told = {"title": TITLES.get(status, OURS), "said": _said(scope, status, problem.detail), "id": problem.id}
    return HTMLResponse(bare("problem.html", **own, **told, status=status), status)


def _wants_a_page(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


def _said(scope: Scope, status: int, detail: str) -> str:
    """The sentence for a reader: what is meant for programs in their words."""
    if status == 401:
        return SIGN_IN
    if status == 404 and "openapi" in detail:
        return NOTHING
    by_script = "x-fragment" in Headers(scope=scope)
    return f"{detail} {BACK}" if scope["method"] == "POST" and status in (429, 503, 408) and not by_script else detail
