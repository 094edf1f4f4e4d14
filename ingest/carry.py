"""
Carry a built library to a machine that only asks: one tar with what it is and the hash of every file.

    about.json      format, fingerprint, model, reader, files {name: sha256}; the first member
    library/...     the files of the build
"""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from corpus.errors import NoLibrary
from corpus.library import FORMAT, MANIFEST, Library, read_manifest
from corpus.models import model_name, reader_name
from ingest.build import replace_library
from ingest.errors import IngestError
from ingest.progress import Progress

ABOUT = "about.json"
INSIDE = "library/"
LONGEST_ABOUT = 1_000_000
"""Bytes of `about.json` that are read."""
BLOCK = 1 << 20


@dataclass(frozen=True)
class About:
    """What a file holds."""

    format: int
    fingerprint: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    model: str
    reader: str
    files: dict[str, str]


_about = TypeAdapter(About)


def export_library(library: Library, path: Path, progress: Progress) -> About:
    """Write an open library to `path`, over what is there only once it is whole; raises IngestError if none would import it."""
    folder, manifest = library.folder, library.manifest
    if (manifest.model, manifest.reader) != (model_name(), reader_name()):
        raise IngestError("The library is of another version, or is to be built anew; run 'verse ingest', then export it.")
    names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    with progress.step("Reading the library", len(names)) as advance:
        files = {}
        for name in names:
            files[name] = _hash(folder / name)
            advance(1)
    about = About(manifest.format, manifest.fingerprint, manifest.model, manifest.reader, files)
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with tarfile.open(unfinished, "w") as tar, progress.step("Writing the file", len(names)) as advance:
            data = json.dumps(asdict(about), indent=1).encode()
            tar.addfile(_member(ABOUT, len(data)), io.BytesIO(data))
            for name in names:
                with (folder / name).open("rb") as file:
                    tar.addfile(_member(INSIDE + name, (folder / name).stat().st_size), file)
                advance(1)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return about


def import_library(home: Path, path: Path, progress: Progress) -> About:
    """
    Put the library in a file in the place of the one under `home`; raises IngestError if it does not fit or is damaged.

    The library in use stays until every file has been checked.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            about = _read_about(tar, path)
            _check_version(about)
            with progress.step("Reading the library", len(about.files)) as advance:
                replace_library(home, about.fingerprint, lambda folder: _unpack(tar, about, folder, path, advance))
    except (tarfile.TarError, EOFError) as error:
        raise _damaged(path, "it is cut short, or no tar") from error
    return about


def _member(name: str, size: int) -> tarfile.TarInfo:
    """A member that says nothing of the machine it was written on."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info


def _read_about(tar: tarfile.TarFile, path: Path) -> About:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.name == ABOUT else None
    if first is None or file is None or first.size > LONGEST_ABOUT:
        raise IngestError(f"{path.name!r} is no exported library; make one with 'verse library export FILE'.")
    try:
        return _about.validate_json(file.read())
    except ValidationError as error:
        raise _damaged(path, f"{ABOUT!r} cannot be read") from error


def _check_version(about: About) -> None:
    if (about.format, about.model, about.reader) != (FORMAT, model_name(), reader_name()):
        raise IngestError(
            "The library was exported by another version of Chapter & Verse (of another format or with other models); "
            "use the same version on both sides."
        )


def _unpack(tar: tarfile.TarFile, about: About, folder: Path, path: Path, advance: Callable[[int], object]) -> None:
    """Write the members that `about` names, and none else, each checked against its hash."""
    left = dict(about.files)
    for member in tar:
        if member.name == ABOUT:
            continue
        name = member.name.removeprefix(INSIDE)
        expected = left.pop(name, None) if member.name.startswith(INSIDE) else None
        file = tar.extractfile(member) if expected is not None and member.isreg() else None
        if file is None or not _inside(name):
            raise _damaged(path, f"it holds {member.name!r}, which no library has")
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            shutil.copyfileobj(file, out, BLOCK)
        if _hash(target) != expected:
            raise _damaged(path, f"{name!r} is not as it was exported")
        advance(1)
    if left:
        raise _damaged(path, f"{next(iter(left))!r} is missing")
    _check_whole(folder, about, path)


def _inside(name: str) -> bool:
    """Whether a name stays in its folder."""
    path = Path(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


def _check_whole(folder: Path, about: About, path: Path) -> None:
    try:
        manifest = read_manifest(folder)
    except NoLibrary as error:
        raise _damaged(path, f"{MANIFEST!r} cannot be read") from error
    if (manifest.fingerprint, manifest.model, manifest.reader) != (about.fingerprint, about.model, about.reader):
        raise _damaged(path, f"{ABOUT!r} and {MANIFEST!r} differ")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(path: Path, why: str) -> IngestError:
    return IngestError(f"{path.name!r} is damaged: {why}; copy or export it again.")
