"""What is in the library, what it lacks (for operators), and signing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.deps import Operator, TheService, TheStore, Unhurried, Visitor
from api.errors import SignInError
from api.routes.signin import here
from api.signin.users import User
from api.store.tables import Record
from api.web.pages import page
from api.web.paragraphs import address
from api.web.turns import REASONS
from api.web.words import Tag, explained, standing
from corpus.library import Library
from corpus.model import Kind
from corpus.register import Document

router = APIRouter(dependencies=[Unhurried], include_in_schema=False)
LISTED = 100
"""Rows of each table on the operator's page, the newest first."""


@dataclass(frozen=True)
class Shelved:
    """A document as the library's page shows it."""

    document: Document
    tag: Tag
    explained: str
    paragraphs: int
    footnotes: int


@dataclass(frozen=True)
class Lacking:
    """A question that was declined, and the paragraphs nearest to it."""

    question: str
    asked: datetime
    nearest: Sequence[tuple[str, str]]


@router.get("/library")
def library(request: Request, user: Visitor, service: TheService) -> Response:
    """The documents with their standing and dates."""
    shelf = [_shelved(document, service.library) for document in service.library.documents.values()]
    return page(request, "library.html", service, user, shelf=shelf, fingerprint=service.library.manifest.fingerprint)


@router.get("/operator")
def operator(request: Request, user: Operator, service: TheService, store: TheStore) -> Response:
    """What was declined and what readers said: what the library lacks."""
    return page(
        request,
        "operator.html",
        service,
        user,
        counts=store.counts(),
        declined=[_lacking(record, service.library) for record in store.declined(LISTED)],
        feedback=store.feedback(LISTED),
        reasons=REASONS,
        days=service.settings.retention_days,
    )


@router.get("/sign-in")
def sign_in(
    request: Request,
    service: TheService,
    onward: Annotated[str, Query(max_length=2000)] = "/",
    failed: bool = False,
    out: bool = False,
) -> Response:
    """The ways to sign in that are set up; `failed` and `out` say what went before."""
    ways = {
        "keys": service.settings.api_keys,
        "provider": service.flow is not None,
        "out": out,
        "leave": out and _may_leave(service),
    }
    status = 401 if failed else 200
    return page(request, "sign-in.html", service, _known(request, service), status, onward=here(onward), failed=failed, **ways)


def _may_leave(service: TheService) -> bool:
    """Whether there is a provider that one can sign out of."""
    try:
        return service.flow is not None and bool(service.flow.leave())
    except SignInError:
        return False


def _known(request: Request, service: TheService) -> User | None:
    try:
        return service.entrance.user("", request.session)
    except SignInError:
        return None


def _shelved(document: Document, library: Library) -> Shelved:
    own = [p.kind for p in library.paragraphs.values() if p.doc == document.id]
    notes = own.count(Kind.FOOTNOTE)
    current = document.in_force(date.today())
    return Shelved(document, standing(document.status, current), explained(document), len(own) - notes, notes)


def _lacking(record: Record, library: Library) -> Lacking:
    known = [name for name in record.nearest if name in library.paragraphs or name in library.sections]
    return Lacking(record.question, record.asked, [(library.find(n).label, address(n)) for n in known[:3]])
