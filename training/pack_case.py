"""The made-up case of a session: the one that fits the topic, told in stages, with points tied to the guidance's words."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from training.pack import FICTIONAL, Case, Objective, Point

EACH = 2
"""Lines of the guidance at a point of discussion."""


class _Story(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    words: tuple[str, ...]
    stages: tuple[str, ...]
    questions: tuple[str, ...]


class _Stories(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    case: tuple[_Story, ...]


@cache
def stories() -> tuple[_Story, ...]:
    """All made-up cases; the last fits any topic."""
    text = files("training").joinpath("pack_cases.toml").read_text("utf-8")
    return _Stories.model_validate(tomllib.loads(text)).case


def case_for(topic: str, objectives: Sequence[Objective]) -> Case:
    """The case that fits the topic best, else the statements that are taught."""
    taught = " ".join(o.statement.words for o in objectives)
    chosen = _fitting(topic) or _fitting(taught) or stories()[-1]
    open_points = [Point(question, ()) for question in chosen.questions]
    tied = [Point(_asked(o), o.guidance[:EACH]) for o in objectives]
    return Case(chosen.title, FICTIONAL, chosen.stages, (*open_points, *tied))


def _asked(objective: Objective) -> str:
    if objective.kind == "learn that":
        return f"Where in the case does {objective.short} show, and what follows from it?"
    if objective.kind == "learn how to":
        return f"How would you do in this case what {objective.short} asks?"
    return f"How would somebody who reaches {objective.short} act in this case?"


def _fitting(text: str) -> _Story | None:
    """The case with the most of its words in a text, the first of several; none if no word is there."""
    plain = f" {text.casefold()} "
    counts = [sum(_held(word, plain) for word in story.words) for story in stories()]
    best = max(counts)
    return stories()[counts.index(best)] if best else None


def _held(word: str, plain: str) -> bool:
    return f" {word}" in plain
