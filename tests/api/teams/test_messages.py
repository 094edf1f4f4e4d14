"""Recorded messages, and what is replied."""

import json

import pytest
from sqlalchemy import text

from api.app import WARM
from api.store.tables import Record
from retriever.replies import EMERGENCY
from tests.api.fake import FakeAssistant
from tests.api.teams.conftest import SITE, Teams
from tests.api.teams.microsoft import citations

QUESTION = "How quickly must a referral be decided on?"


def test_a_question_in_a_chat_is_answered_with_citations_a_card_and_feedback(teams: Teams, fake: FakeAssistant) -> None:
    reply = teams.ask(QUESTION)
    assert fake.asked[-1] == (QUESTION, (), None)
    assert teams.microsoft.replies[0][0] == "a:1oVt-ann-and-the-bot"
    with teams.service.store.session() as session:
        cited = session.query(Record).one().body["citations"]
    assert [c["position"] for c in citations(reply)] == [1, 2]
    for claim, own in zip(citations(reply), cited, strict=True):
        assert own["quote"] in reply["text"]
        assert claim["appearance"]["url"] == SITE + own["href"]
        assert own["text"].split("\n")[0][:40] in claim["appearance"]["text"].replace("\\", "")
    card = json.dumps(reply["attachments"][0]["content"], ensure_ascii=False)
    assert all(own["id"] in card and SITE + own["href"] in card for own in cited)
    assert reply["channelData"]["feedbackLoop"] == {"type": "default"}
    assert "AIGeneratedContent" not in json.dumps(reply)


def test_words_that_a_model_wrote_are_labelled(teams_served) -> None:
    teams = teams_served(model="openai:some-model")
    assert "AIGeneratedContent" in json.dumps(teams.ask(QUESTION)["entities"])


def test_a_mention_in_a_channel_is_answered_in_its_thread(teams: Teams, fake: FakeAssistant) -> None:
    assert teams.post(teams.activity("channel")).status_code == 200
    teams.microsoft.wait(1)
    assert teams.microsoft.replies[0][0] == "19:8f3c2f1d0b7a4a53@thread.tacv2;messageid=1763990400000"
    assert fake.asked[-1][0].startswith(QUESTION)
    assert "Cat" not in fake.asked[-1][0]
    assert "Verse" not in fake.asked[-1][0]


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
def test_among_others_what_does_not_mention_the_bot_is_left_alone(teams: Teams, fake: FakeAssistant, kind: str) -> None:
    activity = teams.activity("channel", entities=[], text=QUESTION)
    activity["conversation"]["conversationType"] = kind
    assert teams.post(activity).status_code == 200
    teams.ask("What is neglect?")
    assert [asked for asked, _, _ in fake.asked if asked != WARM] == ["What is neglect?"]


def test_bots_edits_and_what_comes_twice_are_not_answered(teams: Teams, fake: FakeAssistant) -> None:
    own = teams.activity("personal")
    others = [
        {**own, "from": {"id": "28:another-bot"}},
        {**own, "type": "messageUpdate", "channelData": {**own["channelData"], "eventType": "editMessage"}},
        {**own, "type": "messageReaction", "reactionsAdded": [{"type": "like"}], "text": None},
        {**own, "type": "typing"},
    ]
    for activity in [*others, own, own, own]:
        assert teams.post(activity).status_code == 200
    teams.ask("What is neglect?", 2)
    assert [asked for asked, _, _ in fake.asked if asked != WARM] == [QUESTION, "What is neglect?"]


def test_another_process_does_not_answer_again_what_comes_twice(teams_served, fake: FakeAssistant) -> None:
    first, second = teams_served(), teams_served()
    for teams in (first, second):
        assert teams.post(teams.activity("personal")).status_code == 200
    second.ask("What is neglect?", 2)
    assert [asked for asked, _, _ in fake.asked if asked != WARM] == [QUESTION, "What is neglect?"]


