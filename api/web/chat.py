"""The chat page: questions and answers of one conversation, appended whole."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.asking import Wanted
from api.deps import SignedIn, TheService, Unhurried, Visitor
from api.errors import Busy, Forbidden, Unknown
from api.forms import check_form
from api.routes.values import LONGEST as MOST
from api.service import Service
from api.signin.users import User
from api.web.answers import Shown, shown
from api.web.pages import page
from api.web.suggested import START
from api.web.turns import REASONS, BadDay, fragment, refusal, turns
from retriever.errors import BadQuestion
from retriever.question import LONGEST

router = APIRouter(dependencies=[Unhurried], include_in_schema=False)
NAME = r"^([0-9a-f]{32})?$"
Named = Annotated[str, Query(pattern=NAME)]
Fragment = Annotated[bool, Header(alias="X-Fragment")]
"""Whether the page's script asks, which puts the answer into the page itself."""


@router.get("/")
def start(
    request: Request,
    user: Visitor,
    service: TheService,
    conversation: Named = "",
    question: Annotated[str, Query(max_length=LONGEST)] = "",
    thanked: Named = "",
) -> Response:
    """The page to ask on, with the answers so far; `question` is put in the box, not asked: addresses are kept in logs."""
    so_far = turns(service, user, conversation)
    return _chat(request, service, user, so_far, conversation=conversation, question=question, thanked=thanked)


@router.post("/")
async def ask(
    request: Request,
    user: SignedIn,
    service: TheService,
    question: Annotated[str, Form()] = "",
    conversation: Annotated[str, Form(pattern=NAME)] = "",
    as_of: Annotated[str, Form(max_length=20)] = "",
    x_fragment: Fragment = False,
) -> Response:
    """Answer at the end of the conversation; a question that cannot be answered stays in the box."""
    try:
        await check_form(request)
        wanted = Wanted(_asked(question), as_of=_day(as_of), conversation=conversation)
        given = await service.asking.ask(user.id, wanted)
    except Unknown as error:
        return await _again(request, service, user, error, conversation="", question=question, as_of=as_of)
    except (Forbidden, BadQuestion, BadDay, Busy) as error:
        return await _again(request, service, user, error, conversation=conversation, question=question, as_of=as_of)
    if x_fragment:
        text = fragment(given, service, str(request.session["csrf"]))
        return HTMLResponse(text, headers={"X-Conversation": given.conversation or ""})
    if given.id is None:
        return _chat(request, service, user, [shown(given, "", service.library)], conversation=conversation)
    return RedirectResponse(f"/?conversation={given.conversation}#answer-{given.id}", 303)


def _asked(question: str) -> str:
    """The question, unless it is too long to be looked at."""
    if len(question) > MOST:
        raise BadQuestion(f"The question has {len(question):,} characters; {LONGEST:,} are the most.")
    return question


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadDay(text) from None


async def _again(request: Request, service: Service, user: User, error: Exception, **typed: str) -> Response:
    """The page with what was typed and what is wrong with it."""
    status, said = refusal(error)
    so_far = await run_in_threadpool(turns, service, user, typed["conversation"])
    response = _chat(request, service, user, so_far, status, error=said, **typed)
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _chat(request: Request, service: Service, user: User, so_far: Sequence[Shown], status: int = 200, **given: str) -> Response:
    blank = {"conversation": "", "question": "", "as_of": "", "thanked": "", "error": ""}
    own = {**blank, **given}
    return page(request, "chat.html", service, user, status, turns=so_far, start=START, reasons=REASONS, longest=LONGEST, **own)
