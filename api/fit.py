"""Whether the library in the data folder is one that this version can ask."""

from pathlib import Path

from corpus.errors import NoLibrary
from corpus.library import Library
from corpus.models import model_name, reader_name


def fits(home: Path) -> bool:
    """Whether the library can be read, and asked with this version's models."""
    try:
        manifest = Library(home).manifest
        return (manifest.model, manifest.reader) == (model_name(), reader_name())
    except NoLibrary:
        return False
