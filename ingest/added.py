"""Documents that whoever runs the library adds to it: kept beside it with their register data, superseded, taken out."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePath

from pydantic import ValidationError

from corpus.errors import LibraryError
from corpus.library import read_manifest
from corpus.model import Status
from corpus.register import Document, Register, load_register
from ingest.apart import USUAL, Limits, read_apart
from ingest.build import KEPT, Source
from ingest.errors import IngestError, UnreadableFile
from ingest.preview import Preview
from ingest.read import KINDS, SUFFIXES
from ingest.typed import seen

LARGEST = 60_000_000
"""Bytes of a file that are taken; the longest guidance in PDF has under 5 MB."""
FOLDER = "added"
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Details:
    """What whoever adds a document says of it; `title` may be left to the file, `replaces` is the id of an older edition."""

    title: str = ""
    status: Status = Status.LOCAL
    published: date | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    replaces: str = ""


@dataclass(frozen=True)
class Candidate:
    """A file that was read and may be taken in."""

    document: Document
    data: bytes
    preview: Preview


def document_id(name: str) -> str:
    """A file's name as a document id."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "document"


def check_file(name: str, size: int, largest: int = LARGEST) -> None:
    """Raise UnreadableFile for a file that need not be opened: of another kind, empty, or too large."""
    if PurePath(name).suffix.lower() not in SUFFIXES:
        raise UnreadableFile(f"{name!r} is not a kind of file that can be read; {KINDS}.")
    if size > largest:
        raise UnreadableFile(f"{name!r} is larger than {largest // 1_000_000} MB; give the document without its pictures.")
    if not size:
        raise UnreadableFile(f"{name!r} is empty; give the document itself.")


def look(home: Path, name: str, data: bytes, details: Details, limits: Limits = USUAL) -> Candidate:
    """Read a file apart, nothing being kept of it; raises IngestError if it cannot be read or may not be added."""
    check_file(name, len(data))
    document = described(home, name, data, details)
    _, preview = read_apart(document, data, limits)
    title = details.title or preview.title
    return Candidate(_titled(document, title) if title else document, data, preview)


def keep(home: Path, candidate: Candidate) -> None:
    """Keep a document beside the library, in the place of one with the same id; the next build takes it in."""
    folder = home / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        document = candidate.document
        _write(folder / document.file, candidate.data)
        _write(folder / f"{document.id}.json", document.model_dump_json(indent=1).encode())
    except OSError as error:
        raise IngestError(f"The document cannot be kept in {str(folder)!r} ({error.strerror}); nothing was changed.") from error
    _sweep(folder)


def remove(home: Path, doc: str) -> Document:
    """Take a document out; the next build, keeping one build, leaves nothing of it. Raises IngestError if there is none."""
    if doc in _own_ids():
        raise IngestError(f"{doc!r} is the library's own document and stays; only what was added can be removed.")
    found = next((d for d in added(home) if d.id == doc), None)
    if found is None:
        known = ", ".join(d.id for d in added(home)) or "none"
        raise IngestError(f"No document {doc!r} was added; these were: {known}.")
    (home / FOLDER / f"{doc}.json").unlink()
    _sweep(home / FOLDER)
    return found


def added(home: Path) -> list[Document]:
    """The documents added so far, by id, as they were described."""
    return [_document(path) for path in sorted((home / FOLDER).glob("*.json"))]


def sources(home: Path, register: Register | None = None, today: date | None = None) -> list[Source]:
    """The library's own documents and the added ones; what a newer edition supersedes is withdrawn from its day on."""
    own = register or load_register()
    found = [Source(d, own.read(d)) for d in own.documents]
    found += [Source(d, _bytes(home / FOLDER, d), added=True) for d in added(home)]
    newer = {s.document.supersedes: s.document for s in found if s.document.supersedes}
    return [Source(superseded(s.document, newer.get(s.document.id), today or date.today()), s.data, s.added) for s in found]


def kept_builds(home: Path, found: Sequence[Source]) -> int:
    """How many builds may stay: only the new one where the library on disk holds what was taken out or replaced since."""
    try:
        held = read_manifest((home / "current").resolve()).documents
    except LibraryError:
        return KEPT
    now = {(s.document.id, s.document.sha256) for s in found}
    return 1 if any((d.id, d.sha256) not in now and d.id not in _own_ids() for d in held) else KEPT


def superseded(document: Document, by: Document | None, today: date) -> Document:
    """A document as it stands beside a newer edition: to the day before that, and from then on withdrawn."""
    if by is None or by.in_force_from is None:
        return document
    changed: dict[str, object] = {"in_force_to": by.in_force_from - timedelta(days=1), "replaced_by": by.title}
    if by.in_force_from <= today:
        formerly = None if document.status is Status.STATUTORY else document.status
        changed |= {"status": Status.WITHDRAWN, "formerly": formerly}
    return document.model_copy(update=changed)


def described(home: Path, name: str, data: bytes, details: Details) -> Document:
    """The register data of a file; raises IngestError if it is there already or what was said of it does not fit."""
    stem, suffix = PurePath(name.replace("\\", "/")).stem, PurePath(name).suffix.lower()
    digest, known = hashlib.sha256(data).hexdigest(), added(home)
    own = _free(document_id(stem), details, known)
    if same := next((d for d in [*load_register().documents, *known] if d.sha256 == digest and d.id != own), None):
        raise IngestError(f"{name!r} is in the library already, as {same.id!r}.")
    published = details.published or date.today()
    try:
        return Document(
            id=own,
            title=_title(details.title or stem),
            short=_title(details.title or stem),
            publisher="",
            edition=str(published),
            licence="as its publisher says",
            file=f"{own}{suffix}",
            sha256=digest,
            status=details.status,
            published=published,
            in_force_from=details.in_force_from or published,
            in_force_to=details.in_force_to,
            supersedes=details.replaces,
            replaces=_replaced(details, known),
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise IngestError(f"The document's {first['loc'][0]} is wrong: {first['msg']}.") from error


def _replaced(details: Details, known: Sequence[Document]) -> str:
    """The older edition's title and day; raises IngestError if there is none, or this one may not take its place."""
    if not details.replaces:
        return ""
    everything = {d.id: d for d in [*load_register().documents, *known]}
    old = everything.get(details.replaces)
    if old is None:
        raise IngestError(f"There is no document {details.replaces!r} to replace; the library holds {', '.join(everything)}.")
    if old.status is not Status.LOCAL and details.status is Status.LOCAL:
        raise IngestError(f"A local document cannot take the place of {old.id!r}, which is {old.status}; give it its status.")
    begins = details.in_force_from or details.published or date.today()
    if old.in_force_from is not None and begins <= old.in_force_from:
        raise IngestError(f"{old.id!r} is in force from {old.in_force_from}, so its new edition must begin on a later day.")
    return f"{old.title} ({old.edition})"


def _free(own: str, details: Details, known: Sequence[Document]) -> str:
    """An id for a document: its file's name, unless the edition that it replaces bears it."""
    if own in _own_ids() and details.replaces != own:
        raise IngestError(f"The library's own document is called {own!r}; give your file another name.")
    if own != details.replaces:
        return own
    taken = {*_own_ids(), *(d.id for d in known)}
    return next(name for n in range(2, 1000) if (name := f"{own}-{n}") not in taken)


def _own_ids() -> set[str]:
    return {d.id for d in load_register().documents}


def _titled(document: Document, title: str) -> Document:
    return document.model_copy(update={"title": _title(title), "short": _title(title)})


def _title(text: str) -> str:
    return seen(text)[:LONGEST_TITLE].strip() or "Untitled"


def _document(path: Path) -> Document:
    try:
        document = Document.model_validate(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise _unusable(path.stem, path) from error
    if document.id != path.stem or PurePath(document.file).name != document.file:
        raise _unusable(path.stem, path)
    return document


def _bytes(folder: Path, document: Document) -> bytes:
    try:
        data = (folder / document.file).read_bytes()
    except OSError as error:
        raise _unusable(document.id, folder / document.file) from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise IngestError(f"The added document {document.id!r} was altered on disk; add its file again.")
    return data


def _unusable(doc: str, path: Path) -> IngestError:
    return IngestError(f"The added document {doc!r} cannot be read; remove {str(path)!r} or add it again.")


def _write(path: Path, data: bytes) -> None:
    """Put a file in its place whole."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def _sweep(folder: Path) -> None:
    """Delete files that no document names any more."""
    named = {name for d in added(folder.parent) for name in (d.file, f"{d.id}.json")}
    for path in folder.iterdir():
        if path.name not in named:
            path.unlink(missing_ok=True)
