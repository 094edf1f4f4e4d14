"""verse training time-limits, duties, definitions, attendance, due."""

import argparse
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from api.arguments import Subparsers, day
from api.output import as_json
from api.training.register_text import due_text, row_text, term_text
from corpus.library import Library
from corpus.model import Obligation
from training.definitions import Definition, terms
from training.errors import TrainingError
from training.limit_words import Sort
from training.register_table import TITLES, as_csv, as_xlsx, table
from training.registers import EVERYONE, Register, Wanted, actor_of, groups_of, one_limit, rows

_HELP = {
    Register.TIME_LIMITS: "every time limit: what, by whom, within what, from when, must or should, where",
    Register.DUTIES: "what each actor must, should and may do",
    Register.DEFINITIONS: "what the documents say that their terms mean, and where they differ",
    Register.ATTENDANCE: "who attends, chairs and is invited to what",
}
OTHERWISE = "otherwise"


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    for register in Register:
        own = commands.add_parser(register.value, help=_HELP[register])
        own.add_argument("--doc", action="append", default=[], metavar="ID", help="of one document alone (all in force)")
        own.add_argument("--all", action="store_true", help="withdrawn editions and proposals too")
        own.add_argument("--chapter", default="", metavar="N", help="of one chapter, by its number or words of its title")
        own.add_argument("--topic", default="", metavar="WORDS", help="that speak of this, for example 'section 47'")
        if register is not Register.DEFINITIONS:
            own.add_argument("--actor", default="", metavar="WHO", help="of one actor, for example police")
            own.add_argument(
                "--obligation", action="append", default=[], choices=[*_obligations(), OTHERWISE], help="must, should or may"
            )
        if register is Register.TIME_LIMITS:
            own.add_argument("--sort", choices=[sort.value for sort in Sort], help="of one sort alone")
        if register is Register.DUTIES:
            own.add_argument("--groups", action="store_true", help="those of the groups that the actor is in, too")
        if register is Register.DEFINITIONS:
            own.add_argument("--by-term", action="store_true", help="the definitions of each term beside each other")
        shape = own.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true")
        shape.add_argument("--csv", type=Path, metavar="FILE", help="write a table of comma-separated values")
        shape.add_argument("--xlsx", type=Path, metavar="FILE", help="write an Excel workbook")
        own.set_defaults(run=_register, register=register)
    due = commands.add_parser("due", help="when a time limit ends that starts on a day, counted day by day")
    due.add_argument("--limit", required=True, metavar="ID", help="a row of time-limits, for example wt-2026/167:t1")
    due.add_argument("--from", dest="start", required=True, type=day, metavar="YYYY-MM-DD", help="the day that starts it")
    due.add_argument("--json", action="store_true")
    due.set_defaults(run=_due)


def _obligations() -> list[str]:
    return [obligation.value for obligation in (Obligation.MUST, Obligation.SHOULD, Obligation.MAY)]


def _register(arguments: argparse.Namespace) -> int:
    library, register = Library(), arguments.register
    wanted = _wanted(arguments)
    found = rows(register, library, wanted, date.today())
    if getattr(arguments, "groups", False) and wanted.actor:
        groups = groups_of(actor_of(wanted.actor))
        found += tuple(row for group in groups for row in rows(register, library, replace(wanted, actor=group), date.today()))
    if arguments.csv is not None:
        return _write(arguments.csv, as_csv(table(register, found, library)).encode(), len(found))
    if arguments.xlsx is not None:
        return _write(arguments.xlsx, as_xlsx(table(register, found, library)), len(found))
    if arguments.json:
        print(as_json({"register": register, "count": len(found), "rows": found, "library": library.manifest.fingerprint}))
        return 0
    print(f"{TITLES[register]}: {len(found)} rows")
    if getattr(arguments, "by_term", False):
        own = [row for row in found if isinstance(row, Definition)]
        print("\n".join(f"\n{term_text(term)}" for term in terms(library, own)))
        return 0
    print("\n".join(f"\n{row_text(row)}" for row in found))
    if register is Register.DUTIES and wanted.actor:
        print(f"\n{_others(actor_of(wanted.actor))}")
    return 0


def _others(actor: str) -> str:
    """Whose other duties are an actor's too."""
    groups = groups_of(actor)
    named = f" and, with --groups, those on the {', '.join(groups)}" if groups else ""
    return f"Duties on everyone hold for {actor} too: see --actor {' or '.join(repr(e) for e in sorted(EVERYONE)[:3])}{named}."


def _wanted(arguments: argparse.Namespace) -> Wanted:
    chosen = [Obligation.NONE if own == OTHERWISE else Obligation(own) for own in getattr(arguments, "obligation", [])]
    sort = getattr(arguments, "sort", None)
    return Wanted(
        docs=tuple(arguments.doc),
        chapter=arguments.chapter,
        obligations=tuple(chosen),
        actor=getattr(arguments, "actor", ""),
        topic=arguments.topic,
        sort=Sort(sort) if sort else None,
        every_document=arguments.all,
    )


def _write(path: Path, data: bytes, count: int) -> int:
    """Put a whole file in its place, or leave what was there."""
    if not path.parent.is_dir():
        raise TrainingError(f"There is no folder {str(path.parent)!r}; make it, or write the file elsewhere.")
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(data)
            file.close()
            os.replace(file.name, path)
        except OSError:
            os.unlink(file.name)
            raise
    print(f"Wrote {count} rows to {path}.", file=sys.stderr)
    return 0


def _due(arguments: argparse.Namespace) -> int:
    from training.working_days import due

    library = Library()
    counted = due(one_limit(library, arguments.limit), arguments.start)
    print(as_json(_plain(counted)) if arguments.json else due_text(counted, library))
    return 0


def _plain(counted: Any) -> dict[str, Any]:
    days = [{"day": c.day.isoformat(), "number": c.number, "skipped": c.skipped} for c in counted.days]
    return {
        "limit": counted.limit,
        "from": counted.start.isoformat(),
        "due": counted.end.isoformat(),
        "rule": counted.rule,
        "days": days,
    }
