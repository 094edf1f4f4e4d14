"""verse: ask England's statutory guidance on child protection, and build the library it answers from."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import entry_points

from pydantic import ValidationError

from api.errors import ServiceError, SettingsError
from api.settings import file_settings
from api.version import version
from corpus.errors import CorpusError, IndexUrlError
from corpus.index import INDEX, chosen
from ingest.errors import IngestError
from retriever.errors import BadQuestion, RetrieverError
from training.errors import TrainingError

Command = Callable[[argparse.Namespace], int]
ROOMS = {
    "ask": "api.cli_questions",
    "search": "api.cli_questions",
    "show": "api.cli_questions",
    "compare": "api.cli_compare",
    "diff": "api.cli_compare",
    "documents": "api.cli_documents",
    "ingest": "api.cli_ingest",
    "serve": "api.cli_serve",
    "mcp": "api.cli_mcp",
    "library": "api.cli_library",
    "keys": "api.cli_keys",
    "purge": "api.cli_store",
    "export": "api.cli_store",
    "replay": "api.cli_store",
    "backup": "api.cli_backup",
    "restore": "api.cli_backup",
    "doctor": "api.cli_doctor",
    "training": "api.cli_training",
}
"""The module that declares each command. Only that of the command given is imported: 'ask' need not wait for the others."""


def parser(wanted: str = "") -> argparse.ArgumentParser:
    """The command line with its help: of the command `wanted` alone, or of all if there is none such."""
    top = argparse.ArgumentParser(prog="verse", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("--version", action="version", version=version())
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for room in dict.fromkeys([ROOMS[wanted]] if wanted in ROOMS else ROOMS.values()):
        import_module(room).add_commands(commands)
    if wanted not in ROOMS:
        for found in entry_points(group="verse.commands"):
            found.load()(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 could not, 2 wrong usage. Every failure is one sentence on stderr."""
    given = sys.argv[1:] if argv is None else argv
    arguments = parser(given[0] if given else "").parse_args(given)
    command: Command = arguments.run
    try:
        _settle_index(arguments.command)
        return command(arguments)
    except BadQuestion as error:
        return _failed(str(error), 2)
    except (CorpusError, IngestError, RetrieverError, ServiceError, TrainingError) as error:
        return _failed(str(error), 1)
    except ValidationError as error:
        return _failed(f"A file of the library is damaged ({error.title}); 'verse doctor' says which, and what to do.", 1)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return _failed("Stopped; nothing was changed.", 130)
    except OSError as error:
        return _failed(f"Cannot use {error.filename or 'a file'}: {error.strerror or error}.", 1)


def _settle_index(command: str) -> None:
    """Have a command search where the settings say; raises SettingsError, IndexUrlError."""
    try:
        if INDEX not in os.environ and (told := file_settings().get("index_url")):
            os.environ[INDEX] = str(told)
        chosen()
    except (SettingsError, IndexUrlError):
        if command != "doctor":  # which says itself what is wrong with the settings
            raise


def _failed(message: str, code: int) -> int:
    print(f"verse: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
