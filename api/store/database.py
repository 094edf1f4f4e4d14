"""Open the database and bring it up to date."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from api.errors import StoreError

WAIT_S = 5
"""How long is waited for somebody else's write, for a connection, and for PostgreSQL to answer at all."""
MIGRATING = 7_265_736_065
"""The lock, of PostgreSQL, that whoever migrates holds."""
USE = "use 'sqlite:////FOLDER/FILE' or 'postgresql://USER:PASSWORD@HOST/NAME'"


def open_database(url: str) -> Engine:
    """The database under a URL, its tables made or migrated; raises StoreError with what to do."""
    engine = _engine(url)
    try:
        with in_a_sentence(engine), engine.connect() as connection:
            _bring_up_to_date(connection)
    except StoreError:
        engine.dispose()
        raise
    return engine


def revisions(url: str) -> tuple[str, str]:
    """The version a database is of ('' if it is empty) and the one this program brings it to; nothing is changed."""
    engine = _engine(url)
    try:
        with in_a_sentence(engine), engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or "", str(_steps()[1])
    finally:
        engine.dispose()


@contextmanager
def in_a_sentence(engine: Engine) -> Iterator[None]:
    """Raise what goes wrong with the database in this block as a StoreError that says what to do."""
    try:
        yield
    except (SQLAlchemyError, CommandError) as error:
        raise StoreError(_said(engine, error)) from error


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        kind = parsed.get_backend_name()
        if kind == "postgresql":
            return _postgres(parsed.set(drivername="postgresql+psycopg"))
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(f"The setting 'database' is no URL; {USE}.") from error
    except ModuleNotFoundError as error:
        raise StoreError("PostgreSQL needs the extra: pip install 'chapter-and-verse[postgres]'.") from error
    if kind != "sqlite":
        raise StoreError(f"The database is a {kind!r}; {USE}.")
    if parsed.database in (None, "", ":memory:"):
        raise StoreError(f"The setting 'database' names no file, so that nothing would be kept; {USE}.")
    return _sqlite(parsed.set(drivername="sqlite"))


def _postgres(url: URL) -> Engine:
    waiting = {} if "connect_timeout" in url.query else {"connect_timeout": WAIT_S}
    return create_engine(url, connect_args=waiting, pool_pre_ping=True, pool_timeout=WAIT_S, hide_parameters=True)


def _sqlite(url: URL) -> Engine:
    _make_file(Path(str(url.database)))
    engine = create_engine(url, connect_args={"timeout": WAIT_S}, pool_timeout=WAIT_S, hide_parameters=True)
    event.listen(engine, "connect", _careful)
    return engine


def _make_file(path: Path) -> None:
    """Make the file if it is not there, for its owner's eyes only; SQLite's own files beside it take its mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        said = f"The database {str(path)!r} cannot be made ({error.strerror}); set 'database' or 'home' to another place."
        raise StoreError(said) from error


def _careful(connection: Any, _: object) -> None:
    """SQLite: readers do not wait for writers, foreign keys hold, deleted rows are wiped."""
    _with_a_log(connection)
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _with_a_log(connection: Any) -> None:
    """Write ahead; of several that make this of a new file at once SQLite refuses all but one, and waits for none."""
    until = time.monotonic() + WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _bring_up_to_date(connection: Connection) -> None:
    """Take the steps that are missing, all or none, while nobody else does."""
    config, newest = _steps()
    if MigrationContext.configure(connection).get_current_revision() == newest:
        return
    connection.rollback()
    if connection.dialect.name == "sqlite":
        # While a step makes a table anew nothing may hang on the old one; Python's driver begins no transaction for DDL.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _steps() -> tuple[Config, str | None]:
    """The migrations, and the newest of them."""
    config = Config()
    config.set_main_option("script_location", str(files("api.store") / "migrations"))
    return config, ScriptDirectory.from_config(config).get_current_head()


def _said(engine: Engine, error: Exception) -> str:
    name = engine.url.render_as_string(hide_password=True)
    if isinstance(error, CommandError):
        return f"The database {name} was made by a newer version; upgrade Chapter & Verse or use another database."
    if "locked" in str(error):
        return f"The database {name} is locked by another program; stop that program and start again."
    if "readonly database" in str(error):
        return f"The database {name} may not be written; give this user the right to write it and its folder."
    if "disk is full" in str(error):
        return f"There is no room left for the database {name}; make room and start again."
    return (
        f"The database {name} cannot be used ({type(error).__name__}); check that it is there, is a database of this "
        "service and may be written."
    )
