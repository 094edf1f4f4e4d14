"""The words of a time limit in a sentence: what sort it is, how much of what, and from when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What sort of limit it is."""

    WITHIN = "within"
    """To be done before a stated time is over: 'within 15 working days', 'no longer than 45 working days'."""
    EVERY = "every"
    """To be done again and again: 'annually', 'at least every six months'."""
    FOR = "for"
    """To last at least a stated time: 'publicly available for at least one year'."""
    BY = "by"
    """To be done by a day: 'by the end of September'."""
    AT_ONCE = "at once"
    """To be done without a stated time: 'immediately', 'as soon as possible', 'without delay', 'promptly'."""
    NO_NUMBER = "in good time"
    """To be done in time or again, no time being stated: 'in a timely manner', 'regularly', 'in advance'."""


@dataclass(frozen=True)
class Found:
    """A limit's words in a sentence; what they do not give is '' or None."""

    sort: Sort
    words: str
    amount: int | None
    unit: str
    start: str
    backwards: bool


_WRITTEN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
)
_NUMBERS = {word: n for n, word in enumerate(_WRITTEN.split(), 1)}
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?P<unit>(?:(?:working|school|calendar) )?(?:minute|hour|day|week|month|year))s?\b"
_QUANTITY = rf"{_NUMBER}[ -]{_UNIT}"
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_REPORT = (
    r"(?:the |shared )?(?:single statutory )?(?:annual|yearly) "
    r"(?:(?:data )?returns?|reports?|budget(?:, yearly report)?|serious incident data)"
)
_PRODUCE = r"(?:publish(?:ing|es)?|produc(?:e|es|ing)|prepar(?:e|ing)|submit(?:ting)?|sign off|provid(?:e|ing))"
_PATTERNS: tuple[tuple[Sort, str], ...] = (
    (Sort.BY, rf"by (?:the (?:end|start) of )?(?:\d{{1,2}} )?{_MONTH}(?: \d{{4}}| every year| each year)?"),
    (Sort.EVERY, rf"(?:(?:regular|maximum) )?intervals of (?:no more than |at most |up to )?{_QUANTITY}"),
    (Sort.EVERY, rf"(?:at least )?every {_QUANTITY}"),
    (Sort.EVERY, rf"in a {_NUMBER}-{_UNIT} period"),
    (Sort.EVERY, r"annually|published yearly|every year|on a yearly basis|quarterly"),
    (
        Sort.EVERY,
        rf"{_PRODUCE}\b(?:(?! in the | on )[^.;]){{0,130}}?\b(?P<words>(?:an? )?{_REPORT})",
    ),
    (Sort.BY, rf"by the end of (?:the|their) (?:\w+ ){{0,2}}years?(?: in practice)?(?: \({_MONTH} \d{{4}}\))?"),
    (Sort.BY, r"before the start of the next school day"),
    (Sort.FOR, rf"for (?:at least|a minimum of|no less than|a period of) {_QUANTITY}"),
    (Sort.WITHIN, rf"(?:within|no (?:later|longer|more) than|not later than|a maximum of|not exceed(?:ing)?) {_QUANTITY}"),
    (Sort.WITHIN, rf"(?<!meetings ){_QUANTITY}(?= after the strategy discussion)"),
    (Sort.WITHIN, rf"as close to the {_QUANTITY}[ -]timeframe as possible"),
    (Sort.WITHIN, r"within the same timescale|within a timescale that is appropriate"),
    (
        Sort.AT_ONCE,
        r"as soon as (?:possible|practicable|they have \w+|(?:an? |the )?problems? emerges?)|as (?:quickly|early) as possible",
    ),
    (Sort.AT_ONCE, r"(?<!not )(?<!has to act )immediately(?! (?:apparent|certain|available|following engagement))"),
    (Sort.AT_ONCE, r"without (?:undue |unnecessary )?delay|promptly|straight ?away|forthwith"),
    (Sort.AT_ONCE, r"at the earliest opportunity|on the same day|same day responses"),
    (Sort.AT_ONCE, r"in the immediate aftermath|following an immediate strategy discussion"),
    (Sort.AT_ONCE, r"prompt(?:, \w+ and \w+)? (?:action|response)|interventions are prompt"),
    (Sort.NO_NUMBER, r"in a timely(?: and \w+)? (?:manner|way)|in advance|(?:sufficiently )?regularly|sufficiently frequently"),
)
_COMPILED = tuple((sort, re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)) for sort, pattern in _PATTERNS)
_START = re.compile(
    r"\s*(?P<start>(?:of|from|after|before|following)\s.+?)"
    r"(?=[.;)]|\s(?:if|unless|for as long)\s|,?\s(?:and|with)\s(?:further|thereafter|should|must|a)\b"
    r"|,\s(?:and|given|where)\s|,\sthe\s[A-Z]|\s\(|$)"
)
_FRONTED = re.compile(r"[^,]*?(?=,|\sa local authority social worker\b|$)")
_ONCE_A = {"quarterly": (3, "month")}
_NO_LIMIT = re.compile(
    r"\b(?:(?:in)?appropriate to|such that|was required to) [^.;,]*$|\bwhether (?:(?! and should)[^.;,])*\bshould\b[^.;,]*$"
    r"|\bprobability [^.;]*$|\b(?:become homeless|to work|fail to submit|how|is) $",
    re.IGNORECASE,
)
"""What stands before words that set no limit: 'it is not appropriate to move the body immediately'."""
_QUESTION = re.compile(r"\bDo you agree\b")


