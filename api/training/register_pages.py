"""/training/registers, /training/due: the registers and the working-day calculator as pages and files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from api.deps import CheckedForm, TheService, Trainer, Unhurried
from api.service import Service
from api.signin.users import User
from api.web.pages import page
from api.web.words import Tag, duty, standing
from corpus.model import Obligation
from retriever.redaction import redact
from training.attendance import Attendance
from training.definitions import Definition, elsewhere
from training.duties import Duty
from training.errors import TrainingError
from training.limit_words import Sort
from training.place import Row
from training.register_table import TITLES, as_csv, as_xlsx, table
from training.registers import Register, Wanted, actors_of, all_rows, chapters, in_force, one_limit, rows
from training.subjects import known_actors
from training.time_limits import TimeLimit
from training.working_days import WORKING_DAY, due

router = APIRouter(prefix="/training", dependencies=[Unhurried], include_in_schema=False)
PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT = {
    Register.TIME_LIMITS: "Within what, every how often, at once: who, from when, must or should.",
    Register.DUTIES: "What each actor must, should and may do.",
    Register.DEFINITIONS: "What the documents say that their terms mean, and where they differ.",
    Register.ATTENDANCE: "Who attends, chairs, convenes and is invited.",
}
_COUNTED = (Sort.WITHIN, Sort.EVERY, Sort.FOR)
Words = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True)
class Shown:
    """A row as the page shows it: its cells before the words, the words, and its tags."""

    row: Row
    cells: tuple[str, ...]
    lead: str
    words: str
    tags: tuple[Tag, ...]
    countable: bool
    others: Sequence[tuple[Definition, bool]] = ()
    """Other definitions of its term, and whether they are in the same words."""


@router.get("/registers")
def all_registers(request: Request, service: TheService, user: Trainer) -> Response:
    """The four registers with their sizes."""
    own = in_force(service.library, date.today())
    sizes = {r: sum(row.place.doc in own for row in all_rows(r, service.library)) for r in Register}
    return page(request, "training/registers.html", service, user, registers=Register, titles=TITLES, about=ABOUT, sizes=sizes)


@router.get("/registers/{register}")
def one_register(
    request: Request,
    register: Register,
    service: TheService,
    user: Trainer,
    number: Annotated[int, Query(alias="page", ge=1)] = 1,
) -> Response:
    """A register from its beginning, fifty rows a page."""
    return _register(request, service, user, register, Wanted(), number)


@router.post("/registers/{register}", dependencies=[CheckedForm])
async def chosen(
    request: Request,
    register: Register,
    service: TheService,
    user: Trainer,
    doc: Words = "",
    chapter: Words = "",
    obligation: Words = "",
    actor: Words = "",
    topic: Words = "",
    shape: Words = "",
) -> Response:
    """The rows that a form chooses, all on one page, or as a file; the topic stands in no address."""
    wanted = Wanted(
        docs=(doc,) if doc and doc != "all" else (),
        chapter=chapter,
        obligations=(Obligation(obligation),) if obligation in set(Obligation) else (),
        actor=actor,
        topic=redact(topic).text,
        every_document=doc == "all",
    )
    if shape in ("csv", "xlsx"):
        return await service.pool.run(lambda: _file(service, register, wanted, shape))
    return await service.pool.run(lambda: _register(request, service, user, register, wanted, None))


@router.get("/due")
def calculator(
    request: Request, service: TheService, user: Trainer, limit: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """The calculator, with a limit chosen where one is named."""
    return _due(request, service, user, limit, "")


@router.post("/due", dependencies=[CheckedForm])
async def count(request: Request, service: TheService, user: Trainer, limit: Words = "", start: Words = "") -> Response:
    """When a limit ends that starts on a day; the day stands in no address."""
    return await service.pool.run(lambda: _due(request, service, user, limit, start))


def _register(
    request: Request, service: Service, user: User, register: Register, wanted: Wanted, number: int | None
) -> Response:
    """A register's page with its form; what cannot be chosen is said above it."""
    library, today, error = service.library, date.today(), ""
    try:
        found = rows(register, library, wanted, today)
    except TrainingError as wrong:
        found, error = (), str(wrong)
    pages = -(-len(found) // PAGE) if number else 1
    shown = found[(number - 1) * PAGE : number * PAGE] if number else found
    docs = wanted.docs or in_force(library, today)
    others = elsewhere(library) if register is Register.DEFINITIONS else {}
    return page(
        request,
        "training/register.html",
        service,
        user,
        422 if error else 200,
        register=register,
        title=TITLES[register],
        about=ABOUT[register],
        wanted=wanted,
        error=error,
        count=len(found),
        rows=[replace(_shown(row, today, service), others=others.get(row.id, ())) for row in shown],
        number=number or 1,
        pages=pages,
        documents=library.documents,
        chapters=[name for name in chapters(library, docs) if name.startswith(("Chapter", "Standard", "Section"))],
        actors=_actors(register, service),
        obligations=(Obligation.MUST, Obligation.SHOULD, Obligation.MAY),
        columns=_COLUMNS[register],
    )


_COLUMNS = {
    Register.TIME_LIMITS: ("Limit", "By whom"),
    Register.DUTIES: ("Who",),
    Register.DEFINITIONS: ("Term",),
    Register.ATTENDANCE: ("Meeting", "Part", "Who"),
}


def _actors(register: Register, service: Service) -> list[str]:
    """The actors that a register names, as its form offers them."""
    named = {name for row in all_rows(register, service.library) for name in actors_of(row)}
    return sorted((name for name in known_actors() if name in named), key=str.casefold)


def _shown(row: Row, today: date, service: Service) -> Shown:
    document = service.library.documents[row.place.doc]
    tags = (duty(row.obligation), standing(row.place.status, document.in_force(today)))
    countable = isinstance(row, TimeLimit) and row.amount is not None and row.sort in _COUNTED
    lead = row.lead if isinstance(row, TimeLimit | Duty | Attendance) else ""
    return Shown(row, _cells(row), lead, row.place.quote, tuple(t for t in tags if t), countable)


def _cells(row: Row) -> tuple[str, ...]:
    match row:
        case TimeLimit():
            return (f"{row.words} {row.start}".strip(), row.actor)
        case Duty():
            return (", ".join(row.actors),)
        case Definition():
            return (row.term,)
        case Attendance():
            return (row.meeting, row.part.value, ", ".join(row.attendees))
        case _:
            return ()


def _file(service: Service, register: Register, wanted: Wanted, shape: str) -> Response:
    made = table(register, rows(register, service.library, wanted, date.today()), service.library)
    data, kind = (as_csv(made).encode(), "text/csv; charset=utf-8") if shape == "csv" else (as_xlsx(made), XLSX)
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{register}.{shape}"'})


def _due(request: Request, service: Service, user: User, limit: str, start: str) -> Response:
    """The calculator's page; what is wrong with the day or the limit is said above its form."""
    limits = _countable(service)
    found, error, field = None, "", "start"
    if start:
        try:
            found = due(one_limit(service.library, limit), _day(start))
        except TrainingError as wrong:
            error, field = str(wrong), "limit" if "time limit" in str(wrong) else "start"
    elif request.method == "POST":
        error = "Give the day that starts the limit, for example 2026-12-03."
    note = service.library.paragraphs.get(WORKING_DAY)
    own = {"limits": limits, "limit": limit, "start": start, "found": found, "error": error, "field": field, "note": note}
    return page(request, "training/due.html", service, user, 422 if error else 200, **own)


def _countable(service: Service) -> Sequence[TimeLimit]:
    own = rows(Register.TIME_LIMITS, service.library, Wanted(), date.today())
    return [row for row in own if isinstance(row, TimeLimit) and row.amount is not None and row.sort in _COUNTED]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise TrainingError(f"{text!r} is not a day; write it as year, month and day, for example 2026-12-03.") from None
