"""The plan of a session: what is done, for how long; the minutes add up to what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from training.errors import TrainingError
from training.pack import LONGEST, SHORTEST, Objective, Step

BREAK_AFTER, BREAK = 100, 15
"""A session of this many minutes has a break for every so many."""
PER_OBJECTIVE = 15
MOST_OBJECTIVES = 8


@dataclass(frozen=True)
class _Share:
    title: str
    activity: str
    weight: float
    statement: str = ""


def checked_minutes(minutes: int) -> int:
    """The minutes, if a session can have them; raises TrainingError."""
    if not SHORTEST <= minutes <= LONGEST:
        raise TrainingError(f"A session of {minutes:,} minutes cannot be planned; ask for {SHORTEST} to {LONGEST}.")
    return minutes


def room_for(minutes: int) -> tuple[int, int]:
    """How many objectives and how many quiz questions there is time for."""
    objectives = max(2, min(MOST_OBJECTIVES, minutes // PER_OBJECTIVE - 2))
    return objectives, max(3, min(10, minutes // 15 + 2))


def planned(objectives: Sequence[Objective], minutes: int, asked: int) -> tuple[Step, ...]:
    """The steps, one after another; `asked` is how many questions the quiz has."""
    shares = _shares(objectives, asked)
    breaks = (minutes // BREAK_AFTER) if minutes >= BREAK_AFTER + BREAK else 0
    lengths = _apportioned([s.weight for s in shares], minutes - breaks * BREAK)
    timed = [(s, n) for s, n in zip(shares, lengths, strict=True)]
    steps: list[Step] = []
    start, taken = 0, 0
    for share, length in timed:
        if taken < breaks and start >= (taken + 1) * minutes / (breaks + 1) - length / 2 and start:
            steps.append(Step(start, BREAK, "Break", "Step out; leave the case papers on the tables."))
            start, taken = start + BREAK, taken + 1
        steps.append(Step(start, length, share.title, share.activity, share.statement))
        start += length
    return tuple(steps)


def _shares(objectives: Sequence[Objective], asked: int) -> list[_Share]:
    """The parts of the session and how much of the time each is worth."""
    teaching = 40 / max(1, len(objectives))
    return [
        _Share("Welcome and objectives", "Introduce the session; read the objectives out; agree how to work safely.", 8),
        *(
            _Share(
                f"{o.short}: {opening(o.statement.words)}",
                "Show the statement and the guidance's own words; each pair says in one sentence what they mean for practice."
                if o.guidance
                else "Show the statement; the group gathers what local procedures and supervision say on it.",
                teaching,
                o.statement.id,
            )
            for o in objectives
        ),
        _Share("The case", "Small groups read the case stage by stage and answer the discussion points.", 30),
        *([_Share("Quiz", f"{asked} questions alone, then the answers with the paragraph that says so.", 14)] if asked else []),
        _Share("Close", "Each names one thing to do differently; further reading; questions that stay open.", 8),
    ]


def opening(words: str) -> str:
    """The first words of a statement, in quotation marks."""
    return f"‘{shorten(' '.join(words.split()), 58, placeholder=' …')}’"


def _apportioned(weights: Sequence[float], minutes: int) -> list[int]:
    """Whole minutes by weight, at least one each, that add up; in fives where there is time for it."""
    unit = 5 if minutes >= 12 * len(weights) and minutes % 5 == 0 else 1
    whole, total = minutes // unit, sum(weights)
    exact = [whole * w / total for w in weights]
    given = [max(1, int(e)) for e in exact]
    by_rest = sorted(range(len(weights)), key=lambda i: (given[i] - exact[i], i))
    turn = 0
    while sum(given) < whole:
        given[by_rest[turn % len(given)]] += 1
        turn += 1
    while sum(given) > whole:
        given[max(range(len(given)), key=lambda i: (given[i], -i))] -= 1
    return [unit * g for g in given]
