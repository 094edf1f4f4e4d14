"""The settings, the database, the port, the disk, who may read what."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx

from api.backup import sqlite_file
from api.doctor.finding import Finding, do, note, ok
from api.errors import SettingsError
from api.extras import need
from api.libraries import newest
from api.serving import listening
from api.settings import Settings
from api.signin.secret import FILE as SECRET
from api.store.database import revisions

ROOM = 3
"""A library takes so many times its own size while it is built anew: itself, the one before, the new one."""
LEAST = 200_000_000
"""Bytes that should be free whatever the library's size."""


def settings(own: Settings) -> Iterator[Finding]:
    """Whether the settings go together and what they want is installed."""
    wanted = (
        (own.mcp, "mcp", "mcp", "mcp"),
        (own.slack, "slack_bolt", "slack", "slack_bot_token"),
        (bool(own.teams_app_id), "microsoft_teams.apps", "teams", "teams_app_id"),
        (own.model.startswith("openai:"), "langchain_openai", "llm", "model"),
        (sqlite_file(own) is None, "psycopg", "postgres", "database"),
        (bool(own.otel_endpoint), "opentelemetry.exporter.otlp.proto.http", "otel", "otel_endpoint"),
    )
    for on, module, extra, name in wanted:
        if on:
            need(module, extra, f"The setting {name!r}")
    yield ok("settings", f"They go together; sign-in is {'on' if own.signs_in else 'off: this machine alone is served'}.")
    if own.for_others and not own.public_url.startswith("https:"):
        yield note("settings", "Others reach the service, and 'public_url' is no https address: let a proxy end TLS in front.")


def database(own: Settings) -> Iterator[Finding]:
    """Whether the database can be used and is of this version."""
    file = sqlite_file(own)
    if file is not None and not file.is_file():
        yield note("database", f"{file} is made when the service first starts.")
        return
    if file is not None:
        damage = _damage(file)
        if damage:
            yield do("database", f"{file} is damaged ({damage}).", "Stop the service and run 'verse restore FILE --replace'.")
            return
    at, wanted = revisions(own.database_url)
    if at == wanted:
        yield ok("database", f"It can be read, and is of version {at}.")
    elif at < wanted:
        yield note("database", f"It is of version {at or 'none'}; the service brings it to {wanted} when it starts.")
    else:
        yield do("database", f"It is of version {at}, this program knows {wanted}.", "Upgrade chapter-and-verse.")


def port(own: Settings) -> Iterator[Finding]:
    """Whether the service can listen, or does already."""
    try:
        listening(own).close()
    except SettingsError:
        if _answers(own):
            yield ok("port", f"The service answers on {own.host} port {own.port}.")
        else:
            yield do("port", f"Something else listens on {own.host} port {own.port}.", "Stop it, or set 'port' to another.")
        return
    yield ok("port", f"{own.host} port {own.port} is free.")


def disk(own: Settings) -> Iterator[Finding]:
    """Whether there is room, and the data folder may be written."""
    build = newest(own.home)
    size = sum(p.stat().st_size for p in build.rglob("*") if p.is_file()) if build else 0
    wanted, free = LEAST + ROOM * size, shutil.disk_usage(_existing(own.home)).free
    said = f"{free / 1e9:.1f} GB free, {wanted / 1e9:.1f} GB are needed to build the library anew."
    yield ok("disk", said) if free >= wanted else do("disk", said, "Make room, or move the data folder (VERSE_HOME).")
    if not os.access(_existing(own.home), os.W_OK):
        remedy = "Give this user the right to write it; where it is meant to be read only, keep 'database' elsewhere."
        yield do("disk", f"{own.home} may not be written by this user.", remedy)


def private(own: Settings) -> Iterator[Finding]:
    """Whether what is kept is for its owner's eyes only."""
    kept = [path for path in (own.home / SECRET, sqlite_file(own)) if path is not None and path.is_file()]
    for path in kept:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield do("private files", f"{path} can be read by others on this machine.", f"chmod 600 {path}")
            return
    yield ok("private files", f"{len(kept)} files with keys or questions are their owner's alone.")


def _damage(file: Path) -> str:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as own:
            said = str(own.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return "" if said == "ok" else said.splitlines()[0]


def _answers(own: Settings) -> bool:
    host = "127.0.0.1" if own.host in ("0.0.0.0", "") else own.host  # noqa: S104 (where it may listen, not where it does)
    try:
        return bool(httpx.get(f"http://{host}:{own.port}/healthz", timeout=5).json() == {"status": "ok"})
    except (httpx.HTTPError, ValueError):
        return False


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
