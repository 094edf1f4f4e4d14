"""Microsoft Teams: recorded activities with signed tokens; the SDK replies to a stand-in that checks what it is sent."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx

from tests.channels.channel import EXPECTED, QUESTION, Channel, Exercise, Served

DANGER = "My name is Jane Doe. A child has been stabbed and is bleeding next to me, what do I do?"
ELSEWHERE = "11111111-2222-3333-4444-555555555555"
PATIENCE_S = 120
RUN = uuid4().hex
"""Ends the ids of messages, for what another run sent within the hour is not answered again."""


class Beside:
    """What Microsoft runs, and the activities that come from there."""

    def __init__(self, microsoft: Any) -> None:
        self.microsoft = microsoft

    @property
    def settings(self) -> Mapping[str, Any]:
        """What lets the bot in."""
        from tests.api.teams.microsoft import APP, SECRET, TENANT

        return {"teams_app_id": APP, "teams_client_secret": SECRET, "teams_tenants": (TENANT,)}


@contextmanager
def teams() -> Iterator[Beside]:
    from api.teams import mount
    from tests.api.teams.microsoft import microsoft

    before = mount.CLOUD
    with microsoft() as own:
        mount.CLOUD = own.cloud
        try:
            yield Beside(own)
        finally:
            mount.CLOUD = before


@contextmanager
def bot(served: Served) -> Iterator[Any]:
    """The bot as the tests of Teams know it, with a client that is real."""
    from tests.api.teams.conftest import Teams

    with httpx.Client(base_url=served.url, timeout=60) as client:
        yield Teams(client, served.stand_in.microsoft)


def reply(own: Any, activity: Mapping[str, Any]) -> dict[str, Any]:
    """The reply to an activity."""
    count = len(own.microsoft.replies) + 1
    assert own.post(activity).status_code == 200
    return own.microsoft.wait(count, PATIENCE_S)[count - 1]


def asked(served: Served) -> None:
    from tests.api.teams.microsoft import citations

    with bot(served) as own:
        said = reply(own, own.activity("personal", text=QUESTION, id=f"c-1-{RUN}"))
        assert EXPECTED in said["text"]
        assert citations(said)
        assert said["attachments"]
        assert "conference" in reply(own, own.activity("personal", text="Who chairs it?", id=f"c-2-{RUN}"))["text"]


def mentioned(served: Served) -> None:
    with bot(served) as own:
        assert reply(own, own.activity("channel", id=f"c-3-{RUN}"))["text"]
        assert own.microsoft.replies[-1][0].endswith(";messageid=1763990400000")


def searched(served: Served) -> None:
    with bot(served) as own:
        response = own.post(own.activity("search"))
        assert response.json()["composeExtension"]["attachments"]
        assert len(response.content) < 28 * 1024


def judged(served: Served) -> None:
    with bot(served) as own:
        reply(own, own.activity("personal", text=QUESTION, id=f"c-4-{RUN}"))
        before = len(served.service.store.feedback())

        def given() -> bool:
            """Which message an answer went out as is kept a moment after it did."""
            last = f"reply-{len(own.microsoft.replies)}"
            return own.post(own.activity("feedback", replyToId=last)).status_code == 200

        until = time.monotonic() + PATIENCE_S
        while not given():
            assert time.monotonic() < until
            time.sleep(0.1)
        assert len(served.service.store.feedback()) == before + 1


def in_danger(served: Served) -> None:
    with bot(served) as own:
        said = reply(own, own.activity("personal", text=DANGER, id=f"c-5-{RUN}"))
        assert "999" in said["text"].split("\n")[0]
        assert "Jane" not in said["text"]


def once(served: Served) -> None:
    with bot(served) as own:
        twice = own.activity("personal", text=QUESTION, id=f"c-6-{RUN}")
        edited = {
            **twice,
            "id": f"c-7-{RUN}",
            "type": "messageUpdate",
            "channelData": {**twice["channelData"], "eventType": "editMessage"},
        }
        count = len(own.microsoft.replies)
        for activity in (twice, twice, edited):
            assert own.post(activity).status_code == 200
        reply_to_last = own.activity("personal", text="What is neglect?", id=f"c-8-{RUN}", chat="a:another")
        assert own.post(reply_to_last).status_code == 200
        own.microsoft.wait(count + 2, PATIENCE_S)
        assert sorted(where for where, _ in own.microsoft.replies[count:]) == ["a:1oVt-ann-and-the-bot", "a:another"]


def refused(served: Served) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    with bot(served) as own:
        activity, count, token = own.activity("personal", id=f"c-9-{RUN}"), len(own.microsoft.replies), own.microsoft.token
        forger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        for forged in (token(forger), token(exp=int(time.time()) - 3600), token(serviceurl="https://elsewhere.example.org/")):
            assert own.post(activity, forged).status_code == 401
        assert own.post({**activity, "channelData": {"tenant": {"id": ELSEWHERE}}}).status_code == 403
        assert len(own.microsoft.replies) == count


TEAMS = Channel(
    "Teams",
    "microsoft-teams-apps",
    (
        Exercise("asked in a chat, citations and card, chat as history", asked),
        Exercise("mention in a channel", mentioned),
        Exercise("message extension", searched),
        Exercise("feedback", judged),
        Exercise("999 first, no name kept", in_danger),
        Exercise("sent twice answered once, edits ignored", once),
        Exercise("forged and expired tokens, other tenants refused", refused),
    ),
    stand_in=teams,
)
