"""POST /v1/search: a body, not an address, so that what is looked for stands in no server's log."""

from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.deps import SignedIn, TheService, Unhurried
from api.routes.examples import HIT, shows
from api.routes.values import Day, Many, Text
from retriever.answer import Hit

router = APIRouter(prefix="/v1", tags=["search"], dependencies=[Unhurried])


class Query(BaseModel):
    """Words to rank paragraphs for."""

    model_config = ConfigDict(
        extra="forbid", regex_engine="python-re", json_schema_extra={"examples": [{"query": "rapid review", "k": 5}]}
    )

    query: Text
    k: Many = 10
    as_of: Day | None = None


@dataclass(frozen=True)
class Ranked:
    """The paragraphs, best first."""

    passages: tuple[Hit, ...]


@router.post("/search", responses={200: shows({"passages": [HIT]}, "The paragraphs, best first.")})
async def search(query: Query, user: SignedIn, service: TheService) -> Ranked:
    """Rank paragraphs for words; nothing is kept."""
    return Ranked(await service.pool.run(lambda: service.assistant.search(query.query, query.k, query.as_of)))
