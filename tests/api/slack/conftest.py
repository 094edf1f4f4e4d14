import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest
from starlette.testclient import TestClient

from tests.api.conftest import Served
from tests.api.slack.stand_in import TEAM, TOKEN, StandIn

SECRET = "hush-signing-secret"


def signed(body: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}", "Content-Type": kind}


def event(own: dict[str, Any], **more: Any) -> str:
    """An event's request body, escaped as Slack escapes it."""
    body = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{uuid4().hex}", "event": own, **more}
    return json.dumps(body)


def mention(message: dict[str, Any], **more: Any) -> str:
    return event({**message, "type": "app_mention"}, **more)


def direct(message: dict[str, Any], **more: Any) -> str:
    return event({**message, "channel_type": "im"}, **more)


def command(text: str, slack: StandIn, **more: Any) -> str:
    own = {"command": "/verse", "text": text, "user_id": "UANN", "team_id": TEAM, "channel_id": "CTEAM"}
    return urlencode({**own, "response_url": slack.hook, "trigger_id": f"trigger{uuid4().hex}", **more})


def interaction(kind: str, user: str = "UANN", **more: Any) -> str:
    person = {"id": user, "team_id": TEAM}
    own = {"type": kind, "user": person, "team": {"id": TEAM}, "trigger_id": f"trigger{uuid4().hex}", **more}
    return urlencode({"payload": json.dumps(own)})


def press(button: dict[str, Any], slack: StandIn, channel: str = "CTEAM", user: str = "UANN") -> str:
    action = {"type": "button", "action_id": button["action_id"], "block_id": "b", "value": button.get("value", "")}
    container = {"type": "message", "channel_id": channel, "message_ts": "1.1"}
    own = {"actions": [action], "channel": {"id": channel}, "response_url": slack.hook}
    return interaction("block_actions", user, container=container, message={"ts": "1.1"}, **own)


def texts(payload: dict[str, Any]) -> str:
    """Everything that a message's blocks show."""
    return "\n".join(
        own["text"]
        for block in payload["blocks"]
        for own in ([block["text"]] if block["type"] == "section" else block.get("elements", []))
        if isinstance(own["text"], str)
    )


def buttons(payload: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A message's buttons by their words."""
    found = [e for block in payload["blocks"] if block["type"] == "actions" for e in block["elements"]]
    return {element["text"]["text"]: element for element in found}


@pytest.fixture
def slack() -> Iterator[StandIn]:
    """A stand-in of Slack; nothing that was sent to it may have broken a limit."""
    own = StandIn()
    yield own
    own.close()
    assert own.broken == []


@pytest.fixture
def slack_settings(slack: StandIn) -> dict[str, Any]:
    return {
        "slack_bot_token": TOKEN,
        "slack_signing_secret": SECRET,
        "slack_api_url": slack.api,
        "public_url": "http://127.0.0.1",
    }


Send = Callable[..., httpx.Response]


@pytest.fixture
def bot(serve: Served, slack_settings: dict[str, Any]) -> TestClient:
    return serve(**slack_settings)


@pytest.fixture
def send(bot: TestClient) -> Send:
    """Send a request as Slack does."""

    def post(body: str, **more: Any) -> httpx.Response:
        return bot.post("/slack/events", content=body.encode(), headers=signed(body, **more))

    return post
