"""Errors over HTTP: problem+json (RFC 9457), one sentence and an id that the log has too, nothing of what was sent."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from api.errors import Busy, Forbidden, ServiceError, SignInError, StoreError, Unknown
from api.logs import raised
from corpus.errors import CorpusError, IndexAway, UnknownParagraph
from retriever.errors import BadQuestion, RetrieverError
from training.errors import NotThere, TrainingError

MEDIA = "application/problem+json"
DANGER = "If a child is in immediate danger, call 999."
LISTED = 20
"""Of what is wrong with a request, so much is said."""
log = logging.getLogger("api")

_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (BadQuestion, 422),
    (UnknownParagraph, 404),
    (Unknown, 404),
    (Busy, 503),
    (Forbidden, 403),
    (SignInError, 401),
    (StoreError, 503),
    (ServiceError, 500),
    (CorpusError, 500),
    (RetrieverError, 500),
    (NotThere, 404),
    (TrainingError, 422),
)


class Wrong(BaseModel):
    """One thing that is wrong with a request: where, and what."""

    at: str
    said: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    id: str
    errors: list[Wrong] = Field(default_factory=list)


def error_id() -> str:
    """A short id that a reader can quote and an operator can find in the log."""
    return uuid4().hex[:12]


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, errors: list[Wrong] | None = None
) -> JSONResponse:
    """An error as a response."""
    own = error_id()
    body = Problem(
        title=HTTPStatus(status).phrase, status=status, detail=detail, instance=f"urn:error:{own}", id=own, errors=errors or []
    )
    level = logging.DEBUG if status == 503 else logging.INFO
    log.log(level, "problem %s: %s", own, status, extra={"problem": own, "status": status})
    return JSONResponse(body.model_dump(), status, dict(headers or {}), media_type=MEDIA)


def failure(error: Exception) -> JSONResponse:
    """A defect as a response: the log gets where it happened, never the message, for that may hold a question."""
    response = problem(500, "Something went wrong here; try again, and quote the id if it stays.")
    log_defect(error)
    return response


def log_defect(error: BaseException) -> None:
    """Log what sort of error it was and where it happened, innermost last."""
    log.error("%s", raised((type(error), error, error.__traceback__)))


def add_handlers(app: FastAPI) -> None:
    """Have every error of the rooms answered as a problem."""
    for kind, status in _STATUS:
        app.add_exception_handler(kind, _handler(status))
    app.add_exception_handler(IndexAway, _away)
    app.add_exception_handler(SQLAlchemyError, _database)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def _handler(status: int) -> Any:
    async def handle(request: Request, error: Exception) -> JSONResponse:
        if status == 500:
            return failure(error)
        headers = {}
        detail = str(error)
        if isinstance(error, Busy):
            headers, detail = {"Retry-After": str(error.retry_after_s)}, f"{detail} {DANGER}"
        if status == 401:
            headers = {"WWW-Authenticate": "Bearer"}
        return problem(status, detail, headers)

    return handle


async def _database(request: Request, error: Exception) -> JSONResponse:
    log.error("The database failed: %s.", type(error).__name__)
    return problem(503, f"What the service keeps cannot be reached; try again in a moment. {DANGER}", {"Retry-After": "5"})


async def _away(request: Request, error: Exception) -> JSONResponse:
    log.error("%s", error)
    return problem(503, f"What searches the guidance cannot be reached; try again in a moment. {DANGER}", {"Retry-After": "5"})


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    wrong = [Wrong(at=".".join(map(str, e["loc"])), said=_said(e)) for e in found[:LISTED]]
    return problem(
        422, f"The request is wrong at {wrong[0].at}: {wrong[0].said}." if wrong else "The request is wrong.", None, wrong
    )


def _said(error: Mapping[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return "not valid JSON"
    return str(error["msg"])


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for this class alone)
    said = {
        404: "There is nothing at this address; /openapi.json lists what there is.",
        405: "This address does not take that method; the header Allow names those it takes.",
    }
    headers = dict(error.headers or {})
    if error.status_code == 405 and (methods := _methods(request)):
        headers["Allow"] = methods
    return problem(error.status_code, said.get(error.status_code, str(error.detail)), headers)


def _methods(request: Request) -> str:
    """Every method an address of the description takes; the router knows those of one route alone."""
    path = getattr(request.scope.get("route"), "path", "")
    return ", ".join(sorted(method.upper() for method in request.app.openapi()["paths"].get(path, {})))
