"""Read what 'verse train' learned: numbers under names, in TOML files that are kept beside the code."""

import math
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from retriever.errors import LearnedError


def read_learned(name: str, table: str, wanted: Sequence[str], step: str) -> dict[str, Any]:
    """A learned file; raises LearnedError unless it is there, is TOML, and its table holds just the wanted names."""
    try:
        stored = tomllib.loads(files("retriever").joinpath(name).read_text("utf-8"))
    except OSError as error:
        raise _unfit(name, f"cannot be read ({error.strerror})", step) from error
    except ValueError as error:
        raise _unfit(name, f"is damaged ({error})", step) from error
    held = stored.get(table)
    if not isinstance(held, dict):
        raise _unfit(name, f"has no table [{table}]", step)
    if off := [own for own in (*wanted, *held) if own not in held or own not in wanted]:
        raise _unfit(name, f"is of another version: [{table}] differs at {off[0]!r}", step)
    return stored


def numbers(name: str, found: Sequence[Any], step: str) -> Sequence[float]:
    """The same values, all of them finite numbers; raises LearnedError if one is not."""
    if not all(type(value) in (int, float) and math.isfinite(value) for value in found):
        raise _unfit(name, "holds something that is no number", step)
    return found


def _unfit(name: str, said: str, step: str) -> LearnedError:
    remedy = f"reinstall Chapter & Verse, or in a checkout learn it anew with 'verse train {step}'"
    return LearnedError(f"The learned file 'retriever/{name}' {said}; {remedy}.")
