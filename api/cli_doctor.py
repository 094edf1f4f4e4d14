"""verse doctor."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from api.arguments import Subparsers


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    doctor = commands.add_parser("doctor", help="look at library, models, database, settings, port and disk; say what to do")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from api.doctor.examine import as_table, examine, must_be_done

    found = examine()
    print(json.dumps({"findings": [asdict(one) for one in found]}, ensure_ascii=False) if arguments.json else as_table(found))
    return 1 if must_be_done(found) else 0
