"""A build over a server leaves there what is in use, and nothing else."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.chroma import ChromaServer
from corpus.chroma import _client, _close
from corpus.errors import IndexAway, NoIndex
from corpus.index import Address, build_index
from corpus.library import Library
from corpus.model import Passage
from corpus.vectors import DenseIndex
from ingest.build import build
from ingest.carry import export_library, import_library
from ingest.errors import IngestError
from ingest.indexes import batches, collection_of, write_indexes
from tests.ingest.test_build import QUIET, fake_encode, source


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Address]:
    running = ChromaServer(tmp_path / "server")
    address = Address("chroma", running.url)
    monkeypatch.setenv("VERSE_INDEX_URL", str(address))
    yield address
    running.end()


def held(address: Address) -> set[str]:
    client = _client(address, Path())
    names = {collection.name for collection in client.list_collections()}
    _close(client)
    return names


def test_only_the_builds_that_are_kept_stay_on_the_server(server: Address, tmp_path: Path) -> None:
    names = []
    for days in (1, 2, 3):
        build(tmp_path / "home", [source(days=days)], QUIET, fake_encode)
        names.append(Library(tmp_path / "home").manifest.collection)
    assert held(server) == set(names[1:])
    library = Library(tmp_path / "home")
    assert not (library.folder / "chroma").exists()
    near = library.near
    found = near.search(library.dense.vectors[0], 1)
    assert library.passages[found.rows[0]].key == library.passages[0].key
    near.close()


def test_an_engine_is_closed_once_nobody_has_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERSE_INDEX_URL", "chroma:")
    build(tmp_path, [source()], QUIET, fake_encode)
    closed: list[object] = []
    monkeypatch.setattr("corpus.chroma._close", closed.append)
    library = Library(tmp_path)
    near = library.near
    assert len(near) == library.manifest.passages
    assert not closed
    del library
    gc.collect()
    assert len(closed) == 1


def test_passages_that_the_encoder_cannot_tell_apart_are_taken_for_one_another(tmp_path: Path) -> None:
    indexed = [Passage(end, "one/1", "one", f"{'as long as can be ' * 100}{end}") for end in ("here", "there")]
    vectors = fake_encode(["the same"] * 2)
    write_indexes(tmp_path, indexed, vectors, QUIET)
    assert len(DenseIndex(tmp_path)) == 2


def test_an_index_that_mixes_up_its_passages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    indexed = [Passage(words, "one/1", "one", words) for words in ("here", "there")]
    vectors = fake_encode(["here", "there"])
    monkeypatch.setattr("ingest.indexes.build_index", lambda *given: build_index(*given[:3], batches(indexed, vectors[::-1])))
    with pytest.raises(IngestError, match="does not find its own first passage"):
        write_indexes(tmp_path, indexed, vectors, QUIET)


@pytest.mark.parametrize("point", ["ingest.indexes._probe", "ingest.build.write_manifest", "ingest.build._switch"])
def test_a_build_that_fails_leaves_nothing_on_the_server(server: Address, tmp_path: Path, monkeypatch, point: str) -> None:
    build(tmp_path, [source()], QUIET, fake_encode)
    before = held(server)

    def broken(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(point, broken)
    with pytest.raises(OSError, match="No space"):
        build(tmp_path, [source(days=4)], QUIET, fake_encode)
    assert held(server) == before


def test_what_a_killed_build_put_on_the_server_is_dropped_by_the_next(server: Address, tmp_path: Path) -> None:
    killed = tmp_path / "home" / "builds" / "killed"
    killed.mkdir(parents=True)
    build_index(server, killed, collection_of(killed), [])
    build(tmp_path / "home", [source()], QUIET, fake_encode)
    assert held(server) == {Library(tmp_path / "home").manifest.collection}


def test_a_library_that_was_imported_is_not_dropped_for_whoever_built_it(server: Address, tmp_path: Path) -> None:
    build(tmp_path / "from", [source()], QUIET, fake_encode)
    built = Library(tmp_path / "from")
    export_library(built, tmp_path / "library.tar", QUIET)
    import_library(tmp_path / "to", tmp_path / "library.tar", QUIET)
    for days in (1, 2):
        build(tmp_path / "to", [source(days=days)], QUIET, fake_encode)
    assert len(list((tmp_path / "to" / "builds").iterdir())) == 2
    assert built.manifest.collection in held(server)


def test_what_a_server_has_lost_is_put_there_again_without_embedding(server: Address, tmp_path: Path) -> None:
    build(tmp_path / "home", [source()], QUIET, fake_encode)
    client = _client(server, Path())
    client.delete_collection(Library(tmp_path / "home").manifest.collection)
    _close(client)
    with pytest.raises(NoIndex, match="run 'verse ingest'"):
        _ = Library(tmp_path / "home").near
    again = build(tmp_path / "home", [source()], QUIET, fake_encode)
    assert (again.fresh, again.embedded) == (True, 0)
    assert not build(tmp_path / "home", [source()], QUIET, fake_encode).fresh


def test_a_server_that_is_away_leaves_the_library_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, [source()], QUIET, fake_encode)
    monkeypatch.setenv("VERSE_INDEX_URL", "chroma+http://127.0.0.1:1")
    with pytest.raises(IndexAway):
        build(tmp_path, [source()], QUIET, fake_encode)
    monkeypatch.delenv("VERSE_INDEX_URL")
    library = Library(tmp_path)
    assert library.near is library.dense
    assert len(list((tmp_path / "builds").iterdir())) == 1
