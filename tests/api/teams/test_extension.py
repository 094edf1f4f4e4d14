"""The message extension: search, choose, insert."""

import json
from dataclasses import replace

import pytest
from microsoft_teams.api.models import MessagingExtensionParameter, MessagingExtensionQuery

from api.teams.extension import fitting, words
from api.teams.messages import LARGEST, size
from tests.api.fake import FakeAssistant
from tests.api.teams.conftest import SITE, Teams
from tests.api.teams.microsoft import wrong_card

DECIDE = "wt-2026/167"


def searched(teams: Teams, typed: str, **options: int) -> dict:
    activity = teams.activity("search")
    activity["value"]["parameters"][0]["value"] = typed
    activity["value"]["queryOptions"].update(options)
    response = teams.post(activity)
    assert response.status_code == 200
    return response.json()["composeExtension"]


def test_a_search_offers_cited_paragraphs_to_insert(teams: Teams) -> None:
    response = teams.post(teams.activity("search"))
    result = response.json()["composeExtension"]
    assert (result["type"], result["attachmentLayout"]) == ("result", "list")
    first = result["attachments"][0]
    card = json.dumps(first["content"], ensure_ascii=False)
    hit = teams.service.assistant.search("acknowledge receipt to the referrer within one working day", 1)[0]
    assert hit.id in card
    assert hit.label in card
    assert f"{SITE}/read/{hit.doc}#" in card
    assert [block["text"] for block in first["content"]["body"][2:]] == hit.text.split("\n")
    assert first["preview"]["content"]["title"] == hit.label
    assert [w for attachment in result["attachments"] for w in wrong_card(attachment)] == []
    assert len(response.content) < 28 * 1024
    assert teams.service.store.counts() == {}


def test_it_goes_on_where_the_list_ended(teams: Teams) -> None:
    first = searched(teams, "strategy discussion")["attachments"]
    further = searched(teams, "strategy discussion", skip=len(first))["attachments"]
    titles = [a["preview"]["content"]["title"] for a in (*first, *further)]
    assert len(titles) == len(set(titles))


def test_before_anything_is_typed_it_says_what_to_type(teams: Teams, fake: FakeAssistant) -> None:
    activity = teams.activity("search")
    activity["value"]["parameters"] = [{"name": "initialRun", "value": "true"}]
    assert teams.post(activity).json()["composeExtension"]["type"] == "message"
    assert searched(teams, " ")["text"].startswith("Type what you look for")


@pytest.mark.parametrize(("typed", "said"), [("?!", "holds no words"), ("word " * 8000, "2,000 are the most")])
def test_what_cannot_be_searched_is_said(teams: Teams, typed: str, said: str) -> None:
    assert said in searched(teams, typed)["text"]


def test_a_full_queue_and_too_many_searches_are_said(teams_served, monkeypatch) -> None:
    teams = teams_served(rate_per_user="1/minute")
    monkeypatch.setattr(teams.service.pool, "_most", 0)
    assert "Too many questions are waiting" in searched(teams, "neglect")["text"]
    assert "More than 1 requests" in searched(teams, "neglect")["text"]


def test_a_paragraph_of_any_length_fits_and_is_linked(teams: Teams) -> None:
    hit = replace(teams.service.assistant.search("neglect", 1)[0], text="“long” " * 20_000)
    response = fitting(teams.service, [hit] * 8)
    assert size(response) <= LARGEST
    assert len(response.compose_extension.attachments) == 1
    assert "/read/" in response.model_dump_json(by_alias=True)


def test_other_parameters_are_not_searched(teams: Teams) -> None:
    query = MessagingExtensionQuery(parameters=[MessagingExtensionParameter(name="other", value="neglect")])
    assert words(query) == ""
    assert words(MessagingExtensionQuery()) == ""
