"""Run every installed client against one served application and say how it went."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tests.channels.channel import Channel, Served

HEAD = ("channel", "client and version", "what was exercised", "passed")


@dataclass(frozen=True)
class Row:
    """How a channel went; `tried` is 0 if its client is not installed."""

    channel: Channel
    passed: int
    tried: int

    @property
    def good(self) -> bool:
        """Whether nothing failed."""
        return self.passed == self.tried

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells as text."""
        own = self.channel
        client = f"{own.client} {own.version}" if self.tried else f"{own.client}: not installed"
        went = f"{'yes' if self.good else 'NO'}, {self.passed} of {self.tried}" if self.tried else "-"
        return own.name, client, "; ".join(exercise.words for exercise in own.exercises), went


def run(channel: Channel, served: Served) -> Row:
    """Do everything of a channel; what fails is said on standard error."""
    if not channel.version:
        return Row(channel, 0, 0)
    passed = 0
    for exercise in channel.exercises:
        print(f"{channel.name}, {channel.client}: {exercise.words} ...", file=sys.stderr)
        try:
            exercise.do(served)
            passed += 1
        except Exception as error:  # the table goes on
            print(f"  FAILED: {type(error).__name__}: {error}", file=sys.stderr)
    return Row(channel, passed, len(channel.exercises))


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [HEAD, tuple("---" for _ in HEAD), *(row.cells for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )
