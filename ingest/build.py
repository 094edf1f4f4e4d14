"""
Build the library: aside, from what changed, and switched in one step.

A build killed at any moment leaves `current` on the previous library, and what it had embedded to the next build. Vectors of
passages whose words did not change are taken from the library before; two builds at once wait for each other.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from corpus.bank import load_bank, load_near_misses
from corpus.errors import LibraryError, NoLibrary
from corpus.index import CHROMA, Address, kept_in
from corpus.late import PASSAGE_TOKENS, LateIndex, write_late
from corpus.library import (
    FORMAT,
    MANIFEST,
    Manifest,
    read_manifest,
    vectors_from,
    write_manifest,
    write_rows,
)
from corpus.misses import write_misses
from corpus.model import Paragraph, Passage, PassageKind, Section
from corpus.models import Vectors, model_name, reader_name
from corpus.register import Document
from corpus.runtime import ENCODER, Cutter, Network
from ingest.apart import at_once, read_apart
from ingest.assemble import Assembled
from ingest.embedding import Encode, forget_kept, need_torch, vectors_of
from ingest.errors import IngestError, UnreadableFile
from ingest.indexes import collection_of, forget_index, index_is_whole, write_indexes
from ingest.networks import write_networks
from ingest.passages import near_misses, passages
from ingest.progress import Progress
from ingest.read import understand

READ = {"corpus": (".py", ".toml"), "corpus.questions": (".jsonl",), "ingest": (".py", ".toml")}
"""The rooms whose code and tables a build depends on, and which of their files."""
KEPT = 2
"""Finished builds that stay on disk: the current one, and the one before for whoever still has it open."""


@dataclass(frozen=True)
class Source:
    """A document and its bytes; `added`: by whoever runs the library, so it is read apart and no bank knows it."""

    document: Document
    data: bytes
    added: bool = False


@dataclass(frozen=True)
class Built:
    """What a build did."""

    fingerprint: str
    documents: int
    paragraphs: int
    passages: int
    embedded: int
    fresh: bool


def build(home: Path, sources: Sequence[Source], progress: Progress, encode: Encode | None = None, kept: int = KEPT) -> Built:
    """
    Bring the library under `home` up to date with `sources`; where nothing changed only what cut short builds left is removed.

    `encode` turns texts into vectors; the embedding model is loaded only if there is something to embed. A test that gives
    one of its own builds a library that can be searched but not asked: no models are written into it. `kept` builds stay on
    disk: 1 where a document that was taken out shall leave nothing.
    """
    with _alone(home):
        fingerprint = fingerprint_of(sources)
        previous = _previous(home)
        if previous is not None and previous.fingerprint == fingerprint and index_is_whole(home, previous):
            forget_kept(home)
            _sweep(home, kept, forget_index)
            return Built(fingerprint, len(sources), 0, previous.passages, 0, fresh=False)
        with _replacing(home, fingerprint, kept, forget_index) as folder:
            built = _fill(folder, home, sources, fingerprint, progress, encode)
        forget_kept(home)
        return built


def replace_library(home: Path, fingerprint: str, fill: Callable[[Path], None]) -> None:
    """Have `fill` write a build into an empty folder, and put it in the place of the library in use unless it raises."""
    with _alone(home), _replacing(home, fingerprint, KEPT) as folder:
        fill(folder)


@contextmanager
def _replacing(
    home: Path, fingerprint: str, kept: int, swept: Callable[[Path], object] = lambda folder: None
) -> Iterator[Path]:
    """
    A folder for a new build, which is the library in use once the block ends; nothing is left of it if that raises.

    `swept` is told of every build that is removed, before it is: an earlier one, or this one if the block raises.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{fingerprint}-", dir=_builds(home)))
    try:
        yield folder
        _switch(home, folder)
    except BaseException:
        swept(folder)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _sweep(home, kept, swept)


def forget(home: Path) -> None:
    """
    Let the next build start from nothing; the present library answers until that build is finished.

    Raises ModelError where nothing could be built from nothing.
    """
    need_torch()
    forget_kept(home)
    manifest = (home / "current").resolve() / MANIFEST
    if manifest.is_file():
        kept = json.loads(manifest.read_text("utf-8"))
        manifest.write_text(
            json.dumps({**kept, "fingerprint": "forgotten", "model": "forgotten", "reader": "forgotten"}), "utf-8"
        )


