"""Answers to 'strategy discussion on 3 December 2026: conference by?': the limit, counted day by day, and its paragraph."""

import re
from dataclasses import dataclass

from corpus.library import Library
from retriever.answer import Notice
from retriever.compose import Side
from retriever.days import Day
from retriever.excerpt import Excerpt
from retriever.question import Plan
from retriever.specialists import COUNTED, Reply
from training.errors import TrainingError
from training.limit_words import Sort
from training.registers import Register, all_rows, in_force
from training.time_limits import TimeLimit
from training.working_days import WORKING_DAY, Counted, due, said_day, working_days, working_rule

_DAY = r"(?:\[date\]|\d)"
_ASKS = re.compile(
    r"\bby\s*(?:when|what (?:date|day))?\s*[?.:]*\s*$|\bby when\b|\bwhen\b|\bdeadline\b|\bdue\b|\blatest\b|\blast day\b"
    r"|\bby what\b|\bwhat (?:date|day)\b|\bhow long (?:do|have)\b|\bwork(?:s|ed)? out\b|\bcalculate\b",
    re.IGNORECASE,
)
_NEAR = 40
"""Characters after what starts a limit within which its day stands."""
_LONGEST = 25
"""Words of a question that asks for nothing but the end of a limit; a longer one asks for more."""
KEPT = Notice(
    COUNTED, "Dates of a case are taken out of what is kept of a question; this answer shows the day, for it counts from it."
)
_CONFERENCE = r"\b(?:conference|icpc|case conference)\b"
_REVIEW = r"\b(?:rcpc|review(?: child protection)? conference|first review|next review|review)\b"


@dataclass(frozen=True)
class Occasion:
    """What starts a limit, what is to be done by its end, and the paragraph and words that set it."""

    starts: str
    wanted: str
    paragraph: str
    words: str


_OUTCOME = (
    "outcome-of-section-47-enquiries/where-concerns-of-significant-harm-are-substantiated-and-the/lead-practitioners-should"
)
_SUMMARY = "summary-how-to-notify-a-serious-incident-rapid-review-and"
OCCASIONS = (
    Occasion(r"\bnotif\w+ of the move\b", _CONFERENCE, "discontinuing-the-child-protection-plan/1", "15 working"),
    Occasion(
        r"\breview (?:conference|was held)\b|\brcpc\b",
        r"\bnext\b",
        "child-protection-review-conference/lead-practitioners-should",
        "intervals",
    ),
    Occasion(
        r"\b(?:initial (?:child protection )?conference|icpc|child protection conference)\b",
        r"\bcore group\b",
        "the-child-protection-plan/actions-and-responsibilities-following-the-initial-child/the-core-group-should",
        "10 working",
    ),
    Occasion(
        r"\b(?:initial (?:child protection )?conference|icpc)\b",
        _REVIEW,
        "child-protection-review-conference/lead-practitioners-should",
        "three months",
    ),
    Occasion(r"\bstrat(?:egy)?(?: discussion| meeting)?\b", _CONFERENCE, _OUTCOME, "15 working"),
    Occasion(r"\brefer\w+\b", r"\b(?:assessment|assess\w*)\b", "169", "45 working"),
    Occasion(r"\brefer\w+\b", r"\b(?:deci\w+|acknowledg\w+|next steps)\b", "167", "one working"),
    Occasion(r"\bnotif\w+\b|\bnotification\b", r"\brapid review\b", f"{_SUMMARY}/the-rapid-review", "15 working"),
    Occasion(r"\b(?:incident|aware)\b", r"\bnotif\w+\b", "372", "five working"),
    Occasion(
        r"\b(?:decision|decided|initiat\w+)\b",
        r"\b(?:lcspr|local (?:child safeguarding practice )?review|report)\b",
        "408",
        "six months",
    ),
    Occasion(r"\bpubli\w+\b", r"\b(?:copy|send|sent) .*\b(?:panel|secretary of state)\b", "407", "seven working"),
    Occasion(r"\ballegation\b", r"\b(?:lado|designated officer)\b", "264", "one working"),
)
"""Those of the guidance's limits that a day starts; each is found in the register by its paragraph and words."""
_BARE = re.compile(
    rf"^(?:what (?:date|day) is |when is |what is |calculate )?(?P<number>\d{{1,3}}) working days (?P<way>from|after|before) "
    rf"(?:\w+day )?{_DAY}",
    re.IGNORECASE,
)


