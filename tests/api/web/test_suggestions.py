"""Questions suggested while one is typed, in a real Chromium: by keyboard and by touch, and never in the way."""

import pytest
from playwright.sync_api import Page, expect

from tests.api.web.conftest import PHONE, Open, Site, ask

TYPED = "who chairs"


def typed(page: Page, text: str = TYPED) -> None:
    page.focus("#question")
    page.keyboard.type(text)


AT_ONCE = """text => {
    const box = document.getElementById("question");
    for (const letter of text) {
        box.value += letter;
        box.dispatchEvent(new Event("input"));
    }
}"""


def options(page: Page):
    return page.get_by_role("option")


@pytest.fixture
def sent() -> list[str]:
    """What was sent to be matched."""
    return []


@pytest.fixture
def chat(visit: Open, sent: list[str]) -> Page:
    page = visit("/", viewport=PHONE, has_touch=True)
    page.on("request", lambda r: sent.append(r.post_data_json["typed"]) if r.url.endswith("/v1/suggest") else None)
    return page


def test_the_arrow_keys_choose_a_question_that_enter_puts_into_the_box_and_asks(chat: Page, site: Site):
    typed(chat)
    expect(options(chat)).to_have_count(5)
    expect(chat.locator("[data-suggested]")).to_contain_text("down arrow")
    chat.keyboard.press("ArrowDown")
    chat.keyboard.press("ArrowDown")
    second = options(chat).nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(chat.locator("#question")).to_have_attribute("aria-activedescendant", "typed-list-1")
    expect(chat.locator("#question")).to_be_focused()
    question = second.inner_text()
    chat.keyboard.press("Enter")
    expect(chat.locator("#question")).to_have_value(question)
    expect(chat.locator("#typed")).to_be_hidden()
    expect(chat.locator(".cv-turn")).to_have_count(0)
    chat.keyboard.press("Enter")
    expect(chat.locator(".cv-turn")).to_have_count(1)
    assert site.assistant.asked[-1][0] == question


def test_a_touch_chooses_and_what_was_typed_comes_back_when_undone(chat: Page):
    typed(chat)
    question = options(chat).first.inner_text()
    options(chat).first.tap()
    expect(chat.locator("#question")).to_have_value(question)
    expect(chat.locator("#question")).to_be_focused()
    chat.keyboard.press("Control+z")
    expect(chat.locator("#question")).to_have_value(TYPED)


def test_a_question_of_ones_own_is_asked_as_typed(chat: Page, site: Site):
    typed(chat)
    expect(options(chat)).to_have_count(5)
    chat.keyboard.press("Enter")
    expect(chat.locator(".cv-turn")).to_have_count(1)
    expect(chat.locator("#typed")).to_be_hidden()
    assert site.assistant.asked[-1][0] == TYPED


def test_escape_closes_them_and_the_arrows_move_in_the_text_again(chat: Page):
    typed(chat)
    expect(options(chat)).to_have_count(5)
    chat.keyboard.press("Escape")
    expect(chat.locator("#typed")).to_be_hidden()
    chat.keyboard.press("ArrowDown")
    assert chat.locator("#question").get_attribute("aria-activedescendant") is None
    expect(chat.locator("#question")).to_have_value(TYPED)


def test_the_arrows_move_in_the_text_while_the_caret_is_within_it(chat: Page):
    typed(chat)
    expect(options(chat)).to_have_count(5)
    chat.keyboard.press("Home")
    chat.keyboard.press("ArrowDown")
    assert chat.locator("#question").get_attribute("aria-activedescendant") is None


def test_nothing_the_reader_is_about_to_press_moves(chat: Page):
    chat.focus("#question")
    before = chat.locator(".cv-ask__button").bounding_box()
    typed(chat)
    expect(options(chat)).to_have_count(5)
    assert chat.locator(".cv-ask__button").bounding_box() == before
    assert chat.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert min(box["height"] for box in (own.bounding_box() for own in options(chat).all()) if box) >= 40


def test_one_request_a_pause_and_none_for_a_story_that_nothing_matches(chat: Page, sent: list[str]):
    chat.evaluate(AT_ONCE, TYPED)
    expect(options(chat)).to_have_count(5)
    assert sent == [TYPED]
    with chat.expect_response("**/v1/suggest"):
        chat.evaluate(AT_ONCE, " zebra")
    expect(chat.locator("#typed")).to_be_hidden()
    chat.evaluate(AT_ONCE, " and his mother")
    chat.wait_for_timeout(600)
    assert sent == [TYPED, f"{TYPED} zebra"]


def test_long_texts_and_single_letters_are_not_sent(chat: Page, sent: list[str]):
    typed(chat, "wh")
    chat.wait_for_timeout(400)
    chat.fill("#question", "what " * 40)
    chat.wait_for_timeout(400)
    assert sent == []


def test_a_service_that_refuses_suggestions_is_left_alone_and_still_asked(chat: Page, sent: list[str]):
    chat.route("**/v1/suggest", lambda route: route.fulfill(status=429))
    with chat.expect_response("**/v1/suggest"):
        chat.evaluate(AT_ONCE, TYPED)
    chat.evaluate(AT_ONCE, " the conference")
    chat.wait_for_timeout(600)
    assert sent == [TYPED]
    ask(chat, "Who is at a strategy discussion?")


def test_without_script_there_is_a_box_and_nothing_else(visit: Open):
    page = visit("/", java_script_enabled=False)
    page.fill("#question", TYPED)
    expect(page.locator("#typed")).to_be_hidden()
    assert page.locator("#question").get_attribute("aria-autocomplete") is None
