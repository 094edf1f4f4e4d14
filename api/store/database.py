"""Open the database and bring it up to date."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from api.errors import StoreError

WAIT_S = 5
"""How long SQLite waits for somebody else's write."""


def open_database(url: str) -> Engine:
    """The database under a URL, its tables made or migrated; raises StoreError with what to do."""
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            _migrate(connection)
    except (DBAPIError, CommandError) as error:
        engine.dispose()
        raise StoreError(_said(engine, error)) from error
    return engine


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)
        if parsed.get_backend_name() != "sqlite":
            raise StoreError(f"The database is a {parsed.get_backend_name()!r}; use 'sqlite:///FILE' or 'postgresql://...'.")
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError("The setting 'database' is no URL; use 'sqlite:///FILE' or 'postgresql://...'.") from error
    except ModuleNotFoundError as error:
        raise StoreError("PostgreSQL needs the extra: pip install 'chapter-and-verse[postgres]'.") from error
    if parsed.database:
        _make_folder(Path(parsed.database).parent)
    engine = create_engine(parsed, connect_args={"timeout": WAIT_S}, hide_parameters=True)
    event.listen(engine, "connect", _careful)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"The database's folder {str(folder)!r} cannot be made ({error.strerror}); set 'database' or 'home' to another."
        raise StoreError(said) from error


def _careful(connection: Any, _: object) -> None:
    """SQLite: foreign keys hold, readers do not wait for writers, deleted rows are wiped."""
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(connection: Any) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("api.store") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _said(engine: Engine, error: Exception) -> str:
    name = engine.url.render_as_string(hide_password=True)
    if isinstance(error, CommandError):
        return f"The database {name} was made by a newer version; upgrade Chapter & Verse or use another database."
    if "locked" in str(error):
        return f"The database {name} is locked by another program; stop that program and start again."
    return (
        f"The database {name} cannot be opened ({type(error).__name__}); check that it is there, is a database of this "
        "service and may be written."
    )
