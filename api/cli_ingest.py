"""verse ingest: build the library, read a file without touching it, add documents to it and take them out."""

import argparse
import hashlib
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from api.arguments import Subparsers, day, existing_file, existing_path
from api.output import as_json
from api.own_documents import listed, taken_from
from corpus.library import Library, library_home
from corpus.model import Paragraph, Status
from corpus.register import Document, load_register
from ingest.added import Candidate, Details, check_file, document_id, keep, kept_builds, look, remove, sources
from ingest.apart import read_apart
from ingest.build import Built, build, describe, forget
from ingest.errors import IngestError
from ingest.preview import Preview
from ingest.progress import Progress
from retriever.alignment import Change, align


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    ingest = commands.add_parser("ingest", help="build or refresh the library; read, add or remove documents of your own")
    what = ingest.add_mutually_exclusive_group()
    what.add_argument("--read", type=existing_file, metavar="FILE", help="print what is understood of a file, change nothing")
    what.add_argument(
        "--add",
        type=existing_path,
        metavar="FILE|FOLDER",
        help="add a PDF, Word, HTML, Markdown or text file, or a folder of them",
    )
    what.add_argument("--remove", metavar="ID", help="take a document out that was added; nothing of it is left")
    what.add_argument("--rebuild", action="store_true", help="build everything anew, for example after damage to the disk")
    ingest.add_argument("--preview", action="store_true", help="with --add: say what is understood, add nothing")
    ingest.add_argument("--title", help="with --add FILE: the document's title (the file's own, or its name)")
    ingest.add_argument("--status", choices=[s.value for s in Status], help="with --add: its force (local)")
    ingest.add_argument("--published", type=day, metavar="YYYY-MM-DD", help="with --add: when it was published")
    ingest.add_argument("--in-force-from", type=day, metavar="YYYY-MM-DD", help="with --add: its first day in force")
    ingest.add_argument("--in-force-to", type=day, metavar="YYYY-MM-DD", help="with --add: its last day in force")
    ingest.add_argument("--replaces", metavar="ID", default="", help="with --add FILE: the edition that it takes the place of")
    ingest.add_argument("--json", action="store_true", help="print the result as JSON")
    ingest.add_argument("--quiet", action="store_true", help="no progress bars")
    ingest.set_defaults(run=_ingest, usage=ingest.error)


def _ingest(arguments: argparse.Namespace) -> int:
    if arguments.add is None and (arguments.preview or arguments.title or arguments.replaces):
        arguments.usage("--preview, --title and --replaces go with --add")
    if arguments.read is not None:
        return _read(arguments.read, arguments.json)
    home = library_home()
    if arguments.add is not None:
        return _add_folder(home, arguments) if arguments.add.is_dir() else _add(home, arguments)
    if arguments.remove is not None:
        removed = remove(home, arguments.remove)
        print(f"Removed {removed.id}: {removed.title}.", file=sys.stderr)
    if arguments.rebuild:
        forget(home)
    built = _built(home, arguments.quiet)
    _say(built, arguments.json)
    return 0


def _built(home: Path, quiet: bool) -> Built:
    found = sources(home)
    return build(home, found, Progress(quiet), kept=kept_builds(home, found))


def _say(built: Built, json_wanted: bool) -> None:
    print(json.dumps(built.__dict__) if json_wanted else describe(built))


def _add(home: Path, arguments: argparse.Namespace) -> int:
    """Add one file: first what was understood of it, then, where somebody is there to ask, whether to take it."""
    path = arguments.add
    check_file(path.name, path.stat().st_size)
    candidate = look(home, path.name, path.read_bytes(), _details(arguments))
    if arguments.preview and arguments.json:
        print(as_json({"document": candidate.document.model_dump(mode="json"), "preview": candidate.preview}))
        return 0
    print(preview_text(candidate.preview), file=sys.stdout if arguments.preview else sys.stderr)
    if arguments.preview:
        return 0
    if sys.stdin.isatty():
        candidate = look(home, path.name, candidate.data, _asked_details(arguments, candidate.document))
        if _asked("Take it in? (yes or no)", "yes").lower() not in ("y", "yes"):
            print("verse: Nothing was added.", file=sys.stderr)
            return 1
    return _take(home, candidate, arguments)


