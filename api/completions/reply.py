"""An answer as a chat completion, whole or as the events of a stream."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from api.asking import Given
from api.linked import address, linked, marks
from api.output import as_json

USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
"""Nobody is charged for tokens here; clients want the field."""
DONE = "data: [DONE]\n\n"


@dataclass(frozen=True)
class Reply:
    """An answer to a client that asked a model at a time (seconds since 1970), over an address of the service."""

    given: Given
    model: str
    created: int
    base: str

    def whole(self) -> str:
        """A `chat.completion`; `verse` is the answer as every other way in gives it."""
        text = linked(self.given, self.base)
        message = {"role": "assistant", "content": text, "refusal": None, "annotations": self._annotations(text)}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return as_json({**self._head("chat.completion"), "choices": [choice], "usage": USAGE, "verse": self.given})

    def events(self, usage: bool) -> Iterator[str]:
        """The same as `chat.completion.chunk` events: the checked answer in one piece, then where it stands."""
        text = linked(self.given, self.base)
        head = self._head("chat.completion.chunk")
        yield _event({**head, "choices": [_piece({"role": "assistant", "content": ""})]})
        yield _event({**head, "choices": [_piece({"content": text})]})
        last = _piece({"annotations": self._annotations(text)}, "stop")
        yield _event({**head, "choices": [last], "verse": self.given})
        if usage:
            yield _event({**head, "choices": [], "usage": USAGE})
        yield DONE

    def _head(self, kind: str) -> dict[str, Any]:
        own = f"chatcmpl-{self.given.id or uuid4().hex}"
        return {
            "id": own,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "system_fingerprint": self.given.library,
        }

    def _annotations(self, text: str) -> list[dict[str, Any]]:
        """Where each linked mark stands in the text and what it cites."""
        found = []
        for start, end, number in marks(text):
            citation = self.given.citations[number - 1]
            at = {"start_index": start, "end_index": end, "title": citation.label, "url": address(citation, self.base)}
            found.append({"type": "url_citation", "url_citation": at})
        return found


def _piece(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}


def _event(chunk: dict[str, Any]) -> str:
    return f"data: {as_json(chunk)}\n\n"
