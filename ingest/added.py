"""Documents that whoever runs the library adds to it: kept beside it with their register data."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpus.register import Document, load_register
from ingest.build import Source
from ingest.errors import IngestError, UnreadableFile
from ingest.read import SUFFIXES, understand

LARGEST = 60_000_000
"""Bytes of a file that are taken; the longest guidance in PDF has under 5 MB."""


def document_id(name: str) -> str:
    """A file's name as a document id."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "document"


def add_file(home: Path, path: Path, details: dict[str, Any]) -> Document:
    """Take a file into the library's folder after reading it whole; nothing is kept of one that cannot be read."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableFile(f"{path.name!r} is not a kind of file that can be read; give a PDF or a text file.")
    if path.stat().st_size > LARGEST:
        raise UnreadableFile(f"{path.name!r} is larger than {LARGEST // 1_000_000} MB; give the document without its pictures.")
    data = path.read_bytes()
    document = _document(path, data, details)
    understand(document, data)
    folder = home / "added"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / document.file).write_bytes(data)
    (folder / f"{document.id}.json").write_text(document.model_dump_json(indent=1), "utf-8")
    return document


def _document(path: Path, data: bytes, details: dict[str, Any]) -> Document:
    own = document_id(path.stem)
    if own in {d.id for d in load_register().documents}:
        raise IngestError(f"The library's own document is called {own!r}; give your file another name.")
    try:
        return Document(
            id=own,
            short=details["title"],
            publisher="",
            edition=str(details["published"]),
            licence="as its publisher says",
            file=f"{own}{path.suffix.lower()}",
            sha256=hashlib.sha256(data).hexdigest(),
            **details,
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise IngestError(f"The document's {first['loc'][0]} is wrong: {first['msg']}.") from error


def added_sources(home: Path) -> list[Source]:
    """The documents added so far, by id."""
    return [_source(path) for path in sorted((home / "added").glob("*.json"))]


def _source(path: Path) -> Source:
    try:
        document = Document.model_validate(json.loads(path.read_text("utf-8")))
        data = (path.parent / document.file).read_bytes()
    except (OSError, ValueError) as error:
        raise IngestError(f"The added document {path.stem!r} cannot be read; remove {str(path)!r} or add it again.") from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise IngestError(f"The added document {document.id!r} was altered on disk; add its file again.")
    return Source(document, data)
