"""POST /v1/search: a body, not an address, so that what is looked for stands in no server's log."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.deps import SignedIn, TheService, Unhurried
from api.routes.ask import Text
from api.routes.examples import HIT, shows
from retriever.answer import Hit

router = APIRouter(prefix="/v1", tags=["search"], dependencies=[Unhurried])


class Query(BaseModel):
    """Words to rank paragraphs for."""

    model_config = ConfigDict(
        extra="forbid", regex_engine="python-re", json_schema_extra={"examples": [{"query": "rapid review", "k": 5}]}
    )

    query: Text
    k: Annotated[int, Field(ge=1, le=100, strict=True)] = 10
    as_of: date | None = None


@dataclass(frozen=True)
class Ranked:
    """The paragraphs, best first."""

    passages: tuple[Hit, ...]


@router.post("/search", responses={200: shows({"passages": [HIT]}, "The paragraphs, best first.")})
async def search(query: Query, user: SignedIn, service: TheService) -> Ranked:
    """Rank paragraphs for words; nothing is kept."""
    return Ranked(await service.pool.run(lambda: service.assistant.search(query.query, query.k, query.as_of)))
