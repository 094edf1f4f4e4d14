"""POST /v1/chat/completions, GET /v1/models; described by OpenAI, so not in our own description."""

from time import time
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Request
from starlette.responses import Response

from api.completions.errors import PATHS, Refused, refusal, turned
from api.completions.models import MODELS, described, is_full
from api.completions.reply import Reply
from api.completions.request import Completion
from api.deps import SignedIn, TheAsking, TheLibrary, TheSettings, Unhurried
from api.settings import Settings
from api.turned import Turned, under

router = APIRouter(prefix="/v1", dependencies=[Unhurried], include_in_schema=False)


@router.post("/chat/completions")
async def complete(
    request: Request, completion: Completion, user: SignedIn, asking: TheAsking, settings: TheSettings
) -> Response:
    """Answer the last question of a conversation; a stream begins once the whole answer is checked."""
    given = await asking.ask(user.id, completion.wanted)
    reply = Reply(given, completion.model, int(time()), base_of(request, settings))
    if completion.stream:
        usage = bool(completion.stream_options and completion.stream_options.include_usage)
        return Response("".join(reply.events(usage)), media_type="text/event-stream")
    return Response(reply.whole(), media_type="application/json")


@router.get("/models")
def models(user: SignedIn, library: TheLibrary) -> dict[str, Any]:
    """List the models."""
    return {"object": "list", "data": [described(name, library) for name in MODELS]}


@router.get("/models/{name:path}")
def model(name: Annotated[str, Path(max_length=100)], user: SignedIn, library: TheLibrary) -> dict[str, Any]:
    """Describe a model."""
    is_full(name)
    return described(name, library)


def base_of(request: Request, settings: Settings) -> str:
    """The address under which the asker reaches the service."""
    return settings.public_url or str(request.base_url).rstrip("/")


def add_completions(app: FastAPI) -> None:
    """Add the endpoints; call it after all layers, for what they refuse is turned into OpenAI's form."""
    app.include_router(router)
    app.add_exception_handler(Refused, refusal)
    app.add_middleware(Turned, which=under(*PATHS), turn=turned)
