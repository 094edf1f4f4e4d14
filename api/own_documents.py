"""A folder of documents taken into the library, file by file: one that cannot be read never stops the rest."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.register import Document
from ingest.added import Candidate, Details, check_file, keep, look
from ingest.apart import at_once
from ingest.errors import IngestError
from ingest.progress import Progress

WIDEST = 60


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its document's id and the warnings, or the sentence that says why it was not taken."""

    file: str
    taken: bool
    id: str = ""
    title: str = ""
    understood: str = ""
    warnings: tuple[str, ...] = ()
    why: str = ""


def taken_from(home: Path, folder: Path, details: Details, progress: Progress, keeping: bool) -> Iterator[Outcome]:
    """Take the files of a folder and those below it in their order; `keeping` False only looks at them."""
    paths = list(_files(folder))
    taken: dict[str, Document] = {}
    with progress.step("Reading files", len(paths)) as advance:
        for path, seen in zip(paths, at_once(lambda own: _looked(home, own, details), paths), strict=True):
            name = str(path.relative_to(folder))
            why = seen if isinstance(seen, str) else _kept(home, seen, taken, keeping)
            if isinstance(seen, str) or why:
                outcome = Outcome(name, taken=False, why=why)
            else:
                own = taken[name] = seen.document
                outcome = Outcome(name, True, own.id, own.title, seen.preview.counted, seen.preview.warnings)
            advance(1)
            yield outcome


def _looked(home: Path, path: Path, details: Details) -> Candidate | str:
    """What is read of a file, or why it is not."""
    try:
        check_file(path.name, path.stat().st_size)
        return look(home, path.name, path.read_bytes(), details)
    except IngestError as error:
        return str(error)
    except OSError as error:
        return f"It cannot be opened ({error.strerror})."


def _kept(home: Path, seen: Candidate, taken: Mapping[str, Document], keeping: bool) -> str:
    """Keep a document beside those taken before it, by the names of their files; why it is not kept, empty if it is."""
    if same := next((name for name, own in taken.items() if own.sha256 == seen.document.sha256), ""):
        return f"It holds the same as {same!r}, which was taken before it."
    if same := next((name for name, own in taken.items() if own.id == seen.document.id), ""):
        return f"{same!r} has the same name and was taken before it; rename one of them."
    try:
        if keeping:
            keep(home, seen)
    except IngestError as error:
        return str(error)
    return ""


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder in order, without hidden ones and without following links."""
    for where, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(where) / name
            if not name.startswith((".", "~$")) and not path.is_symlink() and path.is_file():
                yield path


def listed(outcomes: Sequence[Outcome]) -> str:
    """What became of each file as a table, its warnings below it."""
    width = min(WIDEST, max(len(o.file) for o in outcomes))
    lines: list[str] = []
    for own in outcomes:
        said = f"taken as {own.id}: {own.understood}" if own.taken else f"not taken: {own.why}"
        lines.append(f"{own.file:<{width}}  {said}")
        lines += [f"{'':<{width}}    ! {warning}" for warning in own.warnings]
    taken = sum(o.taken for o in outcomes)
    return "\n".join([*lines, f"{taken} of {len(outcomes)} files taken."])
