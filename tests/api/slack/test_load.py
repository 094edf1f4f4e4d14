import asyncio
import logging
import threading
import time
from typing import Any

import httpx
import pytest

from api.settings import Settings
from api.slack.work import Work
from tests.api.fake import FakeAssistant
from tests.api.running import running
from tests.api.slack.conftest import Send, command, direct, event, mention, signed, texts
from tests.api.slack.stand_in import BOT, StandIn

QUESTION = "How soon must a referral be decided on?"
MANY = 200


def test_200_events_at_once_are_each_acknowledged_and_answered_once(
    tmp_path, library, slack: StandIn, slack_settings: dict[str, Any]
) -> None:
    people = [slack.write(f"C{n % 20}", f"<@{BOT}> {QUESTION}", user=f"U{n}") for n in range(MANY)]
    bodies = [mention(message) for message in people]
    own = Settings(home=tmp_path / "home", threads=2, queue=4, **slack_settings)
    with running(own, FakeAssistant(library)) as served:
        asyncio.run(_send_all(served.url, bodies))
        slack.wait("chat.postMessage", MANY, seconds=120)
        served.stop()
    assert sorted(said["thread_ts"] for said in slack.said("chat.postMessage")) == sorted(m["ts"] for m in people)


async def _send_all(url: str, bodies: list[str]) -> None:
    limits = httpx.Limits(max_connections=MANY)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:

        async def send(body: str) -> None:
            response = await client.post("/slack/events", content=body, headers=signed(body))
            assert response.status_code == 200

        await asyncio.gather(*map(send, bodies))


@pytest.mark.parametrize(("calm_s", "put_off_s"), [(0.5, 60.0), (60.0, 0.5)])
def test_jobs_begin_when_no_more_come_but_are_not_put_off_for_long(monkeypatch, calm_s: float, put_off_s: float) -> None:
    monkeypatch.setattr("api.slack.work.CALM_S", calm_s)
    monkeypatch.setattr("api.slack.work.PUT_OFF_S", put_off_s)
    done: list[int] = []

    async def job(number: int) -> None:
        done.append(number)

    async def burst() -> bool:
        work = Work()
        for number in range(20):
            work.start(job(number))
            await asyncio.sleep(0)
        assert done == []
        return await work.finish(30)

    assert asyncio.run(burst())
    assert sorted(done) == list(range(20))


def test_a_job_that_did_not_begin_is_given_up_at_the_end(monkeypatch) -> None:
    monkeypatch.setattr("api.slack.work.CALM_S", 60.0)
    monkeypatch.setattr("api.slack.work.PUT_OFF_S", 60.0)

    async def stopped() -> bool:
        work = Work()
        work.start(asyncio.sleep(0))
        return await work.finish(0.05)

    assert not asyncio.run(stopped())


def test_acknowledging_waits_neither_for_slack_nor_for_the_answer(serve, slack_settings, slack: StandIn, library) -> None:
    hold = threading.Event()
    slack.refuse("auth.test", status=429, retry_after="3")
    assistant = FakeAssistant(library, hold)
    client = serve(assistant, **slack_settings)
    body = direct(slack.write("DANN", QUESTION))
    assert client.post("/slack/events", content=body, headers=signed(body)).status_code == 200
    assert (slack.said("auth.test"), assistant.asked) == ([], [])
    hold.set()
    slack.wait("chat.postMessage")


def test_when_slack_says_to_wait_it_waits_as_long_and_says_it_then(send: Send, slack: StandIn) -> None:
    slack.refuse("chat.postMessage", status=429, times=2, retry_after="1")
    began = time.perf_counter()
    send(direct(slack.write("DANN", QUESTION)))
    slack.wait("chat.postMessage")
    assert time.perf_counter() - began >= 2
    assert len(slack.said("refused chat.postMessage")) == 2


def test_what_slack_does_not_answer_in_time_is_said_again(serve, slack_settings, slack: StandIn, monkeypatch) -> None:
    monkeypatch.setattr("api.slack.mount.TIMEOUT_S", 2.0)
    client = serve(**slack_settings)
    slack.be_silent("chat.postMessage", 4.0)
    body = direct(slack.write("DANN", QUESTION))
    client.post("/slack/events", content=body, headers=signed(body))
    assert "`In force`" in texts(slack.wait("chat.postMessage")[0])
    assert len(slack.said("lost chat.postMessage")) == 1


def test_a_reply_waits_as_slack_says_too(send: Send, slack: StandIn) -> None:
    slack.refuse("hook", status=429, retry_after="1")
    send(command(QUESTION, slack))
    assert "`In force`" in texts(slack.wait("hook")[0])


