"""What a quiz may ask about: the paragraphs behind a statement, a standard or a topic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.library import Library
from training.alignment import Row, alignment
from training.errors import TrainingError
from training.standards import standards
from training.topics import statements_on


@dataclass(frozen=True)
class Scope:
    """What is asked about: `core` are the paragraphs behind it, `around` those of the same sections; None is everything."""

    title: str
    core: frozenset[str] | None
    around: frozenset[str] | None


def scope(library: Library, topic: str = "", standard: int | None = None, statement: str = "") -> Scope:
    """What to ask about; raises TrainingError for a topic, a number or an id that the standards do not hold."""
    own = standards(library)
    if statement:
        found = own.find(statement)
        if standard is not None and found.standard != standard:
            raise TrainingError(
                f"The statement {found.short} is in standard {found.standard}, not {standard}; give one of the two."
            )
    if topic.strip():
        wanted = [m.statement.id for m in statements_on(library, topic, standard)]
        title = f"Quiz on {topic.strip()}" + (f" (standard {standard})" if standard is not None else "")
    elif statement:
        wanted, title = [found.id], f"Quiz on {found.short}"
    elif standard is not None:
        wanted, title = [s.id for s in own.of(standard)], f"Quiz on standard {standard}: {own.titles[standard]}"
    else:
        return Scope("Quiz on the guidance in force", None, None)
    if statement and topic.strip():
        wanted = [found.id]
    core = frozenset(_paragraphs(wanted, alignment()))
    if not core:
        raise TrainingError(
            f"No guidance in force stands behind {_what(topic, standard, statement)}, so there is nothing to ask; choose more."
        )
    return Scope(title, core, _around(library, core))


def _paragraphs(wanted: Iterable[str], table: Mapping[str, tuple[Row, ...]]) -> Iterable[str]:
    return (row.paragraph for name in wanted for row in table.get(name, ()) if row.paragraph)


def _around(library: Library, core: frozenset[str]) -> frozenset[str]:
    """The paragraphs that share a section with one of these."""
    sections = {(p.doc, p.heading) for name in core if (p := library.paragraphs.get(name)) and len(p.heading) > 1}
    return core | {p.id for p in library.paragraphs.values() if (p.doc, p.heading) in sections}


def _what(topic: str, standard: int | None, statement: str) -> str:
    if topic.strip():
        return f"the topic {topic.strip()!r}"
    return f"the statement {statement}" if statement else f"standard {standard}"
