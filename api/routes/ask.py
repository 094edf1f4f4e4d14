"""POST /v1/ask."""

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import Future
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response, StreamingResponse

from api.asking import TURNS, Given, Wanted
from api.deps import SignedIn, TheAsking, Unhurried
from api.output import as_json
from api.problems import DANGER, error_id, log, log_defect
from api.routes.examples import ANSWER, CONVERSATION, QUESTION, STREAM
from api.routes.values import Day, Many, Text
from api.stages import Stage
from retriever.errors import BadQuestion

STREAMED = "text/event-stream"

router = APIRouter(prefix="/v1", tags=["ask"], dependencies=[Unhurried])


class Question(BaseModel):
    """A question; names and other case detail are taken out before anything is kept."""

    model_config = ConfigDict(
        extra="forbid",
        regex_engine="python-re",
        json_schema_extra={
            "examples": [
                {"question": QUESTION},
                {"question": "And who chairs it?", "history": [QUESTION], "as_of": "2026-11-22"},
            ]
        },
    )

    question: Text
    history: Annotated[list[Text], Field(max_length=TURNS)] = []
    as_of: Day | None = None
    k: Many = 10
    full: Annotated[bool, Field(strict=True)] = False
    conversation: Annotated[str, StringConstraints(max_length=32, pattern=r"^[0-9a-f]{32}$")] | None = Field(
        None, examples=[CONVERSATION]
    )

    @property
    def wanted(self) -> Wanted:
        """The question as it is asked inside."""
        return Wanted(self.question, tuple(self.history), self.as_of, self.k, self.full, self.conversation or "")


ANSWERED: dict[str, Any] = {
    "description": "The answer; with 'Accept: text/event-stream' the stages 'understood' and 'searched', then the answer.",
    "content": {
        "application/json": {"examples": {"answer": {"value": ANSWER}}},
        STREAMED: {"schema": {"type": "string"}, "examples": {"stream": {"value": STREAM}}},
    },
}


@router.post("/ask", response_model=Given, responses={200: ANSWERED})
async def ask(request: Request, question: Question, user: SignedIn, asking: TheAsking) -> Response:
    """Answer a question in the guidance's own words, with the paragraphs that say it."""
    if STREAMED in request.headers.get("accept", ""):
        told: asyncio.Queue[Stage | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        job = asking.start(user.id, question.wanted, lambda stage: _put(loop, told, stage))
        job.add_done_callback(lambda _: _put(loop, told, None))
        first = await told.get()
        if first is None:
            job.result()  # what goes wrong before the first stage is an ordinary problem
        return StreamingResponse(_events(first, told, job), media_type=STREAMED)
    return Response(as_json(await asking.ask(user.id, question.wanted)), media_type="application/json")


def _put(loop: asyncio.AbstractEventLoop, told: "asyncio.Queue[Stage | None]", stage: Stage | None) -> None:
    loop.call_soon_threadsafe(told.put_nowait, stage)


async def _events(stage: Stage | None, told: "asyncio.Queue[Stage | None]", job: "Future[Given]") -> AsyncIterator[str]:
    """The stages as they are reached, then the answer, whole and checked."""
    while stage is not None:
        yield _event(stage.name, _shown(stage))
        stage = await told.get()
    try:
        yield _event("answer", as_json(job.result()))
    except BadQuestion as error:
        yield _event("problem", json.dumps({"status": 422, "detail": str(error), "id": error_id()}))
    except Exception as error:
        own = error_id()
        log.error("problem %s: 500 while streaming", own)
        log_defect(error)
        said = f"Something went wrong here; try again. {DANGER}"
        yield _event("problem", json.dumps({"status": 500, "detail": said, "id": own}))


def _shown(stage: Stage) -> str:
    return as_json({"found": stage.found} if stage.name == "searched" else {"understood": stage.understood})


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
