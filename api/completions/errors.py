"""Errors as OpenAI's clients expect them: `{"error": {"message", "type", "param", "code"}}`."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Scope

from api.errors import ServiceError
from api.problems import Problem, error_id

PATHS = ("/v1/chat/", "/v1/models", "/v1/responses", "/v1/completions", "/v1/embeddings", "/v1/assistants", "/v1/threads")
"""The addresses that such clients know; those that are not served are told so in their own form."""
SERVED = ("/v1/chat/completions", "/v1/models")
OTHERS = f"Of OpenAI's addresses {' and '.join(SERVED)} are served here; set your client to chat completions."
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_CODES = {401: "invalid_api_key", 429: "rate_limit_exceeded", 503: "overloaded"}
_NUMBER = re.compile(r"\.(\d+)(?=\.|$)")


class Refused(ServiceError):
    """What was asked for is not done here; `param` names what asks for it."""

    def __init__(self, message: str, param: str, code: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.param = param
        self.code = code
        self.status = status


async def refusal(request: Request, error: Exception) -> JSONResponse:
    """The response to `Refused`."""
    assert isinstance(error, Refused)  # noqa: S101 (registered for this class alone)
    return _response(error.status, str(error), error.param, error.code, error_id())


def turned(scope: Scope, problem: Problem) -> JSONResponse:
    """A problem in OpenAI's form; what is wrong with a request is 400 there."""
    message = OTHERS if problem.status == 404 and not scope["path"].startswith(SERVED) else problem.detail
    if problem.status >= 500:
        message = f"{message} (id {problem.id})"
    at = problem.errors[0].at.removeprefix("body.") if problem.errors else None
    param = _NUMBER.sub(r"[\1]", at) if at else None
    return _response(400 if problem.status == 422 else problem.status, message, param, _CODES.get(problem.status), problem.id)


def _response(status: int, message: str, param: str | None, code: str | None, own: str) -> JSONResponse:
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    error: dict[str, Any] = {"message": message, "type": kind, "param": param, "code": code, "id": own}
    return JSONResponse({"error": error}, status)
