"""A reader's earlier conversations: to go on with, or to delete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from api.deps import CheckedForm, SignedIn, TheService, TheStore, Unhurried, Visitor
from api.store.tables import Conversation
from api.web.pages import page

router = APIRouter(prefix="/conversations", dependencies=[Unhurried], include_in_schema=False)
Name = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@dataclass(frozen=True)
class Listed:
    """A conversation by its first question."""

    id: str
    started: datetime
    first: str
    following: Sequence[str]


@router.get("")
def conversations(request: Request, user: Visitor, service: TheService, store: TheStore, deleted: bool = False) -> Response:
    """The conversations, the newest first; `deleted` says that one has just gone."""
    listed = [_listed(own) for own in store.conversations(user.id) if own.answers]
    days = service.settings.retention_days
    return page(request, "conversations.html", service, user, conversations=listed, days=days, deleted=deleted)


@router.post("/{conversation}/delete", dependencies=[CheckedForm])
def delete(conversation: Name, user: SignedIn, store: TheStore) -> Response:
    """Delete a conversation, its answers and what was said of them."""
    store.forget(conversation, user.id)
    return RedirectResponse("/conversations?deleted=true#deleted", 303)


def _listed(own: Conversation) -> Listed:
    questions = [record.question for record in own.answers]
    return Listed(own.id, own.started, questions[0], questions[1:])
