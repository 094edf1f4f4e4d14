"""What endpoints and pages are given, as nouns for their signatures."""

from typing import Annotated, Any

from fastapi import Depends, Request

from api.asking import Answering, Asking
from api.errors import Forbidden
from api.forms import check_form, csrf_token
from api.service import Service
from api.settings import Settings
from api.signin.users import Role, User
from api.store.store import Store
from corpus.library import Library


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(_service)]
"""Everything that is open."""


def _by_address(policy: str) -> Any:
    async def take(request: Request, service: TheService) -> None:
        service.rates.take(policy, service.rates.address(request), request)

    return Depends(take)


def _user(request: Request, service: TheService) -> User:
    return service.entrance.user(request.headers.get("authorization", ""), request.session)


async def _by_user(request: Request, service: TheService, user: Annotated[User, Depends(_user)]) -> User:
    service.rates.take("user", user.id, request)
    return user


def _may(role: Role) -> object:
    def check(user: SignedIn) -> User:
        if not user.role.covers(role):
            raise Forbidden(f"This takes the role {role.value!r}; you have {user.role.value!r}. Ask your operator.")
        return user

    return Depends(check)


Unhurried = _by_address("address")
"""For routers: no address may ask more often than its rate allows."""
UnhurriedTyping = _by_address("suggest")
"""The same for suggestions, counted apart."""
SignedIn = Annotated[User, Depends(_by_user)]
"""Who asks, counted against their rate; SignInError (401) if nobody, HTTP 429 if too often."""
Visitor = Annotated[User, Depends(_user)]
"""The same, not counted: for pages that only show something."""
Trainer = Annotated[User, _may(Role.TRAINER)]
Operator = Annotated[User, _may(Role.OPERATOR)]


async def _settings(service: TheService) -> Settings:
    return service.settings


async def _assistant(service: TheService) -> Answering:
    return service.assistant


async def _asking(service: TheService) -> Asking:
    return service.asking


async def _library(service: TheService) -> Library:
    return service.library


async def _store(service: TheService) -> Store:
    return service.store


TheSettings = Annotated[Settings, Depends(_settings)]
TheAssistant = Annotated[Answering, Depends(_assistant)]
"""Answers without keeping anything; it blocks: call it through `TheService.pool`."""
TheAsking = Annotated[Asking, Depends(_asking)]
"""Answers in the pool and keeps the answer: what a page or an endpoint that is asked something calls."""
TheLibrary = Annotated[Library, Depends(_library)]
TheStore = Annotated[Store, Depends(_store)]
"""Conversations, feedback, audit rows; it blocks: use it in a plain `def` endpoint."""
CsrfToken = Annotated[str, Depends(csrf_token)]
"""What a form carries in its hidden field 'csrf'."""
CheckedForm = Depends(check_form)
"""For endpoints that take a form: `dependencies=[CheckedForm]`."""
