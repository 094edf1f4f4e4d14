"""verse ingest: build the library, read a file without touching it, add a file to it."""

import argparse
import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from api.arguments import Subparsers, day, existing_file
from api.output import as_json
from corpus.library import library_home
from corpus.model import Paragraph, Status
from corpus.register import Document, load_register
from ingest.added import add_file, added_sources, document_id
from ingest.build import Source, build, describe, forget
from ingest.progress import Progress
from ingest.read import understand


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    ingest = commands.add_parser("ingest", help="build or refresh the library; read or add a file")
    what = ingest.add_mutually_exclusive_group()
    what.add_argument("--read", type=existing_file, metavar="FILE", help="print what is understood of a file, change nothing")
    what.add_argument("--add", type=existing_file, metavar="FILE", help="add a PDF or text file to the library")
    what.add_argument("--rebuild", action="store_true", help="build everything anew, for example after damage to the disk")
    ingest.add_argument("--title", help="with --add: the document's title (asked for if it is not given)")
    ingest.add_argument("--status", choices=[s.value for s in Status], help="with --add: its force (local)")
    ingest.add_argument("--published", type=day, metavar="YYYY-MM-DD", help="with --add: when it was published")
    ingest.add_argument("--in-force-from", type=day, metavar="YYYY-MM-DD", help="with --add: its first day in force")
    ingest.add_argument("--in-force-to", type=day, metavar="YYYY-MM-DD", help="with --add: its last day in force")
    ingest.add_argument("--json", action="store_true", help="print the result as JSON")
    ingest.add_argument("--quiet", action="store_true", help="no progress bars")
    ingest.set_defaults(run=_ingest)


def _ingest(arguments: argparse.Namespace) -> int:
    if arguments.read is not None:
        return _read(arguments.read, arguments.json)
    home = library_home()
    if arguments.add is not None:
        document = add_file(home, arguments.add, _details(arguments))
        print(f"Added {document.id}: {document.title} ({document.status}).", file=sys.stderr)
    register = load_register()
    sources = [Source(d, register.read(d)) for d in register.documents] + added_sources(home)
    if arguments.rebuild:
        forget(home)
    built = build(home, sources, Progress(arguments.quiet))
    print(json.dumps(built.__dict__) if arguments.json else describe(built))
    return 0


def _read(path: Path, json_wanted: bool) -> int:
    data = path.read_bytes()
    understood = understand(_as_document(path, data), data)
    for warning in understood.reading.warnings:
        print(f"verse: {warning}", file=sys.stderr)
    paragraphs = understood.assembled.paragraphs
    if json_wanted:
        print(json.dumps({"paragraphs": [_fields(p) for p in paragraphs]}, ensure_ascii=False))
        return 0
    for paragraph in paragraphs:
        page = f" (page {paragraph.page})" if paragraph.page is not None else ""
        print(f"{paragraph.id}{page}\n  {' > '.join(paragraph.heading)}\n  {paragraph.text}\n")
    return 0


def _fields(paragraph: Paragraph) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(as_json(paragraph))
    return {"id": paragraph.id, "text": paragraph.text, **fields}


def _as_document(path: Path, data: bytes) -> Document:
    """A file as a document: the register's entry if its name or bytes are known, else one made from its name."""
    digest = hashlib.sha256(data).hexdigest()
    for known in load_register().documents:
        if digest == known.sha256 or path.stem.lower() == known.id:
            kind = "scan" if known.source == "scan" and path.suffix == ".txt" else "text"
            return known.model_copy(update={"file": path.name, "source": kind})
    return Document(
        id=document_id(path.stem),
        title=path.stem,
        short=path.stem,
        publisher="",
        edition="",
        published=date.today(),
        status=Status.LOCAL,
        licence="",
        file=path.name,
        sha256=digest,
    )


def _details(arguments: argparse.Namespace) -> dict[str, Any]:
    title = arguments.title or _asked("Title", arguments.add.stem)
    status = arguments.status or _asked(f"Status ({', '.join(Status)})", Status.LOCAL.value)
    published = arguments.published or _asked("Published (YYYY-MM-DD)", date.today().isoformat())
    return {
        "title": title,
        "status": status,
        "published": published,
        "in_force_from": arguments.in_force_from or published,
        "in_force_to": arguments.in_force_to,
    }


def _asked(what: str, default: str) -> str:
    """Ask on a terminal; elsewhere take the default."""
    if not sys.stdin.isatty():
        return default
    print(f"{what} [{default}]: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() or default
