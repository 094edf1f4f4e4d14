"""The library, the documents it is made of, the models."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from api.doctor.finding import Finding, do, note, ok
from api.libraries import newest, open_library
from api.service import check_learned
from corpus.encoder import check_model
from corpus.index import address_for
from corpus.library import MANIFEST, Library
from corpus.models import ADAPTER, PACKAGE, adapter_folder, model_folder, model_name, reader_folder, reader_name
from ingest.added import sources
from ingest.build import fingerprint_of

REBUILD = "Run 'verse ingest --rebuild'."


def library(home: Path) -> Iterator[Finding]:
    """Whether there is a library, whole, of this version and model."""
    about = "library"
    if newest(home) is None:
        yield do(about, f"There is none that may be read in {home}.", "Run 'verse ingest'.")
        return
    manifest = Library(home).manifest
    found = open_library(home)
    yield ok(
        about, f"{len(found.documents)} documents, {len(found.paragraphs)} paragraphs, {manifest.passages} passages, whole."
    )
    yield ok("index", f"What searches it is '{address_for(manifest.passages)}', with {len(found.near)} passages.")
    if manifest.model != model_name():
        yield do("model of the library", f"Its vectors are of {manifest.model!r}, the model is {model_name()!r}.", REBUILD)
    if manifest.fingerprint == fingerprint_of(sources(home)):
        yield ok("fingerprint", f"{manifest.fingerprint}, as this version builds it.")
    else:
        yield do(
            "fingerprint",
            f"{manifest.fingerprint} is not what this version builds from these documents.",
            "Run 'verse ingest'; 'verse serve' does so by itself when it starts.",
        )
    if (home / "current" / MANIFEST).stat().st_mtime > datetime.now(UTC).timestamp() + 3600:
        yield do("clock", "The library was built in the future: the clock of this machine is behind.", "Set the clock.")


def networks(home: Path) -> Iterator[Finding]:
    """Whether the models that the library is asked with are there, and this version's."""
    about, library = "models of the library", Library(home)
    library.open_models()
    if library.manifest.reader == reader_name():
        yield ok(about, "Encoder and reader can be asked.")
    else:
        yield do(
            about, f"The reader is {library.manifest.reader!r}, this version's is {reader_name()!r}.", "Run 'verse ingest'."
        )


def documents(home: Path) -> Iterator[Finding]:
    """Whether every document is the one that was registered."""
    found = sources(home)
    yield ok("documents", f"{len(found)} files are byte for byte those registered.")


def model() -> Iterator[Finding]:
    """Whether the encoder's weights are the publisher's."""
    if find_spec(PACKAGE) is None:
        yield note("model", "The publisher's weights are not installed: this installation asks libraries, it builds none.")
        return
    check_model(model_folder())
    yield ok("model", "The encoder's weights are the publisher's (SHA-256).")


def learned() -> Iterator[Finding]:
    """Whether what was learned can be read."""
    check_learned()
    if find_spec(PACKAGE) is not None:  # what a library is built with; one that is built holds its own
        yield from _adapters()
    else:
        yield ok("learned files", "All that is asked with can be read.")


def _adapters() -> Iterator[Finding]:
    from safetensors import SafetensorError, safe_open

    folders = [folder for folder in (adapter_folder(), reader_folder()) if folder is not None]
    for folder in folders:
        try:
            with safe_open(folder / ADAPTER, "np") as weights:
                for name in weights.keys():  # noqa: SIM118 (it is no dictionary)
                    weights.get_tensor(name)
        except (SafetensorError, OSError) as error:
            about = f"The file '{folder.name}/{ADAPTER}' is damaged ({type(error).__name__})."
            yield do("learned files", about, "Reinstall chapter-and-verse.")
            return
    if adapter_folder() is None:
        yield note("learned files", "The encoder has no adapter: it answers as its publisher made it.")
    yield ok("learned files", "All can be read.")
