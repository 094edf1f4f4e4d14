"""The reader: a whole document, its contents, a search in it, and the words an answer quotes marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from api.deps import TheService, Unhurried, Visitor
from api.service import Service
from api.signin.users import User
from api.web.answers import stored
from api.web.book import Book, Heading, bind
from api.web.chat import NAME
from api.web.editions import Match, matches
from api.web.marking import Found, Marked, Trail, cited, quoted, search, trail
from api.web.pages import about, bare, document
from api.web.paragraphs import address, anchor, body
from api.web.words import explained, page, standing
from corpus.errors import UnknownParagraph
from corpus.library import Library
from corpus.model import Paragraph

router = APIRouter(prefix="/read", dependencies=[Unhurried], include_in_schema=False)


@dataclass(frozen=True)
class Block:
    """A paragraph on the page."""

    anchor: str
    number: str
    label: str
    place: str
    body: Markup
    remarks: tuple[str, ...]
    match: Match | None
    back: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """What was asked of a document: an answer's words, a quotation, or words to look for."""

    marked: Marked
    trail: Trail | None = None
    found: Sequence[Found] = ()
    holding: int = 0


@router.get("/{doc}")
def read(
    request: Request,
    doc: Annotated[str, Path(max_length=100)],
    user: Visitor,
    service: TheService,
    answer: Annotated[str, Query(pattern=NAME)] = "",
    mark: Annotated[int, Query(ge=1, le=99)] = 1,
    quote: Annotated[str, Query(max_length=4000)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """A document as a whole."""
    if doc not in service.library.documents:
        raise UnknownParagraph(f"There is no document {doc!r}; the library holds {', '.join(service.library.documents)}.")
    book = bind(service.library, doc)
    asked = _asked(service, user, book, answer, mark, quote, q)
    own = {"path": request.url.path, "csrf": "", **about(user)}
    return document(request, bare("read.html", **own, **_shown(service, book, asked), q=q, signs_in=service.settings.signs_in))


@router.get("/{doc}/{name:path}")
def read_at(doc: str, name: str, user: Visitor, service: TheService) -> Response:
    """The place of a paragraph, for addresses that are made of its id."""
    found = service.library.find(f"{doc}/{name}")
    return RedirectResponse(address(found.id), 307)


def _asked(service: Service, user: User, book: Book, answer: str, mark: int, quote: str, q: str) -> Read:
    if q.strip():
        paragraphs = [b for b in (*book.blocks, *book.footnotes) if isinstance(b, Paragraph)]
        found, holding = search(paragraphs, q)
        return Read(Marked(everywhere=q.split()), None, found, holding)
    if answer:
        record = service.store.answer(answer, user.id)
        own = stored(record.body)
        return Read(cited(own), trail(own, answer, record.conversation_id, mark))
    return Read(quoted(quote))


def _shown(service: Service, book: Book, asked: Read) -> dict[str, object]:
    other = matches(service, book.document.id)
    blocks = [b if isinstance(b, Heading) else _block(b, asked.marked, other.get(b.id)) for b in book.blocks]
    current = book.document.in_force(date.today())
    return {
        "document": book.document,
        "tag": standing(book.document.status, current),
        "explained": explained(book.document),
        "headings": book.headings,
        "blocks": blocks,
        "footnotes": [_note(p, asked.marked, service.library) for p in book.footnotes],
        "asked": asked,
    }


def _block(paragraph: Paragraph, marked: Marked, match: Match | None) -> Block:
    return Block(
        anchor(paragraph.id),
        paragraph.number,
        paragraph.label,
        page(paragraph.page, paragraph.page_source),
        body(paragraph, marked.of(paragraph.id)),
        paragraph.remarks,
        match,
    )


def _note(paragraph: Paragraph, marked: Marked, library: Library) -> Block:
    """A footnote, with the places it is a note to."""
    block = _block(paragraph, marked, None)
    back = tuple(anchor(name) for name in paragraph.noted_in if name in library.paragraphs)
    return Block(block.anchor, block.number, block.label, "", block.body, block.remarks, None, back)
