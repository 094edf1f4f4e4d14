"""The models are made once and handed from build to build; what changed is made anew."""

import shutil
from pathlib import Path

import pytest

from corpus import models as own
from corpus.library import FORMAT, Manifest, write_manifest
from corpus.models import HEADS, model_name, reader_folder, reader_name
from corpus.runtime import ENCODER, FOLDER, READER
from ingest import networks


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was exported, in turn; a file says which call wrote it."""
    calls: list[str] = []

    def export(path: Path, adapters) -> None:
        calls.append(path.name)
        path.write_text(f"{len(calls)}")
        networks.weights_of(path).write_text("weights")

    monkeypatch.setattr(networks, "export", export)
    return calls


def build(folder: Path, previous: Path) -> Path:
    folder.mkdir()
    networks.write_networks(folder, previous, lambda done: None)
    write_manifest(folder, Manifest(FORMAT, "f", model_name(), reader_name(), (), 0))
    return folder / FOLDER


def test_the_first_build_makes_both(tmp_path: Path, made: list[str]) -> None:
    models = build(tmp_path / "one", tmp_path / "none")
    assert made == [ENCODER, READER]
    assert (models / HEADS).read_bytes() == (reader_folder() / HEADS).read_bytes()


def test_the_next_build_has_the_same_files(tmp_path: Path, made: list[str]) -> None:
    first = build(tmp_path / "one", tmp_path / "none")
    second = build(tmp_path / "two", tmp_path / "one")
    assert len(made) == 2
    assert (second / READER).samefile(first / READER)
    shutil.rmtree(tmp_path / "one")
    assert (second / ENCODER).read_text() == "1", "an old build that is swept takes nothing along"


def test_a_reader_that_learned_anew_is_made_anew_and_the_encoder_is_not(
    tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "one", tmp_path / "none")
    shutil.copytree(reader_folder(), tmp_path / "reader")
    with (tmp_path / "reader" / HEADS).open("ab") as file:
        file.write(b"x")
    monkeypatch.setattr(networks, "reader_folder", lambda: tmp_path / "reader")
    monkeypatch.setattr(own, "reader_folder", lambda: tmp_path / "reader")
    monkeypatch.setattr(networks, "reader_name", own.reader_name)
    build(tmp_path / "two", tmp_path / "one")
    assert made == [ENCODER, READER, READER]


def test_a_file_that_the_previous_build_lost_is_made_again(tmp_path: Path, made: list[str]) -> None:
    networks.weights_of(build(tmp_path / "one", tmp_path / "none") / ENCODER).unlink()
    build(tmp_path / "two", tmp_path / "one")
    assert made == [ENCODER, READER, ENCODER]
