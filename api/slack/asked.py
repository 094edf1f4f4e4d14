"""What Slack's requests say, as far as it is a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.slack.mrkdwn import written

Body = Mapping[str, Any]
"""A request as Slack sends it; it is read here and nowhere else."""
SPOKEN = ("", "file_share", "thread_broadcast")
"""Subtypes of messages that somebody wrote; edits, deletions, joins and all others are none."""


@dataclass(frozen=True)
class Person:
    """A member of Slack; `teams` are the workspace and the organisation that they belong to."""

    team: str
    user: str
    teams: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Under which the service knows them."""
        return f"slack:{self.team}:{self.user}"


@dataclass(frozen=True)
class Place:
    """
    Where an answer goes: under the message `thread` of a channel; `reply` is a way back to the asker alone, if there is.

    `within` says that the question stands in the thread and did not begin it.
    """

    channel: str
    thread: str = ""
    reply: str = ""
    within: bool = False

    @property
    def direct(self) -> bool:
        """Whether it is between one person and the bot."""
        return self.channel.startswith("D")


@dataclass(frozen=True)
class Asked:
    """A question: the text as written, `ts` the message it stands in, `once` names that tell a repetition."""

    person: Person
    place: Place
    text: str = field(repr=False)
    ts: str = ""
    author: str = ""
    once: tuple[str, ...] = ()

    @property
    def private(self) -> bool:
        """Whether nobody but the asker has seen the question (a command)."""
        return not self.ts


def of_message(body: Body, bot: str) -> Asked | None:
    """A mention's or direct message's question; None for edits, bots, and what nobody wrote."""
    event = body["event"]
    if not spoken(event) or event["user"] == bot:
        return None
    user, channel, ts = event["user"], event["channel"], event["ts"]
    thread = event.get("thread_ts", ts)
    team = event.get("user_team") or event.get("source_team") or event.get("team") or body.get("team_id") or ""
    teams = (team, *([body["enterprise_id"]] if body.get("enterprise_id") and team == body.get("team_id") else ()))
    return Asked(
        Person(team, user, teams),
        Place(channel, thread, within=thread != ts),
        written(event.get("text") or "", bot),
        ts,
        author=user,
        once=(f"event {body.get('event_id', ts)}", f"message {channel} {ts}"),
    )


def of_command(body: Body) -> Asked:
    """A command's question; nobody else sees it, and the answer goes back the same way."""
    person, place = _person(body), Place(body["channel_id"], reply=body["response_url"])
    return Asked(person, place, written(body.get("text") or ""), once=(f"trigger {body['trigger_id']}",))


def of_shortcut(body: Body, bot: str) -> Asked:
    """The question that a message is, pointed at by somebody who need not have written it."""
    message, channel = body["message"], body["channel"]["id"]
    place = Place(channel, message.get("thread_ts") or message["ts"], body.get("response_url") or "")
    text = written(message.get("text") or "", bot)
    once = (f"trigger {body['trigger_id']}",)
    return Asked(_person(body), place, text, message["ts"], message.get("user") or "", once=once)


def spoken(message: Body) -> bool:
    """Whether a person wrote a message, and it stands as written."""
    machine = message.get("bot_id") or message.get("bot_profile") or message.get("user") == "USLACKBOT"
    return bool(message.get("user")) and not (
        machine or message.get("edited") or message.get("hidden") or message.get("subtype", "") not in SPOKEN
    )


@dataclass(frozen=True)
class Pressed:
    """A button: who pressed it, what it stands for, and where it stands."""

    person: Person
    place: Place
    value: str
    trigger: str


def of_button(body: Body) -> Pressed:
    """What a button's press says."""
    container = body.get("container") or {}
    message = body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    thread = message.get("thread_ts") or container.get("thread_ts") or message.get("ts") or ""
    place = Place(channel, thread, body.get("response_url") or "")
    return Pressed(_person(body), place, body["actions"][0].get("value") or "", body["trigger_id"])


@dataclass(frozen=True)
class Opinion:
    """What somebody says in the window that asks why an answer was not right."""

    person: Person
    answer: str
    reason: str
    comment: str = field(repr=False)


def of_window(body: Body) -> Opinion:
    """What a window's submission says."""
    values = {name: own for block in body["view"]["state"]["values"].values() for name, own in block.items()}
    reason = (values.get("reason", {}).get("selected_option") or {}).get("value") or ""
    return Opinion(_person(body), body["view"]["private_metadata"], reason, values.get("comment", {}).get("value") or "")


def _person(body: Body) -> Person:
    """Who used a command, shortcut, button or window."""
    if "user_id" in body:
        user, team, org = body["user_id"], body.get("team_id"), body.get("enterprise_id")
    else:
        user = body["user"]["id"]
        team = body["user"].get("team_id") or (body.get("team") or {}).get("id")
        org = (body.get("enterprise") or {}).get("id")
    return Person(team or "", user, tuple(own for own in (team, org) if own))
