"""Rows of registers and counted days as they look on a terminal."""

import textwrap
from collections.abc import Sequence

from api.output import WIDTH
from corpus.library import Library
from retriever.differences import marked
from training.attendance import Attendance
from training.definitions import Definition, Term
from training.duties import Duty
from training.place import Row
from training.register_table import FORCE, said_force
from training.time_limits import TimeLimit
from training.working_days import WORKING_DAY, Due


def row_text(row: Row) -> str:
    """A row in a few lines: its id and force, what it says, and the paragraph."""
    return "\n".join([row.id, *(_filled(line) for line in _lines(row)), f"    {row.place.label} ({FORCE[row.place.status]})"])


def term_text(term: Term) -> str:
    """A term with all its definitions; the words in bold (**) are those that the first one and the next do not share."""
    shown = [definition.words for definition in term.definitions]
    if len(shown) == 2:
        shown = list(marked(*shown))
    lines = [f"{term.name}{'  (said differently)' if term.differs else ''}"]
    for definition, words in zip(term.definitions, shown, strict=True):
        lines += [f"    {definition.place.label} ({FORCE[definition.place.status]})", _filled(words)]
    return "\n".join(lines)


def due_text(due: Due, library: Library) -> str:
    """The end of a limit, the count day by day, and where the limit and the working day are said."""
    lines = [
        f"{due.end:%A} {due.end.day} {due.end:%B %Y}: {due.limit.words}{' ' if due.limit.start else ''}{due.limit.start}",
        "",
    ]
    for counted in due.days:
        number = "" if counted.number is None else str(counted.number)
        lines.append(
            f"{number:>4}  {counted.day.isoformat()}  {counted.day:%a}{'  ' + counted.skipped if counted.skipped else ''}"
        )
    lines += ["", textwrap.fill(due.rule, WIDTH), "", row_text(due.limit)]
    if due.limit.unit == "working day" and WORKING_DAY in library.paragraphs:
        note = library.paragraphs[WORKING_DAY]
        lines += ["", WORKING_DAY, _filled(note.text), f"    {note.label}"]
    return "\n".join(lines)


def _lines(row: Row) -> Sequence[str]:
    match row:
        case TimeLimit():
            start = f" {row.start}" if row.start else ""
            return [f"{row.words}{start} | {said_force(row)} | {row.actor or 'nobody named'}", f"“{_led(row.lead)}{row.what}”"]
        case Duty():
            return [
                f"{said_force(row).upper()} | {', '.join(row.actors) or 'nobody named'}",
                f"“{_led(row.lead)}{row.place.quote}”",
            ]
        case Definition():
            return [row.term, f"“{row.words}”"]
        case Attendance():
            who = ", ".join(row.attendees) or "nobody named"
            return [f"{row.meeting} | {row.part.value} | {who} | {said_force(row)}", f"“{_led(row.lead)}{row.words}”"]
        case _:
            return [row.place.quote]


def _led(lead: str) -> str:
    return f"{lead} " if lead else ""


def _filled(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, WIDTH, initial_indent="    ", subsequent_indent="    ") for line in text.split("\n") if line.strip()
    )
