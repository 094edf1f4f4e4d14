"""Slack: signed requests to Bolt over HTTP, and Socket Mode; the SDK answers a stand-in that checks what it is sent."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from tests.api.slack.conftest import SECRET, buttons, command, direct, interaction, mention, press, signed, texts
from tests.api.slack.stand_in import BOT, TOKEN, StandIn
from tests.channels.channel import EXPECTED, QUESTION, Channel, Exercise, Served

PATIENCE_S = 120
DANGER = "A child has been stabbed and is bleeding next to me, what do I do?"
DETAIL = "Jayden Smith, born 3 May 2014, of 07700 900123, was seen with a bruise. Who decides about the referral?"


class Slack:
    """The stand-in of Slack's Web API, and the far end of its line for Socket Mode."""

    def __init__(self, web: StandIn, line: Any) -> None:
        self.web = web
        self.line = line
        web.line = line.url

    @property
    def settings(self) -> Mapping[str, Any]:
        """What leads the application to it."""
        tokens = {"slack_bot_token": TOKEN, "slack_signing_secret": SECRET, "slack_app_token": "xapp-1"}
        return {**tokens, "slack_api_url": self.web.api}


@contextmanager
def slack() -> Iterator[Slack]:
    from tests.api.slack.line import Line

    web, line = StandIn(), Line()
    try:
        yield Slack(web, line)
    finally:
        line.close()
        web.close()


def send(served: Served, body: str, **more: Any) -> httpx.Response:
    return httpx.post(f"{served.url}/slack/events", content=body.encode(), headers=signed(body, **more), timeout=60)


def new(web: StandIn, method: str, do: Callable[[], object], count: int = 1) -> list[dict[str, Any]]:
    """What is called because of something that is done."""
    before = len(web.said(method))
    do()
    return web.wait(method, before + count, PATIENCE_S)[before:]


def mentioned(served: Served) -> None:
    web = served.stand_in.web
    message = web.write("CTEAM", f"<@{BOT}> {QUESTION}")
    said = new(web, "chat.postMessage", lambda: send(served, mention(message)))[0]
    assert EXPECTED in texts(said)
    assert "`In force`" in texts(said)
    assert said["thread_ts"] == message["ts"]
    body = mention(web.write("CTEAM", f"<@{BOT}> Who chairs it?", message["ts"]))
    assert "conference" in texts(new(web, "chat.postMessage", lambda: send(served, body))[0])


def in_private(served: Served) -> None:
    web = served.stand_in.web
    said = new(web, "chat.postMessage", lambda: send(served, direct(web.write("DANN", QUESTION))))[0]
    assert EXPECTED in texts(said)
    answer = new(web, "hook", lambda: send(served, command(QUESTION, web)))[0]
    assert EXPECTED in texts(answer)
    assert "Share in this channel" in buttons(answer)
    message = web.write("CTEAM", QUESTION, user="UBEN")
    own = {"message": message, "channel": {"id": "CTEAM"}, "response_url": web.hook}
    body = interaction("message_action", callback_id="verse_about_message", **own)
    assert new(web, "chat.postMessage", lambda: send(served, body))[0]["thread_ts"] == message["ts"]


def pressed(served: Served) -> None:
    web = served.stand_in.web
    said = new(web, "chat.postMessage", lambda: send(served, mention(web.write("CTEAM", f"<@{BOT}> {QUESTION}"))))[0]
    assert EXPECTED in texts(new(web, "views.open", lambda: send(served, press(buttons(said)["More"], web)))[0]["view"])
    window = new(web, "views.open", lambda: send(served, press(buttons(said)["Not right"], web)))[0]["view"]
    state = {"values": {"a": {"reason": {"selected_option": {"value": "out-of-date"}}}, "b": {"comment": {"value": ""}}}}
    view = {**window, "id": "V1", "state": state}
    assert send(served, interaction("view_submission", view=view)).json()["response_action"] == "update"
    assert "out-of-date" in {feedback.reason for feedback in served.service.store.feedback()}


def in_danger(served: Served) -> None:
    web = served.stand_in.web
    before, body = len(web.said("chat.postEphemeral")), mention(web.write("CTEAM", f"<@{BOT}> {DANGER}"))
    said = new(web, "chat.postMessage", lambda: send(served, body))[0]
    for shown in (said, web.wait("chat.postEphemeral", before + 1, PATIENCE_S)[before]):
        assert "999" in texts(shown).split("\n")[0]
    detail = mention(web.write("CTEAM", f"<@{BOT}> {DETAIL}"))
    alone = new(web, "chat.postEphemeral", lambda: send(served, detail))[0]
    assert "Help me remove it" in buttons(alone)
    assert "07700" not in str([payload for name, payload in web.calls if name.startswith("chat.post")])


def once(served: Served) -> None:
    web = served.stand_in.web
    body, after = (direct(web.write(channel, QUESTION)) for channel in ("DBEN", "DCAT"))
    said = new(web, "chat.postMessage", lambda: [send(served, own) for own in (body, body, body, after)], 2)
    assert sorted(own["channel"] for own in said) == ["DBEN", "DCAT"]


def refused(served: Served) -> None:
    web = served.stand_in.web
    before, body = len(web.calls), direct(web.write("DANN", QUESTION))
    for more in ({"secret": "another"}, {"at": time.time() - 301}):
        assert send(served, body, **more).status_code == 401
    edited = direct({**web.write("DANN", QUESTION), "subtype": "message_changed"})
    assert send(served, edited).status_code == 200
    assert [name for name, _ in web.calls[before:] if name.startswith("chat.post")] == []


def within_limits(served: Served) -> None:
    web = served.stand_in.web
    long = direct(web.write("DANN", "What is neglect? 😀 إهمال " * 1600))
    assert "2,000 are the most" in texts(new(web, "chat.postEphemeral", lambda: send(served, long))[0])
    assert web.broken == []


def over_the_line(served: Served) -> None:
    from tests.api.slack.line import envelope, wait

    web, line = served.stand_in.web, served.stand_in.line
    wait(lambda: line.lines, PATIENCE_S)
    said = new(web, "chat.postMessage", lambda: line.send(envelope(web, "e1", QUESTION)))[0]
    assert EXPECTED in texts(said)
    wait(lambda: "e1" in [came.get("envelope_id") for came in line.came], PATIENCE_S)


def over_a_new_line(served: Served) -> None:
    from tests.api.slack.line import envelope, wait

    web, line = served.stand_in.web, served.stand_in.line
    before = line.lines
    line.send({"type": "disconnect", "reason": "refresh_requested"})
    wait(lambda: line.lines > before, PATIENCE_S)
    new(web, "chat.postMessage", lambda: line.send(envelope(web, "e2", QUESTION)))
    assert web.broken == []


SLACK = Channel(
    "Slack over HTTP",
    "slack_bolt",
    (
        Exercise("mention, thread as history", mentioned),
        Exercise("direct message, command, shortcut", in_private),
        Exercise("more, feedback with a reason", pressed),
        Exercise("999 and case detail to the asker alone", in_danger),
        Exercise("redelivered once", once),
        Exercise("forged, old and edited refused", refused),
        Exercise("40,000 characters; every payload within Block Kit's limits", within_limits),
    ),
    stand_in=slack,
)
SLACK_SOCKET = Channel(
    "Slack by Socket Mode",
    "slack_sdk",
    (Exercise("asked over the line", over_the_line), Exercise("line ended and begun anew", over_a_new_line)),
    stand_in=slack,
)
