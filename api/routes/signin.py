"""Signing in and out of the pages: with an API key, or with the OpenID Connect provider."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse

from api.deps import CheckedForm, TheService, Unhurried
from api.errors import SignInError

router = APIRouter(prefix="/sign-in", tags=["sign-in"], dependencies=[Unhurried], include_in_schema=False)
HOME = "/"
LONGEST = 1000


@router.post("/key", dependencies=[CheckedForm])
def with_key(
    request: Request, service: TheService, key: Annotated[str, Form(max_length=200)], onward: Annotated[str, Form()] = HOME
) -> RedirectResponse:
    """Begin a session with an API key, from a form with the fields 'key', 'onward' and 'csrf'."""
    user = service.entrance.bearer(key.strip())
    service.entrance.remember(user, request.session)
    return RedirectResponse(here(onward), 303)


@router.get("/oidc")
def with_provider(request: Request, service: TheService, onward: str = HOME) -> RedirectResponse:
    """Send the reader to the provider."""
    if service.flow is None:
        raise SignInError("There is no sign-in provider here; use an API key.")
    return RedirectResponse(service.flow.begin(request.session, here(onward)), 303)


@router.get("/callback")
def back(request: Request, service: TheService) -> RedirectResponse:
    """Take the reader back from the provider and begin a session."""
    if service.flow is None:
        raise SignInError("There is no sign-in provider here; use an API key.")
    user, onward = service.flow.finish(request.session, str(request.url))
    service.entrance.remember(user, request.session)
    return RedirectResponse(onward, 303)


@router.post("/out", dependencies=[CheckedForm])
def sign_out(request: Request) -> RedirectResponse:
    """End the session; the page that follows offers to leave the provider too, for this form may not lead to it (CSP)."""
    request.session.clear()
    return RedirectResponse("/sign-in?out=true#signed-out", 303)


@router.get("/leave")
def leave(service: TheService) -> RedirectResponse:
    """Send the reader to the provider to sign out there."""
    away = service.flow.leave() if service.flow else ""
    return RedirectResponse(away or HOME, 303)


def here(onward: str) -> str:
    """An address on this site; anything else, or one too long for a cookie, becomes the start page."""
    parts = urlsplit(onward)
    local = onward.startswith("/") and not onward.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return onward if local and len(onward) <= LONGEST and onward.isprintable() and "\\" not in onward else HOME
