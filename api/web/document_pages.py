"""For operators: the documents of their own; upload, look, take in, remove."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Path, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from api.deps import CheckedForm, Operator, TheService, Unhurried
from api.service import Service
from api.shelf import Held, Shelf, Waiting
from api.signin.users import User
from api.web.pages import page
from api.web.words import standing
from corpus.model import Status
from ingest.added import Details
from ingest.errors import IngestError

router = APIRouter(prefix="/operator/documents", dependencies=[Unhurried], include_in_schema=False)
Name = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Doc = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=100)]
Day = Annotated[str, Form(max_length=20)]
STATUSES = {
    Status.LOCAL.value: "Local",
    Status.STATUTORY.value: "Statutory guidance",
    Status.NON_STATUTORY.value: "Not statutory",
    Status.CONSULTATION.value: "A consultation: proposals",
    Status.WITHDRAWN.value: "Withdrawn",
}


@router.get("")
def documents(request: Request, user: Operator, service: TheService, done: str = "") -> Response:
    """The added documents, what waits to be decided on, and the form to upload."""
    return _list(request, service, user, done=done[:20])


@router.post("", dependencies=[CheckedForm])
def upload(
    request: Request, user: Operator, service: TheService, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Read a file apart and show what was understood of it."""
    if file is None or not file.filename:
        return _list(request, service, user, 422, error="Choose a file first.")
    try:
        own = _shelf(request).upload(file.filename, file.file.read(), Details())
    except IngestError as error:
        return _list(request, service, user, 422, error=str(error))
    return RedirectResponse(f"/operator/documents/waiting/{own.name}", 303)


@router.get("/waiting/{name}")
def waiting(request: Request, name: Name, user: Operator, service: TheService) -> Response:
    """What was understood of an upload, and the form to take it in."""
    return _preview(request, service, user, _shelf(request).find(name))


@router.post("/waiting/{name}", dependencies=[CheckedForm])
def take(
    request: Request,
    name: Name,
    user: Operator,
    service: TheService,
    title: Annotated[str, Form(max_length=500)] = "",
    status: Annotated[Status, Form()] = Status.LOCAL,
    published: Day = "",
    in_force_from: Day = "",
    in_force_to: Day = "",
    replaces: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Take an upload in, as described."""
    own = _shelf(request).find(name)
    try:
        begins, ends = _day(in_force_from), _day(in_force_to)
        _shelf(request).take(name, Details(title.strip(), status, _day(published), begins, ends, replaces))
    except IngestError as error:
        return _preview(request, service, user, own, 422, error=str(error))
    return RedirectResponse("/operator/documents?done=taken#done", 303)


@router.post("/waiting/{name}/discard", dependencies=[CheckedForm])
def discard(request: Request, name: Name, user: Operator) -> Response:
    """Throw an upload away."""
    _shelf(request).discard(name)
    return RedirectResponse("/operator/documents?done=discarded#done", 303)


@router.post("/{doc}/remove", dependencies=[CheckedForm])
def remove(request: Request, doc: Doc, user: Operator, service: TheService) -> Response:
    """Take a document out of the library."""
    try:
        _shelf(request).remove(doc)
    except IngestError as error:
        return _list(request, service, user, 404, error=str(error))
    return RedirectResponse("/operator/documents?done=removed#done", 303)


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise IngestError("A day must be written like 2026-03-31.") from None


def _list(request: Request, service: Service, user: User, status: int = 200, error: str = "", done: str = "") -> Response:
    shelf = _shelf(request)
    held = [_shown(own) for own in shelf.held(tuple(service.library.documents.values()))]
    given = {"held": held, "waiting": shelf.waiting(), "building": shelf.building, "failed": shelf.failed}
    largest = service.settings.max_upload_bytes // 1_000_000
    return page(request, "documents.html", service, user, status, error=error, done=done, largest=largest, **given)


def _shown(own: Held) -> tuple[Held, object]:
    return own, standing(own.document.status, True)


def _preview(request: Request, service: Service, user: User, own: Waiting, status: int = 200, error: str = "") -> Response:
    replaceable = _shelf(request).replaceable()
    return page(
        request,
        "document-preview.html",
        service,
        user,
        status,
        own=own,
        error=error,
        statuses=STATUSES,
        replaceable=replaceable,
    )
