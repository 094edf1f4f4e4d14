"""Two documents side by side: what they say on a topic, and what became of each paragraph."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from markupsafe import Markup, escape
from pydantic import StringConstraints
from starlette.responses import RedirectResponse, Response

from api.alignments import in_order
from api.deps import CheckedForm, SignedIn, TheService, Unhurried
from api.service import Service
from api.signin.users import User
from api.web.answers import shown
from api.web.pages import page
from api.web.paragraphs import address
from api.web.words import standing
from corpus.errors import UnknownParagraph
from corpus.library import Library
from retriever.alignment import Change, Pair
from retriever.differences import marked
from retriever.errors import BadQuestion

router = APIRouter(prefix="/compare", dependencies=[Unhurried], include_in_schema=False)
EACH = 10
"""Pairs on one page."""
CHANGES = {Change.REWORDED: "Reworded", Change.NEW: "New", Change.GONE: "Gone", Change.SAME: "The same"}
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
Doc = Annotated[str, StringConstraints(max_length=100)]
Topic = Annotated[str, StringConstraints(max_length=2000)]


@dataclass(frozen=True)
class Half:
    """A paragraph of one document `doc`, with the words that the other does not have marked."""

    doc: str
    label: str
    href: str
    text: Markup


@dataclass(frozen=True)
class Row:
    """What became of a paragraph."""

    change: str
    before: Half | None
    after: Half | None


@dataclass(frozen=True)
class Listed:
    """One page of what became of the paragraphs, and how many there are of each change."""

    rows: Sequence[Row]
    counts: dict[str, int]
    page: int
    pages: int


@router.get("")
async def changes(
    request: Request,
    user: SignedIn,
    service: TheService,
    one: Annotated[Doc, Query()] = "wt-2015",
    other: Annotated[Doc, Query()] = "wt-2026",
    topic: Annotated[Topic, Query()] = "",
    change: Change = Change.REWORDED,
    number: Annotated[int, Query(ge=1, le=10_000, alias="page")] = 1,
) -> Response:
    """What became of each paragraph; `topic` is put in its box, not asked: addresses are kept in logs."""
    error = _wrong(service.library, one, other)
    listed = None if error else await service.pool.run(lambda: _listed(service, one, other, change, number))
    return _page(request, service, user, error, one=one, other=other, topic=topic, listed=listed, change=change)


@router.post("", dependencies=[CheckedForm])
async def on_topic(
    request: Request,
    user: SignedIn,
    service: TheService,
    one: Annotated[Doc, Form()],
    other: Annotated[Doc, Form()],
    topic: Annotated[Topic, Form()] = "",
) -> Response:
    """What both say on a topic; without one the reader is led to what became of each paragraph."""
    error, both = _wrong(service.library, one, other), None
    if not error and not topic.strip():
        return RedirectResponse(f"/compare?{urlencode({'one': one, 'other': other})}", 303)
    try:
        if not error:
            both = await service.pool.run(lambda: shown(service.assistant.compare(one, other, topic), "", service.library))
    except BadQuestion as wrong:
        error = str(wrong)
    return _page(request, service, user, error, one=one, other=other, topic=both.question if both else topic, both=both)


def _page(request: Request, service: Service, user: User, error: str, **given: object) -> Response:
    """The page with the documents chosen, and what is `given` of a comparison."""
    blank = {"topic": "", "both": None, "listed": None, "change": Change.REWORDED}
    own = {**blank, **given, "changes": CHANGES, "error": error}
    told = {"documents": service.library.documents, "tags": _tags(service.library)}
    return page(request, "compare.html", service, user, 422 if error else 200, **own, **told)


def _wrong(library: Library, one: str, other: str) -> str:
    """What is wrong with two documents to be compared; raises UnknownParagraph for one that is not there."""
    for doc in (one, other):
        if doc not in library.documents:
            raise UnknownParagraph(f"There is no document {doc!r}; the library holds {', '.join(library.documents)}.")
    return "Choose two different documents." if one == other else ""


def _listed(service: Service, one: str, other: str, change: Change, number: int) -> Listed:
    """Pairs in the later document's order, the ones of a change, a page of them."""
    library = service.library
    earlier, later = in_order(library.documents[one], library.documents[other])
    pairs = service.alignments.between(earlier.id, later.id)
    own = [pair for pair in pairs if pair.change is change]
    last = max(1, -(-len(own) // EACH))
    chosen = own[(min(number, last) - 1) * EACH : min(number, last) * EACH]
    counts = Counter(pair.change for pair in pairs)
    return Listed([_row(pair, library) for pair in chosen], {c: counts[c] for c in CHANGES}, min(number, last), last)


def _row(pair: Pair, library: Library) -> Row:
    if pair.change is Change.REWORDED:
        before, after = marked(library.text_of(pair.before), library.text_of(pair.after))
        return Row(CHANGES[pair.change], _half(library, pair.before, before, "del"), _half(library, pair.after, after, "ins"))
    halves = [_half(library, name, library.text_of(name), "") if name else None for name in (pair.before, pair.after)]
    return Row(CHANGES[pair.change], halves[0], halves[1])


def _half(library: Library, name: str, text: str, differing: str) -> Half:
    """A paragraph's lines; words in bold are the differing ones."""
    safe = str(escape(text))
    if differing:
        safe = _BOLD.sub(rf"<{differing}>\1</{differing}>", safe)
    lines = Markup("<br>").join(Markup(line) for line in safe.splitlines())  # noqa: S704 (escaped above)
    return Half(library.paragraphs[name].doc, library.paragraphs[name].label, address(name), lines)


def _tags(library: Library) -> dict[str, object]:
    return {doc.id: standing(doc.status, doc.in_force(date.today())) for doc in library.documents.values()}
