"""Socket Mode: the SDK's own client against a line on loopback."""

from collections.abc import Iterator

import pytest

from tests.api.slack.conftest import texts
from tests.api.slack.line import Line, envelope, wait
from tests.api.slack.stand_in import StandIn

QUESTION = "How soon must a referral be decided on?"


@pytest.fixture
def line(slack: StandIn) -> Iterator[Line]:
    own = Line()
    slack.line = own.url
    yield own
    own.close()


def test_a_question_over_the_line_is_acknowledged_and_answered(serve, slack_settings, slack: StandIn, line: Line) -> None:
    serve(**{**slack_settings, "slack_signing_secret": "", "slack_app_token": "xapp-1"})
    wait(lambda: line.lines == 1)
    line.send(envelope(slack, "e1", QUESTION))
    assert "`In force`" in texts(slack.wait("chat.postMessage")[0])
    wait(lambda: {"envelope_id": "e1"} in [{"envelope_id": own.get("envelope_id")} for own in line.came])


def test_a_line_that_slack_ends_is_begun_anew(serve, slack_settings, slack: StandIn, line: Line) -> None:
    serve(**{**slack_settings, "slack_signing_secret": "", "slack_app_token": "xapp-1"})
    wait(lambda: line.lines == 1)
    line.send({"type": "disconnect", "reason": "refresh_requested"})
    wait(lambda: line.lines == 2)
    line.send(envelope(slack, "e2", QUESTION))
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
