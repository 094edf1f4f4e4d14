"""What the OpenAPI description shows: one example of each answer, and of each error."""

from http import HTTPStatus
from typing import Any

QUESTION = "How soon after the strategy discussion must the initial child protection conference be held?"
PARAGRAPH = "wt-2026/167"
TEXT = (
    "Within one working day of a referral being received, local authority children’s social care should acknowledge "
    "receipt to the referrer and make a decision about next steps and the type of response required."
)
HIT = {
    "id": PARAGRAPH,
    "doc": "wt-2026",
    "label": "Working Together 2026, paragraph 167",
    "text": TEXT,
    "score": 0.91,
    "status": "statutory",
    "in_force": True,
}
CITATION = {
    **{key: value for key, value in HIT.items() if key != "score"},
    "heading": ["Chapter 3", "Section 3", "Referral"],
    "page": 62,
    "page_source": "contents",
    "quote": TEXT,
    "obligation": "should",
    "href": "/read/wt-2026#167",
    "sentences": [{"text": TEXT, "obligation": "should", "actor": "local authority children’s social care"}],
}
CONVERSATION = "0f6c9a1e5d5b4c0f8d3c2b1a09f8e7d6"
ANSWER: dict[str, Any] = {
    "kind": "answer",
    "question": "How soon must a referral be decided on?",
    "understood": "How soon must a referral be decided on?",
    "answer": f"{TEXT} [1]",
    "citations": [CITATION],
    "notices": [{"kind": "non-statutory", "text": "Something the reader must know beside the answer."}],
    "passages": [HIT],
    "library": "486405d2d193658d",
    "seconds": 0.031,
    "confidence": 0.97,
    "id": "b2d0c7f1a3e54f6d9c8b7a6f5e4d3c2b",
    "conversation": CONVERSATION,
}
STREAM = (
    'event: understood\ndata: {"understood": "How soon must a referral be decided on?"}\n\n'
    'event: searched\ndata: {"found": ["wt-2026/167"]}\n\n'
    'event: answer\ndata: {"kind": "answer", "...": "the whole answer as in JSON"}\n\n'
)


def shows(example: Any, description: str = "It was done.") -> dict[str, Any]:
    """An example of what comes back."""
    return {"description": description, "content": {"application/json": {"example": example}}}


def _problem(status: int, detail: str) -> dict[str, Any]:
    own, title = "5f0c1e9ab3d2", HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": f"urn:error:{own}"}
    return {"description": title, "content": {"application/problem+json": {"example": {**body, "id": own, "errors": []}}}}


_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: _problem(400, "There was an error parsing the body"),
    401: _problem(401, "Sign in first, or send 'Authorization: Bearer' with an API key or a token."),
    403: _problem(403, "This takes the role 'operator'; you have 'reader'. Ask your operator."),
    404: _problem(404, "There is no document 'kcsie'; the library holds wt-2026, lcpp-2026."),
    408: _problem(408, "The request came in too slowly; send it again."),
    413: _problem(413, "The request is larger than 262,144 bytes; shorten it."),
    421: _problem(421, "The service is not known by this name; use its own address."),
    422: _problem(422, "The request is wrong at body.question: Field required."),
    429: {**_problem(429, "More than 60 requests in 60 seconds; wait 12 seconds."), "headers": _RETRY},
    503: {**_problem(503, "Too many questions are waiting; ask again in a moment."), "headers": _RETRY},
}
