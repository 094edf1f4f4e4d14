"""Questions on time limits: the gap to fill, and limits that are wrong for it, checked against every limit in force."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from training.quiz_ground import Ground
from training.quiz_items import Item, ItemKind, Option
from training.quiz_wording import capital, item, part_of, said, squeezed
from training.time_limits import Sort, TimeLimit

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LIMIT = re.compile(
    rf"\b(?P<amount>\d+|{'|'.join(NUMBERS)})[ -](?P<unit>(?:working |calendar )?(?:hour|day|week|month|year)s?)\b",
    re.IGNORECASE,
)
_LED = re.compile(r"(?:^|[.!?]\s+)(?P<lead>[^.:;,]{3,90} (?:must|should|may|will)):$")
_LOOSE = re.compile(
    r"^(?:this|these|those|they|it|such|in such|in this|however|therefore|where the panel decides|the information)\b"
    r"|\b(?:same timescale|this period|that period|https?:|@)|\.\w+@",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:must|should|may|will|are to|is to|has to|have to)\b")
_DAYS = {"hour": 1 / 24, "day": 1.0, "working day": 1.4, "calendar day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0}
_NEAR = 1.3
"""Limits whose lengths differ by less than this factor are too near to be told apart as right and wrong."""
GAP = "________"
OPTIONS = 4


@dataclass(frozen=True)
class Gap:
    """A sentence around the limit in it: `before`, `limit` and `after` are verbatim; `quote` is what is cited."""

    before: str
    limit: str
    after: str
    quote: str

    def filled(self, words: str) -> str:
        """The sentence with these words at the limit's place."""
        return f"{self.before}{words}{self.after}".rstrip(" .;") + "."


def gapped(row: TimeLimit) -> Gap | None:
    """The row's sentence with its limit taken out; None if it does not stand by itself or gives its answer twice."""
    what = squeezed(row.what)
    if row.amount is None or _LOOSE.search(what):
        return None
    at = what.find(squeezed(row.words))
    found = _LIMIT.search(what, max(at, 0))
    if found is None or len(what.split()) > 60:
        return None
    lead = _LED.search(squeezed(row.lead)) if row.lead and not what[0].isupper() else None
    if row.lead and not what[0].isupper() and lead is None:
        return None
    before, after = what[: found.start()], what[found.end() :]
    if any(_length(m) == _length(found) for m in _LIMIT.finditer(before + " | " + after)):
        return None
    start = f"{lead['lead']} " if lead else ""
    if not _SAYS.search(start + what):
        return None
    quote = f"{lead['lead']}:\n{row.what}" if lead else row.what
    return Gap(start + before, found.group(), after, quote)


def fill(ground: Ground, row: TimeLimit, rng: Random) -> Item | None:
    """The sentence with a gap to fill with the time limit."""
    gap = gapped(row)
    if gap is None:
        return None
    proof = ground.proof(row.place, gap.quote)
    begin = part_of(ground.library, ground.library.paragraphs[row.place.id])
    example = "2 years" if "year" not in gap.limit else "3 hours"
    asked = capital(f"{begin}which time limit does {ground.short(row.place.id)} give?")
    how = f"Fill the gap with a number and its unit (as in ‘{example}’)."
    question = f"{asked} {how} ‘{capital(gap.filled(GAP))}’"
    explained = f"{capital(gap.limit)}. {said(proof)}"
    accepted = spellings(gap.limit)
    statements = ground.serves.get(row.place.id, ())
    return item(ItemKind.LIMIT, question, (proof,), explained, accepted=accepted, statements=statements)


