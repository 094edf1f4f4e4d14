"""The floors under which no change may fall (gates.toml)."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.errors import GateError
from eval.summary import Table

GATES = Path(__file__).parent / "gates.toml"
SPLITS = ("dev", "test", "test-other")
AT_MOST = "at-most"


@dataclass(frozen=True)
class Gate:
    """A bound on one metric's mean in one split: a floor, or a ceiling if `at_most`."""

    split: str
    metric: str
    bound: float
    at_most: bool = False

    def missed(self, value: float) -> bool:
        """Whether a value breaks it; what is undefined does."""
        return math.isnan(value) or (value > self.bound if self.at_most else value < self.bound)


def load_gates(path: Path = GATES) -> list[Gate]:
    """The gates of a file, in its order."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise GateError(f"The gates in {path.name} cannot be read: {error}.") from error
    if unknown := next((split for split in raw if split not in SPLITS), None):
        raise GateError(f"{path.name} has gates for {unknown!r}; the splits are {', '.join(SPLITS)}.")
    return [gate for split, table in raw.items() for gate in _gates(split, table, path.name)]


def missed(gates: list[Gate], tables: Mapping[str, Table]) -> list[str]:
    """One sentence for each gate that a run's summaries, by split, do not pass; splits that were not run are left."""
    sentences = []
    for gate in gates:
        if gate.split not in tables:
            continue
        value = _value(gate, tables[gate.split])
        if gate.missed(value):
            side = "above its ceiling" if gate.at_most else "below its floor"
            figure = "undefined" if math.isnan(value) else f"{value:.3f}"
            sentences.append(f"{gate.split} {gate.metric}: {figure}, {side} of {gate.bound:.3f}.")
    return sentences


def _gates(split: str, table: object, name: str) -> list[Gate]:
    if not isinstance(table, dict):
        raise GateError(f"{name}: {split!r} must be a table of metrics.")
    ceilings = table.get(AT_MOST, {})
    floors = {metric: bound for metric, bound in table.items() if metric != AT_MOST}
    if not isinstance(ceilings, dict):
        raise GateError(f"{name}: '{split}.{AT_MOST}' must be a table of metrics.")
    return [
        Gate(split, metric, _bound(bound, metric, name), at_most)
        for bounds, at_most in ((floors, False), (ceilings, True))
        for metric, bound in bounds.items()
    ]


def _bound(bound: object, metric: str, name: str) -> float:
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        raise GateError(f"{name}: the bound of {metric!r} is {bound!r}; write a number.")
    return float(bound)


def _value(gate: Gate, table: Table) -> float:
    if gate.metric not in table:
        raise GateError(f"The gates name the metric {gate.metric!r}, which no run has; the metrics are {', '.join(table)}.")
    return table[gate.metric]["mean"]
