"""The pages of packs: ask for one and see what it holds, take its files, check one that was made before."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from markupsafe import Markup, escape
from pydantic import StringConstraints
from starlette.responses import Response

from api.deps import CheckedForm, TheService, Trainer, Unhurried
from api.extras import need
from api.service import Service
from api.signin.users import User
from api.training.check_text import summary
from api.web.pages import page
from api.web.paragraphs import address
from corpus.library import Library
from corpus.model import Status
from retriever.differences import marked
from training.errors import TrainingError
from training.pack import LONGEST, NAME, SHORTEST, Pack, Wanted
from training.pack_lines import Quoted, grouped
from training.pack_wording import clock
from training.standards import standards
from training.staying_true import Doubt, Doubtful, Report, check, edition
from training.staying_true_material import material

router = APIRouter(prefix="/training", dependencies=[Unhurried], include_in_schema=False)
HITS = 20
EACH = 15
"""Doubtful paragraphs on one page."""
LARGEST = 250_000
"""Bytes of a file that may be sent; the service takes little more in one request."""
TYPES = {
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
    ".zip": "application/zip",
}
CHOICES = {
    "all": "Everything (.zip)",
    "slides.pptx": "Slides (PowerPoint)",
    "facilitator.docx": "Facilitator's guide (Word)",
    "handout.docx": "Handout (Word)",
    "facilitator.md": "Facilitator's guide (Markdown)",
    "handout.md": "Handout (Markdown)",
    NAME: "pack.json (for checking later)",
}
DOUBTS = {Doubt.REWORDED: "Reworded", Doubt.MOVED: "The same words, elsewhere", Doubt.GONE: "Gone"}
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
Words = Annotated[str, StringConstraints(max_length=500)]
Doc = Annotated[str, StringConstraints(max_length=100)]


@dataclass(frozen=True)
class Taught:
    """An objective as the page shows it."""

    short: str
    href: str
    words: str
    quoted: Sequence[Quoted]
    remark: str


@dataclass(frozen=True)
class Side:
    """Old or new words, those that the other does not have marked."""

    label: str
    href: str
    text: Markup


@dataclass(frozen=True)
class Shown:
    """A doubtful paragraph."""

    doubt: str
    used_in: str
    old: Side
    new: Side | None


@router.get("/pack")
def pack_form(request: Request, user: Trainer, service: TheService) -> Response:
    """The form."""
    return _pack_page(request, service, user)


@router.post("/pack", dependencies=[CheckedForm])
async def pack_made(
    request: Request,
    user: Trainer,
    service: TheService,
    topic: Annotated[Words, Form()] = "",
    standard: Annotated[Words, Form()] = "",
    minutes: Annotated[Words, Form()] = "",
    audience: Annotated[Words, Form()] = "",
    take: Annotated[Words, Form()] = "",
) -> Response:
    """What the pack holds, or, with `take`, its files."""
    given = {"topic": topic, "standard": standard, "minutes": minutes, "audience": audience}
    try:
        wanted = _wanted(topic, standard, minutes, audience)
        pack = await service.pool.run(lambda: made(service, wanted))
        if take in CHOICES:
            return await service.pool.run(lambda: download(files_of(service, pack, request), take, pack))
    except TrainingError as error:
        return _pack_page(request, service, user, error=str(error), given=given)
    return _pack_page(request, service, user, given=given, pack=pack)


@router.get("/check")
async def check_form(
    request: Request,
    user: Trainer,
    service: TheService,
    one: Annotated[Doc, Query(alias="from")] = "",
    other: Annotated[Doc, Query(alias="to")] = "",
    number: Annotated[int, Query(ge=1, le=10_000, alias="page")] = 1,
) -> Response:
    """The form; with `from` and `to` what an edition has made doubtful of anything made from another."""
    if not one:
        return _check_page(request, service, user)
    try:
        report = await service.pool.run(lambda: _editions(service, one, other))
    except TrainingError as error:
        return _check_page(request, service, user, error=str(error), one=one, other=other, field="from")
    return await service.pool.run(
        lambda: _check_page(request, service, user, report=report, number=number, one=one, other=other)
    )


@router.post("/check", dependencies=[CheckedForm])
async def checked(
    request: Request, user: Trainer, service: TheService, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """What is doubtful in a file that was made before; it is not kept."""
    try:
        data = await _sent(file)
        library, between = service.library, service.alignments.between
        report = await service.pool.run(lambda: check(material(data, library), library, between))
    except TrainingError as error:
        return _check_page(request, service, user, error=str(error))
    return await service.pool.run(lambda: _check_page(request, service, user, report=report))


def made(service: Service, wanted: Wanted) -> Pack:
    """A pack for a trainer's wishes; it may search, so call it in the pool."""
    from training.pack_making import make

    return make(service.library, wanted, lambda query: [hit.id for hit in service.assistant.search(query, HITS)])


def files_of(service: Service, pack: Pack, request: Request) -> dict[str, bytes]:
    """The pack's files; their links open this service's reader."""
    for module in ("docx", "pptx"):
        need(module, "training", "A pack")
    from training.pack_file import files

    return files(pack, service.library, service.settings.public_url or str(request.base_url))


