"""The pages in a real Chromium: what a reader does, with JavaScript and without."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.signin.users import Role
from corpus.library import Library
from tests.api.oidc_provider import CLIENT, SECRET, provider
from tests.api.web.conftest import DESK, PHONE, ZOOMED, Site, ask, running

QUESTION = "Who is at a strategy discussion?"


def test_a_new_answer_is_appended_and_focused(visit, site: Site):
    page = visit("/")
    ask(page, QUESTION)
    expect(page.locator(".cv-turn")).to_be_focused()
    expect(page).to_have_url(re.compile(r"conversation=\w{32}"))
    ask(page, "And who decides?")
    expect(page.locator(".cv-turn")).to_have_count(2)
    expect(page.locator(".cv-turn >> nth=1")).to_be_focused()
    assert site.assistant.asked[-1][1] == (QUESTION,)


def test_a_conversation_is_still_there_after_loading_the_page_again(visit):
    page = visit("/")
    ask(page, QUESTION)
    page.reload()
    expect(page.locator(".cv-question")).to_have_text(f"You asked: {QUESTION}")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_asking_following_up_reading_and_feedback(visit, site: Site, script: bool):
    page = visit("/", java_script_enabled=script)
    ask(page, QUESTION)
    ask(page, "And who decides?")
    assert site.assistant.asked[-1][1] == (QUESTION,)
    last = page.locator(".cv-turn >> nth=1")
    last.get_by_text("No, this answer was not right").click()
    last.get_by_label("It is incomplete").check()
    last.get_by_role("button", name="Send").click()
    expect(last.get_by_text("Thank you.")).to_be_visible()
    page.locator(".cv-source a").nth(1).click()
    expect(page.locator("[id='167'] mark").first).to_contain_text("Within one working day")
    page.get_by_role("link", name="Previous citation").click()
    expect(page.get_by_text("Citation 1 of")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_an_empty_question_says_what_to_do_and_loses_nothing(visit, script: bool):
    page = visit("/", java_script_enabled=script)
    page.fill("#question", "   ")
    page.click(".cv-ask__button")
    expect(page.locator("#question-error")).to_be_visible()
    expect(page.locator(".cv-turn")).to_have_count(0)


def test_suggested_questions_are_asked_with_one_click(visit):
    page = visit("/")
    page.locator(".cv-suggestion").first.click()
    expect(page.locator(".cv-turn")).to_have_count(1)
    page.locator(".cv-suggestion").first.click()
    expect(page.locator(".cv-turn")).to_have_count(2)
    expect(page.locator(".cv-suggested")).to_have_count(1)


def test_enter_asks_and_the_keyboard_reaches_everything_in_order(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.focus("#question")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".cv-turn")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.cv-turn') !== null")


def test_an_answer_is_copied_with_its_citations(visit):
    page = visit("/", permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.get_by_role("button", name="Copy with citations").click()
    expect(page.locator(".cv-copied")).to_have_text("Copied")
    assert "wt-2026/167" in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("link", name="Print or save").click()
    expect(page.get_by_label("Plain text")).to_have_value(re.compile("wt-2026/167"))


def test_an_emergency_stands_before_the_question_itself(visit):
    page = visit("/", viewport=PHONE)
    ask(page, "He is bleeding badly")
    answer, question = (page.locator(own).bounding_box() for own in (".cv-answer", ".cv-question"))
    assert answer["y"] < question["y"]
    assert page.locator(".cv-turn").evaluate("own => own.getBoundingClientRect().top") < 200


def test_the_reader_opens_at_the_cited_paragraph(visit):
    page = visit("/read/wt-2026?quote=Within+one+working+day+of+a+referral#167", viewport=PHONE)
    expect(page.locator("[id='167'] mark")).to_be_in_viewport()
    page = visit("/read/wt-2015", viewport=DESK)
    expect(page.locator("#contents nav")).to_be_visible()
    page.fill("#q", "referral")
    page.keyboard.press("Enter")
    expect(page.locator("#found-title")).to_contain_text("paragraphs with")
    page.locator(".cv-found__list a").first.click()
    expect(page.locator("mark:visible").first).to_be_visible()


def test_two_editions_are_compared(visit):
    page = visit("/compare", viewport=PHONE)
    expect(page.locator(".cv-pair").first).to_be_visible()
    expect(page.locator("ins").first).to_be_visible()
    page.get_by_role("link", name=re.compile("^New")).click()
    expect(page.locator(".cv-half--after").first).to_be_visible()
    page.fill("#topic", "who decides about a referral")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("What both say")).to_be_visible()


def test_leaving_is_one_click_or_three_presses_of_shift(visit):
    page = visit("/")
    left = page.get_by_role("button", name="Exit this page")
    expect(left).to_have_attribute("href", "https://www.bbc.co.uk/weather")
    page.keyboard.press("Shift")
    expect(page.locator(".govuk-exit-this-page__indicator--visible")).to_have_count(1)


@pytest.mark.parametrize(
    "path", ["/", "/conversations", "/library", "/compare", "/read/lcpp-2026", "/sign-in", "/operator", "/nowhere"]
)
def test_nothing_is_wider_than_the_narrowest_screen(visit, path: str):
    page = visit(path, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_first_view_is_light(visit, site: Site):
    page = visit("about:blank", at=Site("", site.service, site.assistant))
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{site.url}/", wait_until="networkidle")
    assert 0 < sum(sizes) < 150_000


def test_signing_in_with_a_key_leads_back_and_signing_out_ends_it(visit, library: Library, tmp_path: Path):
    with running(library, tmp_path, api_keys=True) as site:
        key = site.service.keys.create("desk", Role.READER)
        page = visit("/library", at=site)
        page.get_by_label("API key").fill("cv_wrong")
        page.get_by_role("button", name="Sign in with the key").click()
        expect(page.get_by_role("alert")).to_contain_text("Signing in did not work")
        page.goto(f"{site.url}/library")
        page.get_by_label("API key").fill(key)
        page.get_by_role("button", name="Sign in with the key").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What is in this library")
        expect(page.get_by_role("link", name="Operator")).to_have_count(0)
        page.get_by_role("link", name="Ask", exact=True).click()
        ask(page, QUESTION)
        expect(page.get_by_text("Signed in as desk")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(re.compile("/sign-in"))
        page.context.close()


def test_signing_in_at_the_provider_asking_and_signing_out_of_both(visit, library: Library, tmp_path: Path):
    with provider() as own:
        own.issuer = own.issuer.replace("127.0.0.1", "localhost")  # another site, for cookies and policies
        own.asks = True
        client = {"oidc_issuer": own.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        with running(library, tmp_path, **client) as site:
            page = visit("/library", at=site, beside=(own.issuer,))
            expect(page).to_have_url(f"{site.url}/sign-in?onward=%2Flibrary")
            page.get_by_role("button", name="Sign in with your organisation").click()
            page.get_by_role("button", name="Sign in as Ann").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("What is in this library")
            page.get_by_role("link", name="Ask", exact=True).click()
            ask(page, QUESTION)
            expect(page.get_by_text("Signed in as Ann Example")).to_be_visible()
            page.get_by_role("button", name="Sign out").click()
            expect(page.get_by_text("You are signed out here")).to_be_visible()
            page.get_by_role("link", name="sign out of your organisation too").click()
            expect(page).to_have_url(f"{site.url}/sign-in")
            assert own.left == [{"client_id": CLIENT, "post_logout_redirect_uri": f"{site.url}/sign-in"}]
            page.goto(f"{site.url}/library")
            expect(page).to_have_url(re.compile("/sign-in"))
            page.context.close()


def test_the_question_is_in_the_first_view_of_a_phone(visit):
    page = visit("/", viewport=PHONE)
    expect(page.locator("#question")).to_be_in_viewport(ratio=0.9)


def test_at_400_percent_the_answer_and_the_cited_words_are_in_view(visit):
    page = visit("/", viewport=ZOOMED)
    ask(page, QUESTION)
    expect(page.locator(".cv-question")).to_be_in_viewport(ratio=1)
    page.locator(".cv-source a").nth(1).click()
    expect(page.locator("[id='167'] mark").first).to_be_in_viewport()
    assert page.locator("[id='167']").evaluate("own => own.getBoundingClientRect().top") < 90


def test_feedback_that_is_not_taken_says_so_where_it_was_given(visit):
    page = visit("/")
    ask(page, QUESTION)
    page.route("**/feedback", lambda route: route.abort())
    page.locator(".cv-feedback button").first.click()
    expect(page.locator(".cv-feedback").get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.locator("#question-error")).to_be_hidden()


def test_the_dark_is_dark_and_nothing_moves(visit):
    page = visit("/read/wt-2026", viewport=PHONE, color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(20, 24, 28)"
    page.emulate_media(media="print")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
