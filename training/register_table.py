"""A register as a table: the same columns on a page, in a spreadsheet and as JSON."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.library import Library
from corpus.model import Status
from training.attendance import Attendance
from training.definitions import Definition, elsewhere
from training.duties import Duty
from training.errors import TrainingError
from training.place import Row
from training.registers import Register
from training.time_limits import TimeLimit

TITLES: Mapping[Register, str] = {
    Register.TIME_LIMITS: "Time limits",
    Register.DUTIES: "Duties",
    Register.DEFINITIONS: "Definitions",
    Register.ATTENDANCE: "Who attends what",
}
FORCE: Mapping[Status, str] = {
    Status.STATUTORY: "statutory guidance, in force",
    Status.NON_STATUTORY: "not statutory guidance",
    Status.CONSULTATION: "proposal, not in force",
    Status.WITHDRAWN: "withdrawn, not in force",
    Status.LOCAL: "local",
}
_OWN: Mapping[Register, tuple[str, ...]] = {
    Register.TIME_LIMITS: ("What", "Lead-in", "By whom", "Limit", "Sort", "Number", "Unit", "From when"),
    Register.DUTIES: ("Who", "Named in", "Lead-in", "What"),
    Register.DEFINITIONS: ("Term", "Definition", "Elsewhere"),
    Register.ATTENDANCE: ("Meeting", "Part", "Who", "Lead-in", "Words"),
}
_PLACE = ("Document", "Force", "Heading", "Page", "Paragraph", "Label", "Row id", "Digest")
_FORMULA = re.compile(r"^\s*[=+\-@|%]|^[\t\r\n]")
"""What a spreadsheet would take for a formula or a command."""
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDTHS = {"What": 70, "Words": 70, "Definition": 90, "Lead-in": 30, "Heading": 45, "Who": 30, "By whom": 30, "Limit": 25}


@dataclass(frozen=True)
class Table:
    """Column names, and a row of cells for each row of a register, in the same order."""

    register: Register
    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


def table(register: Register, rows: Sequence[Row], library: Library) -> Table:
    """The table of a register's rows."""
    must = () if register is Register.DEFINITIONS else ("Must or should",)
    columns = (*_OWN[register], *must, *_PLACE)
    others = _elsewhere(library) if register is Register.DEFINITIONS else {}
    return Table(register, columns, tuple(_cells(row, bool(must), others, library) for row in rows))


def as_csv(made: Table) -> str:
    """Comma-separated values (RFC 4180); no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(made.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in made.cells)
    return out.getvalue()


def as_xlsx(made: Table) -> bytes:
    """An Excel workbook; every cell is text, whatever it begins with. Raises TrainingError without the extra."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter
    except ModuleNotFoundError as error:
        raise TrainingError("An Excel file needs the extra 'training': pip install 'chapter-and-verse[training]'.") from error
    book = Workbook(write_only=True)
    book.properties.title, book.properties.language = TITLES[made.register], "en-GB"
    sheet = book.create_sheet(TITLES[made.register])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(made.columns))}{len(made.cells) + 1}"
    for place, column in enumerate(made.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column, 16)
    for number, row in enumerate((made.columns, *made.cells)):
        sheet.append(
            [
                _text_cell(WriteOnlyCell(sheet), cell, Font(bold=not number), Alignment(wrap_text=True, vertical="top"))
                for cell in row
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(cell: Any, text: str, font: Any, alignment: Any) -> Any:
    cell.value = _ILLEGAL.sub(" ", text)
    cell.data_type, cell.quotePrefix = "s", True
    cell.font, cell.alignment = font, alignment
    return cell


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before what looks like a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _elsewhere(library: Library) -> dict[str, str]:
    """For each definition where else its term is defined, and whether in the same words."""
    return {
        name: "; ".join(f"{'the same' if alike else 'said differently'} in {other.place.id}" for other, alike in others)
        for name, others in elsewhere(library).items()
    }


def _cells(row: Row, must: bool, others: Mapping[str, str], library: Library) -> tuple[str, ...]:
    place = row.place
    where = (
        library.documents[place.doc].short,
        FORCE[place.status],
        " > ".join(place.heading),
        "" if place.page is None else str(place.page),
        place.id,
        place.label,
        row.id,
        place.source.digest,
    )
    return (*_own(row, others), *((said_force(row),) if must else ()), *where)


def said_force(row: Row) -> str:
    """How strongly a row's words bind; of a duty in other words, that."""
    if row.obligation == "none":
        return "in other words" if isinstance(row, Duty) else "not said"
    return row.obligation.value


def _own(row: Row, others: Mapping[str, str]) -> tuple[str, ...]:
    match row:
        case TimeLimit():
            amount = "" if row.amount is None else str(row.amount)
            return (row.what, row.lead, row.actor, row.words, row.sort.value, amount, row.unit, row.start)
        case Duty():
            return (", ".join(row.actors), row.named_by.value, row.lead, row.place.quote)
        case Definition():
            return (row.term, row.words, others[row.id])
        case Attendance():
            return (row.meeting, row.part.value, ", ".join(row.attendees), row.lead, row.words)
        case _:
            raise TypeError(f"{type(row).__name__} is no row of a register.")
