"""POST /v1/training/packs, /v1/training/packs/archive, /v1/training/check; the pages beside them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict
from starlette.responses import Response

from api.deps import TheService, Trainer, Unhurried
from api.routes.examples import shows
from api.training import pack_pages
from api.training.quiz_api import EXAMPLE
from training.pack import FORMAT, LONGEST, SHORTEST, Kept, Pack, Wanted
from training.staying_true import Report, check

HITS = 20
"""Paragraphs that a search gives where the reviewed table is silent."""
MOST_SOURCES = 2_000
LONGEST_TEXT = 10_000
"""Characters of a remembered paragraph: the guidance's longest has 6,000, and so many fit into a request however escaped."""
Words = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\W_][\w ,.'’()/&-]*$")]
_SOURCE: JsonDict = {
    "id": "wt-2026/167",
    "digest": "0" * 16,
    "label": "Working Together 2026, paragraph 167",
    "text": "Old words.",
}
_DOUBTFUL = {
    "doubt": "reworded",
    "before": "wt-2026/167",
    "label": "Working Together 2026, paragraph 167",
    "old": "Old words.",
    "after": "wt-2026/167",
    "after_label": "Working Together 2026, paragraph 167",
    "new": "New words.",
    "used_in": ["objective S3.T15"],
}
_REPORT = {"looked_at": 16, "doubtful": [_DOUBTFUL], "library": "486405d2d193658d"}
_LINE = {
    "source": {"id": "lcpp-2026/S3.T15", "digest": "0" * 16},
    "label": "LCPP standards, standard 3, learn that 15 (S3.T15)",
    "lead": "",
    "words": "Retraction is common.",
    "obligation": "",
    "standing": "not statutory guidance",
    "href": "/read/lcpp-2026#S3.T15",
    "strength": "",
}
_PACK = {
    "title": "Retraction",
    "topic": "retraction",
    "standard": 3,
    "standard_title": "Formulating the likelihood of significant harm",
    "minutes": 90,
    "audience": "new LCPPs",
    "objectives": [{"statement": _LINE, "kind": "learn that", "guidance": [], "remark": ""}],
    "others": [],
    "steps": [{"start": 0, "minutes": 10, "title": "Welcome", "activity": "Read the objectives out.", "statement": ""}],
    "case": {"title": "A child takes back what was said", "notice": "Fictional.", "stages": ["..."], "points": []},
    "quiz": EXAMPLE,
    "reading": [],
    "sources": [{**_SOURCE, "used_in": ["objective S3.T15"], "as_current": True}],
    "edition": "wt-2026",
    "library": "486405d2d193658d",
    "format": FORMAT,
    "kind": "training-pack",
}

api = APIRouter(prefix="/v1/training", tags=["training"], dependencies=[Unhurried])


def _number(value: Any) -> Any:
    """Let a number through; pydantic would take 'true' and text for one too."""
    if isinstance(value, bool | str):
        raise ValueError("write a whole number")
    return value


class PackWanted(BaseModel):
    """A session that material is wanted for; without a `standard` all four are looked through."""

    model_config = ConfigDict(
        extra="forbid",
        regex_engine="python-re",
        json_schema_extra={"examples": [{"topic": "retraction", "standard": 3, "minutes": 90, "audience": "new LCPPs"}]},
    )

    topic: Words
    standard: Annotated[int, Field(ge=1, le=4), BeforeValidator(_number)] | None = None
    minutes: Annotated[int, Field(ge=SHORTEST, le=LONGEST), BeforeValidator(_number)] = 90
    audience: Words = "LCPPs"

    def wanted(self) -> Wanted:
        """The same for the training room."""
        return Wanted(self.topic, self.minutes, self.audience, self.standard)


class Remembered(BaseModel):
    """A paragraph as it was when something was made from it."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    digest: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    label: Annotated[str, StringConstraints(max_length=500)] = ""
    text: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""
    used_in: Annotated[tuple[Annotated[str, StringConstraints(max_length=300)], ...], Field(max_length=500)] = ()
    as_current: Annotated[bool, Field(strict=True)] = True

    def kept(self) -> Kept:
        """The same for the training room."""
        return Kept(self.id, self.digest, self.label, self.text, self.used_in, self.as_current)


class Material(BaseModel):
    """What a pack.json remembers; its other fields may be sent too and are not looked at."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"format": FORMAT, "sources": [_SOURCE]}]})

    format: Literal[1] = 1
    sources: Annotated[tuple[Remembered, ...], Field(min_length=1, max_length=MOST_SOURCES)]


@api.post("/packs", responses={200: shows(_PACK)})
async def pack(wanted: PackWanted, user: Trainer, service: TheService) -> Pack:
    """Make a session's material from the standards and the guidance; nothing is kept."""
    return await service.pool.run(lambda: pack_pages.made(service, wanted.wanted()))


@api.post(
    "/packs/archive",
    response_class=Response,
    responses={200: {"description": "The pack's files.", "content": {"application/zip": {"example": "PK..."}}}},
)
async def pack_archive(wanted: PackWanted, request: Request, user: Trainer, service: TheService) -> Response:
    """The same as files: slides, facilitator's guide and handout in Word and Markdown, pack.json; in one archive."""

    def archived() -> Response:
        made = pack_pages.made(service, wanted.wanted())
        return pack_pages.download(pack_pages.files_of(service, made, request), "all", made)

    return await service.pool.run(archived)


@api.post("/check", responses={200: shows(_REPORT)})
async def check_material(material: Material, user: Trainer, service: TheService) -> Report:
    """Say what a new edition or a changed document has made doubtful in material that was made before."""
    kept = [one.kept() for one in material.sources]
    return await service.pool.run(lambda: check(kept, service.library, service.alignments.between))


router: Any = APIRouter()
router.include_router(api)
router.include_router(pack_pages.router)
