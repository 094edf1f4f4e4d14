import json
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests.api.slack.conftest import Send, buttons, command, direct, interaction, mention, press, texts
from tests.api.slack.stand_in import BOT, StandIn

QUESTION = "How soon must a referral be decided on?"


@pytest.fixture
def said(send: Send, slack: StandIn) -> dict:
    """An answer in a channel."""
    send(mention(slack.write("CTEAM", f"<@{BOT}> {QUESTION}")))
    return slack.wait("chat.postMessage")[0]


def reasoned(
    window: dict, user: str = "UANN", reason: str = "out-of-date", comment: str = "ask Jayden Smith 07700 900123"
) -> str:
    option = {"selected_option": {"value": reason}} if reason else {"selected_option": None}
    values = {"a": {"reason": option}, "b": {"comment": {"value": comment}}}
    view = {"type": "modal", **window, "id": "V1", "state": {"values": values}}
    return interaction("view_submission", user, view=view)


def test_more_shows_the_cited_paragraphs_whole_to_anybody(send: Send, slack: StandIn, said: dict, fake) -> None:
    send(press(buttons(said)["More"], slack, user="UBEN"))
    window = slack.wait("views.open")[0]["view"]
    cited = fake.ask(QUESTION).citations
    assert all(c.text.split("\n")[0][:60] in texts(window) for c in cited)


def test_right_is_kept(send: Send, slack: StandIn, said: dict, bot: TestClient) -> None:
    send(press(buttons(said)["This was right"], slack))
    assert "kept" in texts(slack.wait("hook")[0])
    assert [(f.right, f.reason) for f in bot.service.store.feedback()] == [(True, "")]


def test_not_right_is_kept_at_once_and_its_reason_when_it_is_given(
    send: Send, slack: StandIn, said: dict, bot: TestClient
) -> None:
    send(press(buttons(said)["Not right"], slack))
    window = slack.wait("views.open")[0]["view"]
    assert len(window["blocks"][0]["element"]["options"]) == 5
    response = send(reasoned(window))
    assert response.json()["response_action"] == "update"
    kept = bot.service.store.feedback()
    assert [(f.right, f.reason, f.person) for f in kept] == [(False, "out-of-date", "slack:THOME:UANN")]
    assert "07700" not in kept[0].comment


def test_a_reason_is_not_needed(send: Send, slack: StandIn, said: dict, bot: TestClient) -> None:
    send(press(buttons(said)["Not right"], slack))
    assert send(reasoned(slack.wait("views.open")[0]["view"], reason="", comment="")).status_code == 200
    assert [(f.right, f.reason) for f in bot.service.store.feedback()] == [(False, "")]


def test_somebody_else_does_not_judge_an_answer(send: Send, slack: StandIn, said: dict, bot: TestClient) -> None:
    send(press(buttons(said)["This was right"], slack, user="UBEN"))
    assert "Only whoever asked" in texts(slack.wait("hook")[0])
    response = send(reasoned({"callback_id": "verse_reason", "private_metadata": buttons(said)["More"]["value"]}, user="UBEN"))
    assert "Only whoever asked" in json.dumps(response.json())
    assert bot.service.store.feedback() == []


def test_sharing_begins_a_thread_whose_question_is_history(send: Send, slack: StandIn, fake) -> None:
    send(command(QUESTION, slack))
    send(press(buttons(slack.wait("hook")[0])["Share in this channel"], slack))
    root, answer = slack.wait("chat.postMessage", 2)
    assert "<@UANN> asked" in texts(root)
    assert "`In force`" in texts(answer)
    send(mention(slack.write("CTEAM", f"<@{BOT}> And by whom?", answer["thread_ts"])))
    slack.wait("chat.postMessage", 3)
    assert fake.asked[-1][:2] == ("And by whom?", (QUESTION,))


def test_somebody_else_does_not_share_an_answer(send: Send, slack: StandIn) -> None:
    send(command(QUESTION, slack))
    send(press(buttons(slack.wait("hook")[0])["Share in this channel"], slack, user="UBEN"))
    assert "retention period" in texts(slack.wait("hook", 2)[1])
    assert slack.said("chat.postMessage") == []


def test_where_the_bot_may_not_write_sharing_says_so(send: Send, slack: StandIn) -> None:
    slack.outside.add("CTEAM")
    send(command(QUESTION, slack))
    send(press(buttons(slack.wait("hook")[0])["Share in this channel"], slack))
    assert "/invite" in texts(slack.wait("hook", 2)[1])


def test_an_answer_that_is_gone_is_said(send: Send, slack: StandIn, said: dict, bot: TestClient) -> None:
    bot.service.store.purge(-1)
    send(press(buttons(said)["More"], slack))
    assert "retention period" in texts(slack.wait("hook")[0])


def test_opening_the_reader_is_acknowledged(send: Send, slack: StandIn, said: dict) -> None:
    assert send(press(buttons(said)["Open in reader"], slack)).status_code == 200


@pytest.fixture
def away(bot: TestClient):
    """A database whose tables are gone."""

    def leave() -> None:
        with bot.service.store.session() as session:
            for table in ("feedback", "answers"):
                session.connection().exec_driver_sql(f"DROP TABLE {table}")

    return leave


def test_without_its_database_it_answers_and_says_that_nothing_was_kept(send: Send, slack: StandIn, away) -> None:
    away()
    send(direct(slack.write("DANN", QUESTION)))
    said = slack.wait("chat.postMessage")[0]
    assert texts(said).startswith(":warning: This answer could not be kept")
    assert list(buttons(said)) == ["Open in reader"]
    send(direct(slack.write("DBEN", "he was stabbed")))
    assert texts(slack.wait("chat.postMessage", 2)[1]).startswith("Call 999.")


def test_without_its_database_buttons_say_so(send: Send, slack: StandIn, said: dict, away) -> None:
    away()
    for number, name in enumerate(("More", "This was right"), 1):
        send(press(buttons(said)[name], slack))
        assert "cannot be reached now" in texts(slack.wait("hook", number)[number - 1])
    send(press(buttons(said)["Not right"], slack))
    response = send(reasoned(slack.wait("views.open")[0]["view"]))
    assert "cannot be reached now" in json.dumps(response.json())


NONSENSE = (
    "{}",
    "a=b",
    "{no json",
    "[1]",
    *(urlencode({"payload": own}) for own in ("{}", "no", '{"type": "view_submission"}')),
)


@pytest.mark.parametrize("body", NONSENSE)
def test_what_makes_no_sense_is_refused_and_breaks_nothing(send: Send, slack: StandIn, body: str) -> None:
    assert send(body).status_code in (400, 404)
    assert send(press({"action_id": "verse_unknown"}, slack)).status_code == 404
