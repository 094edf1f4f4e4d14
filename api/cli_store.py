"""verse purge, export, replay."""

import argparse
import csv
import json
import sys
from typing import TYPE_CHECKING, Any, TextIO

from api.arguments import Subparsers
from api.settings import Settings, load_settings

if TYPE_CHECKING:
    from api.store.store import Store
    from api.store.tables import Feedback

COLUMNS = ("given", "answer", "right", "reason", "comment", "kind", "question", "understood", "cited", "nearest", "library")


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    purge = commands.add_parser("purge", help="delete answers, feedback and conversations past their retention period")
    purge.add_argument("--days", type=int, help="another period than the setting 'retention_days'; 0 deletes everything")
    purge.set_defaults(run=_purge)
    export = commands.add_parser("export", help="print what readers said of answers")
    export.add_argument("what", choices=["feedback"])
    export.add_argument("--csv", action="store_true", help="as CSV (JSON lines otherwise)")
    export.set_defaults(run=_export)
    replay = commands.add_parser("replay", help="ask a recorded question again and say whether the answer differs")
    replay.add_argument("id", metavar="ID", help="the answer's id")
    replay.add_argument("--json", action="store_true")
    replay.set_defaults(run=_replay)


def _store(settings: Settings) -> "Store":
    from api.store.database import open_database
    from api.store.store import Store

    return Store(open_database(settings.database_url))


def _purge(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    days = settings.retention_days if arguments.days is None else max(0, arguments.days)
    gone = _store(settings).purge(days)
    print(f"Deleted {gone} {'answer' if gone == 1 else 'answers'} older than {days} days, with what hung on them.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    rows = [_row(said) for said in _store(load_settings()).feedback()]
    if arguments.csv:
        _print_csv(rows, sys.stdout)
    else:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    return 0


def _row(said: "Feedback") -> dict[str, str]:
    record = said.record
    values = (
        said.given.isoformat(),
        record.id,
        "yes" if said.right else "no",
        said.reason,
        said.comment,
        record.kind,
        record.question,
        record.understood,
        " ".join(record.cited),
        " ".join(record.nearest),
        record.library,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _print_csv(rows: list[dict[str, str]], out: TextIO) -> None:
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)


def _cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _replay(arguments: argparse.Namespace) -> int:
    from api.replay import replay, replay_text
    from api.service import open_assistant

    settings = load_settings()
    record = _store(settings).answer(arguments.id)
    replayed = replay(record, open_assistant(settings), settings.model)
    print(json.dumps(replayed.as_dict(), ensure_ascii=False) if arguments.json else replay_text(record, replayed))
    return 0
