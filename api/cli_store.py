"""verse purge, export, replay."""

import argparse
import csv
import json
import sys
from typing import TYPE_CHECKING, Any, TextIO
from unicodedata import normalize

from api.arguments import Subparsers, days
from api.settings import load_settings

if TYPE_CHECKING:
    from api.store.tables import Feedback

FORMULA = "=+-@"
COLUMNS = ("given", "answer", "right", "reason", "comment", "kind", "question", "understood", "cited", "nearest", "library")


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    purge = commands.add_parser("purge", help="delete answers, feedback and conversations past their retention period")
    purge.add_argument("--days", type=days, help="another period than the setting 'retention_days'; 0 deletes everything")
    purge.set_defaults(run=_purge)
    export = commands.add_parser("export", help="print what readers said of answers")
    export.add_argument("what", choices=["feedback"])
    export.add_argument("--csv", action="store_true", help="as CSV (JSON lines otherwise)")
    export.set_defaults(run=_export)
    replay = commands.add_parser("replay", help="ask a recorded question again and say whether the answer differs")
    replay.add_argument("id", metavar="ID", help="the answer's id")
    replay.add_argument("--json", action="store_true")
    replay.set_defaults(run=_replay)


def _purge(arguments: argparse.Namespace) -> int:
    from api.store.store import open_store

    settings = load_settings()
    period = settings.retention_days if arguments.days is None else arguments.days
    with open_store(settings.database_url) as store:
        gone = store.purge(period)
    print(f"Deleted {gone} {'answer' if gone == 1 else 'answers'} older than {period} days, with what hung on them.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from api.store.store import open_store

    with open_store(load_settings().database_url) as store:
        rows = [_row(said) for said in store.feedback()]
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
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)


def _cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula: spaces before it and wide forms of its first sign deceive none."""
    first = normalize("NFKC", value).lstrip()[:1]
    return f"'{value}" if (first and first in FORMULA) or value[:1] in ("\t", "\r", "\n") else value


def _replay(arguments: argparse.Namespace) -> int:
    from api.replay import replay, replay_text
    from api.service import open_assistant
    from api.store.store import open_store

    settings = load_settings()
    with open_store(settings.database_url) as store:
        record = store.answer(arguments.id)
    replayed = replay(record, open_assistant(settings), settings.model)
    print(json.dumps(replayed.as_dict(), ensure_ascii=False) if arguments.json else replay_text(record, replayed))
    return 0
