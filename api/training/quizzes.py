"""The self-test: choose what it is on, answer, be told by citation why; nothing about the person is kept."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import StringConstraints
from starlette.datastructures import FormData
from starlette.responses import Response

from api.deps import CheckedForm, TheService, Trainer, Unhurried
from api.service import Service
from api.signin.users import User
from api.web.pages import page
from corpus.library import Library
from training.errors import TrainingError
from training.quiz import quiz
from training.quiz_csv import answer_of
from training.quiz_items import Item, ItemKind, Proof, Quiz
from training.quiz_marking import Marked, mark
from training.standards import standards

router = APIRouter(prefix="/training/quiz", dependencies=[Unhurried], include_in_schema=False)
COUNTS = (5, 10, 20)
SEEDS = 1_000_000
Short = Annotated[str, StringConstraints(max_length=500)]


@dataclass(frozen=True)
class Wishes:
    """What the form was filled in with."""

    topic: str = ""
    standard: str = ""
    items: str = "10"
    seed: str = ""

    def made(self, library: Library) -> Quiz:
        """The quiz; raises TrainingError for what cannot be."""
        numbers = {
            "the number of questions": self.items,
            "the seed": self.seed,
            **({"the standard": self.standard} if self.standard else {}),
        }
        for name, text in numbers.items():
            if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
                raise TrainingError(f"{name[0].upper() + name[1:]} is not a whole number; choose one of the list.")
        standard = int(self.standard) if self.standard else None
        return quiz(library, self.topic, standard, count=int(self.items), seed=int(self.seed))


@dataclass(frozen=True)
class Told:
    """A marked answer as the page shows it."""

    marked: Marked
    given: str
    right: str
    proofs: Sequence[Proof]


@router.get("")
def choose(request: Request, user: Trainer, service: TheService) -> Response:
    """The form."""
    return _form(request, service, user, Wishes())


@router.post("", dependencies=[CheckedForm])
async def start(
    request: Request,
    user: Trainer,
    service: TheService,
    topic: Annotated[Short, Form()] = "",
    standard: Annotated[Short, Form()] = "",
    items: Annotated[Short, Form()] = "10",
) -> Response:
    """The questions, other ones each time."""
    wishes = Wishes(topic, standard, items, str(secrets.randbelow(SEEDS)))
    try:
        made = await service.pool.run(lambda: wishes.made(service.library))
    except TrainingError as error:
        return _form(request, service, user, wishes, str(error))
    return page(request, "training/quiz.html", service, user, quiz=made, wishes=wishes, kinds=ItemKind)


@router.post("/answers", dependencies=[CheckedForm])
async def answers(
    request: Request,
    user: Trainer,
    service: TheService,
    seed: Annotated[Short, Form()],
    topic: Annotated[Short, Form()] = "",
    standard: Annotated[Short, Form()] = "",
    items: Annotated[Short, Form()] = "10",
) -> Response:
    """What was right and what was not, each with the words that say so."""
    wishes = Wishes(topic, standard, items, seed)
    try:
        made = await service.pool.run(lambda: wishes.made(service.library))
    except TrainingError as error:
        return _form(request, service, user, wishes, str(error))
    sent = await request.form()
    told = [_told(mark(item, _given(sent, number, item))) for number, item in enumerate(made.items, 1)]
    right = sum(one.marked.right for one in told)
    return page(request, "training/quiz_answers.html", service, user, quiz=made, wishes=wishes, told=told, right=right)


def _form(request: Request, service: Service, user: User, wishes: Wishes, error: str = "") -> Response:
    titles = standards(service.library).titles
    status = 422 if error else 200
    given = {"wishes": wishes, "titles": titles, "counts": COUNTS, "error": error}
    return page(request, "training/quiz_form.html", service, user, status, **given)


def _given(sent: FormData, number: int, item: Item) -> list[str]:
    """What was answered to an item: one field, or one for each step or actor."""
    several = item.kind in (ItemKind.ORDER, ItemKind.MATCH)
    names = [f"a{number}-{place}" for place in range(1, len(item.options) + 1)] if several else [f"a{number}"]
    return [value if isinstance(value := sent.get(name, ""), str) else "" for name in names]


def _told(marked: Marked) -> Told:
    item = marked.item
    proofs = item.proofs if item.kind in (ItemKind.ORDER, ItemKind.MATCH) else item.proofs[:1]
    return Told(
        marked, _words(marked), " / ".join(answer_of(item)) if item.kind is not ItemKind.LIMIT else item.accepted[0], proofs
    )


def _words(marked: Marked) -> str:
    """An answer in words; '' for none."""
    item, given = marked.item, marked.given
    if not any(given):
        return ""
    if item.kind is ItemKind.LIMIT:
        return given[0]
    if item.kind is ItemKind.ORDER:
        placed = sorted(zip(given, item.shown, strict=True), key=lambda pair: int(pair[0]) if pair[0].isdigit() else 99)
        return " / ".join(item.options[place].text for text, place in placed if text)
    if item.kind is ItemKind.MATCH:
        shown = {str(n): item.options[place].partner for n, place in enumerate(item.shown, 1)}
        return " / ".join(f"{o.text}: {shown.get(text, 'nothing')}" for o, text in zip(item.options, given, strict=True))
    return next((o.text for n, o in enumerate(item.options, 1) if given[0] == str(n)), "")
