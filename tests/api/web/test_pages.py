"""The pages without a browser: what they hold, and what they refuse."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.forms import FIELD
from corpus.library import Library
from tests.api.web.scripted import ScriptedAssistant

HTML = {"accept": "text/html"}


@pytest.fixture
def reader(serve, library: Library) -> Iterator[TestClient]:
    client = serve(ScriptedAssistant(library), rate_per_user="100000/minute", rate_per_address="100000/minute")
    client.headers.update(HTML)
    return client


def token(client: TestClient, path: str = "/") -> str:
    return re.search(rf'name="{FIELD}" value="([^"]+)"', client.get(path).text)[1]


def ask(client: TestClient, question: str, **more: str):
    return client.post("/", data={FIELD: token(client), "question": question, **more})


def test_an_answer_shows_its_words_standing_and_duty(reader):
    page = ask(reader, "Who is at a strategy discussion?").text
    assert "Working Together 2026, paragraph 167" in page
    assert "In force</strong>" in page
    assert "Should</strong>" in page


@pytest.mark.parametrize(
    ("question", "tag"),
    [("the withdrawn edition", "Withdrawn"), ("what is proposed", "Proposal"), ("the programme", "Not statutory")],
)
def test_what_is_not_in_force_says_so_beside_its_words(reader, question, tag):
    page = ask(reader, question).text
    assert f"{tag}</strong>" in page
    assert "In force</strong>" not in page


def test_a_follow_up_carries_the_earlier_questions(reader):
    first = ask(reader, "Who is at a strategy discussion?")
    conversation = re.search(r"conversation=(\w{32})", str(first.url))[1]
    ask(reader, "And who decides?", conversation=conversation)
    assert reader.service.assistant.asked[-1][1] == ("Who is at a strategy discussion?",)


def test_nothing_stands_before_999_in_an_emergency(reader):
    page = ask(reader, "John Smith is bleeding").text
    answer = page[page.index("cv-turn--emergency") :]
    assert answer.index("call 999") < answer.index("were taken out")


def test_names_are_gone_from_the_page(reader):
    assert "John Smith" not in ask(reader, "Must John Smith come to a strategy discussion?").text


def test_an_abstention_leads_to_the_nearest_paragraphs(reader):
    page = ask(reader, "What do we pay foster carers?").text
    assert "Not in this guidance" in page
    assert 'href="/read/wt-2026#275"' in page


def test_a_form_without_its_token_loses_no_word(reader):
    response = reader.post("/", data={"question": "Who is at a strategy discussion?", FIELD: "forged"})
    assert response.status_code == 403
    assert ">Who is at a strategy discussion?</textarea>" in response.text
    assert all("strategy" not in question for question, _, _ in reader.service.assistant.asked)


@pytest.mark.parametrize(
    ("given", "said"), [({"question": ""}, "There is a problem"), ({"as_of": "soon"}, "must be written like")]
)
def test_what_cannot_be_asked_says_why(reader, given, said):
    response = ask(reader, **{"question": "Who?", **given})
    assert response.status_code == 422
    assert said in response.text


def test_a_defect_is_not_called_a_wrong_day(reader, monkeypatch):
    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(reader.service.assistant, "ask", broken)
    response = ask(reader, "Who?")
    assert response.status_code == 500
    assert "Something went wrong" in response.text


def test_a_question_far_too_long_stays_in_its_box(reader):
    response = ask(reader, "why " * 6000)
    assert response.status_code == 422
    assert "24,000 characters; 2,000 are the most" in response.text
    assert "why why why" in response.text


def test_a_question_in_a_conversation_that_was_deleted_stays_in_its_box(reader):
    response = ask(reader, "Who is at a strategy discussion?", conversation="0" * 32)
    assert response.status_code == 404
    assert "Ask again to begin another" in response.text
    assert ">Who is at a strategy discussion?</textarea>" in response.text
    assert 'name="conversation" value=""' in response.text


def test_the_pages_script_is_not_told_to_go_back(serve, library: Library):
    client = serve(ScriptedAssistant(library), rate_per_user="1/minute")
    client.headers.update(HTML)
    ask(client, "Who?")
    assert "Go back" in ask(client, "Who?").text
    client.headers.update({"X-Fragment": "true"})
    assert "Go back" not in ask(client, "Who?").text


def test_earlier_conversations_are_listed_gone_on_with_and_deleted(reader):
    assert "None yet" in reader.get("/conversations").text
    first = ask(reader, "Who is at a strategy discussion with John Smith?")
    conversation = re.search(r"conversation=(\w{32})", str(first.url))[1]
    ask(reader, "And who decides?", conversation=conversation)
    page = reader.get("/conversations").text
    assert f'href="/?conversation={conversation}"' in page
    assert "<li>And who decides?</li>" in page
    assert "John Smith" not in page
    assert reader.post(f"/conversations/{conversation}/delete", data={FIELD: "forged"}).status_code == 403
    gone = reader.post(f"/conversations/{conversation}/delete", data={FIELD: token(reader)})
    assert "The conversation is deleted" in gone.text
    assert "None yet" in gone.text
    assert reader.get("/", params={"conversation": conversation}).status_code == 404


def test_somebody_elses_conversation_is_neither_listed_nor_deleted(serve, library: Library):
    client = serve(ScriptedAssistant(library), api_keys=True)
    client.headers.update(HTML)
    from api.signin.users import Role

    keys = [client.service.keys.create(name, Role.READER) for name in ("ann", "ben")]
    client.post("/sign-in/key", data={FIELD: token(client, "/sign-in"), "key": keys[0]})
    conversation = re.search(r"conversation=(\w{32})", str(ask(client, "Who is at a strategy discussion?").url))[1]
    client.post("/sign-in/key", data={FIELD: token(client, "/sign-in"), "key": keys[1]})
    assert "None yet" in client.get("/conversations").text
    assert client.post(f"/conversations/{conversation}/delete", data={FIELD: token(client)}).status_code == 404


def compare(client: TestClient, topic: str, other: str = "wt-2026"):
    return client.post("/compare", data={FIELD: token(client), "one": "wt-2015", "other": other, "topic": topic})


def test_a_topic_is_compared_by_the_form_and_stands_in_no_address(reader):
    page = compare(reader, "referral")
    assert "What both say on" in page.text
    assert str(page.url).endswith("/compare")
    address = reader.get("/compare", params={"topic": "referral"}).text
    assert "What both say on" not in address
    assert 'value="referral"' in address


def test_every_paragraph_that_is_compared_shows_its_standing(reader):
    page = reader.get("/compare", params={"change": "gone"}).text
    pairs = page[page.index("cv-pair") :]
    assert pairs.count("Withdrawn</strong>") == pairs.count("cv-half__title") == 10


def test_names_in_a_topic_are_gone_from_the_page(reader):
    assert "John Smith" not in compare(reader, "strategy discussion for John Smith").text


def test_a_comparison_that_cannot_be_made_says_why(reader):
    assert "Choose two different documents" in compare(reader, "referral", "wt-2015").text
    assert compare(reader, "referral", "nothing").status_code == 404
    assert reader.post("/compare", data={"one": "wt-2015", "other": "wt-2026", "topic": "x"}).status_code == 403
    assert "What became of each paragraph" in compare(reader, " ").text


def test_somebody_elses_conversation_is_not_found(reader):
    response = reader.get("/", params={"conversation": "0" * 32})
    assert response.status_code == 404
    assert "call" in response.text.lower()


def test_script_in_a_question_is_text(reader):
    assert "<script>alert" not in ask(reader, "strategy <script>alert(1)</script>").text


def test_the_record_for_a_case_file_names_every_source(reader):
    name = re.search(r"#answer-(\w+)", ask_location(reader))[1]
    record = reader.get(f"/answers/{name}/record.txt").text
    assert "[2] Working Together 2026, paragraph 167, page 62 or after (in force, should). wt-2026/167" in record
    assert "<li>Working Together 2026, paragraph 167" in reader.get(f"/answers/{name}/record.html").text


def ask_location(client: TestClient) -> str:
    data = {FIELD: token(client), "question": "Who is at a strategy discussion?"}
    return client.post("/", data=data, follow_redirects=False).headers["location"]


def test_what_a_reader_says_reaches_the_operator_redacted(reader):
    name = re.search(r"#answer-(\w+)", ask_location(reader))[1]
    said = {FIELD: token(reader), "right": "false", "reason": "incomplete", "comment": "Tell Sarah Jones on 07700 900123"}
    assert "Thank you" in reader.post(f"/answers/{name}/feedback", data=said).text
    page = reader.get("/operator").text
    assert "It is incomplete" in page
    assert "07700" not in page


def test_a_declined_question_is_on_the_operators_page_with_its_nearest_paragraphs(reader):
    ask(reader, "What do we pay foster carers?")
    page = reader.get("/operator").text
    assert "What do we pay foster carers?" in page
    assert "/read/wt-2026#275" in page


def test_the_library_names_every_document_its_dates_and_the_licence(reader, library: Library):
    page = reader.get("/library").text
    assert all(document.title.replace("&", "&amp;") in page for document in library.documents.values())
    assert "3 July 2018" in page
    assert "Open Government Licence" in page


def test_every_error_is_a_page_for_a_browser_and_a_problem_for_a_program(reader):
    page, problem = reader.get("/nowhere"), reader.get("/nowhere", headers={"accept": "application/json"})
    assert page.headers["content-type"].startswith("text/html")
    assert "Page not found" in page.text
    assert problem.headers["content-type"] == "application/problem+json"


def test_files_with_a_hash_in_their_address_are_kept_for_good(reader):
    address = re.search(r'href="(/static/app.css\?v=\w+)"', reader.get("/").text)[1]
    assert "immutable" in reader.get(address).headers["cache-control"]
    assert "immutable" not in reader.get("/static/app.css").headers["cache-control"]
    assert reader.get("/static/..%2fpages.py").status_code == 404


def test_no_page_holds_script_or_style_of_its_own(reader):
    for path in ("/", "/conversations", "/library", "/compare", "/operator", "/read/lcpp-2026", "/sign-in", "/nowhere"):
        page = reader.get(path).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page), path


def test_whoever_must_sign_in_is_led_there_and_back(serve, library: Library):
    client = serve(ScriptedAssistant(library), api_keys=True)
    client.headers.update(HTML)
    from api.signin.users import Role

    key = client.service.keys.create("desk", Role.READER)
    page = client.get("/compare?topic=x")
    assert page.url.path == "/sign-in"
    assert "API key" in page.text
    failed = client.post("/sign-in/key", data={FIELD: token(client, "/sign-in"), "key": "cv_wrong"})
    assert "did not work" in failed.text
    back = client.post("/sign-in/key", data={FIELD: token(client, "/sign-in"), "key": key, "onward": "/library"})
    assert back.url.path == "/library"
    assert client.get("/operator").status_code == 403
