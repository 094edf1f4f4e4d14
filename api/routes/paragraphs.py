"""GET /v1/paragraphs/{id}."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.deps import SignedIn, TheService, Unhurried
from api.reading import Shown
from api.routes.examples import CITATION, PARAGRAPH, shows
from api.routes.values import Day

router = APIRouter(prefix="/v1", tags=["paragraphs"], dependencies=[Unhurried])
_LINK = {"id": "wt-2026/168", "label": "Working Together 2026, paragraph 168", "href": "/read/wt-2026#168"}
EXAMPLE = {
    **{key: value for key, value in CITATION.items() if key not in ("quote", "obligation", "sentences")},
    "kind": "numbered",
    "previous": {"id": "wt-2026/166", "label": "Working Together 2026, paragraph 166", "href": "/read/wt-2026#166"},
    "next": _LINK,
    "cited_by": [_LINK],
}


@router.get("/paragraphs/{name:path}", responses={200: shows(EXAMPLE, "The paragraph or section.")})
def paragraph(
    name: Annotated[str, Path(description="The id of a paragraph or section.", examples=[PARAGRAPH], max_length=300)],
    user: SignedIn,
    service: TheService,
    as_of: Annotated[Day | None, Query(description="The day on which its force is judged (today).")] = None,
) -> Shown:
    """Show a paragraph or section, its neighbours, what it refers to, and what refers to it."""
    return service.reading.show(name, as_of)
