"""The register: which documents there are, what force they have, and that their bytes are the publisher's."""

import hashlib
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import RegisterError
from corpus.model import Genre, Status


class Census(BaseModel):
    """How many citable things of each kind reading the document must yield."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    numbered: int = 0
    statement: int = 0
    question: int = 0
    block: int = 0
    panel: int = 0
    glossary: int = 0
    table: int = 0
    figure: int = 0
    footnote: int = 0


class Document(BaseModel):
    """A published text. Dates are days; `in_force_to` is the last day it was in force."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    short: str
    publisher: str
    edition: str
    published: date
    status: Status
    genre: Genre | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    replaces: str = ""
    replaced_by: str = ""
    supersedes: str = ""
    """The id of the document that this one takes the place of, where the library holds it."""
    formerly: Status | None = None
    """What a superseded document was before it was withdrawn, where that is not statutory guidance."""
    nation: str = "England"
    licence: str
    file: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    source: str = "text"
    working_together: str = ""
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    census: Census = Census()

    def in_force(self, on: date) -> bool:
        """Whether the document has force on a day: a proposal never has, a withdrawn text none after its dates."""
        started = self.in_force_from is not None and self.in_force_from <= on
        ended = self.in_force_to is not None and on > self.in_force_to
        return self.status is not Status.CONSULTATION and started and not ended


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    document: list[Document]


class Register:
    """The documents in the order in which they are listed, and where their files are."""

    def __init__(self, documents: list[Document], folder: Path | Traversable) -> None:
        self.documents = tuple(documents)
        self._folder = folder

    def __getitem__(self, doc: str) -> Document:
        for document in self.documents:
            if document.id == doc:
                return document
        known = ", ".join(d.id for d in self.documents)
        raise RegisterError(f"No document has the id {doc!r}; the register holds {known}.")

    def read(self, document: Document) -> bytes:
        """The document's bytes, checked against the register."""
        try:
            data = self._folder.joinpath(document.file).read_bytes()
        except OSError as error:
            raise RegisterError(
                f"The file {document.file!r} of document {document.id!r} is missing; restore it from the distribution."
            ) from error
        found = hashlib.sha256(data).hexdigest()
        if found != document.sha256:
            raise RegisterError(
                f"The file {document.file!r} of document {document.id!r} was altered: its SHA-256 is {found}, "
                f"the register says {document.sha256}; restore the publisher's file."
            )
        return data


@cache
def load_register() -> Register:
    """The product's own register, from the package."""
    corpus = files("corpus")
    return parse_register(corpus.joinpath("register.toml").read_text("utf-8"), corpus.joinpath("documents"))


def parse_register(text: str, folder: Path | Traversable) -> Register:
    """Read a register; unknown keys, wrong values and doubled ids are refused by name."""
    try:
        parsed = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"The register is not valid TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = " → ".join(str(piece) for piece in first["loc"])
        raise RegisterError(f"The register is wrong at {where}: {first['msg']}.") from error
    ids = [d.id for d in parsed.document]
    if doubled := next((i for i in ids if ids.count(i) > 1), None):
        raise RegisterError(f"The register lists the document {doubled!r} twice; give each its own id.")
    return Register(parsed.document, folder)
