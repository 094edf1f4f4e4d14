"""What a channel is: a real client, and what it is made to do against the served application."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

QUESTION = "How soon after the strategy discussion must the initial child protection conference be held?"
EXPECTED = "within 15 working days"
"""Words of the answer."""


class StandIn(Protocol):
    """What runs in the place of somebody else's service, and the settings that lead the application to it."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """Settings of the application."""


@dataclass(frozen=True)
class Served:
    """The application as it is served: where, an API key that lets in, all that it holds open, and a channel's stand-in."""

    url: str
    key: str
    service: Any
    stand_in: Any = None


@dataclass(frozen=True)
class Exercise:
    """Something that a client does; it raises if what comes back is not what it should be."""

    words: str
    do: Callable[[Served], None]


@dataclass(frozen=True)
class Channel:
    """
    One row of the table: `client` is the distribution that is run, `exercises` what it does.

    `settings` are those of the application that the channel needs, `stand_in` runs what it talks to beside the application;
    channels of the same stand-in share it. The settings of all are joined.
    """

    name: str
    client: str
    exercises: Sequence[Exercise]
    settings: Mapping[str, Any] = field(default_factory=dict)
    stand_in: Callable[[], AbstractContextManager[StandIn]] | None = None

    @property
    def version(self) -> str:
        """The client's version; empty if it is not installed."""
        try:
            return version(self.client)
        except PackageNotFoundError:
            return ""
