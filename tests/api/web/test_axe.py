"""axe-core finds nothing wrong on any page in any state, on a phone and a desk, in light and in dark."""

import os
import re
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.api.web.conftest import DESK, PHONE, ask

PICTURES = Path(__file__).parents[3] / "build/screenshots"
AXE = (Path(__file__).parents[2] / "data/axe/axe.min.js").read_text("utf-8")
LOOKS = list(product((PHONE, DESK), ("light", "dark")))
NAMES = [f"{'phone' if size is PHONE else 'desk'}-{scheme}" for size, scheme in LOOKS]


@pytest.fixture(params=LOOKS, ids=NAMES)
def look(request: pytest.FixtureRequest) -> dict[str, object]:
    size, scheme = request.param
    return {"viewport": size, "color_scheme": scheme}


def violations(page: Page) -> list[str]:
    """What axe finds; the page's picture is kept for looking at (build/ is not committed)."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", os.environ["PYTEST_CURRENT_TEST"].split("::")[1])
    page.screenshot(path=PICTURES / f"{name}{page.locator('.cv-turn').count() or ''}.png", full_page="/read/" not in page.url)
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def test_the_chat_in_every_state(visit, look):
    page = visit("/", **look)
    assert violations(page) == []
    for question in (
        "Who is at a strategy discussion?",
        "what is proposed?",
        "the withdrawn edition",
        "What do we pay?",
        "Hello",
    ):
        ask(page, question)
    page.get_by_text("No, this answer was not right").first.click()
    page.locator(".cv-source summary").first.click()
    assert violations(page) == []
    page.goto(page.url.split("?")[0])
    ask(page, "Mary Jones is bleeding")
    page.locator(".cv-feedback button").first.click()
    page.get_by_text("Thank you.").wait_for()
    page.fill("#question", " ")
    page.click(".cv-ask__button")
    page.locator("#question-error").wait_for()
    assert violations(page) == []


def test_a_refused_question_without_script(visit, look):
    page = visit("/", **look)
    page.route("**/app.js*", lambda route: route.abort())  # axe itself is script
    page.reload()
    page.fill("#question", " ")
    page.click(".cv-ask__button")
    page.locator(".govuk-error-summary").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/library",
        "/compare",
        "/compare?one=wt-2026",
        "/operator",
        "/sign-in",
        "/sign-in?out=true",
        "/conversations",
        "/conversations?deleted=true",
        "/nowhere",
    ],
)
def test_the_other_pages(visit, look, path: str):
    assert violations(visit(path, **look)) == []


def test_what_both_documents_say(visit, look):
    page = visit("/compare", **look)
    page.fill("#topic", "referral")
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("What both say").wait_for()
    assert violations(page) == []


def test_suggestions_while_typing(visit, look):
    page = visit("/", **look)
    page.focus("#question")
    page.keyboard.type("who chairs")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


def test_one_answer_by_itself(visit, look):
    page = visit("/", **look)
    ask(page, "Who is at a strategy discussion?")
    page.get_by_role("link", name="Print or save").click()
    page.get_by_label("Plain text").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/read/lcpp-2026", "/read/wt-2015?q=referral", "/read/wt-2015?quote=strategy+discussion"])
def test_the_reader(visit, look, path: str):
    page = visit(path, **look)
    assert violations(page) == []


def test_the_longest_document(visit):
    assert violations(visit("/read/wt-2026#167")) == []


def test_axe_would_find_what_is_wrong(visit):
    page = visit("/library")
    page.evaluate("document.querySelector('main').append(document.createElement('img'), document.createElement('input'))")
    assert {found.partition(":")[0] for found in violations(page)} >= {"image-alt", "label"}
