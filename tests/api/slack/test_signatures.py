import json
import time

import pytest
from starlette.testclient import TestClient

from tests.api.slack.conftest import Send, command, direct, event, mention, signed
from tests.api.slack.stand_in import BOT, StandIn

QUESTION = "How soon must a referral be decided on?"


@pytest.mark.parametrize("forged", ["secret", "old", "future", "none", "number", "letters", "body", "bytes"])
def test_nobody_but_slack_is_let_in(bot: TestClient, slack: StandIn, forged: str) -> None:
    body = mention(slack.write("CTEAM", f"<@{BOT}> {QUESTION}")).encode()
    text = body.decode()
    headers = {
        "secret": signed(text, secret="another"),
        "old": signed(text, at=time.time() - 301),
        "future": signed(text, at=time.time() + 400),
        "none": {"Content-Type": "application/json"},
        "number": {**signed(text), "X-Slack-Request-Timestamp": "yesterday"},
        "letters": {**signed(text), "X-Slack-Signature": "v0=ü"},
    }.get(forged, signed(text))
    sent = {"body": body.replace(b"soon", b"late"), "bytes": b"\xff\xfe" + body}.get(forged, body)
    encoded = {name: value.encode() for name, value in headers.items()}
    response = bot.post("/slack/events", content=sent, headers=encoded)
    assert response.status_code == 401
    assert QUESTION not in response.text
    assert slack.said("chat.postMessage", "chat.postEphemeral") == []


def test_what_is_signed_and_recent_is_let_in(send: Send) -> None:
    asked = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"})
    assert send(asked, at=time.time() - 290).json() == {"challenge": "abc"}


def test_an_event_is_answered_once_however_often_it_is_delivered(send: Send, slack: StandIn) -> None:
    message = slack.write("CTEAM", f"<@{BOT}> {QUESTION}")
    once = mention(message)
    for _ in range(4):
        assert send(once).status_code == 200
    send(mention(message))
    slack.wait("chat.postMessage")
    send(direct(slack.write("DANN", QUESTION)))
    slack.wait("chat.postMessage", 2)
    assert [said["channel"] for said in slack.said("chat.postMessage")] == ["CTEAM", "DANN"]


def test_another_process_does_not_answer_it_again(serve, slack_settings, slack: StandIn) -> None:
    body = mention(slack.write("CTEAM", f"<@{BOT}> {QUESTION}"))
    after = direct(slack.write("DANN", QUESTION))
    for _ in range(2):
        client = serve(**slack_settings)
        client.post("/slack/events", content=body, headers=signed(body))
        slack.wait("chat.postMessage")
    client.post("/slack/events", content=after, headers=signed(after))
    slack.wait("chat.postMessage", 2)
    assert [said["channel"] for said in slack.said("chat.postMessage")] == ["CTEAM", "DANN"]


def test_a_command_that_is_replayed_is_not_answered_again(send: Send, slack: StandIn) -> None:
    body = command(QUESTION, slack)
    send(body)
    send(body)
    send(command("And by whom?", slack))
    slack.wait("hook", 2)
    assert len(slack.said("hook")) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "BOTHER"},
        {"subtype": "bot_message", "bot_id": "BOTHER"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"edited": {"user": "UANN", "ts": "1.2"}},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"hidden": True},
    ],
)
def test_edits_and_bots_are_not_answered(send: Send, slack: StandIn, more: dict) -> None:
    ignored = slack.write("DANN", QUESTION)
    assert send(direct({**ignored, **more})).status_code == 200
    assert send(mention({**ignored, **more, "channel": "CTEAM"})).status_code == 200
    send(direct(slack.write("DBEN", QUESTION, user="UBEN")))
    slack.wait("chat.postMessage")
    assert [said["channel"] for said in slack.said("chat.postMessage", "chat.postEphemeral")] == ["DBEN"]


def test_a_message_with_a_file_is_a_message(send: Send, slack: StandIn) -> None:
    send(direct(slack.write("DANN", QUESTION, subtype="file_share")))
    slack.wait("chat.postMessage")


def test_messages_in_channels_that_are_not_put_to_the_bot_are_not_read(send: Send, slack: StandIn, fake) -> None:
    send(event({**slack.write("CTEAM", "Lunch?"), "channel_type": "channel"}))
    send(direct(slack.write("DANN", QUESTION)))
    slack.wait("chat.postMessage")
    assert "Lunch?" not in [asked[0] for asked in fake.asked]
