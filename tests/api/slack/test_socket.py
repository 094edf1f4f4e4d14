"""Socket Mode: the SDK's own client against a line on loopback."""

import asyncio
import json
import threading
from collections.abc import Iterator

import pytest
from aiohttp import WSMsgType, web

from tests.api.slack.conftest import event, texts
from tests.api.slack.stand_in import StandIn

QUESTION = "How soon must a referral be decided on?"


class Line:
    """The far end of the line: sends envelopes, keeps what comes back."""

    def __init__(self) -> None:
        self.came: list[dict] = []
        self.lines = 0
        self._loop = asyncio.new_event_loop()
        self._open: web.WebSocketResponse | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)
        self._thread.start()
        assert self._ready.wait(20)

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        app = web.Application()
        app.router.add_get("/line", self._talk)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"ws://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/line"
        self._ready.set()
        await self._over.wait()
        await runner.cleanup()

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.send_json({"type": "hello"})
        self._open = line
        self.lines += 1
        async for message in line:
            if message.type is WSMsgType.TEXT:
                self.came.append(json.loads(message.data))
        return line

    def send(self, envelope: dict) -> None:
        assert self._open is not None
        asyncio.run_coroutine_threadsafe(self._open.send_json(envelope), self._loop).result(10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)
        self._loop.close()


@pytest.fixture
def line(slack: StandIn) -> Iterator[Line]:
    own = Line()
    slack.line = own.url
    yield own
    own.close()


def wait(done) -> None:
    for _ in range(2000):
        if done():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not happen")


def envelope(slack: StandIn, name: str) -> dict:
    payload = json.loads(event({**slack.write("DANN", QUESTION), "channel_type": "im"}))
    return {"type": "events_api", "envelope_id": name, "payload": payload, "accepts_response_payload": False}


def test_a_question_over_the_line_is_acknowledged_and_answered(serve, slack_settings, slack: StandIn, line: Line) -> None:
    serve(**{**slack_settings, "slack_signing_secret": "", "slack_app_token": "xapp-1"})
    wait(lambda: line.lines == 1)
    line.send(envelope(slack, "e1"))
    assert "`In force`" in texts(slack.wait("chat.postMessage")[0])
    wait(lambda: {"envelope_id": "e1"} in [{"envelope_id": own.get("envelope_id")} for own in line.came])


def test_a_line_that_slack_ends_is_begun_anew(serve, slack_settings, slack: StandIn, line: Line) -> None:
    serve(**{**slack_settings, "slack_signing_secret": "", "slack_app_token": "xapp-1"})
    wait(lambda: line.lines == 1)
    line.send({"type": "disconnect", "reason": "refresh_requested"})
    wait(lambda: line.lines == 2)
    line.send(envelope(slack, "e2"))
    slack.wait("chat.postMessage")


def test_an_app_token_that_is_refused_is_said_and_tried_again(
    serve, slack_settings, slack: StandIn, line: Line, caplog, monkeypatch
) -> None:
    monkeypatch.setattr("api.slack.socket.AGAIN_S", 0.05)
    slack.refuse("apps.connections.open", error="invalid_auth")
    serve(**{**slack_settings, "slack_signing_secret": "", "slack_app_token": "xapp-hush"})
    wait(lambda: line.lines == 1)
    assert "Slack does not take the app token (invalid_auth)" in caplog.text
    assert "xapp-hush" not in caplog.text
