"""The days that a question names: read for counting from them, while the question that is kept has none of a case."""

import re
from dataclasses import dataclass
from datetime import date

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b"
)
_YEAR = r"(?:,? (?P<year>\d{4})\b(?! working| days))?"
AHEAD = 90
_PATTERNS = tuple(
    re.compile(rf"(?<![\w/.-]){pattern}(?![\w/-])", re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[/.-](?P<number>\d{1,2})[/.-](?P<year>\d{4}|\d{2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}{_YEAR}",
        rf"{_MONTH} (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}",
    )
)


@dataclass(frozen=True)
class Day:
    """A day as it is written, and which one it is; None if there is no such day ('31 February')."""

    written: str
    day: date | None


def days_in(text: str, today: date) -> tuple[Day, ...]:
    """The days of a text in its order; one without a year is the last one, or the next if that is within AHEAD days."""
    found: dict[int, Day] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found.setdefault(match.start(), Day(match[0], _day(match, today)))
    return tuple(found[start] for start in sorted(found))


def _day(match: re.Match[str], today: date) -> date | None:
    given = match.groupdict()
    month = int(given["number"]) if given.get("number") else _NAMES.index(given["month"][:3].lower()) + 1
    day, year = int(given["day"]), given.get("year")
    if year:
        return _valid(int(year) + 2000 if len(year) == 2 else int(year), month, day)
    near = [found for years in (-1, 0, 1) if (found := _valid(today.year + years, month, day))]
    return max((found for found in near if (found - today).days <= AHEAD), default=None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
