"""GET /v1/conversations, GET and DELETE /v1/conversations/{id}."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path

from api.deps import SignedIn, TheStore, Unhurried
from api.routes.examples import ANSWER, CONVERSATION, shows
from api.store.tables import Conversation

router = APIRouter(prefix="/v1/conversations", tags=["conversations"], dependencies=[Unhurried])
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", examples=[CONVERSATION])]
_LISTED = {"id": CONVERSATION, "started": "2026-11-22T09:30:00Z", "questions": [ANSWER["question"]]}


@dataclass(frozen=True)
class Listed:
    """A conversation and what was asked in it, redacted."""

    id: str
    started: datetime
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Conversations:
    """Yours, the newest first."""

    conversations: tuple[Listed, ...]


@dataclass(frozen=True)
class Whole:
    """A conversation with its answers as they went out, the oldest first."""

    id: str
    started: datetime
    answers: tuple[dict[str, Any], ...]


@router.get("", responses={200: shows({"conversations": [_LISTED]})})
def conversations(user: SignedIn, store: TheStore) -> Conversations:
    """List your conversations."""
    return Conversations(tuple(map(_listed, store.conversations(user.id))))


@router.get("/{conversation}", responses={200: shows({"id": CONVERSATION, "started": _LISTED["started"], "answers": [ANSWER]})})
def conversation(conversation: Id, user: SignedIn, store: TheStore) -> Whole:
    """Show one of your conversations."""
    found = store.conversation(conversation, user.id)
    answers = tuple({**r.body, "id": r.id, "conversation": found.id} for r in found.answers)
    return Whole(found.id, found.started, answers)


@router.delete("/{conversation}", status_code=204)
def forget(conversation: Id, user: SignedIn, store: TheStore) -> None:
    """Delete one of your conversations, its answers and what was said of them."""
    store.forget(conversation, user.id)


def _listed(found: Conversation) -> Listed:
    return Listed(found.id, found.started, tuple(r.question for r in found.answers))