def counted(plan: Plan, library: Library) -> Reply | None:
    """The end of a limit from a day that the question names; None if it asks for no such thing, or names several days."""
    if plan.nation or len(plan.days) != 1 or "[date of birth]" in plan.question:
        return None
    if bare := _BARE.match(plan.question):
        return _bare(int(bare["number"]), -1 if bare["way"] == "before" else 1, plan.days[0], library)
    asks = _ASKS.search(plan.question) and len(plan.question.split()) <= _LONGEST
    limit = _limit(plan, library) if asks else None
    if limit is None:
        return None
    excerpts = [limit.place.excerpt(library)]
    if limit.unit == "working day" and WORKING_DAY in library.paragraphs:
        excerpts.append(_meaning(library))
    return Reply(_opening(limit, plan.days[0]), (Side("", tuple(excerpts)),), (KEPT,))


def limit_of(occasion: Occasion, library: Library, docs: tuple[str, ...]) -> TimeLimit | None:
    """The register's row that an occasion means, in the guidance in force."""
    limits = [row for row in all_rows(Register.TIME_LIMITS, library) if isinstance(row, TimeLimit) and row.place.doc in docs]
    own = (x for x in limits if x.place.id == f"{x.place.doc}/{occasion.paragraph}" and x.sort is not Sort.AT_ONCE)
    return next((limit for limit in own if occasion.words in limit.words), None)


def _limit(plan: Plan, library: Library) -> TimeLimit | None:
    """The limit that a question asks about."""
    occasion = next((occasion for occasion in OCCASIONS if _asks(occasion, plan.question)), None)
    return limit_of(occasion, library, in_force(library, plan.as_of)) if occasion else None


def _asks(occasion: Occasion, text: str) -> bool:
    """Whether a text has what starts the limit beside a day, and what is to be done elsewhere."""
    for start in re.finditer(occasion.starts, text, re.IGNORECASE):
        near = text[start.end() : start.end() + _NEAR]
        rest = f"{text[: start.start()]} {text[start.end() :]}"
        if re.search(_DAY, near) and re.search(occasion.wanted, rest, re.IGNORECASE):
            return True
    return False


def _bare(number: int, step: int, day: Day, library: Library) -> Reply | None:
    """So many working days from a day, whatever for; what a working day is, is cited."""
    if not number or WORKING_DAY not in library.paragraphs:
        return None
    side = Side("", (_meaning(library),))
    if day.day is None:
        return Reply(_no_such(day), (side,), (KEPT,))
    try:
        days = working_days(day.day, number, step)
    except TrainingError as error:
        return Reply(str(error), (side,), (KEPT,))
    opening = f"**{said_day(days[-1].day)}**.\n\n{_lines(days)}\n\n{working_rule(day.day, days, step)}"
    return Reply(opening, (side,), (KEPT,))


def _opening(limit: TimeLimit, day: Day) -> str:
    if day.day is None:
        return _no_such(day)
    try:
        found = due(limit, day.day)
    except TrainingError as error:
        return str(error)
    what = f"{limit.words} {limit.start}".strip()
    return f"By **{said_day(found.end)}**: {what}, from {said_day(day.day)}.\n\n{_lines(found.days)}\n\n{found.rule}"


def _lines(days: tuple[Counted, ...]) -> str:
    """The count, a line for each day."""
    return "\n".join(
        f"- {own.day:%a} {own.day.day} {own.day:%b %Y}: {own.number or f'not counted ({own.skipped})'}" for own in days
    )


def _no_such(day: Day) -> str:
    return f"There is no such day as {day.written}; give a day of the calendar, for example 3 December 2026."


def _meaning(library: Library) -> Excerpt:
    return Excerpt(library.paragraphs[WORKING_DAY], (0,))
