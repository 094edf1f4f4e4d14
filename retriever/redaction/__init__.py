"""Take case detail out of a text before it is searched, logged, stored or sent anywhere (DESIGN, principle 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from retriever.redaction.dates import hide_dates
from retriever.redaction.names import hide_names
from retriever.redaction.numbers import hide_numbers
from retriever.redaction.places import hide_places

KINDS = (
    "name",
    "date of birth",
    "date",
    "address",
    "postcode",
    "phone",
    "email",
    "NHS number",
    "National Insurance number",
    "case number",
    "school",
    "car registration",
    "handle",
)
"""What is taken out; each leaves its kind in brackets."""
_BETWEEN = "\x00"
"""Stands between texts that are read together; a question holds no such character (retriever/question.py)."""


@dataclass(frozen=True)
class Redacted:
    """A text without case detail, and the kinds that were taken out, in the order in which they stand; never the values."""

    text: str
    removed: tuple[str, ...]


def redact(text: str) -> Redacted:
    """
    Take names, dates, addresses and numbers that identify somebody out of a text; what is policy stays.

    What one pass leaves can show the next one more ('my son [name] and ...'), so passes follow until nothing changes:
    redacting twice is redacting once.
    """
    before, after = "", text
    while after != before:
        before, after = after, hide_dates(hide_names(hide_places(hide_numbers(after))))
    return _redacted(text, after)


def redact_turns(turns: Sequence[str]) -> tuple[Redacted, ...]:
    """Redact the questions of one conversation, where a name that one of them gives away is a name in all."""
    if not turns:
        return ()
    together = redact(_BETWEEN.join(turn.replace(_BETWEEN, " ") for turn in turns)).text
    return tuple(_redacted(turn, text) for turn, text in zip(turns, together.split(_BETWEEN), strict=True))


def _redacted(before: str, after: str) -> Redacted:
    taken = [kind for kind in KINDS if after.count(f"[{kind}]") > before.count(f"[{kind}]")]
    return Redacted(after, tuple(sorted(taken, key=lambda kind: after.index(f"[{kind}]"))))
