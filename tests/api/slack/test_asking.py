from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.fake import FakeAssistant
from tests.api.slack.conftest import Send, buttons, command, direct, event, interaction, mention, signed, texts
from tests.api.slack.stand_in import BOT, StandIn

QUESTION = "How soon must a referral be decided on?"


def test_a_mention_is_answered_in_its_thread(send: Send, slack: StandIn, fake: FakeAssistant) -> None:
    message = slack.write("CTEAM", f"<@{BOT}> {QUESTION}")
    assert send(mention(message)).status_code == 200
    said = slack.wait("chat.postMessage")[0]
    assert (said["channel"], said["thread_ts"]) == ("CTEAM", message["ts"])
    assert fake.asked[-1][:2] == (QUESTION, ())
    given = fake.ask(QUESTION)
    shown = texts(said)
    assert all(c.label in shown and c.sentences[0].text.split("\n")[0][:40] in shown for c in given.citations)
    assert "`In force`" in shown
    assert list(buttons(said)) == ["Open in reader", "More", "This was right", "Not right"]
    assert buttons(said)["Open in reader"]["url"].startswith("http://127.0.0.1/read/")
    assert slack.said("chat.postEphemeral") == []


def test_a_direct_message_is_answered_and_the_bot_shows_that_it_works(send: Send, slack: StandIn) -> None:
    message = slack.write("DANN", QUESTION)
    send(direct(message))
    assert slack.wait("chat.postMessage")[0]["thread_ts"] == message["ts"]
    names = [name for name, _ in slack.calls]
    assert names.index("assistant.threads.setStatus") < names.index("chat.postMessage")


def test_the_thread_is_the_history(send: Send, slack: StandIn, fake: FakeAssistant) -> None:
    first = slack.write("CTEAM", "What is an ICPC?")
    slack.write("CTEAM", "no idea, shall we ask?", first["ts"], "UBEN")
    for text in (f"<@{BOT}> who attends it?", f"<@{BOT}> where is it held?"):
        slack.write("CTEAM", text, first["ts"], "UBEN")
    slack.write("CTEAM", "An answer", first["ts"], BOT, bot_id="BBOT")
    send(mention(slack.write("CTEAM", f"<@{BOT}> And who chairs it?", first["ts"])))
    said = slack.wait("chat.postMessage")[0]
    assert said["thread_ts"] == first["ts"]
    assert fake.asked[-1][:2] == ("And who chairs it?", ("What is an ICPC?", "who attends it?", "where is it held?"))


def test_in_a_direct_conversation_everything_in_the_thread_is_history(send: Send, slack: StandIn, fake: FakeAssistant) -> None:
    first = slack.write("DANN", "What is an ICPC?")
    slack.write("DANN", "Who attends it?", first["ts"])
    send(direct(slack.write("DANN", "And who chairs it?", first["ts"])))
    slack.wait("chat.postMessage")
    assert fake.asked[-1][1] == ("What is an ICPC?", "Who attends it?")


def test_a_thread_that_cannot_be_read_is_said_and_the_question_answered(
    send: Send, slack: StandIn, fake: FakeAssistant
) -> None:
    slack.refuse("conversations.replies", error="missing_scope")
    first = slack.write("DANN", "What is an ICPC?")
    send(direct(slack.write("DANN", "And who chairs it?", first["ts"])))
    assert "could not be read" in texts(slack.wait("chat.postMessage")[0])
    assert fake.asked[-1][:2] == ("And who chairs it?", ())


def test_a_command_is_answered_to_its_asker_alone(send: Send, slack: StandIn) -> None:
    response = send(command(QUESTION, slack))
    assert (response.status_code, response.text) == (200, "")
    said = slack.wait("hook")[0]
    assert said["response_type"] == "ephemeral"
    assert "Share in this channel" in buttons(said)
    assert slack.said("chat.postMessage", "chat.postEphemeral") == []


def test_a_message_is_asked_about_by_its_menu(send: Send, slack: StandIn, fake: FakeAssistant) -> None:
    message = slack.write("CTEAM", QUESTION, user="UBEN")
    body = {"callback_id": "verse_about_message", "message": message, "channel": {"id": "CTEAM"}, "response_url": slack.hook}
    assert send(interaction("message_action", **body)).status_code == 200
    assert slack.wait("chat.postMessage")[0]["thread_ts"] == message["ts"]
    slack.outside.add("CTEAM")
    send(interaction("message_action", **body))
    assert "`In force`" in texts(slack.wait("hook")[0])
    assert [asked[0] for asked in fake.asked[-2:]] == [QUESTION, QUESTION]


@pytest.mark.parametrize(
    ("opened", "thread"),
    [
        ({"type": "app_home_opened", "tab": "messages", "channel": "DANN", "user": "UANN"}, None),
        ({"type": "assistant_thread_started", "assistant_thread": {"channel_id": "DANN", "thread_ts": "1.2"}}, "1.2"),
    ],
)
def test_the_agent_view_suggests_questions(send: Send, slack: StandIn, opened: dict[str, Any], thread: str | None) -> None:
    assert send(event(opened)).status_code == 200
    prompts = slack.wait("assistant.threads.setSuggestedPrompts")[0]
    assert (prompts["channel_id"], prompts.get("thread_ts"), len(prompts["prompts"])) == ("DANN", thread, 4)


@pytest.mark.parametrize("text", ["", "help", "  "])
def test_nothing_asked_is_met_with_help(send: Send, slack: StandIn, text: str) -> None:
    send(command(text, slack))
    assert "Leave out names" in texts(slack.wait("hook")[0])


def test_what_is_no_question_is_said_to_its_asker_alone(send: Send, slack: StandIn) -> None:
    send(mention(slack.write("CTEAM", f"<@{BOT}> {'word ' * 500}")))
    assert "2,000 are the most" in texts(slack.wait("chat.postEphemeral")[0])


def test_who_asks_too_often_is_told_to_wait(serve, slack_settings, slack: StandIn) -> None:
    client = serve(**slack_settings, rate_per_user="1/minute")
    for _ in range(2):
        body = command(QUESTION, slack)
        client.post("/slack/events", content=body, headers=signed(body))
    shown = "\n".join(texts(said) for said in slack.wait("hook", 2))
    assert "More than 1 requests in 60 seconds" in shown
    assert "call 999" in shown


def test_members_of_other_workspaces_are_not_answered(send: Send, slack: StandIn) -> None:
    send(mention(slack.write("CTEAM", f"<@{BOT}> {QUESTION}", team="TOTHER")))
    said = texts(slack.wait("chat.postEphemeral")[0])
    assert "its own workspace" in said
    assert "call 999" in said
    assert slack.said("chat.postMessage") == []


def test_members_of_a_workspace_that_is_named_are(serve, slack_settings, slack: StandIn) -> None:
    client = serve(**slack_settings, slack_teams=("TOTHER",))
    body = mention(slack.write("CTEAM", f"<@{BOT}> {QUESTION}", team="TOTHER"))
    client.post("/slack/events", content=body, headers=signed(body))
    slack.wait("chat.postMessage")
    body = mention(slack.write("CTEAM", f"<@{BOT}> {QUESTION}"))
    client.post("/slack/events", content=body, headers=signed(body))
    slack.wait("chat.postEphemeral")


def test_answers_are_kept_for_audit_under_who_asked(send: Send, slack: StandIn, bot: TestClient) -> None:
    send(command(QUESTION, slack))
    slack.wait("hook")
    kept = bot.service.store.conversations("slack:THOME:UANN")
    assert [answer.question for answer in kept[0].answers] == [QUESTION]
