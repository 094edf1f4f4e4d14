"""Runs on disk: everything needed to look again, in a dated folder of its own."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from eval.errors import RunError
from eval.run import Case
from eval.summary import Table, summary, table_by

RUNS = Path(__file__).parent / "runs"
CASES = "cases.jsonl"
_case = TypeAdapter(Case)


def save(cases: Sequence[Case], settings: Mapping[str, object], folder: Path | None = None) -> Path:
    """Write settings, cases, summary and report into `folder`, or a new dated one under `RUNS`; gives the folder."""
    own = folder or new_folder(RUNS)
    if (own / CASES).exists():
        raise RunError(f"{str(own)!r} already holds a run; choose another folder.")
    own.mkdir(parents=True, exist_ok=True)
    (own / "settings.json").write_text(as_json(settings), "utf-8")
    (own / "summary.json").write_text(as_json(summaries(cases)), "utf-8")
    with (own / CASES).open("wb") as file:
        for case in cases:
            file.write(_case.dump_json(case) + b"\n")
    return own


def new_folder(folder: Path) -> Path:
    """A dated folder that was not there before."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    for number in count(1):
        own = folder / (stamp if number == 1 else f"{stamp}-{number}")
        try:
            own.mkdir(parents=True)
        except FileExistsError:
            continue
        return own
    raise AssertionError


def load_run(folder: Path) -> list[Case]:
    """The cases of a saved run."""
    try:
        return [_case.validate_json(line) for line in (folder / CASES).read_bytes().splitlines()]
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RunError(f"There is no run in {str(folder)!r}; 'verse eval' says where it saves one.") from error
    except ValidationError as error:
        raise RunError(f"The run in {str(folder)!r} was saved by another version; run 'verse eval' again.") from error


def split_cases(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """The cases by split, in order."""
    return {name: [c for c in cases if c.split == name] for name in dict.fromkeys(c.split for c in cases)}


def summaries(cases: Sequence[Case]) -> dict[str, dict[str, Any]]:
    """By split: the summary, and recall@5 by document and by kind."""
    return {name: {"metrics": summary(own), **breakdowns(own)} for name, own in split_cases(cases).items()}


def breakdowns(cases: Sequence[Case]) -> dict[str, Table]:
    """The main metric by document, kind and style."""
    return {
        "by document": table_by(cases, lambda c: c.doc),
        "by kind": table_by(cases, lambda c: c.kind),
        "by style": table_by(cases, lambda c: c.style),
    }


def as_json(value: Any) -> str:
    """Strict JSON: what is undefined becomes null."""
    return json.dumps(_plain(value), indent=1, ensure_ascii=False, default=str)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, Mapping):
        return {key: _plain(own) for key, own in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(own) for own in value]
    return value
