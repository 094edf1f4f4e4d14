"""verse backup, restore."""

import argparse
import sys
from pathlib import Path
from typing import Any

from api.arguments import Subparsers, existing_file
from api.settings import load_settings


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    backup = commands.add_parser("backup", help="write library, database, settings and keys into one file")
    backup.add_argument("file", type=Path, metavar="FILE", help="for example chapter-and-verse.tar.gz; must not exist yet")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="put back what 'verse backup' wrote; stop the service before")
    restore.add_argument("file", type=existing_file, metavar="FILE")
    restore.add_argument(
        "--replace", action="store_true", help="move what is there aside, into 'replaced-...' in the data folder"
    )
    restore.set_defaults(run=_restore)


def _backup(arguments: argparse.Namespace) -> int:
    from api.backup import back_up

    done = back_up(load_settings(), arguments.file)
    for note in done.notes:
        print(f"verse: {note}", file=sys.stderr)
    print(f"Wrote {arguments.file}: {', '.join(done.held)}.")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from api.restore import put_back

    done = put_back(load_settings(), arguments.file, arguments.replace)
    for note in done.notes:
        print(f"verse: {note}", file=sys.stderr)
    print(f"Restored {', '.join(done.held)}.")
    return 0