def download(files: Mapping[str, bytes], take: str, pack: Pack) -> Response:
    """One of the files, or all of them in an archive, to be saved."""
    from training.pack_file import archive

    name = re.sub(r"[^a-z0-9]+", "-", pack.topic.lower()).strip("-")[:60] or "pack"
    file = f"{name}.zip" if take == "all" else f"{name}-{take}"
    content = archive(files, name) if take == "all" else files[take]
    kind = TYPES[f".{file.rpartition('.')[2]}"]
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{file}"'})


def _wanted(topic: str, standard: str, minutes: str, audience: str) -> Wanted:
    """The wishes a form was filled in with; raises TrainingError for what is no number."""
    if not re.fullmatch(r"[0-9]{1,6}", minutes.strip()):
        raise TrainingError(f"The minutes are not a whole number; write {SHORTEST} to {LONGEST}.")
    if standard.strip() and not re.fullmatch(r"[0-9]{1,3}", standard.strip()):
        raise TrainingError("The standard is not a number; choose one of the list.")
    return Wanted(topic, int(minutes), audience, int(standard) if standard.strip() else None)


def _pack_page(
    request: Request,
    service: Service,
    user: User,
    error: str = "",
    given: Mapping[str, str] | None = None,
    pack: Pack | None = None,
) -> Response:
    blank = {"topic": "", "standard": "", "minutes": "90", "audience": "LCPPs"}
    told = {"titles": standards(service.library).titles, "choices": CHOICES, "shortest": SHORTEST, "longest": LONGEST}
    taught = [_taught(o) for o in pack.objectives] if pack else []
    own = {"error": error, "given": {**blank, **(given or {})}, "pack": pack, "taught": taught, "clock": clock}
    return page(request, "training/pack.html", service, user, 422 if error else 200, **own, **told, field=_field(error))


def _field(error: str) -> str:
    """The form's field that an error is about, by what it says before anything that was typed."""
    said = error.partition("'")[0]
    return next((name for name in ("minutes", "audience", "standard") if name in said), "topic")


def _taught(objective: object) -> Taught:
    from training.pack import Objective

    assert isinstance(objective, Objective)  # noqa: S101 (for mypy: templates take anything)
    own = objective.statement
    return Taught(objective.short, own.href, own.words, grouped(objective.guidance), objective.remark)


async def _sent(file: UploadFile | None) -> bytes:
    """The bytes of an uploaded file; raises TrainingError for none or too many."""
    data = await file.read(LARGEST + 1) if file is not None else b""
    if not data:
        raise TrainingError(f"No file was chosen; choose the {NAME} of a pack, or another file made here.")
    if len(data) > LARGEST:
        raise TrainingError(f"The file is larger than {LARGEST:,} bytes; choose the {NAME} of a pack.")
    return data


def _editions(service: Service, one: str, other: str) -> Report:
    library = service.library
    for doc in (one, other):
        if doc not in library.documents:
            raise TrainingError(f"There is no document {doc!r}; the library holds {', '.join(library.documents)}.")
    if one == other:
        raise TrainingError("Choose two different documents.")
    return check(edition(library, one), library, service.alignments.between, {one: other})


def _check_page(
    request: Request,
    service: Service,
    user: User,
    error: str = "",
    field: str = "file",
    report: Report | None = None,
    number: int = 1,
    one: str = "",
    other: str = "",
) -> Response:
    rows = [d for d in report.doubtful if d.doubt is not Doubt.GONE] if report else []
    rows += [d for d in report.doubtful if d.doubt is Doubt.GONE] if report else []
    pages = max(1, -(-len(rows) // EACH))
    here = rows[(min(number, pages) - 1) * EACH : min(number, pages) * EACH] if one else rows
    old, new = one or _old(service.library), other or "wt-2026"
    own = {"error": error, "field": field, "report": report, "said": summary(report) if report else ""}
    listed = {"rows": list(map(_shown, here)), "number": min(number, pages), "pages": pages if one else 1}
    chosen = {"one": old, "other": new, "documents": service.library.documents, "largest": LARGEST}
    return page(request, "training/check.html", service, user, 422 if error else 200, **own, **listed, **chosen)


def _old(library: Library) -> str:
    return next((d.id for d in library.documents.values() if d.status is Status.WITHDRAWN), next(iter(library.documents)))


def _shown(own: Doubtful) -> Shown:
    old, new = marked(own.old, own.new) if own.new and own.doubt is Doubt.REWORDED else (own.old, own.new)
    before = Side(own.label, address(own.before), _marked(old, "del"))
    after = Side(own.after_label, address(own.after), _marked(new, "ins")) if own.after else None
    return Shown(DOUBTS[own.doubt], ", ".join(own.used_in), before, after)


def _marked(text: str, tag: str) -> Markup:
    """Words as HTML; what is bold is marked with an element."""
    return Markup(_BOLD.sub(rf"<{tag}>\1</{tag}>", str(escape(text))).replace("\n", "<br>"))  # noqa: S704 (escaped)
