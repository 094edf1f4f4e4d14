from tests.api.slack.conftest import Send, buttons, command, direct, mention, press, texts
from tests.api.slack.stand_in import BOT, StandIn

DANGER = "he has been stabbed, what do we do?"
DETAIL = "Jayden Smith of 07700 900123 missed school. How soon must a referral be decided on?"


def test_an_emergency_is_answered_first_and_whole_in_the_thread_and_to_its_asker(send: Send, slack: StandIn) -> None:
    message = slack.write("CTEAM", f"<@{BOT}> {DANGER}")
    send(mention(message))
    said, alone = slack.wait("chat.postMessage")[0], slack.wait("chat.postEphemeral")[0]
    assert said["text"].startswith("Call 999.")
    for shown in (said, alone):
        assert texts(shown).startswith("Call 999.")
    assert (said["thread_ts"], alone["user"], alone.get("thread_ts")) == (message["ts"], "UANN", None)


def test_in_private_it_is_said_once(send: Send, slack: StandIn) -> None:
    send(direct(slack.write("DANN", DANGER)))
    send(command(DANGER, slack))
    assert texts(slack.wait("chat.postMessage")[0]).startswith("Call 999.")
    said = slack.wait("hook")[0]
    assert texts(said).startswith("Call 999.")
    assert "Share in this channel" not in buttons(said)
    assert slack.said("chat.postEphemeral") == []


def test_an_emergency_in_a_thread_does_not_wait_for_the_thread(send: Send, slack: StandIn, monkeypatch) -> None:
    monkeypatch.setattr("api.slack.desk.HISTORY_S", 0.2)
    slack.refuse("conversations.replies", status=429, times=5, retry_after="30")
    first = slack.write("CTEAM", "What is an ICPC?")
    send(mention(slack.write("CTEAM", f"<@{BOT}> {DANGER}", first["ts"])))
    assert texts(slack.wait("chat.postMessage", seconds=10)[0]).startswith("Call 999.")


def test_the_thread_is_told_even_if_the_asker_alone_cannot_be(send: Send, slack: StandIn) -> None:
    slack.refuse("chat.postEphemeral", error="user_not_in_channel")
    send(mention(slack.write("CTEAM", f"<@{BOT}> {DANGER}")))
    assert texts(slack.wait("chat.postMessage")[0]).startswith("Call 999.")


def test_case_detail_is_told_to_the_asker_alone_with_help_to_remove_it(send: Send, slack: StandIn) -> None:
    message = slack.write("CTEAM", f"<@{BOT}> {DETAIL}")
    send(mention(message))
    alone = slack.wait("chat.postEphemeral")[0]
    said = slack.wait("chat.postMessage")[0]
    assert "Personal details" not in texts(said)
    assert "Personal details were taken out" in texts(alone)
    assert "Your message" in texts(alone)
    for shown in (alone, said):
        assert "07700" not in str(shown)
        assert "Jayden" not in str(shown)
    send(press(buttons(alone)["Help me remove it"], slack))
    window = slack.wait("views.open")[0]["view"]
    assert "Delete message" in texts(window)
    assert f"/CTEAM/{message['ts']}" in texts(window)


def test_in_a_direct_conversation_that_takes_no_such_message_it_is_said_in_the_thread(send: Send, slack: StandIn) -> None:
    slack.refuse("chat.postEphemeral", error="messages_tab_disabled")
    send(direct(slack.write("DANN", DETAIL)))
    assert "Personal details" in texts(slack.wait("chat.postMessage", 2)[1])


def test_a_command_with_case_detail_has_nothing_to_remove(send: Send, slack: StandIn) -> None:
    send(command(DETAIL, slack))
    alone = slack.wait("hook", 2)[1]
    assert "Nobody else saw it" in texts(alone)
    assert buttons(alone) == {}
