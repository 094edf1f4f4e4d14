"""One answer by itself: to print, to copy into a case record, and to say whether it was right."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from api.deps import CheckedForm, SignedIn, TheService, TheStore, Unhurried, Visitor
from api.store.store import Reason
from api.web.answers import stored
from api.web.chat import Fragment
from api.web.pages import bare, page
from api.web.record import plain, rich
from api.web.turns import of_record

router = APIRouter(prefix="/answers/{answer}", dependencies=[Unhurried], include_in_schema=False)
Name = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get("")
def show(request: Request, answer: Name, user: Visitor, service: TheService, store: TheStore) -> Response:
    """An answer to print or to copy."""
    record = store.answer(answer, user.id)
    view, own = of_record(record, service), stored(record.body)
    return page(
        request,
        "answer.html",
        service,
        user,
        turn=view,
        asked=record.asked,
        conversation=record.conversation_id,
        text=plain(own, view, record.asked),
        library=record.library,
    )


@router.get("/record.txt")
def as_text(answer: Name, user: Visitor, service: TheService, store: TheStore) -> Response:
    """An answer with its citations as plain text."""
    record = store.answer(answer, user.id)
    return PlainTextResponse(plain(stored(record.body), of_record(record, service), record.asked))


@router.get("/record.html")
def as_html(answer: Name, user: Visitor, service: TheService, store: TheStore) -> Response:
    """The same as HTML, for pasting with its form."""
    record = store.answer(answer, user.id)
    return HTMLResponse(rich(stored(record.body), of_record(record, service), record.asked))


@router.post("/feedback", dependencies=[CheckedForm])
def feedback(
    answer: Name,
    user: SignedIn,
    store: TheStore,
    right: Annotated[bool, Form()],
    reason: Annotated[Reason | None, Form()] = None,
    comment: Annotated[str, Form(max_length=2000)] = "",
    x_fragment: Fragment = False,
) -> Response:
    """Keep what a reader says of an answer."""
    store.give_feedback(answer, user.id, right, None if right else reason, comment)
    if x_fragment:
        return HTMLResponse(bare("thanks.html", answer=answer))
    conversation = store.answer(answer, user.id).conversation_id
    return RedirectResponse(f"/?conversation={conversation}&thanked={answer}#feedback-{answer}", 303)
