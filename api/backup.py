"""
A backup: one file (tar, gzip) for its owner's eyes only, with a list of what it holds and the SHA-256 of each.

    backup.json            when, by which version, the hashes
    library/BUILD/...      the build that is current
    added/...              documents that were added
    service.db             the database, as SQLite itself copies it while it is in use; a PostgreSQL is left to pg_dump
    secret                 what API keys are hashed and sessions signed with
    verse.toml             the settings file without its secrets
"""

import hashlib
import json
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL
from sqlalchemy.engine import make_url

from api.cli import version
from api.errors import BackupError
from api.libraries import newest
from api.settings import FILE as SETTINGS
from api.settings import Settings, file_settings
from api.signin.secret import FILE as SECRET

FORMAT = 1
LIST = "backup.json"
DATABASE = "service.db"
LIBRARY = "library"
ADDED = "added"


@dataclass(frozen=True)
class Done:
    """What a backup holds or what was restored, and what whoever runs it has to know besides."""

    held: tuple[str, ...]
    notes: tuple[str, ...]


def back_up(settings: Settings, path: Path) -> Done:
    """Write a backup; the service may run meanwhile. Raises BackupError; a file that broke off does not stay."""
    if path.exists():
        raise BackupError(f"There is a file {str(path)!r} already; give another name.")
    held: list[str] = []
    notes: list[str] = []
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".verse-") as folder:
            members = dict(_members(settings, Path(folder), held, notes))
            if not held:
                raise BackupError(f"There is nothing to back up in {str(settings.home)!r}; set VERSE_HOME.")
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=5) as archive:
                _list(archive, members, Path(folder))
                for name, source in members.items():
                    archive.add(source, name, recursive=False)
            _safe_on_disk(aside)
            aside.rename(path)
    except FileNotFoundError as error:
        raise BackupError(f"{str(error.filename)!r} went away while it was read; try again.") from error
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be copied ({error}); 'verse doctor' says what is wrong with it.") from error
    finally:
        aside.unlink(missing_ok=True)
    return Done(tuple(held), tuple(notes))


def sqlite_file(settings: Settings) -> Path | None:
    """The file of the database, None if it is no SQLite."""
    url = make_url(settings.database_url)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _members(settings: Settings, aside: Path, held: list[str], notes: list[str]) -> Iterator[tuple[str, Path]]:
    """Each file of the backup by its name in it; `held` and `notes` are filled on the way."""
    if (build := newest(settings.home)) is not None:
        held.append("library")
        yield from ((f"{LIBRARY}/{build.name}/{p.relative_to(build)}", p) for p in build.rglob("*") if p.is_file())
    if added := sorted(p for p in (settings.home / ADDED).glob("*") if p.is_file()):
        held.append("added documents")
        yield from ((f"{ADDED}/{p.name}", p) for p in added)
    if (database := sqlite_file(settings)) is None:
        own = make_url(settings.database_url)
        url = URL.create("postgresql", own.username, host=own.host, port=own.port, database=own.database, query=own.query)
        notes.append(f"The database is a PostgreSQL and not in it: pg_dump --format=custom --file=service.dump '{url}'")
    elif database.is_file():
        held.append("database")
        _copy(database, aside / DATABASE)
        yield DATABASE, aside / DATABASE
    if settings.secret.get_secret_value():
        notes.append("The setting 'secret' is not in it; API keys need the same one where it is restored.")
    elif (settings.home / SECRET).is_file():
        held.append("keys")
        yield SECRET, settings.home / SECRET
    if told := file_settings():
        held.append("settings")
        secret = [name for name in told if isinstance(getattr(settings, name, None), SecretStr)]
        if secret:
            notes.append(f"Secrets among the settings are not in it: {', '.join(secret)}; set them again after restoring.")
        kept = {name: value for name, value in told.items() if name not in (*secret, "home")}
        (aside / SETTINGS).write_text(as_toml(kept), "utf-8")
        yield SETTINGS, aside / SETTINGS


def as_toml(values: dict[str, Any]) -> str:
    """Settings as a TOML file: JSON's strings, numbers, truths and lists of strings are TOML's too."""
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())


def _copy(database: Path, copy: Path) -> None:
    """Copy a database that may be in use, by SQLite's own means: a state that it was in at one moment."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as own, closing(sqlite3.connect(copy)) as other:
        own.backup(other)


def _list(archive: tarfile.TarFile, members: dict[str, Path], aside: Path) -> None:
    about = {
        "format": FORMAT,
        "version": version(),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {name: digest(path) for name, path in members.items()},
    }
    (aside / LIST).write_text(json.dumps(about, indent=1), "utf-8")
    archive.add(aside / LIST, LIST)


def _safe_on_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
