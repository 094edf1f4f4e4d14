"""What is said to an assistant when something goes wrong, and, over HTTP, to its client."""

from mcp_types import INTERNAL_ERROR, INVALID_REQUEST
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse
from starlette.types import Scope

from api.errors import Busy, StoreError
from api.problems import DANGER, Problem, error_id, log, log_defect
from corpus.errors import UnknownParagraph
from retriever.errors import BadQuestion


def said(error: Exception) -> str:
    """One sentence; of a defect only an id, under which the log has where it happened."""
    if isinstance(error, Busy):
        return f"{error} {DANGER}"
    if isinstance(error, BadQuestion | UnknownParagraph | StoreError):
        return str(error)
    if isinstance(error, SQLAlchemyError):
        log.error("The database failed: %s.", type(error).__name__)
        return f"What the service keeps cannot be reached; try again in a moment. {DANGER}"
    own = error_id()
    log.error("problem %s: a tool failed", own)
    log_defect(error)
    return f"Something went wrong here; try again, and quote the id {own} if it stays. {DANGER}"


def said_of_arguments(error: ValidationError) -> str:
    """What is wrong with a tool's arguments, in one sentence."""
    first = error.errors(include_input=False, include_url=False)[0]
    name = ".".join(str(piece) for piece in first["loc"])
    sentence = f"The argument {name!r} is wrong: {first['msg'].removeprefix('Value error, ')}."
    return f"{sentence} {DANGER}" if first["type"] == "string_too_long" else sentence


def turned(scope: Scope, problem: Problem) -> JSONResponse:
    """A problem as a JSON-RPC error, for clients show its message and nothing of any other body."""
    code = INVALID_REQUEST if problem.status < 500 and problem.status != 429 else INTERNAL_ERROR
    error = {"code": code, "message": problem.detail, "data": {"status": problem.status, "id": problem.id}}
    return JSONResponse({"jsonrpc": "2.0", "id": None, "error": error}, problem.status)
