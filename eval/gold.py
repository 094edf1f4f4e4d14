"""Gold rows: questions with the words that answer them (eval/gold/README.md describes the format)."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.errors import GoldError

FOLDER = Path(__file__).parent / "gold"
SPLITS = FOLDER / "splits.json"
TUNING = Path(__file__).parent / "tuning"
"""Rows of the same format that weights are learned on, and that never judge."""
KINDS = (
    *("fact", "procedure", "definition", "duty", "version", "comparison", "trainer", "follow-up"),
    *("unanswerable", "out-of-domain", "adversarial", "emergency"),
)
UNANSWERED = ("unanswerable", "out-of-domain", "adversarial", "emergency")


@dataclass(frozen=True)
class Evidence:
    """Exact words of a document; quotes of one group are alternatives, every group is needed."""

    doc: str
    quote: str
    group: int


@dataclass(frozen=True)
class GoldRow:
    """A question and how an answer to it is judged."""

    id: str
    kind: str
    persona: str
    question: str
    history: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    facts: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...]
    note: str = ""
    tags: tuple[str, ...] = ()
    style: str = ""

    @property
    def groups(self) -> list[list[Evidence]]:
        """The evidence by group."""
        numbers = dict.fromkeys(e.group for e in self.evidence)
        return [[e for e in self.evidence if e.group == n] for n in numbers]

    @property
    def answerable(self) -> bool:
        """Whether the library holds an answer."""
        return bool(self.evidence) and self.kind not in UNANSWERED


def load_gold(paths: Iterable[Path]) -> list[GoldRow]:
    """The rows of gold files, in their order; an id that comes twice is refused, runs are paired by it."""
    rows: dict[str, GoldRow] = {}
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if line.strip():
                row = _row(line, path, number)
                if row.id in rows:
                    raise GoldError(f"{path.name} line {number} has the id {row.id!r} a second time.")
                rows[row.id] = row
    return list(rows.values())


def own_gold(split: str | None = None) -> list[GoldRow]:
    """The project's own rows: of one split ('dev', 'test', 'test-other'), or all."""
    rows = load_gold(sorted(FOLDER.glob("*.jsonl")))
    splits = load_splits()
    return [r for r in rows if split is None or splits.get(r.id) == split]


def tuning_rows() -> list[GoldRow]:
    """What weights and thresholds are learned on: the gold set's `dev` rows and those written for learning only."""
    return own_gold("dev") + load_gold(sorted(TUNING.glob("*.jsonl")))


def load_splits() -> Mapping[str, str]:
    """The split of every row, made once."""
    splits: dict[str, str] = json.loads(SPLITS.read_text("utf-8"))
    return splits


def _row(line: str, path: Path, number: int) -> GoldRow:
    try:
        raw = json.loads(line)
        return GoldRow(
            id=str(raw["id"]),
            kind=raw["kind"],
            persona=raw.get("persona", ""),
            question=raw["question"],
            history=tuple(raw.get("history", ())),
            evidence=tuple(Evidence(e["doc"], e["quote"], int(e["group"])) for e in raw.get("evidence", ())),
            facts=tuple(tuple(group) for group in raw.get("facts", ())),
            must_not=tuple(raw.get("must_not", ())),
            note=raw.get("note", ""),
            tags=tuple(raw.get("tags", ())),
            style=raw.get("style", ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(f"{path.name} line {number} is no gold row: {error!r}.") from error


def letters(text: str) -> str:
    """What is compared: letters, digits, £ and %, lower-case; footnote marks and link targets are ignored."""
    text = re.sub(r"\^\{[\d, ]+\}|[⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text)
    return re.sub(r"[^a-z0-9£%]", "", re.sub(r"\]\([^)]*\)", "]", text).lower())
