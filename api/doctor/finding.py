"""What one look at something found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from api.errors import ServiceError
from corpus.errors import CorpusError
from ingest.errors import IngestError
from retriever.errors import RetrieverError


class Verdict(StrEnum):
    """How a thing was found."""

    OK = "ok"
    NOTE = "note"
    DO = "do"


@dataclass(frozen=True)
class Finding:
    """A thing, how it was found, and what to do where something must be done."""

    about: str
    verdict: Verdict
    said: str
    do: str = ""


Check = Callable[[], Iterator[Finding]]


def ok(about: str, said: str) -> Finding:
    """It is as it should be."""
    return Finding(about, Verdict.OK, said)


def note(about: str, said: str) -> Finding:
    """Worth knowing; nothing must be done."""
    return Finding(about, Verdict.NOTE, said)


def do(about: str, said: str, remedy: str) -> Finding:
    """Something must be done."""
    return Finding(about, Verdict.DO, said, remedy)


def looked_at(about: str, check: Check) -> list[Finding]:
    """What a check found; what it raises is a finding too."""
    try:
        return list(check())
    except (CorpusError, IngestError, RetrieverError, ServiceError) as error:
        said, _, remedy = str(error).rstrip(".").partition("; ")
        return [do(about, f"{said}.", f"{remedy[:1].upper()}{remedy[1:] or 'See the log'}.")]
    except ValidationError as error:
        return [do(about, f"A file is damaged ({error.title}).", "Run 'verse ingest --rebuild'.")]
    except OSError as error:
        return [do(about, f"{error.filename or 'A file'} cannot be used ({error.strerror}).", "Mend that, then look again.")]
