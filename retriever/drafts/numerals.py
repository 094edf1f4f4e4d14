"""Number words as digits: 'fifteen' and '15' are one number."""

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {w: n for n, w in enumerate(_ONES)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_NUMBER_WORDS = re.compile(
    rf"\b(?:(?P<ten>{'|'.join(_TENS)})(?:[- ](?P<one>{'|'.join(_ONES[1:10])}))?|(?P<small>{'|'.join(_ONES)}))\b"
    r"(?:\s(?P<big>hundred|thousand|million))?"
)
_BIG = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def in_digits(text: str) -> str:
    """A text in small letters with its number words as digits."""
    return _NUMBER_WORDS.sub(_value, text)


def _value(match: re.Match[str]) -> str:
    value = _WORDS[match["small"]] if match["small"] else _WORDS[match["ten"]] + _WORDS.get(match["one"] or "zero", 0)
    return str(value * _BIG.get(match["big"] or "", 1))
