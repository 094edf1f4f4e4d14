"""verse library: carry a built library to a machine that only asks."""

import argparse
import sys
from pathlib import Path
from typing import Any

from api.arguments import Subparsers, existing_file
from corpus.library import Library, library_home
from ingest.carry import export_library, import_library
from ingest.progress import Progress


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    library = commands.add_parser("library", help="carry the built library to another machine")
    ways = library.add_subparsers(dest="way", metavar="WAY", required=True)
    out = ways.add_parser("export", help="write the library into one file, to be asked where nothing is built")
    out.add_argument("file", type=Path, metavar="FILE", help="for example library.tar")
    out.set_defaults(run=_export)
    back = ways.add_parser("import", help="use the library in a file; the present one stays until all of it is checked")
    back.add_argument("file", type=existing_file, metavar="FILE")
    back.set_defaults(run=_import)
    for way in (out, back):
        way.add_argument("--quiet", action="store_true", help="no progress bars")


def _export(arguments: argparse.Namespace) -> int:
    about = export_library(Library(), arguments.file, Progress(arguments.quiet))
    size = arguments.file.stat().st_size / 1e6
    print(f"Wrote the library {about.fingerprint} to {arguments.file} ({size:.0f} MB).", file=sys.stderr)
    return 0


def _import(arguments: argparse.Namespace) -> int:
    about = import_library(library_home(), arguments.file, Progress(arguments.quiet))
    print(f"The library {about.fingerprint} is in use; restart a service that runs.", file=sys.stderr)
    return 0
