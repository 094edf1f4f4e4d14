"""A folder of documents taken into the library, file by file: one that cannot be read never stops the rest."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.added import Details, check_file, keep, look
from ingest.errors import IngestError

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


def taken_from(home: Path, folder: Path, details: Details, keeping: bool) -> Iterator[Outcome]:
    """Take the files of a folder and those below it one after the other; `keeping` False only looks at them."""
    ids: dict[str, str] = {}
    for path in _files(folder):
        name = str(path.relative_to(folder))
        try:
            outcome = _taken(home, path, name, details, ids, keeping)
        except IngestError as error:
            outcome = Outcome(name, taken=False, why=str(error))
        except OSError as error:
            outcome = Outcome(name, taken=False, why=f"It cannot be opened ({error.strerror}).")
        if outcome.taken:
            ids[outcome.id] = name
        yield outcome


def _taken(home: Path, path: Path, name: str, details: Details, ids: dict[str, str], keeping: bool) -> Outcome:
    check_file(path.name, path.stat().st_size)
    candidate = look(home, path.name, path.read_bytes(), details)
    own = candidate.document
    if own.id in ids:
        raise IngestError(f"{ids[own.id]!r} has the same name and was taken before it; rename one of them.")
    if keeping:
        keep(home, candidate)
    return Outcome(name, True, own.id, own.title, candidate.preview.counted, candidate.preview.warnings)


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
