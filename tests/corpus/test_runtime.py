"""A model's file that is missing or damaged is one sentence with the remedy."""

import shutil
from pathlib import Path

import pytest

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.runtime import ENCODER, FOLDER, HEADS, READER, TOKENIZER
from retriever.reader import Reader


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A home with the library in use, its models as copies that may be spoiled."""
    build = tmp_path / "builds" / "one"
    build.mkdir(parents=True)
    shutil.copytree(home / "current" / FOLDER, build / FOLDER)
    shutil.copy(home / "current" / "manifest.json", build)
    (tmp_path / "current").symlink_to(build)
    return tmp_path


ASKED = {
    ENCODER: lambda library: library.encoder.embed_query("Who chairs?"),
    READER: lambda library: Reader(library).messages(["Who chairs?"]),
    HEADS: lambda library: Reader(library).messages(["Who chairs?"]),
    "encoder.weights": lambda library: library.encoder.embed_query("Who chairs?"),
    TOKENIZER: lambda library: library.encoder.embed_query("Who chairs?"),
}


def named(name: str) -> str:
    """Of a network and its weights the network is named."""
    return name.replace(".weights", ".onnx")


@pytest.mark.parametrize("name", ASKED)
def test_a_missing_file_is_named_with_the_remedy(own: Path, name: str) -> None:
    (own / "current" / FOLDER / name).unlink()
    with pytest.raises(LibraryError, match=f"'models/{named(name)}' is (missing|damaged .*); run 'verse ingest --rebuild'"):
        ASKED[name](Library(own))


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_file_cut_short_is_named_with_the_remedy(own: Path, name: str, share: float) -> None:
    path = own / "current" / FOLDER / name
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(LibraryError, match=f"'models/{named(name)}' is damaged .*'verse ingest --rebuild'"):
        ASKED[name](Library(own))


@pytest.mark.parametrize("name", ASKED)
def test_a_damaged_file_is_told_when_the_models_are_opened(own: Path, name: str) -> None:
    (own / "current" / FOLDER / name).write_bytes(b"")
    with pytest.raises(LibraryError, match=f"'models/{named(name)}' is damaged .*'verse ingest --rebuild'"):
        Library(own).open_models()