def limits_in(text: str, lead: str = "") -> Iterator[Found]:
    """The limits of a sentence in its order; `lead` is the lead-in that rules it. A consultation's questions set none."""
    if _QUESTION.search(f"{lead} {text}"):
        return
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Found]] = []
    for sort, pattern in _COMPILED:
        for match in pattern.finditer(text):
            name = "words" if match.groupdict().get("words") else 0
            start, end = match.span(name)
            if any(start < e and s < end for s, e in taken) or _NO_LIMIT.search(text[:start]):
                continue
            taken.append((start, end))
            found.append((start, _found(sort, match, text, start, end)))
    if not found and lead and (listed := _listed(text, lead)):
        found.append((0, listed))
    yield from (one for _, one in sorted(found, key=lambda pair: pair[0]))


def _listed(text: str, lead: str) -> Found | None:
    """'a yearly report on ...', as an item under a lead-in that says it is to be published."""
    match = re.match(rf"an? {_REPORT}", text)
    if match is None or not re.search(r"\b(?:publish|produce|prepare|submit|reporting)", lead):
        return None
    return Found(Sort.EVERY, match[0], 1, "year", "", False)


def _found(sort: Sort, match: re.Match[str], text: str, start: int, end: int) -> Found:
    words = text[start:end]
    runs = _runs_from(text, start, end) if sort in (Sort.WITHIN, Sort.AT_ONCE) else ""
    amount, unit = _amount(sort, match, words)
    return Found(sort, words, amount, unit, runs, runs.startswith("before"))


def _amount(sort: Sort, match: re.Match[str], words: str) -> tuple[int | None, str]:
    given = match.groupdict()
    if given.get("number"):
        number = given["number"].lower()
        return _NUMBERS.get(number) or int(number), given["unit"].lower()
    if sort is Sort.EVERY:
        return _ONCE_A.get(words.lower(), (1, "year"))
    return None, ""


def _runs_from(text: str, start: int, end: int) -> str:
    """From when it runs: the words after the limit, to the comma if the limit opens the sentence."""
    after = text[end:]
    if start == 0 and (fronted := _FRONTED.match(after)):
        after = fronted[0]
    match = _START.match(after)
    return match["start"].rstrip(" ,") if match else ""
