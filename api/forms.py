"""Forms from our own pages: each carries a token of the session it was made for (CSRF)."""

import hmac
import secrets

from fastapi import Request

from api.errors import Forbidden

FIELD = "csrf"
"""The form field, and the key in the session, that hold the token."""
STALE = "This form has lost its session; load the page again and send it once more."


def csrf_token(request: Request) -> str:
    """The token that a form on this page carries; the session gets one if it has none."""
    token: str = request.session.setdefault(FIELD, secrets.token_urlsafe(24))
    return token


async def check_form(request: Request) -> None:
    """Refuse a form without its session's token; raises Forbidden."""
    sent = (await request.form()).get(FIELD, "")
    kept = request.session.get(FIELD, "")
    if not (isinstance(sent, str) and kept and hmac.compare_digest(sent.encode(), kept.encode())):
        raise Forbidden(STALE)
