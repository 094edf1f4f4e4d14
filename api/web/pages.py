"""Pages from templates, and the files they need."""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.deps import TheService
from api.forms import csrf_token
from api.signin.users import Role, User
from api.web.record import day

HERE = Path(__file__).parent
STATIC = HERE / "static"
NAVIGATION = (("/", "Ask"), ("/conversations", "Earlier"), ("/library", "Library"), ("/compare", "Compare"))
FOREVER = "public, max-age=31536000, immutable"
PACKED = 50_000
"""Pages from this size on are compressed; they are documents, and hold nothing of the reader's."""


class Static(StaticFiles):
    """The style sheets and scripts; an address carries the file's hash, so it may be kept for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = FOREVER if b"v=" in scope.get("query_string", b"") else "no-cache"
        return response


@cache
def static(name: str) -> str:
    """The address of a file."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


@cache
def templates() -> Environment:
    """The templates; a name that is not given is an error."""
    own = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    own.globals.update(static=static, navigation=NAVIGATION)
    own.filters["day"] = day
    return own


def bare(name: str, **given: Any) -> str:
    """A template as text, without anything of the request."""
    return templates().get_template(name).render(**given)


def about(user: User | None) -> dict[str, Any]:
    """What every page knows of who reads it."""
    return {
        "user": user,
        "trainer": user is not None and user.role.covers(Role.TRAINER),
        "operator": user is not None and user.role.covers(Role.OPERATOR),
    }


def page(request: Request, name: str, service: TheService, user: User | None, status: int = 200, **given: Any) -> Response:
    """A whole page for a reader."""
    own = {
        "path": request.url.path,
        "csrf": csrf_token(request),
        "signs_in": service.settings.signs_in,
    }
    text = bare(name, **own, **about(user), **given)
    return HTMLResponse(text, status)


def document(request: Request, text: str) -> Response:
    """A long page, compressed where the browser takes it; it must hold no secret (BREACH)."""
    response = HTMLResponse(text, headers={"Vary": "Accept-Encoding"})
    if len(text) > PACKED and "gzip" in request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(response.body, 5)
        response.headers.update({"Content-Encoding": "gzip", "Content-Length": str(len(response.body))})
    return response
