"""Put in order: steps of a process from a reviewed table (quiz_processes.toml), each placed by a paragraph's own words."""

import tomllib
from functools import cache
from importlib.resources import files
from random import Random

from pydantic import BaseModel, ConfigDict, Field

from training.quiz_ground import Ground
from training.quiz_items import Item, ItemKind, Option, Proof
from training.quiz_wording import item, said

FEWEST, MOST = 3, 5
"""Steps in one item."""


class Step(BaseModel):
    """A step and the words of a paragraph that place it after the one before."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    paragraph: str
    quote: str


class Process(BaseModel):
    """Steps in their order; `title` completes 'when ...'."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    steps: tuple[Step, ...] = Field(validation_alias="step", min_length=FEWEST)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    process: list[Process]


@cache
def processes() -> tuple[Process, ...]:
    """The reviewed table."""
    text = files("training").joinpath("quiz_processes.toml").read_text("utf-8")
    return tuple(_Table.model_validate(tomllib.loads(text)).process)


def standing(ground: Ground, process: Process) -> tuple[Step, ...]:
    """The steps up to the first whose words are no longer in a paragraph in force: what follows it is not proved any more."""
    kept: list[Step] = []
    for step in process.steps:
        paragraph = ground.library.paragraphs.get(step.paragraph)
        if paragraph is None or step.quote not in paragraph.text or ground.standing(paragraph) != "in force":
            break
        kept.append(step)
    return tuple(kept)


def order(ground: Ground, process: Process, rng: Random) -> Item | None:
    """Some of the process's steps, shown in another order than the right one."""
    steps = standing(ground, process)
    if len(steps) < FEWEST:
        return None
    places = sorted(rng.sample(range(len(steps)), min(MOST, len(steps), rng.choice((4, 5)))))
    chosen = [steps[n] for n in places]
    shown = list(range(len(chosen)))
    while shown == sorted(shown):
        rng.shuffle(shown)
    passed = dict.fromkeys(steps[n] for n in range(places[0], places[-1] + 1))
    proofs = tuple(dict.fromkeys(proof for step in passed for proof in _proofs(ground, step)))
    short = ground.short(chosen[0].paragraph)
    question = (
        f"According to {short}, in what order do these steps come when {process.title}? Put them in order, the first one first."
    )
    options = tuple(Option(step.text, True, " ".join(map(said, _proofs(ground, step)))) for step in chosen)
    explained = " ".join((*(f"{n}. {step.text}" for n, step in enumerate(chosen, 1)), *(said(p) for p in proofs)))
    served = tuple(dict.fromkeys(s for step in chosen for s in ground.serves.get(step.paragraph, ())))
    return item(ItemKind.ORDER, question, proofs, explained, options, shown=tuple(shown), statements=served)


def _proofs(ground: Ground, step: Step) -> tuple[Proof, ...]:
    """A step's words, before those of a list's item what opens the list."""
    paragraph = ground.library.paragraphs[step.paragraph]
    own = next((s for s in paragraph.sentences if step.quote in s.text), None)
    opening = [s.text for s in paragraph.sentences if own is not None and s.part == own.lead][-1:]
    return tuple(ground.quoted(paragraph, words) for words in (*opening, step.quote))
