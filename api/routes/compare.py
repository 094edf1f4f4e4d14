"""POST /v1/compare (on a topic), GET /v1/compare/{one}/{other} (paragraph by paragraph)."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, StringConstraints

from api.deps import SignedIn, TheService, Unhurried
from api.routes.examples import ANSWER, shows
from api.routes.values import Day, Text
from retriever.alignment import Change, Pair
from retriever.answer import Answer

router = APIRouter(prefix="/v1", tags=["compare"], dependencies=[Unhurried])
Doc = Annotated[str, StringConstraints(min_length=1, max_length=100)]
DocPath = Annotated[str, Path(description="The id of a document.", examples=["wt-2026"], max_length=100)]
_PAIR = {"change": "reworded", "before": "wt-2015/1.58", "after": "wt-2026/167", "likeness": 0.71}


class Comparison(BaseModel):
    """Two documents and what to compare them on."""

    model_config = ConfigDict(
        extra="forbid",
        regex_engine="python-re",
        json_schema_extra={"examples": [{"one": "wt-2015", "other": "wt-2026", "topic": "who decides about a referral"}]},
    )

    one: Doc
    other: Doc
    topic: Text
    as_of: Day | None = None


@dataclass(frozen=True)
class Aligned:
    """What became of each paragraph, in the later document's order, then what is gone; `counts` by change."""

    pairs: tuple[Pair, ...]
    counts: dict[Change, int]


_EXAMPLE = {key: value for key, value in ANSWER.items() if key not in ("id", "conversation")}


@router.post("/compare", responses={200: shows(_EXAMPLE, "What both say.")})
async def compare(wanted: Comparison, user: SignedIn, service: TheService) -> Answer:
    """Set what two documents say on a topic side by side; nothing is kept."""
    return await service.pool.run(lambda: service.assistant.compare(wanted.one, wanted.other, wanted.topic, wanted.as_of))


@router.get("/compare/{earlier}/{later}", responses={200: shows({"pairs": [_PAIR], "counts": {"reworded": 1}})})
async def align(earlier: DocPath, later: DocPath, user: SignedIn, service: TheService) -> Aligned:
    """Say of each paragraph of two documents whether it stayed, was reworded, is new or is gone."""
    pairs = tuple(await service.pool.run(lambda: service.alignments.between(earlier, later)))
    return Aligned(pairs, dict(Counter(p.change for p in pairs)))