def test_a_thread_is_a_conversation_whoever_asks_in_it(teams: Teams, fake: FakeAssistant) -> None:
    for number, (by, asked) in enumerate([("ann", QUESTION), ("ben", "And by whom?")], 1):
        activity = teams.activity("channel", by=by, id=f"c-{number}", text=f"<at>Chapter &amp; Verse</at> {asked}")
        teams.post(activity)
        teams.microsoft.wait(number)
    assert fake.asked[-1][:2] == ("And by whom?", (QUESTION,))
    teams.ask("And then?", 3)
    assert fake.asked[-1][:2] == ("And then?", ())


def test_after_a_long_pause_a_chat_begins_a_conversation(teams: Teams, fake: FakeAssistant) -> None:
    teams.ask(QUESTION)
    with teams.service.store.session() as session:
        session.execute(text("UPDATE answers SET asked = '2026-01-01 00:00:00.000000'"))
    teams.ask("And by whom?", 2)
    assert fake.asked[-1][:2] == ("And by whom?", ())


def test_no_id_of_teams_and_no_name_is_kept(teams: Teams) -> None:
    teams.ask(QUESTION)
    kept = "\n".join(teams.service.store.engine.raw_connection().driver_connection.iterdump())
    for own in ("1oVt-ann", "1aKpXu", "c2c2b4f0", "Ann Example"):
        assert own not in kept


def test_feedback_is_kept_with_the_answer_it_is_about(teams: Teams) -> None:
    teams.ask(QUESTION)
    teams.ask("What is neglect?", 2)
    response = teams.post(teams.activity("feedback"))
    assert (response.status_code, response.content) == (200, b"")
    given = teams.service.store.feedback()
    assert [(f.record.question, f.right, f.comment) for f in given] == [(QUESTION, False, "It misses who decides.")]
    again = teams.activity("feedback", replyToId="reply-2")
    again["value"]["actionValue"] = {"reaction": "like", "feedback": "plain words"}
    assert teams.post(again).status_code == 200
    assert {(f.record.question, f.right) for f in teams.service.store.feedback()} == {
        (QUESTION, False),
        ("What is neglect?", True),
    }


def test_feedback_on_what_is_not_there_says_so(teams: Teams) -> None:
    teams.ask(QUESTION)
    assert teams.post(teams.activity("feedback", replyToId="reply-99")).status_code == 404
    assert teams.post(teams.activity("feedback", chat="a:somebody-else")).status_code == 404
    assert teams.service.store.feedback() == []


def test_who_installs_it_is_told_what_it_does(teams: Teams) -> None:
    assert teams.post(teams.activity("installed")).status_code == 200
    assert "999" in teams.microsoft.wait(1)[0]["text"]


def test_an_emergency_comes_first_and_whole(teams_served, assistant) -> None:
    teams = teams_served(assistant)
    said = "My name is Jane Doe. A child has been stabbed and is bleeding next to me, what do I do"
    reply = teams.ask(said)
    first = EMERGENCY.split("\n")[0]
    assert reply["text"].startswith(first)
    assert EMERGENCY.split("\n\n")[1] in reply["text"]


def test_40_000_characters_are_too_many_unless_a_child_is_in_danger(teams: Teams) -> None:
    assert "2,000 are the most" in teams.ask("what about neglect " * 2100)["text"]
    assert teams.ask("a child was stabbed " * 2000, 2)["text"].startswith("Call 999.")


@pytest.mark.parametrize(
    "said",
    [
        "👩‍👧‍👦 What is neglect? 🚨🙏🏽",
        "ما هو الإهمال؟ What is neglect?",
        "‮What is neglect?‬",
        "What is &lt;neglect&gt; &amp; abuse?",
    ],
)
def test_emoji_and_right_to_left_text_are_answered(teams: Teams, fake: FakeAssistant, said: str) -> None:
    assert citations(teams.ask(said))
    assert "neglect" in fake.asked[-1][0]
    assert "&lt;" not in fake.asked[-1][0]


@pytest.mark.parametrize("said", ["", "   ", "?!", "🙂"])
def test_what_is_no_question_gets_a_sentence(teams: Teams, said: str) -> None:
    assert "type what you want to know" in teams.ask(said)["text"]
