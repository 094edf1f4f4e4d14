"""POST /v1/training/time-limits, /duties, /definitions, /attendance, /due: a topic or a day stands in no address."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.deps import TheService, Trainer, Unhurried
from api.routes.examples import PARAGRAPH, shows
from api.routes.values import Day
from api.service import Service
from api.training import register_examples as examples
from corpus.model import Obligation
from retriever.redaction import redact
from training.attendance import Attendance
from training.definitions import Definition
from training.duties import Duty
from training.limit_words import Sort
from training.registers import Register, Wanted, one_limit, rows
from training.time_limits import TimeLimit
from training.working_days import Due, due

router = APIRouter(prefix="/v1/training", tags=["training"], dependencies=[Unhurried])
Words = Annotated[str, StringConstraints(max_length=200)]


class Asked(BaseModel):
    """Which rows; what is left out does not choose. `every_document` adds withdrawn editions and proposals."""

    model_config = ConfigDict(
        extra="forbid",
        regex_engine="python-re",
        json_schema_extra={"examples": [{"docs": ["wt-2026"], "chapter": "5", "obligations": ["must", "should"]}]},
    )

    docs: Annotated[list[Words], Field(max_length=20)] = []
    chapter: Words = ""
    obligations: Annotated[list[Obligation], Field(max_length=4)] = []
    actor: Words = ""
    topic: Words = ""
    sort: Sort | None = None
    every_document: Annotated[bool, Field(strict=True)] = False


class Counting(BaseModel):
    """A row of time-limits and the day that starts it."""

    model_config = ConfigDict(
        extra="forbid",
        regex_engine="python-re",
        json_schema_extra={"examples": [{"limit": f"{PARAGRAPH}:t1", "start": "2026-12-03"}]},
    )

    limit: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    start: Day


@dataclass(frozen=True)
class TimeLimits:
    """Time limits in reading order, and the library that they were read from."""

    register: Register
    count: int
    rows: tuple[TimeLimit, ...]
    library: str


@dataclass(frozen=True)
class Duties:
    """Duties in reading order, and the library that they were read from."""

    register: Register
    count: int
    rows: tuple[Duty, ...]
    library: str


@dataclass(frozen=True)
class Definitions:
    """Definitions in reading order, and the library that they were read from."""

    register: Register
    count: int
    rows: tuple[Definition, ...]
    library: str


@dataclass(frozen=True)
class Attendances:
    """Who attends what in reading order, and the library that it was read from."""

    register: Register
    count: int
    rows: tuple[Attendance, ...]
    library: str


@router.post("/time-limits", responses={200: shows(examples.LIMITS, "The time limits.")})
async def time_limits(asked: Asked, user: Trainer, service: TheService) -> TimeLimits:
    """List time limits: what, by whom, within what, from when, must or should, where."""
    return TimeLimits(Register.TIME_LIMITS, *await _found(Register.TIME_LIMITS, asked, service))


@router.post("/duties", responses={200: shows(examples.DUTIES, "The duties.")})
async def duties(asked: Asked, user: Trainer, service: TheService) -> Duties:
    """List what actors must, should and may do; the obligation 'none' is a duty in other words ('is required to')."""
    return Duties(Register.DUTIES, *await _found(Register.DUTIES, asked, service))


@router.post("/definitions", responses={200: shows(examples.DEFINITIONS, "The definitions.")})
async def definitions(asked: Asked, user: Trainer, service: TheService) -> Definitions:
    """List what the documents say that their terms mean."""
    return Definitions(Register.DEFINITIONS, *await _found(Register.DEFINITIONS, asked, service))


@router.post("/attendance", responses={200: shows(examples.ATTENDANCE, "Who attends what.")})
async def attendance(asked: Asked, user: Trainer, service: TheService) -> Attendances:
    """List who attends, chairs, convenes and is invited to meetings."""
    return Attendances(Register.ATTENDANCE, *await _found(Register.ATTENDANCE, asked, service))


@router.post("/due", responses={200: shows(examples.DUE, "When it ends, and the count.")})
async def when(asked: Counting, user: Trainer, service: TheService) -> Due:
    """Count a time limit from a day, day by day; English bank holidays and weekends are no working days. Nothing is kept."""
    return await service.pool.run(lambda: due(one_limit(service.library, asked.limit), asked.start))


async def _found(register: Register, asked: Asked, service: Service) -> tuple[int, tuple[Any, ...], str]:
    wanted = Wanted(
        docs=tuple(asked.docs),
        chapter=asked.chapter,
        obligations=tuple(asked.obligations),
        actor=asked.actor,
        topic=redact(asked.topic).text,
        sort=asked.sort,
        every_document=asked.every_document,
    )
    found = await service.pool.run(lambda: rows(register, service.library, wanted, date.today()))
    return len(found), found, service.library.manifest.fingerprint
