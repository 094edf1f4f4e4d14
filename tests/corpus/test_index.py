"""One contract for every engine, each of them real and on this machine; and what is said of addresses that lead nowhere."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from socket import create_connection, create_server
from time import monotonic, sleep

import numpy as np
import pytest

from api.chroma import ChromaServer
from corpus.chroma import FOLDER, GRAPH, build_chroma
from corpus.errors import IndexAway, IndexUrlError, NoIndex
from corpus.index import EXACT_UP_TO, INDEX, Address, address_for, build_index, drop_index, kept_in, open_index, read_address
from corpus.models import DIMENSIONS, Vectors
from corpus.vectors import Batch, DenseIndex, Hits, VectorIndex, WordIndex, build_vectors

NAME = "passages_of_a_test"
SIZE = 3000
RARE = SIZE - 1
"""The only passage of its document."""
TWINS = (7, 8, 1900)
"""Passages of one vector."""
ENGINES = ("exact:", "chroma:", "chroma+http", "milvus:", "milvus+http")


def made(size: int, seed: int) -> Vectors:
    """Unit vectors that crowd about some forty others, as passages do about what they speak of."""
    random = np.random.default_rng(seed)
    about = np.random.default_rng(0).normal(size=(40, DIMENSIONS))[random.integers(40, size=size)]
    mixed = about + random.normal(size=(size, DIMENSIONS))
    return (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)


VECTORS = made(SIZE, seed=1)
VECTORS[list(TWINS)] = VECTORS[TWINS[0]]
QUESTIONS = made(60, seed=2)
DOCS = [("one", "two", "three")[i % 3] for i in range(SIZE - 1)] + ["rare"]
TEXTS = [f"A passage on topic{i % 50} and on matter{i}, section {i}" for i in range(SIZE)]


def batches(size: int = SIZE, step: int = 1100) -> Iterator[Batch]:
    for start in range(0, size, step):
        stop = min(start + step, size)
        yield Batch(DOCS[start:stop], TEXTS[start:stop], VECTORS[start:stop])


@dataclass
class MilvusServer:
    """Milvus Lite as a server of its own, as a cluster would be to its client."""

    folder: Path
    port: int = 0
    running: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def start(self) -> None:
        if not self.port:
            with create_server(("127.0.0.1", 0)) as free:
                self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(self.folder), "--port", str(self.port)]
        self.running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
        until = monotonic() + 60
        while monotonic() < until:
            try:
                create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                sleep(0.1)
            else:
                return
        raise AssertionError("Milvus Lite did not start")

    def end(self) -> None:
        for process in self.running:
            process.terminate()
            process.wait(30)


@dataclass
class Engine:
    """An engine and a folder of a library for it."""

    folder: Path
    address: Address
    server: ChromaServer | MilvusServer | None = None

    def build(self, name: str, size: int = SIZE) -> None:
        build_vectors(self.folder, size, batches(size))
        build_index(self.address, self.folder, name, batches(size))

    def open(self, name: str = NAME) -> VectorIndex:
        return open_index(self.address, self.folder, name)

    def restart(self) -> None:
        if self.server is not None:
            self.server.end()
        if isinstance(self.server, ChromaServer):
            assert self.server.keep()
        elif self.server is not None:
            self.server.start()


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("library")
    server: ChromaServer | MilvusServer | None = None
    if request.param == "chroma+http":
        server = ChromaServer(folder)
        address = Address("chroma", server.url)
    elif request.param == "milvus+http":
        server = MilvusServer(folder / "server")
        server.start()
        address = Address("milvus", f"http://127.0.0.1:{server.port}")
    else:
        address = read_address(request.param)
    own = Engine(folder, address, server)
    own.build(NAME)
    yield own
    if server is not None:
        server.end()


@pytest.fixture
def index(engine: Engine) -> Iterator[VectorIndex]:
    opened = engine.open()
    yield opened
    opened.close()


def exactly(query: Vectors, k: int, docs: tuple[str, ...] = ("one", "two", "three", "rare")) -> Hits:
    scores = np.where(np.isin(DOCS, docs), VECTORS @ query, -2)
    order = np.argsort(-scores, kind="stable")[:k]
    return Hits(order, scores[order])


def recall(index: VectorIndex, docs: tuple[str, ...] | None = None) -> float:
    right = [exactly(q, 10, docs or tuple(set(DOCS))).rows for q in QUESTIONS]
    found = [index.search(q, 10, docs).rows for q in QUESTIONS]
    return float(np.mean([len(set(r) & set(f)) / 10 for r, f in zip(right, found, strict=True)]))


def test_it_holds_all_that_was_put_in_and_finds_each_first(index: VectorIndex) -> None:
    assert len(index) == SIZE
    for row in (0, 1, 1099, 1100, 2500, RARE):
        found = index.search(VECTORS[row], 3)
        assert found.rows[0] == row
        assert found.scores[0] == pytest.approx(1, abs=1e-4)


def test_scores_are_cosines_and_the_best_stand_first(index: VectorIndex) -> None:
    for query in QUESTIONS[:10]:
        found = index.search(query, 20)
        assert list(found.scores) == sorted(found.scores, reverse=True)
        assert np.allclose(found.scores, VECTORS[found.rows] @ query, atol=1e-4)


def test_what_is_as_near_stands_in_the_order_of_its_rows(index: VectorIndex) -> None:
    found = index.search(VECTORS[TWINS[0]], 4)
    assert tuple(found.rows[:3]) == TWINS


def test_it_finds_what_comparing_all_finds(index: VectorIndex) -> None:
    assert recall(index) >= 0.97


@pytest.mark.parametrize("docs", [("two",), ("one", "three"), ("two", "rare")])
def test_it_searches_some_documents_only(index: VectorIndex, docs: tuple[str, ...]) -> None:
    found = index.search(QUESTIONS[0], 50, docs)
    assert len(found.rows) == 50
    assert {DOCS[row] for row in found.rows} <= set(docs)
    assert recall(index, docs) >= 0.95


def test_the_only_passage_of_a_document_is_found_however_far_it_is(index: VectorIndex) -> None:
    for query in QUESTIONS:
        assert list(index.search(query, 10, ("rare",)).rows) == [RARE]


@pytest.mark.parametrize("docs", [(), ("unknown",), ("it's",), ('"]',)])
def test_documents_that_hold_nothing_give_nothing(index: VectorIndex, docs: tuple[str, ...]) -> None:
    found = index.search(QUESTIONS[0], 10, docs)
    assert (found.rows.shape, found.scores.shape) == ((0,), (0,))


def test_more_than_there_is_gives_all_of_it_once(index: VectorIndex) -> None:
    found = index.search(QUESTIONS[0], SIZE + 50)
    assert sorted(found.rows) == list(range(SIZE))


def test_words_find_what_shares_the_rarest_of_them(index: VectorIndex) -> None:
    if not isinstance(index, WordIndex):
        pytest.skip("this engine does not search words; corpus.lexical does")
    assert index.search_words("What of matter77?", 3).rows[0] == 77
    assert index.search_words("section 1234", 3).rows[0] == 1234
    assert {DOCS[row] for row in index.search_words("topic5", 20, ("two",)).rows} == {"two"}
    assert all(row % 50 == 5 for row in index.search_words("topic5", 20).rows)
    for nothing in ("zzz", "", "the"):
        assert not len(index.search_words(nothing, 5).rows)


def test_an_empty_index_finds_nothing(engine: Engine, tmp_path: Path) -> None:
    empty = Engine(engine.folder if engine.server else tmp_path, engine.address)
    if empty.folder == tmp_path:
        build_vectors(tmp_path, 0, [])
    build_index(empty.address, empty.folder, "passages_none", [])
    index = empty.open("passages_none")
    if engine.server or engine.address.engine != "exact":
        assert len(index) == 0
    assert not len(index.search(QUESTIONS[0], 10).rows)
    assert not len(index.search(QUESTIONS[0], 10, ("one",)).rows)
    index.close()


def test_an_unknown_name_is_no_index_and_says_what_to_do(engine: Engine) -> None:
    if engine.address.engine == "exact":
        pytest.skip("the table has no name: it lies in the library's folder")
    with pytest.raises(NoIndex, match=r"holds no index of this library; run 'verse ingest'\.$"):
        engine.open("passages_unknown")


def test_after_a_restart_it_finds_the_same(engine: Engine) -> None:
    before = engine.open()
    found = before.search(QUESTIONS[3], 10)
    before.close()
    engine.restart()
    after = engine.open()
    again = after.search(QUESTIONS[3], 10)
    after.close()
    assert list(again.rows) == list(found.rows)
    assert np.allclose(again.scores, found.scores, atol=1e-5)


def test_what_is_dropped_on_a_server_is_gone_and_can_be_dropped_again(engine: Engine) -> None:
    if engine.server is None:
        pytest.skip("what lies in the library's folder goes with it")
    build_index(engine.address, engine.folder, "passages_dropped", batches(100))
    for _ in range(2):
        drop_index(engine.address, "passages_dropped")
    with pytest.raises(NoIndex):
        engine.open("passages_dropped")


@pytest.mark.parametrize("url", ["chroma+http://127.0.0.1:1", "milvus+http://127.0.0.1:1"])
def test_a_server_that_is_away_is_one_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(IndexAway, match=r"server does not answer; start it, or correct VERSE_INDEX_URL\.$"):
        open_index(read_address(url), tmp_path, NAME)


def test_a_server_that_goes_away_is_one_sentence_too(tmp_path: Path) -> None:
    server = MilvusServer(tmp_path / "server")
    server.start()
    address = Address("milvus", f"http://127.0.0.1:{server.port}")
    build_index(address, tmp_path, NAME, batches(50))
    index = open_index(address, tmp_path, NAME)
    server.end()
    with pytest.raises(IndexAway, match="server does not answer"):
        index.search(QUESTIONS[0], 3)
    index.close()


@pytest.mark.parametrize(
    "text",
    ["exact", "exact:/tmp", "chroma", "chroma:8000", "chroma+ftp://h:1", "chroma+http://", "milvus+http://h:port", "faiss:",
     "milvus+http://me:hush@h:1", "milvus+http://h:1/path", "chroma+http://h:1?q", "+http://h", "http://h:1", " "],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_in_a_sentence_without_it(text: str) -> None:
    with pytest.raises(IndexUrlError, match=r"^The setting VERSE_INDEX_URL is wrong: write 'exact:', .*\.$") as refused:
        read_address(text)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("text", ["exact:", "chroma:", "milvus:", "chroma+http://h:1", "milvus+https://h"])
def test_an_address_is_written_as_it_is_read(text: str) -> None:
    assert str(read_address(text)) == text


def test_without_one_the_table_is_asked_until_it_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(INDEX, raising=False)
    assert [address_for(n).engine for n in (0, EXACT_UP_TO, EXACT_UP_TO + 1)] == ["exact", "exact", "chroma"]
    assert kept_in() == Address("chroma")
    monkeypatch.setenv(INDEX, "milvus:")
    assert address_for(0) == kept_in() == Address("milvus")


def test_without_the_extra_its_name_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    monkeypatch.delitem(sys.modules, "corpus.milvus", raising=False)
    with pytest.raises(IndexUrlError, match=r"needs the extra 'scale': pip install 'chapter-and-verse\[scale\]'\.$"):
        open_index(Address("milvus"), tmp_path, NAME)
    monkeypatch.undo()
    importlib.import_module("corpus.milvus")


def test_a_table_of_fewer_or_more_passages_than_were_told_is_refused(tmp_path: Path) -> None:
    from corpus.errors import LibraryError

    for told in (90, 110):
        with pytest.raises(LibraryError, match="build it again"):
            build_vectors(tmp_path, told, batches(100, step=50))
    build_vectors(tmp_path, 100, batches(100, step=50))
    assert np.array_equal(DenseIndex(tmp_path).vectors, VECTORS[:100])


def test_chroma_writes_its_graph_rather_than_make_it_anew_whenever_it_is_opened(tmp_path: Path) -> None:
    size = GRAPH["sync_threshold"] + 500
    build_chroma(Address("chroma"), tmp_path, NAME, [Batch(["one"] * size, TEXTS[:1] * size, made(size, seed=3))])
    written = sum(file.stat().st_size for file in (tmp_path / FOLDER).rglob("data_level0.bin"))
    assert written > GRAPH["sync_threshold"] * DIMENSIONS * VECTORS.itemsize
    assert GRAPH["sync_threshold"] <= 5000
