"""The training room over HTTP: every router of its parts, and the page that leads to them."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import TheService, Trainer, Unhurried
from api.training import packs, quiz_api, quizzes, registers, standards
from api.web.pages import page

router = APIRouter(prefix="/training", dependencies=[Unhurried], include_in_schema=False)

PARTS: tuple[Any, ...] = (standards, registers, quizzes, quiz_api, packs)
"""Modules of `api.training` that have a `router`."""
LINKS: tuple[tuple[str, str, str], ...] = (
    ("/training/standards", "The LCPP standards", "Every statement, by id or topic, and the guidance that stands behind it."),
    ("/training/coverage", "Coverage", "Which guidance stands behind which statements, and what neither reaches."),
    ("/training/registers", "Registers", "Every time limit, duty and definition, who attends what, and a calculator."),
    ("/training/pack", "Packs", "Slides, a facilitator's guide, a handout, a case and a quiz for one session."),
    ("/training/quiz", "Test yourself", "Questions made from the guidance's own words, each answer explained by citation."),
    ("/training/check", "Is it still true?", "What a new edition has made doubtful in material that was made before."),
)
"""Address, name and one sentence for each part, as the first page lists them."""


@router.get("")
def first_page(request: Request, service: TheService, user: Trainer) -> Response:
    """What there is for trainers."""
    return page(request, "training/index.html", service, user, links=LINKS)
