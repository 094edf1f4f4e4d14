"""Make a recorded answer again, and say where today's differs."""

from dataclasses import dataclass
from typing import Any

from api.asking import Answering
from api.engine import engine
from api.store.tables import Record
from retriever.answer import Answer


@dataclass(frozen=True)
class Replayed:
    """Today's answer to a recorded question; `differs` names what is not as it was, `made_with` what it is made with now."""

    answer: Answer
    differs: tuple[str, ...]
    made_with: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        cited = [c.id for c in self.answer.citations]
        return {"differs": self.differs, "made_with": self.made_with, "kind": self.answer.kind.value, "cited": cited}


def replay(record: Record, assistant: Answering, model: str) -> Replayed:
    """Ask again what a record holds, as it was asked."""
    settings = record.settings
    day = record.as_of or record.asked.astimezone().date()
    answer = assistant.ask(record.question, record.history, day, int(settings.get("k", 10)), bool(settings.get("full")))
    made_with = [
        ("library", record.library, answer.library),
        ("engine", str(settings.get("engine", "")), engine()),
        ("model", str(settings.get("model", "")), model),
    ]
    then = (record.kind, record.understood, record.cited, record.body.get("answer"), record.nearest)
    today = (
        answer.kind.value,
        answer.understood,
        [c.id for c in answer.citations],
        answer.answer,
        [hit.id for hit in answer.passages[: len(record.nearest)]],
    )
    names = ("kind", "understood", "citations", "text", "nearest")
    return Replayed(
        answer,
        tuple(name for name, a, b in zip(names, then, today, strict=True) if a != b),
        tuple(f"{name} {a or 'none'} -> {b or 'none'}" for name, a, b in made_with if a != b),
    )


def replay_text(record: Record, replayed: Replayed) -> str:
    """For a reader."""
    lines = [f"{record.asked:%d %B %Y %H:%M} UTC: {record.question}"]
    if replayed.differs:
        lines.append(f"Today's answer differs in: {', '.join(replayed.differs)}.")
        lines += [f"- was: {record.kind}, {' '.join(record.cited) or 'nothing cited'}"]
        lines += [f"- is:  {replayed.answer.kind}, {' '.join(c.id for c in replayed.answer.citations) or 'nothing cited'}"]
    else:
        lines.append("Today's answer is the same.")
    lines += [f"Changed since: {change}." for change in replayed.made_with]
    return "\n".join(lines)