def fingerprint_of(sources: Sequence[Source]) -> str:
    """A short hash of everything a build depends on: documents, model, index, and the code and tables that read them."""
    digest = hashlib.sha256(f"{FORMAT} {reader_name()}".encode())
    if (index := kept_in()) != Address(CHROMA):
        digest.update(str(index).encode())
    for source in sources:
        digest.update(source.document.model_dump_json().encode())
        digest.update(hashlib.sha256(source.data).digest())
    for room, kinds in READ.items():
        for path in sorted(files(room).iterdir(), key=lambda p: p.name):
            if path.name.endswith(kinds):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _fill(
    folder: Path, home: Path, sources: Sequence[Source], fingerprint: str, progress: Progress, encode: Encode | None
) -> Built:
    paragraphs: list[Paragraph] = []
    sections: list[Section] = []
    indexed: list[Passage] = []
    with progress.step("Reading documents", len(sources)) as advance:
        added = at_once(_read_added, [s for s in sources if s.added])
        for source in sources:
            read = next(added) if source.added else understand(source.document, source.data).assembled
            paragraphs += read.paragraphs
            sections += read.sections
            bank = () if source.added else load_bank(source.document.id)
            indexed += passages(read.paragraphs, read.sections, bank)
            advance(1)
    missed = list(near_misses(load_near_misses(), {s.document.id for s in sources}))
    vectors, embedded = vectors_of(home, [*indexed, *missed], progress, encode)
    vectors, apart = vectors[: len(indexed)], vectors[len(indexed) :]
    write_misses(folder, [m.key for m in missed], apart)
    for name, rows in (("paragraphs", paragraphs), ("sections", sections), ("passages", indexed)):
        write_rows(folder / f"{name}.jsonl", rows)
    write_indexes(folder, indexed, vectors, progress)
    if encode is None:
        previous = (home / "current").resolve()
        with progress.step("Writing the models", 2) as advance:
            write_networks(folder, previous, advance)
        _write_late(folder, previous, indexed, progress)
    documents = tuple(s.document for s in sources)
    index, collection = str(kept_in()), collection_of(folder)
    write_manifest(
        folder,
        Manifest(FORMAT, fingerprint, model_name(), reader_name(), documents, len(indexed), index, collection),
    )
    return Built(fingerprint, len(sources), len(paragraphs), len(indexed), embedded, fresh=True)


def _write_late(folder: Path, previous: Path, indexed: Sequence[Passage], progress: Progress) -> None:
    """Keep the token vectors of the documents that the bank has no question on."""
    with_bank = {p.doc for p in indexed if p.kind is PassageKind.QUESTION}
    texts = {p.key: p.text for p in indexed if p.kind in (PassageKind.WORDS, PassageKind.SECTION) and p.doc not in with_bank}
    if not texts:
        return
    encoder = Network(folder, ENCODER, Cutter(folder), 1)
    had = _late_of(previous)
    with progress.step("Keeping token vectors", sum(had.tokens(key) is None for key in texts)) as advance:

        def read(text: str) -> Vectors:
            advance(1)
            return encoder.token_vectors(text, PASSAGE_TOKENS)

        write_late(folder, texts, read, had)


def _late_of(previous: Path) -> LateIndex:
    """The token vectors of the library before; none if they are of another model, or damaged."""
    try:
        return LateIndex(previous if vectors_from(previous) == model_name() else None)
    except LibraryError:
        return LateIndex(None)


def _read_added(source: Source) -> Assembled:
    try:
        return read_apart(source.document, source.data)[0]
    except UnreadableFile as error:
        name = source.document.id
        raise IngestError(f"{error} Add {name!r} again, or take it out with 'verse ingest --remove {name}'.") from error


def _builds(home: Path) -> Path:
    folder = home / "builds"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IngestError(f"The folder {str(home)!r} cannot be written ({error.strerror}); set VERSE_HOME.") from error
    return folder


def _previous(home: Path) -> Manifest | None:
    try:
        return read_manifest((home / "current").resolve())
    except NoLibrary:
        return None


def _switch(home: Path, folder: Path) -> None:
    """
    Point `current` at a finished build in one step, its bytes being safe on the disk.

    The build keeps the folder it was made in: Chroma remembers an index by its path.
    """
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    link = home / f"current.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.relative_to(home))
    link.replace(home / "current")


def _sweep(home: Path, kept: int, swept: Callable[[Path], object]) -> None:
    """Remove unfinished and old builds; only one process builds at a time."""
    finished = [p for p in _builds(home).iterdir() if (p / MANIFEST).is_file()]
    newest = sorted(finished, key=lambda p: p.stat().st_mtime, reverse=True)
    keep = {(home / "current").resolve(), *newest[:kept]}
    for path in _builds(home).iterdir():
        if path not in keep:
            swept(path)
            shutil.rmtree(path, ignore_errors=True)
    for link in home.glob("current.*"):
        link.unlink(missing_ok=True)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Wait until no other process builds here."""
    _builds(home)
    with (home / "building.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def describe(built: Built) -> str:
    """One sentence for the operator."""
    if not built.fresh:
        return f"The library is up to date: {built.documents} documents, {built.passages} passages ({built.fingerprint})."
    return (
        f"Built the library from {built.documents} documents: {built.paragraphs} paragraphs, "
        f"{built.passages} passages, {built.embedded} of them embedded now ({built.fingerprint})."
    )
