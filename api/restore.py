"""Put a backup back: checked whole before anything is touched; what is there is moved aside, never deleted."""

import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from api.backup import ADDED, DATABASE, FORMAT, LIBRARY, LIST, Done, digest, sqlite_file
from api.errors import BackupError
from api.settings import FILE as SETTINGS
from api.settings import Settings
from api.signin.secret import FILE as SECRET
from api.store.database import open_database

LARGEST = 50_000_000_000
"""Bytes that a backup may unfold to."""
SIDE = ("", "-wal", "-shm")
"""SQLite's files beside a database."""


def put_back(settings: Settings, path: Path, replace: bool) -> Done:
    """Restore a backup; raises BackupError before anything is changed if it is damaged, or something is in the way."""
    home = settings.home
    home.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=home, prefix="restoring-") as folder:
        unfolded = Path(folder)
        _unfold(path, unfolded)
        there = dict(_targets(settings, unfolded))
        taken = [target for target in there.values() if target.exists() or target.is_symlink()]
        if taken and not replace:
            names = ", ".join(target.name for target in taken)
            raise BackupError(f"There is something in {str(home)!r} already ({names}); --replace moves it aside.")
        _not_in_use(settings)
        notes = _move_aside(home, taken)
        for source, target in there.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(source, target)
        _make_current(home, unfolded)
    if DATABASE in {source.name for source in there}:
        open_database(settings.database_url).dispose()
    return Done(tuple(_named(source.name) for source in there), notes)


def _unfold(path: Path, folder: Path) -> None:
    """Unfold a backup into a folder and check every file of it against its list."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            members = archive.getmembers()
            if not all(_harmless(member) for member in members) or sum(m.size for m in members) > LARGEST:
                raise BackupError(f"The file {path.name!r} holds what no backup holds and is not unfolded.")
            archive.extractall(folder, members, filter="data")
        about: dict[str, Any] = json.loads((folder / LIST).read_text("utf-8"))
        files, form = dict(about["files"]), about["format"]
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(
            f"The file {path.name!r} is no backup, or is damaged ({type(error).__name__}); take another."
        ) from error
    if form != FORMAT:
        raise BackupError(f"The backup {path.name!r} is of another version (format {form!r}); restore it with that version.")
    found = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {LIST}
    wrong = sorted(name for name in found | set(files) if name not in found or files.get(name) != digest(folder / name))
    if wrong:
        raise BackupError(f"The backup {path.name!r} is damaged: {wrong[0]!r} is not as it was written; take another.")


def _harmless(member: tarfile.TarInfo) -> bool:
    """Whether a member is a plain file that stays within the folder and is one that a backup has."""
    parts = PurePosixPath(member.name).parts
    known = parts[:1] in ((LIST,), (LIBRARY,), (ADDED,), (DATABASE,), (SECRET,), (SETTINGS,))
    return member.isfile() and known and ".." not in parts


def _targets(settings: Settings, unfolded: Path) -> Iterator[tuple[Path, Path]]:
    """Where each thing of a backup goes."""
    home = settings.home
    for build in (unfolded / LIBRARY).glob("*"):
        yield build, home / "builds" / build.name
    for name in (ADDED, SECRET, SETTINGS):
        if (unfolded / name).exists():
            yield unfolded / name, home / name
    if (unfolded / DATABASE).exists():
        if (database := sqlite_file(settings)) is None:
            raise BackupError("The backup has an SQLite database, and the setting 'database' names a PostgreSQL; unset it.")
        yield unfolded / DATABASE, database


def _not_in_use(settings: Settings) -> None:
    """Refuse while the service has the database open: it would go on writing into the one moved aside."""
    database = sqlite_file(settings)
    if database is None or not database.is_file():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0.5)) as own:
            own.execute("PRAGMA journal_mode=DELETE")  # SQLite does it only for whoever is alone
    except sqlite3.OperationalError as error:
        raise BackupError("The service is running; stop it, then restore.") from error
    except sqlite3.DatabaseError:
        return  # a damaged database is what is to be replaced


def _move_aside(home: Path, taken: list[Path]) -> tuple[str, ...]:
    if not taken:
        return ()
    aside = home / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
    aside.mkdir(mode=0o700)
    for target in taken:
        for end in SIDE if target.suffix == ".db" else ("",):
            with suppress(FileNotFoundError):
                shutil.move(target.with_name(target.name + end), aside / f"{target.name}{end}")
    return (f"What was there is in {str(aside)!r}.",)


def _make_current(home: Path, unfolded: Path) -> None:
    """Point `current` at the build that was restored, in one step."""
    listed = json.loads((unfolded / LIST).read_text("utf-8"))["files"]
    builds = {PurePosixPath(name).parts[1] for name in listed if name.startswith(f"{LIBRARY}/")}
    for build in builds:
        link = home / f"current.{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("builds") / build)
        link.replace(home / "current")


def _named(name: str) -> str:
    said = {ADDED: "added documents", DATABASE: "database", SECRET: "keys", SETTINGS: "settings"}
    return said.get(name, "library")
