"""/training/standards, /training/serves, /training/coverage: the pages and their files."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from markupsafe import Markup
from pydantic import StringConstraints
from starlette.responses import Response

from api.deps import CheckedForm, TheLibrary, TheService, Trainer, Unhurried
from api.service import Service
from api.signin.users import User
from api.training.standards_api import supported, what_it_serves
from api.training.standards_csv import coverage_csv, statements_csv
from api.training.standards_shown import Found, StatementShown, Support, found_shown, statement_shown
from api.web.pages import page
from api.web.spans import drawn, places
from api.web.words import Tag, standing
from corpus.library import Library
from retriever.redaction import redact
from training.coverage import By, Level, coverage
from training.coverage_picture import described, picture
from training.errors import TrainingError
from training.standards import standards
from training.topics import LONGEST, Match, statements_on

router = APIRouter(prefix="/training", dependencies=[Unhurried], include_in_schema=False)
STRENGTHS = {"direct": Tag("Direct", "blue"), "partial": Tag("Partial", "teal"), "background": Tag("Background", "grey")}
Topic = Annotated[str, StringConstraints(max_length=LONGEST)]


@dataclass(frozen=True)
class Group:
    """Statements of one kind in one standard."""

    title: str
    anchor: str
    statements: Sequence[StatementShown]


@dataclass(frozen=True)
class Covering:
    """A statement that covers a topic, its words that say so marked."""

    statement: StatementShown
    text: Markup
    why: str


@dataclass(frozen=True)
class Behind:
    """A paragraph behind a statement, with its tags."""

    row: Support
    tags: Sequence[Tag]


@router.get("/standards")
def all_standards(
    request: Request, service: TheService, user: Trainer, standard: Annotated[int | None, Query()] = None
) -> Response:
    """The statements of all standards, or of one."""
    return _standards(request, service, user, standard)


@router.post("/standards", dependencies=[CheckedForm])
async def on_topic(
    request: Request,
    service: TheService,
    user: Trainer,
    topic: Annotated[Topic, Form()] = "",
    standard: Annotated[str, Form()] = "",
) -> Response:
    """Every statement that covers a topic; the topic stands in no address, for these are kept in logs."""
    number = int(standard) if standard.isascii() and standard.isdigit() else None
    wanted = redact(topic).text
    if not wanted.strip():
        return _standards(request, service, user, number)
    try:
        matches = await service.pool.run(lambda: statements_on(service.library, wanted, number))
    except TrainingError as wrong:
        return _standards(request, service, user, number, topic=wanted, error=str(wrong))
    groups = [(fit.capitalize(), [_covering(m) for m in own]) for fit, own in groupby(matches, key=lambda m: m.fit.value)]
    return _standards(request, service, user, number, topic=wanted, found=found_shown(wanted, number, matches), groups=groups)


@router.get("/standards.csv")
def statements_file(library: TheLibrary, user: Trainer) -> Response:
    """Every statement as a table."""
    return _file(statements_csv(map(statement_shown, standards(library).statements)), "lcpp-statements.csv")


@router.get("/standards/{name}")
def one(request: Request, name: str, service: TheService, user: Trainer) -> Response:
    """A statement and what stands behind it."""
    own = supported(service.library, name)
    ids = [s.short for s in standards(service.library).statements]
    place = ids.index(own.statement.short)
    around = {"previous": ids[place - 1] if place else "", "next": ids[place + 1] if place + 1 < len(ids) else ""}
    rows = [Behind(row, _tags(row)) for row in own.rows]
    missing = next((row.note for row in own.rows if row.paragraph is None), None)
    shown = {"own": own.statement, "rows": [b for b in rows if b.row.paragraph], "missing": missing}
    return page(request, "training/standard.html", service, user, 200, **shown, **around)


@router.get("/serves/{name:path}")
def served(request: Request, name: str, service: TheService, user: Trainer) -> Response:
    """The statements that a paragraph or section stands behind."""
    own = what_it_serves(service.library, name)
    rows = [Behind(row, _tags(row)) for row in own.rows]
    href = f"/read/{own.id.replace('/', '#', 1)}"
    return page(request, "training/standard-serves.html", service, user, own=own, rows=rows, href=href)


@router.get("/coverage")
def matrix(
    request: Request,
    service: TheService,
    user: Trainer,
    level: Annotated[Level, Query()] = Level.STATEMENTS,
    by: Annotated[By, Query()] = By.CHAPTERS,
) -> Response:
    """The coverage matrix: its picture, its table, and what neither side reaches."""
    found = coverage(service.library, level, by)
    sections = coverage(service.library, level, By.SECTIONS)
    gaps = [
        (chapter, [(place, [_short(name) for name in sections.uncovered[place]]) for place in own])
        for chapter, own in groupby((p for p in sections.places if p in sections.uncovered), key=lambda p: p.chapter)
    ]
    shown = {"found": found, "gaps": gaps, "described": described(sections), "empty": set(sections.empty)}
    return page(request, "training/coverage.html", service, user, 200, **shown, level=level, by=by, levels=Level, bys=By)


@router.get("/coverage.csv")
def matrix_file(
    library: TheLibrary,
    user: Trainer,
    level: Annotated[Level, Query()] = Level.STATEMENTS,
    by: Annotated[By, Query()] = By.SECTIONS,
) -> Response:
    """The matrix as a table."""
    return _file(coverage_csv(coverage(library, level, by)), f"coverage-{level}-by-{by}.csv")


@router.get("/coverage.svg")
def matrix_picture(library: TheLibrary, user: Trainer) -> Response:
    """The picture of all statements by sections."""
    return Response(picture(coverage(library, Level.STATEMENTS, By.SECTIONS)), media_type="image/svg+xml")


def _standards(
    request: Request,
    service: Service,
    user: User,
    standard: int | None,
    topic: str = "",
    error: str = "",
    found: Found | None = None,
    groups: Sequence[tuple[str, Sequence[Covering]]] = (),
) -> Response:
    """The page with its form, and what was found or the standards themselves; raises UnknownStatement."""
    own = standards(service.library)
    listed = _listed(service.library, standard) if found is None else ()
    shown = {"titles": own.titles, "standard": standard, "topic": topic, "error": error, "found": found, "groups": groups}
    return page(request, "training/standards.html", service, user, 422 if error else 200, **shown, listed=listed)


def _listed(library: Library, standard: int | None) -> list[tuple[int, str, list[Group]]]:
    """The standards with their statements by kind."""
    own = standards(library)
    chosen = own.of(standard) if standard is not None else own.statements
    made = []
    for number, statements in groupby(chosen, key=lambda s: s.standard):
        kinds = groupby(statements, key=lambda s: s.kind.value)
        groups = [Group(kind.capitalize(), f"s{number}-{kind.split()[-1]}", list(map(statement_shown, g))) for kind, g in kinds]
        made.append((number, own.titles[number], groups))
    return made


def _covering(match: Match) -> Covering:
    text = match.statement.text
    marks = sorted(place for words in dict.fromkeys(match.words) for place in places(words, text))
    return Covering(statement_shown(match.statement), drawn(text, [], marks), match.why)


def _tags(row: Support) -> tuple[Tag, ...]:
    changed = (Tag("Changed since it was read", "red"),) if not row.current else ()
    return (*((STRENGTHS[row.strength], standing(row.status, row.in_force)) if row.paragraph else ()), *changed)


def _short(name: str) -> tuple[str, str]:
    """A paragraph as it is listed: the end of its id, and its address in the reader."""
    doc, _, rest = name.partition("/")
    return rest.rpartition("/")[2] if rest[:1].isdigit() else rest, f"/read/{doc}#{rest}"


def _file(text: str, name: str) -> Response:
    return Response(
        text, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
