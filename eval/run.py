"""Run gold rows through the assistant and measure every answer."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eval.gold import GoldRow, letters
from eval.latency import Stopwatch, TimedSearcher
from eval.metrics import RankedText, found_at, recall, retrieval
from eval.summary import Measure, by, interval, mean, summary
from ingest.progress import Progress
from retriever.answer import Answer, AnswerKind, Hit
from retriever.ask import Assistant
from retriever.replies import ONCE_SAFE
from training.chat import build_assistant

__all__ = ["Ask", "Case", "asker", "by", "interval", "mean", "measure", "run", "summary", "timed_asker"]

SHOWN = 5
"""Found paragraphs that a case keeps in words, for the report."""
OPENING = 240
"""Characters of each."""
FIRST = 200
"""Characters of an answer in which 999 must stand when a child is in danger."""

Ask = Callable[[GoldRow], tuple[Answer, Mapping[str, float]]]
"""Asks a row; gives the answer and the seconds by stage."""


@dataclass(frozen=True)
class Case:
    """
    One row, what was found and what was answered; a metric that does not apply is NaN.

    `shown` holds label and opening of the first paragraphs found, one text each, the label on the first line.
    """

    id: str
    kind: str
    doc: str
    tags: tuple[str, ...]
    style: str
    question: str
    metrics: Mapping[str, Measure]
    found: tuple[int | None, ...]
    passages: tuple[str, ...]
    evidence: tuple[str, ...]
    answer: str
    answer_kind: str
    history: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    split: str = ""


def run(rows: Sequence[GoldRow], ask: Ask, progress: Progress, split: str = "") -> list[Case]:
    """Ask every row and measure."""
    cases = []
    with progress.step(f"Evaluating {split}".strip(), len(rows)) as advance:
        for row in rows:
            answer, seconds = ask(row)
            cases.append(measure(row, answer, seconds, split))
            advance(1)
    return cases


def asker(assistant: Assistant, today: date) -> Ask:
    """The assistant as evaluation asks it, on a fixed day."""
    return lambda row: (assistant.ask(row.question, row.history, today), {})


def timed_asker(searcher: TimedSearcher, stopwatch: Stopwatch, today: date) -> Ask:
    """The same with the seconds of each stage, and of one bare embedding of the same question; warm from the start."""
    assistant = build_assistant(searcher.library, searcher)
    assistant.ask("What is a strategy discussion?", (), today)

    def ask(row: GoldRow) -> tuple[Answer, Mapping[str, float]]:
        stopwatch.take()
        answer = assistant.ask(row.question, row.history, today)
        return answer, {**stopwatch.take(), "bare embedding": searcher.embed_bare(row.question)}

    return ask


def measure(row: GoldRow, answer: Answer, seconds: Mapping[str, float] | None = None, split: str = "") -> Case:
    """All metrics of one answer."""
    ranked = [RankedText(p.id, p.doc, p.text) for p in answer.passages]
    found = found_at(row, ranked)
    stages = {f"{stage} seconds": own for stage, own in (seconds or {}).items()}
    return Case(
        id=row.id,
        kind=row.kind,
        doc=row.evidence[0].doc if row.evidence else "",
        tags=row.tags,
        style=row.style,
        question=row.question,
        metrics={
            **retrieval(row, ranked),
            **_answering(row, answer),
            "seconds": answer.seconds,
            **stages,
        },
        found=tuple(found),
        passages=tuple(r.id for r in ranked),
        evidence=tuple(f"{e.doc}: {e.quote}" for e in row.evidence),
        answer=answer.answer,
        answer_kind=answer.kind,
        history=row.history,
        shown=tuple(_opening(hit) for hit in answer.passages[:SHOWN]),
        split=split,
    )


def _opening(hit: Hit) -> str:
    text = " ".join(hit.text.split())
    return f"{hit.label} ({hit.id})\n{text[:OPENING]}{'…' if len(text) > OPENING else ''}"


def _answering(row: GoldRow, answer: Answer) -> dict[str, float]:
    said = letters(" ".join([answer.answer, *(c.quote for c in answer.citations)]))
    answered = answer.kind is AnswerKind.ANSWER or (answer.kind is AnswerKind.EMERGENCY and ONCE_SAFE in answer.answer)
    cites = bool(answer.citations)  # the nearest words of a question that was declined are no answer
    facts = [cites and any(letters(f) in said for f in group) for group in row.facts] if row.answerable else []
    cited = [RankedText(c.id, c.doc, c.text) for c in answer.citations]
    supported = [found_at(row, [c]) for c in cited] if row.answerable else []
    return {
        "facts": sum(facts) / len(facts) if facts else math.nan,
        "all facts": float(all(facts)) if facts else math.nan,
        "cited evidence": recall(found_at(row, cited), len(cited)) if row.answerable else math.nan,
        "citation precision": _share(any(rank is not None for rank in f) for f in supported),
        "stale": float(_stale(row, answer)) if answered else math.nan,
        "must not": float(any(letters(m) in said for m in row.must_not)) if row.must_not else math.nan,
        "abstained": float(not answered),
        "confidence": math.nan if answer.confidence is None else answer.confidence,
        "false alarm": float(answer.kind is AnswerKind.EMERGENCY) if row.kind != "emergency" else math.nan,
        "length": float(len(answer.answer)) if answered else math.nan,
        "emergency first": float(_emergency_first(answer)) if row.kind == "emergency" else math.nan,
    }


def _share(values: Iterable[bool]) -> float:
    own = list(values)
    return sum(own) / len(own) if own else math.nan


def _emergency_first(answer: Answer) -> bool:
    return answer.kind is AnswerKind.EMERGENCY and "999" in answer.answer[:FIRST]


def _stale(row: GoldRow, answer: Answer) -> bool:
    """Whether something withdrawn is cited as if it were in force, or to a question that is not about it."""
    wanted = {e.doc for e in row.evidence}
    withdrawn = [c for c in answer.citations if c.status == "withdrawn"]
    return any(c.in_force or (wanted and c.doc not in wanted) for c in withdrawn)