def _take(home: Path, candidate: Candidate, arguments: argparse.Namespace) -> int:
    document = candidate.document
    keep(home, candidate)
    print(f"Added {document.id}: {document.title} ({document.status}).", file=sys.stderr)
    _say(_built(home, arguments.quiet), arguments.json)
    if document.supersedes:
        counts = _changes(document)
        print(f"It takes the place of {document.supersedes}, which is kept as withdrawn: {counts}.", file=sys.stderr)
        print(f"'verse diff {document.supersedes} {document.id}' shows them.", file=sys.stderr)
    return 0


def _changes(document: Document) -> str:
    pairs = align(Library(), document.supersedes, document.id)
    return ", ".join(f"{sum(p.change is change for p in pairs)} {change}" for change in Change)


def _add_folder(home: Path, arguments: argparse.Namespace) -> int:
    """Add every file of a folder that can be read; 1 if one could not be, the others being taken all the same."""
    if arguments.title or arguments.replaces:
        arguments.usage("--title and --replaces go with one file, not with a folder")
    progress = Progress(arguments.quiet)
    outcomes = list(taken_from(home, arguments.add, _details(arguments), progress, keeping=not arguments.preview))
    if not outcomes:
        print(f"verse: There is no file in {str(arguments.add)!r}.", file=sys.stderr)
        return 1
    if arguments.json:
        print(as_json({"files": outcomes}))
    else:
        print(listed(outcomes))
    if not arguments.preview and any(o.taken for o in outcomes):
        print(describe(_built(home, arguments.quiet)), file=sys.stderr)
    return 0 if all(o.taken for o in outcomes) else 1


def preview_text(seen: Preview) -> str:
    """What was understood of a file, for a terminal."""
    lines = [f"Understood: {seen.counted or 'nothing'}."]
    lines += [f"  ! {warning}" for warning in seen.warnings]
    for shown in seen.first[:5]:
        opening = " ".join(shown.text.split())
        lines.append(f"  {shown.id}  {opening[:80]}{' ...' if len(opening) > 80 else ''}")
    return "\n".join(lines)


def _read(path: Path, json_wanted: bool) -> int:
    data = path.read_bytes()
    assembled, seen = read_apart(_as_document(path, data), data)
    for warning in seen.warnings:
        print(f"verse: {warning}", file=sys.stderr)
    paragraphs = assembled.paragraphs
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


def _details(arguments: argparse.Namespace) -> Details:
    return Details(
        title=arguments.title or "",
        status=Status(arguments.status or Status.LOCAL),
        published=arguments.published,
        in_force_from=arguments.in_force_from,
        in_force_to=arguments.in_force_to,
        replaces=arguments.replaces,
    )


def _asked_details(arguments: argparse.Namespace, document: Document) -> Details:
    """What was not said on the command line, asked for."""
    own = _details(arguments)
    title = arguments.title or _asked("Title", document.title)
    status = arguments.status or _asked(f"Status ({', '.join(Status)})", Status.LOCAL.value)
    if status not in list(Status):
        raise IngestError(f"{status!r} is no status; they are {', '.join(Status)}. Nothing was added.")
    try:
        published = arguments.published or day(_asked("Published (YYYY-MM-DD)", document.published.isoformat()))
    except argparse.ArgumentTypeError as error:
        raise IngestError(f"{error}. Nothing was added.") from error
    return replace(own, title=title, status=Status(status), published=published)


def _asked(what: str, default: str) -> str:
    print(f"{what} [{default}]: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() or default
