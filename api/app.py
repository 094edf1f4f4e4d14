"""The application: what is open, the layers around it, a router for each resource."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from urllib.parse import urlsplit

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.sessions import SessionMiddleware

from api.completions.routes import add_completions
from api.doors import Doors
from api.following import WARM, following, prepared
from api.problems import Problem, add_handlers, log_defect
from api.routes import ROUTERS
from api.routes.examples import PROBLEMS
from api.service import Service, open_service
from api.settings import Settings
from api.signin.entrance import SESSION_S
from api.slack.add import add_slack
from api.tracing import OFF
from api.trusted import TrustedClock
from api.version import version
from api.watch import Watch
from api.web.routes import add_pages
from corpus.errors import IndexAway

COOKIE = "verse_session"
PURGE_EVERY_S = 3600.0
AGAIN_S = 2.0
"""After so long an engine that was away is asked again."""
log = logging.getLogger(__name__)


def create_app(settings: Settings, service: Service | None = None) -> FastAPI:
    """The application over a service, by default the one the settings describe; raises what `open_service` does."""
    own = service or open_service(settings)
    app = FastAPI(
        title="Chapter & Verse",
        version=version().rpartition(" ")[2],
        description="England's statutory guidance on child protection, in its own words, with the paragraph that says it.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        telemetry=OFF,
        responses={status: {"model": Problem, **about} for status, about in PROBLEMS.items()},
    )
    app.state.service, app.state.opened = own, []
    add_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    _add_layers(app, own)
    add_completions(app)
    if settings.mcp:
        from api.protocol.mount import add_protocol

        add_protocol(app, own)
    add_pages(app)
    if settings.slack:
        add_slack(app)
    if settings.teams_app_id:
        _add_teams(app, own)
    return app


def _add_teams(app: FastAPI, service: Service) -> None:
    from api.teams import add_teams

    add_teams(app, service)


def _add_layers(app: FastAPI, service: Service) -> None:
    """Put the layers around the app; the last one added is the outermost."""
    settings, https = service.settings, urlsplit(service.settings.public_url).scheme == "https"
    app.add_middleware(
        SessionMiddleware,
        secret_key=service.secret.decode(),
        session_cookie=COOKIE,
        max_age=SESSION_S,
        same_site="lax",
        https_only=https,
    )
    app.add_middleware(Doors, settings=settings, metrics=service.metrics)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["*"],  # clients in a page send headers of their own; the origins are what is allowed
        )
    app.add_middleware(Watch, metrics=service.metrics, tracer=service.tracing.tracer, https=https)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Warm the model up, align the editions and purge beside the serving; at the end finish what was asked."""
    service: Service = app.state.service
    beside = [asyncio.create_task(own(service)) for own in (_prepare, _purging, following, _figures)]
    try:
        async with AsyncExitStack() as opened:
            for way_in in app.state.opened:
                await opened.enter_async_context(way_in)
            yield
    finally:
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if not await asyncio.to_thread(service.close):
            log.error("Some questions were not finished within %g s.", service.settings.patience_s)


async def _prepare(service: Service) -> None:
    """Warm up what a first reader would wait for: the model, then the editions side by side and what trainers use."""
    await _warm_up(service)
    await prepared(service)


async def _warm_up(service: Service) -> None:
    """Have the model loaded before the first reader waits for it; an engine that is away just then is waited for."""
    while not service.ready:
        try:
            await service.pool.run(lambda: service.assistant.ask(WARM))
            service.ready = True
        except IndexAway:
            log.warning("The engine that the index is in does not answer; it is asked again in %g s.", AGAIN_S)
            await asyncio.sleep(AGAIN_S)
        except Exception as error:  # it is told by /readyz and the log; the service may still show documents
            service.broken = True
            log.error("The model could not be loaded.")
            log_defect(error)
            return


async def _figures(service: Service) -> None:
    """Leave this worker's figures where the others show them."""
    await service.figures.writing()


async def _purging(service: Service) -> None:
    """Delete what has passed its retention period, now and every hour, by a clock that no jump deceives."""
    clock: TrustedClock | None = None
    while True:
        try:
            if clock is None:
                clock = TrustedClock(await asyncio.to_thread(service.store.newest))
            await asyncio.to_thread(service.store.purge, service.settings.retention_days, clock.now())
        except SQLAlchemyError as error:
            log.error("Old answers could not be deleted: %s.", type(error).__name__)
        await asyncio.sleep(PURGE_EVERY_S)
