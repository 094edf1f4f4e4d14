"""verse mcp: the protocol over standard input and output, for an assistant on this machine."""

import anyio
from mcp.server.stdio import stdio_server

from api.following import WARM
from api.protocol.server import open_server
from api.service import Service, open_service
from api.settings import Settings


def serve_stdio(settings: Settings) -> int:
    """Serve until the assistant closes its end; 0 then. Raises what `open_service` does."""
    service = open_service(settings)
    try:
        anyio.run(_serve, service)
    finally:
        service.close()
    return 0


async def _serve(service: Service) -> None:
    server = open_server(service)
    service.pool.submit(lambda: service.assistant.ask(WARM))
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
