"""
The library on disk: what ingest builds and the retriever reads.

    <home>/current            -> builds/<name>
    <home>/builds/<name>/     manifest.json paragraphs.jsonl sections.jsonl passages.jsonl vectors.npy misses.npz
                              lexical/ models/
                              and what an engine keeps here (see `corpus.index`)

A build is finished in a folder of its own before `current` is pointed at it in one step, so whoever opens the
library sees the old one or the new one, whole.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from weakref import finalize

import numpy as np
from pydantic import TypeAdapter

from corpus.errors import LibraryError, NoLibrary, UnknownParagraph
from corpus.index import EXACT, Address, address_for, open_index
from corpus.late import LateIndex
from corpus.lexical import LexicalIndex
from corpus.misses import read_misses
from corpus.model import Kind, Paragraph, Passage, PassageKind, Section, Status
from corpus.models import DIMENSIONS, Vectors
from corpus.register import Document
from corpus.runtime import ENCODER, READER, Cutter, Network, QueryEncoder, read_heads
from corpus.vectors import DenseIndex, VectorIndex

Index = TypeVar("Index")
FORMAT = 5
HOME = "VERSE_HOME"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a build was made of."""

    format: int
    fingerprint: str
    model: str
    reader: str
    documents: tuple[Document, ...]
    passages: int
    index: str = ""
    """The address of the engine that the passages were put into."""
    collection: str = ""
    """The name they have there."""


_manifest = TypeAdapter(Manifest)
_paragraph = TypeAdapter(Paragraph)
_section = TypeAdapter(Section)
_passage = TypeAdapter(Passage)


def library_home() -> Path:
    """Where libraries are kept: $VERSE_HOME, or the user's data folder."""
    if os.environ.get(HOME):
        return Path(os.environ[HOME])
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "chapter-and-verse"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a build; a build of another format is as good as none."""
    try:
        raw = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError as error:
        raise NoLibrary("There is no library yet; build it with 'verse ingest'.") from error
    except (OSError, ValueError) as error:
        raise NoLibrary(f"The library's manifest cannot be read ({error}); build it again with 'verse ingest'.") from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        found = raw.get("format") if isinstance(raw, dict) else None
        raise NoLibrary(
            f"The library was built by another version (format {found!r}, this one reads {FORMAT}); "
            "build it again with 'verse ingest'."
        )
    return _manifest.validate_python(raw)


def vectors_from(folder: Path) -> str:
    """The model that the vectors of a build come from, whatever its format; nothing if there is no telling."""
    try:
        raw = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(raw.get("model", "")) if isinstance(raw, dict) else ""


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a build's manifest; it comes last, a folder without one is no library."""
    (folder / MANIFEST).write_bytes(_manifest.dump_json(manifest, indent=1))


def write_rows(path: Path, rows: Iterable[Any]) -> None:
    """Write dataclasses as JSON lines."""
    adapters: dict[type, TypeAdapter[Any]] = {Paragraph: _paragraph, Section: _section, Passage: _passage}
    with path.open("wb") as file:
        for row in rows:
            file.write(adapters[type(row)].dump_json(row, exclude_defaults=True) + b"\n")


def read_passages(folder: Path) -> list[Passage]:
    """The passages of a build, in the order of its indexes."""
    return [_passage.validate_json(line) for line in (folder / "passages.jsonl").read_bytes().splitlines()]


