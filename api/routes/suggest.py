"""POST /v1/suggest: what is being typed may hold a name, so it stands in no address and is not kept."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints

from api.deps import TheService, UnhurriedTyping, Visitor
from api.routes.examples import shows
from api.routes.values import Few
from api.suggestions import Suggestion
from retriever.redaction import redact

router = APIRouter(prefix="/v1", tags=["suggest"], dependencies=[UnhurriedTyping])
_FOUND = {"question": "Who chairs the conference?", "paragraph": "wt-2026/initial-child-protection-conferences"}


class Typed(BaseModel):
    """What has been typed so far."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"typed": "who chairs", "k": 5}]})

    typed: Annotated[str, StringConstraints(max_length=200)]
    k: Few = 8


@dataclass(frozen=True)
class Suggested:
    """Questions, the likeliest first."""

    suggestions: tuple[Suggestion, ...]


@router.post("/suggest", responses={200: shows({"suggestions": [_FOUND]})})
def suggest(typed: Typed, user: Visitor, service: TheService) -> Suggested:
    """Suggest questions that begin with what is typed, or hold its words; personal details are taken out first."""
    return Suggested(service.suggestions.find(redact(typed.typed).text, typed.k))
