"""GET /healthz, /readyz, /metrics."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from sqlalchemy import text
from starlette.responses import PlainTextResponse, Response

from api.deps import TheService, Visitor
from api.errors import Forbidden
from api.problems import problem
from api.routes.examples import shows
from api.signin.users import Role

router = APIRouter(tags=["health"])
FORMAT = "text/plain; version=0.0.4"


@dataclass(frozen=True)
class Health:
    """That it lives."""

    status: str = "ok"


@router.get("/healthz", responses={200: shows({"status": "ok"}, "It lives.")})
async def healthz() -> Health:
    """Say that the process lives and its event loop turns."""
    return Health()


@router.get("/readyz", response_model=Health, responses={200: shows({"status": "ok"}, "It can answer.")})
def readyz(service: TheService) -> Health | Response:
    """Say whether questions can be answered: the model is loaded and the database there."""
    if service.broken:
        return problem(503, "The model could not be loaded; the log says why. Mend that and start again.")
    if not service.ready:
        return problem(503, "The model is being loaded; ask again in a moment.", {"Retry-After": "2"})
    with service.store.session() as session:
        session.execute(text("SELECT 1"))
    return Health()


@router.get("/metrics", response_class=PlainTextResponse, responses={200: {"description": "Prometheus' text format."}})
def metrics(request: Request, user: Visitor, service: TheService) -> Response:
    """Show the figures of this process, or of all workers; operators only, where people sign in."""
    if not user.role.covers(Role.OPERATOR):
        raise Forbidden(f"This takes the role 'operator'; you have {user.role.value!r}. Ask your operator.")
    return Response(service.figures.text(), media_type=FORMAT)