def choose(ground: Ground, row: TimeLimit, rng: Random) -> Item | None:
    """'Which time limit fills the gap?', with other limits to choose from."""
    gap = gapped(row)
    if gap is None:
        return None
    wrong = wrong_limits(ground, row, gap, rng, OPTIONS - 1)
    if len(wrong) < OPTIONS - 1:
        return None
    proof = ground.proof(row.place, gap.quote)
    begin = part_of(ground.library, ground.library.paragraphs[row.place.id])
    question = f"{capital(f'{begin}which time limit does {ground.short(row.place.id)} give?')} ‘{capital(gap.filled(GAP))}’"
    options = [Option(gap.limit, True, said(proof)), *(Option(words, False, why) for words, why in wrong)]
    options.sort(key=lambda o: days_of(o.text))
    explained = f"{capital(gap.limit)}. {said(proof)}"
    statements = ground.serves.get(row.place.id, ())
    return item(ItemKind.CHOICE, question, (proof,), explained, tuple(options), statements=statements)


def wrong_limits(ground: Ground, row: TimeLimit, gap: Gap, rng: Random, count: int) -> list[tuple[str, str]]:
    """
    Limits of other things and why each is wrong here, the withdrawn edition's first.

    None has the length of a limit that any paragraph in force gives for what may be the same thing.
    """
    taken = [days_of(gap.limit), *(days_of(m.group()) for m in _LIMIT.finditer(gap.before + gap.after))]
    taken += [days for other in ground.limits if _same(ground, row, other) for days in _lengths(other)]
    found: list[tuple[str, str]] = []
    current = sorted(
        _shuffled(ground.limits, rng), key=lambda r: (r.sort is not Sort.WITHIN, _step(days_of(r.words), taken[0]))
    )
    for other in (*_shuffled(ground.old_limits, rng), *current):
        match = _LIMIT.search(other.words) or _LIMIT.search(other.what)
        old = other in ground.old_limits
        if match is None or (old and not _same(ground, row, other)) or not _unlike(days_of(match.group()), taken):
            continue
        words = match.group().lower()
        proof = ground.proof(other.place)
        why = (
            "That was the limit in the withdrawn edition, which is not in force. "
            if old
            else "That is the limit for something else. "
        )
        found.append((words, why + said(proof)))
        taken.append(days_of(words))
        if len(found) == count:
            break
    return found


def spellings(limit: str) -> tuple[str, ...]:
    """The limit's own words and the other ways to write its number."""
    match = _LIMIT.fullmatch(limit)
    if match is None:
        return (limit,)
    amount, unit = match["amount"].lower(), match["unit"]
    others = [amount, str(NUMBERS.index(amount) + 1)] if amount in NUMBERS else [amount]
    if amount.isdigit():
        others += [NUMBERS[int(amount) - 1]] if int(amount) <= len(NUMBERS) else [_LARGE[amount]] if amount in _LARGE else []
    return tuple(dict.fromkeys((limit, *(f"{n} {unit}" for n in others))))


_LARGE = {"15": "fifteen", "20": "twenty", "28": "twenty-eight", "30": "thirty", "45": "forty-five", "56": "fifty-six"}


def days_of(limit: str) -> float:
    """About how many days a limit lasts."""
    match = _LIMIT.search(limit)
    return _length(match) if match else 0.0


def _length(match: re.Match[str]) -> float:
    amount = match["amount"].lower()
    number = int(amount) if amount.isdigit() else NUMBERS.index(amount) + 1
    return number * _DAYS[match["unit"].lower().removesuffix("s")]


def _lengths(row: TimeLimit) -> list[float]:
    return [_length(m) for m in _LIMIT.finditer(row.what)]


def _same(ground: Ground, one: TimeLimit, other: TimeLimit) -> bool:
    """Whether two limits may be for the same thing."""
    return ground.nearness.same(_LIMIT.sub("", one.what), _LIMIT.sub("", other.what))


def _unlike(days: float, taken: Iterable[float]) -> bool:
    return all(days / t >= _NEAR or t / days >= _NEAR for t in taken if t)


def _step(days: float, key: float) -> int:
    """How far a length is from the key's, roughly: near ones make the better distractors."""
    return round(abs(math.log(days / key))) if days else 99


def _shuffled(rows: tuple[TimeLimit, ...], rng: Random) -> list[TimeLimit]:
    """The rows in an order by chance."""
    return rng.sample(rows, len(rows))
