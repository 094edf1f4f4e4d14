"""The service's secret: it signs sessions and hashes API keys."""

import os
import secrets
from pathlib import Path

from api.errors import SettingsError
from api.settings import Settings

FILE = "secret"
SHORTEST = 32


def load_secret(settings: Settings) -> bytes:
    """The secret of the settings, or the one kept in the data folder, made on first use for its owner's eyes only."""
    given = settings.secret.get_secret_value()
    if given:
        if len(given) < SHORTEST:
            raise SettingsError(f"The setting 'secret' has {len(given)} characters; use {SHORTEST} random ones or more.")
        return given.encode()
    path = settings.home / FILE
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        return _kept(path)
    except FileNotFoundError:
        _make(path)
        return _kept(path)


def _kept(path: Path) -> bytes:
    found = path.read_bytes().strip()
    if len(found) < SHORTEST:
        raise SettingsError(f"The file {str(path)!r} holds no secret; delete it (keys and sessions end) and start again.")
    return found


def _make(path: Path) -> None:
    """Write a new secret aside and move it into place; if another process was first, its secret stays."""
    aside = path.with_name(f"{FILE}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_urlsafe(48).encode())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
