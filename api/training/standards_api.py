"""/v1/training: standards, topics, what stands behind a statement, what a paragraph serves, coverage."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.deps import TheLibrary, TheService, Trainer, Unhurried
from api.routes.examples import PARAGRAPH, shows
from api.training.standards_examples import COVERAGE, FOUND, SERVED, STATEMENTS, SUPPORTED
from api.training.standards_shown import (
    CoverageShown,
    Found,
    StatementShown,
    Support,
    coverage_shown,
    found_shown,
    statement_shown,
    support_shown,
)
from corpus.library import Library
from retriever.redaction import redact
from training.alignment import behind, serves
from training.coverage import By, Level, coverage
from training.standards import standards
from training.topics import statements_on

router = APIRouter(prefix="/v1/training", tags=["training"], dependencies=[Unhurried])
LONGEST = 300
Number = Annotated[int, Field(ge=1, le=9, strict=True)]
Topic = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"[^\W_]")]


class Asked(BaseModel):
    """A topic in plain words; `standard` leaves the others out."""

    model_config = ConfigDict(
        extra="forbid",
        regex_engine="python-re",
        json_schema_extra={"examples": [{"topic": "coercive control", "standard": 3}]},
    )

    topic: Topic
    standard: Number | None = None


@dataclass(frozen=True)
class Listed:
    """Statements in the document's order, and the titles of their standards."""

    standards: dict[int, str]
    statements: tuple[StatementShown, ...]


@dataclass(frozen=True)
class Supported:
    """A statement and the paragraphs behind it, those in force first."""

    statement: StatementShown
    rows: tuple[Support, ...]


@dataclass(frozen=True)
class Served:
    """A paragraph or section and the rows in which it stands behind a statement."""

    id: str
    label: str
    rows: tuple[Support, ...]


@router.get("/standards", responses={200: shows(STATEMENTS, "The statements.")})
def listed(user: Trainer, library: TheLibrary) -> Listed:
    """List the outcomes, 'learn that' and 'learn how to' statements of all standards."""
    own = standards(library)
    return Listed(dict(own.titles), tuple(map(statement_shown, own.statements)))


@router.post("/topic", responses={200: shows(FOUND, "Every statement that covers it.")})
async def on_topic(asked: Asked, user: Trainer, service: TheService) -> Found:
    """Say which statements cover a topic: all of them, each with the reason; 404 if none does. Nothing is kept."""
    topic = redact(asked.topic).text
    return await service.pool.run(
        lambda: found_shown(topic, asked.standard, statements_on(service.library, topic, asked.standard))
    )


@router.get("/statements/{name}", responses={200: shows(SUPPORTED, "The statement and what stands behind it.")})
def one(
    name: Annotated[str, Path(description="The id of a statement.", examples=["S3.T12"], max_length=100)],
    user: Trainer,
    library: TheLibrary,
) -> Supported:
    """Show a statement and the guidance behind it, word for word, with how strongly it supports it."""
    return supported(library, name)


@router.get("/serves/{name:path}", responses={200: shows(SERVED, "The statements it stands behind.")})
def served(
    name: Annotated[str, Path(description="The id of a paragraph or section.", examples=[PARAGRAPH], max_length=300)],
    user: Trainer,
    library: TheLibrary,
) -> Served:
    """Show which statements a paragraph, or a section's paragraphs, stand behind."""
    return what_it_serves(library, name)


@router.get("/coverage", responses={200: shows(COVERAGE, "The matrix.")})
def matrix(
    user: Trainer,
    library: TheLibrary,
    level: Annotated[Level, Query(description="What the lines are.")] = Level.STANDARDS,
    by: Annotated[By, Query(description="What the columns are.")] = By.CHAPTERS,
) -> CoverageShown:
    """Show which chapters or sections stand behind which statements, and what neither reaches."""
    return coverage_shown(coverage(library, level, by))


def supported(library: Library, name: str) -> Supported:
    """A statement with its rows, their force judged today; raises UnknownStatement."""
    statement = standards(library).find(name)
    return Supported(statement_shown(statement), support_shown(behind(library, statement.id), library, date.today()))


def what_it_serves(library: Library, name: str) -> Served:
    """A paragraph or section with its rows; raises UnknownParagraph."""
    found = library.find(name)
    return Served(found.id, found.label, support_shown(serves(library, found.id), library, date.today()))
