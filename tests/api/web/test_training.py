"""The training room's pages in a real Chromium: every page and state, by axe, on a phone and a desk, and without JavaScript."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.signin.users import Role
from corpus.library import Library
from retriever.search import Searcher
from tests.api.web.conftest import Site, running
from tests.api.web.test_axe import LOOKS, NAMES, violations
from training.pack import Kept
from training.source import digest

PAGES = (
    "/training",
    "/training/standards",
    "/training/standards/S3.T12",
    "/training/standards/S4.H10",
    "/training/standards/S9.T1",
    "/training/serves/wt-2026/231",
    "/training/serves/wt-2026/385",
    "/training/coverage",
    "/training/coverage?level=standards",
    "/training/registers",
    "/training/registers/time-limits",
    "/training/registers/duties?page=2",
    "/training/registers/definitions",
    "/training/registers/attendance",
    "/training/due",
    "/training/quiz",
    "/training/pack",
    "/training/check",
    "/training/check?from=wt-2015&to=wt-2026",
    "/training/check?from=wt-2026&to=wt-2026",
)
"""All that are opened by an address, with something, with nothing, and with what there is not."""
LIMIT = "wt-2026/167:t1"


@pytest.fixture(params=LOOKS, ids=NAMES)
def look(request: pytest.FixtureRequest) -> dict[str, object]:
    size, scheme = request.param
    return {"viewport": size, "color_scheme": scheme}


@pytest.fixture(scope="module")
def old_material(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that remembers a paragraph in other words than it has now, and one that is as it was."""
    names = {"wt-2026/167": "Old words, since put otherwise.", "wt-2026/186": library.paragraphs["wt-2026/186"].text}
    digests = {"wt-2026/167": "0" * 16, "wt-2026/186": digest(library.paragraphs["wt-2026/186"])}
    kept = [Kept(name, digests[name], library.paragraphs[name].label, text, ("handout",)) for name, text in names.items()]
    sources = [asdict(one) for one in kept]
    path: Path = tmp_path_factory.mktemp("material") / "pack.json"
    path.write_text(json.dumps({"format": 1, "kind": "training-pack", "sources": sources}), "utf-8")
    return path


@pytest.fixture(scope="module", autouse=True)
def _model(searcher: Searcher) -> None:
    """Open before anybody waits for a page that compares by meaning."""


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def sound(page: Page) -> list[str]:
    """What is wrong with a page: what axe finds, a second main heading, anything wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    headings = page.locator("h1").count()
    return [
        *violations(page),
        *([f"{page.url} is {wide} px too wide"] if wide > 0 else []),
        *([f"{page.url} has {headings} main headings"] if headings != 1 else []),
    ]


def states(page: Page, url: str, old_material: Path) -> Iterator[Page]:
    """Everything that a form leads to, one after another, in one tab."""
    page.goto(f"{url}/training/standards")
    page.fill("#topic", "kittens")
    press(page, "Show statements")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield page
    page.fill("#topic", "retraction")
    press(page, "Show statements")
    expect(page.get_by_role("heading", name="3 statements on ‘retraction’")).to_be_visible()
    yield page

    page.goto(f"{url}/training/registers/duties")
    page.fill("#topic", "zebra")
    press(page, "Show rows")
    expect(page.get_by_text("No row speaks of that.")).to_be_visible()
    yield page
    page.fill("#topic", "strategy discussion")
    page.select_option("#actor", "police")
    press(page, "Show rows")
    expect(page.locator("tbody tr").first).to_be_visible()
    yield page

    page.goto(f"{url}/training/due?limit={LIMIT}")
    press(page, "Count")
    expect(page.locator("#start-error")).to_be_visible()
    yield page
    page.fill("#start", "2026-12-24")
    press(page, "Count")
    expect(page.get_by_role("heading", name="By 29 December 2026")).to_be_visible()
    yield page

    page.goto(f"{url}/training/pack")
    page.fill("#topic", "retraction")
    page.fill("#minutes", "0")
    press(page, "Show what it holds")
    expect(page.locator("#minutes-error")).to_be_visible()
    yield page
    page.fill("#minutes", "60")
    page.select_option("#standard", "3")
    press(page, "Show what it holds")
    expect(page.get_by_text("Plan of the session, 60 minutes in all")).to_be_visible()
    yield page

    page.goto(f"{url}/training/quiz")
    page.fill("#topic", "gardening")
    press(page, "Start")
    expect(page.locator("#topic-error")).to_be_visible()
    yield page
    page.fill("#topic", "")
    page.select_option("#items", "20")
    press(page, "Start")
    expect(page.locator("form .govuk-form-group").first).to_be_visible()
    yield page
    page.locator("input[type=radio]").first.check()
    press(page, "See how you did")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"[01] of \d+ right"))
    yield page

    page.goto(f"{url}/training/check")
    press(page, "Check the file")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield page
    page.set_input_files("#file", old_material)
    press(page, "Check the file")
    expect(page.locator(".cv-pair")).to_have_count(1)
    yield page


def test_axe_finds_nothing_on_any_page(visit, site: Site, look) -> None:
    page = visit(PAGES[0], **look)
    for path in PAGES:
        page.goto(site.url + path)
        assert sound(page) == [], path


def test_axe_finds_nothing_in_any_state(visit, site: Site, look, old_material: Path) -> None:
    for page in states(visit("/training", **look), site.url, old_material):
        assert sound(page) == []


def test_everything_works_without_javascript(visit, site: Site, old_material: Path) -> None:
    page = visit("/training", java_script_enabled=False)
    assert sum(1 for _ in states(page, site.url, old_material)) == 13
    for path in PAGES:
        page.goto(site.url + path)
        assert page.locator("h1").count() == 1, path


def test_files_are_saved_with_their_names(visit) -> None:
    page = visit("/training/registers/time-limits", java_script_enabled=False)
    with page.expect_download() as saved:
        press(page, "Download for Excel")
    assert saved.value.suggested_filename == "time-limits.xlsx"
    page = visit("/training/pack", java_script_enabled=False)
    page.fill("#topic", "retraction")
    press(page, "Show what it holds")
    with page.expect_download() as saved:
        press(page, "Handout (Word)")
    assert saved.value.suggested_filename == "retraction-handout.docx"


def test_the_keyboard_alone_makes_a_quiz(visit) -> None:
    page = visit("/training/quiz")
    page.focus("#topic")
    page.keyboard.type("neglect")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Quiz on neglect")


def test_only_trainers_are_led_to_the_room(visit, library: Library, tmp_path: Path) -> None:
    with running(library, tmp_path, api_keys=True) as own:
        for role, there in ((Role.READER, 0), (Role.TRAINER, 1)):
            page = visit("/sign-in", at=own)
            page.get_by_label("API key").fill(own.service.keys.create(role.value, role))
            press(page, "Sign in with the key")
            page.goto(f"{own.url}/library")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.locator("a[href='/training']")).to_have_count(there)
