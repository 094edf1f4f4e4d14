"""POST /v1/feedback."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.deps import SignedIn, TheStore, Unhurried
from api.routes.examples import ANSWER, shows
from api.store.store import Reason

router = APIRouter(prefix="/v1", tags=["feedback"], dependencies=[Unhurried])
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Opinion(BaseModel):
    """Whether an answer of yours was right; saying it again replaces what was said. Case detail is taken out."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"answer": ANSWER["id"], "right": False, "reason": "incomplete", "comment": ""}]},
    )

    answer: Id
    right: Annotated[bool, Field(strict=True)]
    reason: Reason | None = None
    comment: Annotated[str, StringConstraints(max_length=2000)] = ""


@dataclass(frozen=True)
class Kept:
    """The id of what was kept."""

    id: str


@router.post("/feedback", status_code=201, responses={201: shows({"id": ANSWER["id"]}, "It is kept.")})
def give_feedback(opinion: Opinion, user: SignedIn, store: TheStore) -> Kept:
    """Say whether an answer was right."""
    return Kept(store.give_feedback(opinion.answer, user.id, opinion.right, opinion.reason, opinion.comment).id)
