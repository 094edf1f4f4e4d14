"""What a channel is: a real client, and what it is made to do against the served application."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

QUESTION = "How soon after the strategy discussion must the initial child protection conference be held?"
EXPECTED = "within 15 working days"
"""Words of the answer."""


@dataclass(frozen=True)
class Served:
    """The application as it is served: where, an API key that lets in, and everything it holds open."""

    url: str
    key: str
    service: Any


@dataclass(frozen=True)
class Exercise:
    """Something that a client does; it raises if what comes back is not what it should be."""

    words: str
    do: Callable[[Served], None]


@dataclass(frozen=True)
class Channel:
    """
    One row of the table: `client` is the distribution that is run, `exercises` what it does.

    `settings` are those of the application that the channel needs; they are joined with the other channels'.
    """

    name: str
    client: str
    exercises: Sequence[Exercise]
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The client's version; empty if it is not installed."""
        try:
            return version(self.client)
        except PackageNotFoundError:
            return ""
