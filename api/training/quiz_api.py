"""POST /v1/training/quiz: a quiz with its keys."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.deps import TheService, Trainer, Unhurried
from api.routes.examples import TEXT, shows
from api.routes.values import Many
from training.quiz import LONGEST, quiz
from training.quiz_items import Quiz

router = APIRouter(prefix="/v1/training", tags=["training"], dependencies=[Unhurried])
Number = Annotated[int, Field(strict=True, ge=-(2**31), lt=2**31)]
EXAMPLE: dict[str, Any] = {
    "title": "Quiz on standard 3: Court skills",
    "topic": "",
    "standard": 3,
    "statement": "",
    "seed": 1,
    "items": [
        {
            "id": "fill-the-time-limit-0f6c9a1e5d",
            "kind": "fill-the-time-limit",
            "question": "Which time limit does Working Together 2026 give? ‘Within ________ of a referral being received, ...’",
            "options": [],
            "accepted": ["one working day", "1 working day"],
            "explanation": f"One working day. Working Together 2026, paragraph 167: “{TEXT}”",
            "proofs": [
                {
                    "source": {"id": "wt-2026/167", "digest": "0f6c9a1e5d5b4c0f"},
                    "label": "Working Together 2026, paragraph 167",
                    "quote": TEXT,
                    "href": "/read/wt-2026#167",
                    "obligation": "should",
                    "standing": "in force",
                }
            ],
            "statements": ["lcpp-2026/S1.T1"],
            "shown": [],
        }
    ],
    "library": "486405d2d193658d",
    "format": 1,
}


class Wanted(BaseModel):
    """What a quiz is to be on; the same wishes and seed make the same quiz."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"standard": 3, "items": 10, "seed": 1}]},
    )

    topic: Annotated[str, StringConstraints(max_length=LONGEST)] = ""
    standard: Number | None = None
    statement: Annotated[str, StringConstraints(max_length=50)] = ""
    items: Many = 10
    seed: Number = 1


@router.post("/quiz", responses={200: shows(EXAMPLE, "The quiz, its keys and what they stand on.")})
async def make(wanted: Wanted, user: Trainer, service: TheService) -> Quiz:
    """Make a quiz on a topic, a standard or a statement; nothing is kept."""
    return await service.pool.run(
        lambda: quiz(service.library, wanted.topic, wanted.standard, wanted.statement, wanted.items, wanted.seed)
    )
