"""
`POST /api/messages` on our own application.

The library's pipeline, from the checked activity on, is used as it is. Its own HTTP handler is not: it fetches keys on the
event loop, takes Entra's tokens without checking the service address, and logs errors with what was sent in them.
"""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from json import JSONDecodeError
from typing import Any

from fastapi import FastAPI, Request
from microsoft_teams.api import InvokeResponse, JsonWebToken
from microsoft_teams.api.activities import ActivityTypeAdapter
from microsoft_teams.api.auth.cloud_environment import PUBLIC
from microsoft_teams.apps import App
from microsoft_teams.apps.events import ActivityEvent, CoreActivity
from microsoft_teams.apps.http.adapter import HttpMethod, HttpRouteHandler
from microsoft_teams.common import ClientOptions
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.errors import SettingsError, SignInError
from api.once import Once
from api.service import Service
from api.teams.bot import Bot
from api.teams.entry import Entry, KeysAway
from api.teams.tokens import AppToken
from api.teams.work import Work

PATH = "/api/messages"
FOLDER = "teams-messages"
"""In the data folder: which messages were taken on."""
TIMEOUT_S = 15.0
"""For a reply; the library itself waits for ever."""
CLOUD = PUBLIC
SECRET = "CLIENT_SECRET"  # noqa: S105 (a name)
log = logging.getLogger(__name__)


class _NoRoutes:
    """The library's web server: ours is there already, and takes no route from it."""

    def register_route(self, method: HttpMethod, path: str, handler: HttpRouteHandler) -> None:
        """Leave it."""

    def serve_static(self, path: str, directory: str) -> None:
        """Leave it."""

    async def start(self, port: int) -> None:
        """Leave it."""

    async def stop(self) -> None:
        """Leave it."""


def mount(app: FastAPI, service: Service) -> None:
    """Serve the bot on an application; raises SettingsError."""
    _silence()
    sdk, work = _library(service), Work()
    entry = Entry(service.settings, CLOUD)
    Bot(service, work, Once(service.settings.home / FOLDER)).listen(sdk)
    within = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(own: FastAPI) -> AsyncIterator[Any]:
        async with within(own) as state:
            await sdk.initialize()
            try:
                yield state
            finally:
                if left := await work.finish(service.settings.patience_s):
                    log.error("%d messages of Teams were not answered.", left)
                await sdk.http_client.http.aclose()
                await sdk.api.http.http.aclose()

    app.router.lifespan_context = lifespan

    @app.post(PATH, include_in_schema=False)
    async def activities(request: Request) -> Response:
        """Take an activity from the Bot Connector."""
        body = await _body(request)
        try:
            token = await entry.admit(request.headers.get("authorization", ""), body)
        except SignInError:
            service.rates.take("address", service.rates.address(request), request)
            raise
        except KeysAway as error:
            log.error("%s", error)
            raise HTTPException(503, str(error), {"Retry-After": "5"}) from error
        work.check()
        event = _event(body, token)
        assert sdk.server.on_request is not None  # noqa: S101 (set when it was initialized)
        return _response(await sdk.server.on_request(event))


def _event(body: dict[str, Any], token: JsonWebToken) -> ActivityEvent:
    """The activity for the library's pipeline; raises HTTP 400 for what it would not take, saying nothing of it."""
    try:
        core = CoreActivity.model_validate(body)
        ActivityTypeAdapter.validate_python(core.model_dump(by_alias=True, exclude_none=True))
    except ValidationError:
        raise HTTPException(400, "This is no activity of Teams that is understood here.") from None
    return ActivityEvent(core, token)


def _response(answer: InvokeResponse[Any]) -> Response:
    told = answer.model_dump(mode="json", by_alias=True, exclude_none=True)
    status = int(told.get("status", 200))
    return JSONResponse(told["body"], status) if "body" in told else Response(status_code=status)


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise HTTPException(400, "The body is no JSON.") from None
    if not isinstance(body, dict):
        raise HTTPException(400, "The body is no activity.")
    return body


def _library(service: Service) -> App:
    """The library's app, told everything that it would else look for in the environment."""
    settings = service.settings
    if os.environ.get(SECRET):
        raise SettingsError(
            f"Unset the environment variable {SECRET!r}: Microsoft's library would use it in place of 'teams_client_secret'."
        )
    return App(
        client_id=settings.teams_app_id,
        tenant_id=settings.teams_tenants[0],
        token=AppToken(settings, CLOUD, service.http),
        client=ClientOptions(timeout=TIMEOUT_S),
        http_server_adapter=_NoRoutes(),
        dangerously_allow_unauthenticated_requests=False,
        fetch_user_token=False,
        state=False,
        cloud=CLOUD,
        telemetry={"agent365": False},
    )


def _silence() -> None:
    """Have the library log nothing: its lines quote activities and errors with what was sent."""
    logging.getLogger("microsoft_teams").setLevel(logging.CRITICAL + 1)
    # Its client sets the level of httpx, whose lines hold addresses, to its own logger's.
    logging.getLogger("microsoft_teams.common.http.client").setLevel(logging.CRITICAL + 1)