class Library:
    """
    An open library; what is not asked for is not read.

    A question is read with `processors`, by default all there are, and searched at `index`, by default where the environment
    says (see `corpus.index`).
    """

    def __init__(self, home: Path | None = None, processors: int | None = None, index: Address | None = None) -> None:
        self.folder = ((home or library_home()) / "current").resolve()
        self.manifest = read_manifest(self.folder)
        self.processors = processors or os.cpu_count() or 1
        """With how many a question is read."""
        self._index = index

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The documents by id, in the register's order."""
        return {d.id: d for d in self.manifest.documents}

    @cached_property
    def paragraphs(self) -> dict[str, Paragraph]:
        """Every paragraph by id, in reading order."""
        lines = (self.folder / "paragraphs.jsonl").read_bytes().splitlines()
        return {p.id: p for p in map(_paragraph.validate_json, lines)}

    @cached_property
    def sections(self) -> dict[str, Section]:
        """Every section by id, in reading order."""
        lines = (self.folder / "sections.jsonl").read_bytes().splitlines()
        return {s.id: s for s in map(_section.validate_json, lines)}

    @cached_property
    def passages(self) -> list[Passage]:
        """What is indexed, in the order of the indexes."""
        return read_passages(self.folder)

    @cached_property
    def rows(self) -> Mapping[PassageKind, Mapping[str, Sequence[int]]]:
        """For each kind of passage and each paragraph or section the places of its passages, ascending."""
        rows: dict[PassageKind, dict[str, list[int]]] = {kind: {} for kind in PassageKind}
        for place, passage in enumerate(self.passages):
            rows[passage.kind].setdefault(passage.paragraph, []).append(place)
        return rows

    @cached_property
    def with_bank(self) -> frozenset[str]:
        """The documents that questions of the bank were written on."""
        return frozenset(name.partition("/")[0] for name in self.rows[PassageKind.QUESTION])

    @cached_property
    def proposals(self) -> frozenset[str]:
        """The documents that are proposals."""
        return frozenset(d for d, own in self.documents.items() if own.status is Status.CONSULTATION)

    @cached_property
    def beside(self) -> frozenset[str]:
        """The documents that stand beside national guidance: local ones, and others that were added and bind nobody."""
        binding_nobody = (Status.LOCAL, Status.NON_STATUTORY, Status.CONSULTATION)
        return frozenset(d for d, own in self.documents.items() if own.status in binding_nobody and d not in self.with_bank)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The BM25 index."""
        return _opened(LexicalIndex, self.folder)

    @cached_property
    def dense(self) -> DenseIndex:
        """The table of all vectors."""
        return _opened(DenseIndex, self.folder)

    @cached_property
    def late(self) -> LateIndex:
        """The token vectors of documents without a bank; raises LibraryError."""
        return LateIndex(self.folder)

    @cached_property
    def misses(self) -> Vectors:
        """The vectors of the bank's near misses, in their order, shape (near misses, 384)."""
        return np.array([*read_misses(self.folder).values()], dtype=np.float32).reshape(-1, DIMENSIONS)

    @cached_property
    def near(self) -> VectorIndex:
        """
        What finds the passages near a question: `dense` itself, or an engine, which is closed once nobody has the library.

        Raises LibraryError, IndexAway.
        """
        address = self._index or address_for(self.manifest.passages)
        if address.engine == EXACT:
            return self.dense
        engine = open_index(address, self.folder, self.manifest.collection)
        finalize(self, engine.close).atexit = False
        return engine

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self.folder)

    @cached_property
    def encoder(self) -> QueryEncoder:
        """What turns questions into vectors."""
        return QueryEncoder(Network(self.folder, ENCODER, self._cutter, self.processors))

    @cached_property
    def reader(self) -> Network:
        """What reads messages, and questions beside passages (see `retriever.reader`)."""
        return Network(self.folder, READER, self._cutter, self.processors)

    @cached_property
    def heads(self) -> Mapping[str, Vectors]:
        """What the reader's means are read with, by name."""
        return read_heads(self.folder)

    def open_models(self) -> None:
        """Open what reads questions now rather than at the first; raises LibraryError if a file is missing or damaged."""
        _ = self.encoder, self.reader, self.heads, self.late

    def text_of(self, name: str) -> str:
        """The whole text of a paragraph or section."""
        found = self.find(name)
        if isinstance(found, Paragraph):
            return found.text
        return "\n\n".join(self.paragraphs[p].text for p in found.paragraphs)

    def find(self, name: str) -> Paragraph | Section:
        """The paragraph or section with an id; what the id should have looked like is said if there is none."""
        found = self.paragraphs.get(name) or self.sections.get(name)
        if found is None:
            raise UnknownParagraph(self._explain(name))
        return found

    def _explain(self, name: str) -> str:
        doc, _, rest = name.partition("/")
        if doc not in self.documents:
            return f"There is no document {doc!r}; the library holds {', '.join(self.documents)}."
        own = [p for p in self.paragraphs.values() if p.doc == doc]
        near = _nearest(rest, [p.id.partition("/")[2] for p in own])
        hint = f" Did you mean {doc}/{near}?" if near else ""
        return f"There is no paragraph {name!r}; {doc} has {_ranges(own)}.{hint}"


def _opened(index: Callable[[Path], Index], folder: Path) -> Index:
    """An index of the library; whatever its engine says of damaged files, the remedy is the same."""
    try:
        return index(folder)
    except Exception as error:
        raise LibraryError(f"The library's index is damaged ({type(error).__name__}); run 'verse ingest --rebuild'.") from error


def _ranges(paragraphs: Sequence[Paragraph]) -> str:
    """What can be asked for in a document: 'paragraphs 1 to 456, footnotes fn-1 to fn-246 and 146 named panels'."""
    said = []
    for kind, words in (
        (Kind.NUMBERED, "paragraphs"),
        (Kind.QUESTION, "questions"),
        (Kind.STATEMENT, "statements"),
        (Kind.FOOTNOTE, "footnotes"),
    ):
        own = [p.id.partition("/")[2] for p in paragraphs if p.kind is kind]
        if own:
            said.append(f"{words} {own[0]} to {own[-1]}")
    others = sum(p.kind not in (Kind.NUMBERED, Kind.QUESTION, Kind.STATEMENT, Kind.FOOTNOTE) for p in paragraphs)
    said.append(f"{others} named ones (verse documents --contents)")
    return ", ".join(said[:-1]) + (" and " if len(said) > 1 else "") + said[-1]


def _nearest(name: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, names, n=1, cutoff=0.75) if not name.isdigit() else []
    return found[0] if found else ""
