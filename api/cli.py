"""verse: ask England's statutory guidance on child protection, and build the library it answers from."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points

from pydantic import ValidationError

from api import (
    cli_backup,
    cli_compare,
    cli_doctor,
    cli_documents,
    cli_ingest,
    cli_keys,
    cli_mcp,
    cli_questions,
    cli_serve,
    cli_store,
    cli_training,
)
from api.errors import ServiceError
from api.version import version
from corpus.errors import CorpusError
from ingest.errors import IngestError
from retriever.errors import BadQuestion, RetrieverError
from training.errors import TrainingError

Command = Callable[[argparse.Namespace], int]
ROOMS = (
    cli_questions,
    cli_compare,
    cli_documents,
    cli_ingest,
    cli_serve,
    cli_mcp,
    cli_keys,
    cli_store,
    cli_backup,
    cli_doctor,
    cli_training,
)


def parser() -> argparse.ArgumentParser:
    """The command line, with its help."""
    top = argparse.ArgumentParser(prog="verse", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("--version", action="version", version=version())
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for room in ROOMS:
        room.add_commands(commands)
    for found in entry_points(group="verse.commands"):
        found.load()(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 could not, 2 wrong usage. Every failure is one sentence on stderr."""
    arguments = parser().parse_args(argv)
    command: Command = arguments.run
    try:
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


def _failed(message: str, code: int) -> int:
    print(f"verse: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
