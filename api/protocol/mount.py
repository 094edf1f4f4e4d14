"""POST /mcp: streamable HTTP, one request at a time, so that any worker may answer any of them."""

from fastapi import APIRouter, FastAPI, Request
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.completions.routes import base_of
from api.deps import SignedIn, TheSettings, Unhurried
from api.protocol.failures import turned
from api.protocol.server import open_server
from api.service import Service
from api.turned import Turned, under

PATH = "/mcp"


class _Handed(Response):
    """Hands the request on to the protocol's own application."""

    def __init__(self, manager: StreamableHTTPSessionManager) -> None:
        super().__init__()
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        await self._manager.handle_request(scope, receive, send)


def add_protocol(app: FastAPI, service: Service) -> None:
    """Add the endpoint; call it after all layers, for what they refuse is turned into JSON-RPC errors."""
    manager = StreamableHTTPSessionManager(
        open_server(service),
        json_response=True,
        stateless=True,
        max_request_body_size=service.settings.max_body_bytes,
    )
    router = APIRouter(dependencies=[Unhurried], include_in_schema=False)

    @router.post(PATH)
    async def handle(request: Request, user: SignedIn, settings: TheSettings) -> Response:
        """Answer one message of an assistant, for whoever is signed in."""
        request.state.user, request.state.base = user, base_of(request, settings)
        return _Handed(manager)

    app.include_router(router)
    app.state.opened.append(manager.run())
    app.add_middleware(Turned, which=under(PATH), turn=turned)