def test_a_full_queue_is_waited_for(serve, slack_settings, slack: StandIn, library) -> None:
    hold = threading.Event()
    client = serve(FakeAssistant(library, hold), threads=1, queue=1, **slack_settings)
    other = threading.Thread(target=client.post, args=("/v1/ask",), kwargs={"json": {"question": QUESTION}})
    other.start()
    while client.service.pool.taken < 2:
        time.sleep(0.01)
    body = direct(slack.write("DANN", QUESTION))
    client.post("/slack/events", content=body, headers=signed(body))
    time.sleep(0.3)
    hold.set()
    other.join()
    slack.wait("chat.postMessage")


def test_a_queue_that_stays_full_is_said_with_999(serve, slack_settings, slack: StandIn, library, monkeypatch) -> None:
    monkeypatch.setattr("api.slack.desk.WAITED_S", 0.0)
    hold = threading.Event()
    client = serve(FakeAssistant(library, hold), threads=1, queue=1, **slack_settings)
    other = threading.Thread(target=client.post, args=("/v1/ask",), kwargs={"json": {"question": QUESTION}})
    other.start()
    while client.service.pool.taken < 2:
        time.sleep(0.01)
    body = direct(slack.write("DANN", QUESTION))
    client.post("/slack/events", content=body, headers=signed(body))
    shown = texts(slack.wait("chat.postEphemeral")[0])
    hold.set()
    other.join()
    assert "Too many questions" in shown
    assert "999" in shown


def test_what_was_asked_is_answered_before_the_service_stops(tmp_path, library, slack: StandIn, slack_settings) -> None:
    hold = threading.Event()
    own = Settings(home=tmp_path / "home", **slack_settings)
    with running(own, FakeAssistant(library, hold)) as served:
        body = direct(slack.write("DANN", QUESTION))
        assert httpx.post(f"{served.url}/slack/events", content=body, headers=signed(body)).status_code == 200
        threading.Timer(0.5, hold.set).start()
        served.stop()
    assert len(slack.said("chat.postMessage")) == 1


def test_a_defect_is_said_with_an_id_that_the_log_has(serve, slack_settings, slack: StandIn, library, caplog) -> None:
    class Broken(FakeAssistant):
        def search(self, query, *more):
            raise ValueError(query)

    client = serve(Broken(library), **slack_settings)
    body = direct(slack.write("DANN", QUESTION))
    client.post("/slack/events", content=body, headers=signed(body))
    shown = texts(slack.wait("chat.postEphemeral")[0])
    assert shown.split("quote ")[1].split(" ")[0] in caplog.text
    assert QUESTION not in caplog.text
    assert "999" in shown


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked"])
def test_a_wrong_token_is_said_in_the_log(serve, slack_settings, slack: StandIn, caplog, error: str) -> None:
    slack.refuse("auth.test", times=1, error=error)
    serve(**slack_settings)
    slack.wait("refused auth.test")
    until = time.monotonic() + 5
    while "correct 'slack_bot_token'" not in caplog.text and time.monotonic() < until:
        time.sleep(0.01)
    assert f"Slack does not take the bot token ({error}); correct 'slack_bot_token'." in caplog.text


class Everything(logging.Handler):
    """Keeps every line that any logger writes, formatted."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter().format(record))


def test_nothing_of_a_message_is_logged_at_any_level(serve, slack_settings, slack: StandIn, caplog, capfd) -> None:
    root, heard = logging.getLogger(), Everything()
    before = root.level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG):
            _everything_that_may_be_sent(serve(**slack_settings), slack)
    finally:
        root.setLevel(before)
        root.removeHandler(heard)
    written = "\n".join([*heard.lines, caplog.text, *capfd.readouterr()])
    assert heard.lines
    for word in ("zebra", "xoxb-hush", "hush-signing"):
        assert word not in written


def _everything_that_may_be_sent(client, slack: StandIn) -> None:
    text = "zebra: how soon must a referral be decided on?"
    bad = mention(slack.write("CTEAM", f"<@{BOT}> {text}"))
    assert client.post("/slack/events", content=bad, headers=signed(bad, secret="no")).status_code == 401
    unhandled = event({"type": "zebra", "text": text})
    slack.refuse("chat.postMessage", error="invalid_blocks")
    for body in (
        unhandled,
        direct(slack.write("DANN", text)),
        direct(slack.write("DBEN", text, user=BOT)),
        f'{{"zebra": "{text}"}}',
    ):
        client.post("/slack/events", content=body, headers=signed(body))
    body = direct(slack.write("DCAT", text))
    client.post("/slack/events", content=body, headers=signed(body))
    slack.wait("chat.postMessage")
