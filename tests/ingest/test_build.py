"""The library is built aside and switched in one step; what did not change is not embedded again."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import NoLibrary
from corpus.library import FORMAT, Library
from corpus.model import Status
from corpus.register import Document
from ingest.build import Source, build, describe
from ingest.indexes import collection_of
from ingest.progress import Progress

QUIET = Progress(quiet=True)
TEXT = """Contents

Purpose	2
Visits	3

Purpose

The aim of the plan is to keep the child safe.

Visits

A social worker should visit within {days} days.
"""


def fake_encode(texts, advance=lambda n: None):
    """One fixed unit vector a text, without a model."""
    rows = []
    for text in texts:
        seed = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
        row = np.random.default_rng(seed).normal(size=384)
        rows.append(row / np.linalg.norm(row))
        advance(1)
    return np.array(rows, dtype=np.float32)


def source(name: str = "one", days: int = 10) -> Source:
    data = TEXT.format(days=days).encode()
    document = Document(
        id=name, title=name, short=name, publisher="", edition="", published=date(2026, 1, 1), status=Status.LOCAL,
        licence="", file=f"{name}.txt", sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    return Source(document, data)


def test_a_second_build_with_nothing_changed_does_nothing(tmp_path: Path) -> None:
    first = build(tmp_path, [source()], QUIET, fake_encode)
    second = build(tmp_path, [source()], QUIET, encode=None)
    assert (first.fresh, second.fresh, second.embedded) == (True, False, 0)
    assert "up to date" in describe(second)


def test_one_changed_document_embeds_only_its_changed_passages(tmp_path: Path) -> None:
    first = build(tmp_path, [source("one"), source("two")], QUIET, fake_encode)
    second = build(tmp_path, [source("one"), source("two", days=5)], QUIET, fake_encode)
    assert (first.passages, first.embedded) == (8, 2), "what stands in both, and a paragraph of one sentence, is embedded once"
    assert second.embedded == 1, "the paragraph, which is one sentence"
    assert "within 5 days" in Library(tmp_path).paragraphs["two/visits"].text


def test_a_removed_document_leaves_nothing(tmp_path: Path) -> None:
    build(tmp_path, [source("one"), source("two")], QUIET, fake_encode)
    build(tmp_path, [source("one")], QUIET, fake_encode)
    library = Library(tmp_path)
    assert {p.doc for p in library.paragraphs.values()} == {"one"}
    assert {p.doc for p in library.passages} == {"one"}
    assert len(library.dense) == len(library.passages)


@pytest.mark.faults("disk full during ingest", "the ingest ends with an error; the library before answers")
def test_a_failed_build_leaves_the_previous_library(tmp_path: Path) -> None:
    build(tmp_path, [source()], QUIET, fake_encode)

    def broken(texts, advance):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        build(tmp_path, [source(days=3)], QUIET, broken)
    assert "within 10 days" in Library(tmp_path).paragraphs["one/visits"].text
    assert len(list((tmp_path / "builds").iterdir())) == 1


def test_old_builds_are_swept_but_the_one_before_stays(tmp_path: Path) -> None:
    for days in (1, 2, 3, 4):
        build(tmp_path, [source(days=days)], QUIET, fake_encode)
    assert len(list((tmp_path / "builds").iterdir())) == 2


def test_a_library_of_another_version_says_what_to_do(tmp_path: Path) -> None:
    build(tmp_path, [source()], QUIET, fake_encode)
    manifest = tmp_path / "current" / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
    with pytest.raises(NoLibrary, match="verse ingest"):
        Library(tmp_path)


KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
import ingest.build as b
import ingest.indexes as i
from test_build import QUIET, fake_encode, source
def slowly(function):
    def wrapper(*args, **kwargs):
        print("at", function.__name__, flush=True)
        time.sleep(5 if function.__name__ == {point!r} else 0)
        return function(*args, **kwargs)
    return wrapper
for name in ("vectors_of", "write_manifest", "_switch", "_sweep"):
    setattr(b, name, slowly(getattr(b, name)))
for name in ("build_lexical", "build_vectors", "build_index", "_probe"):
    setattr(i, name, slowly(getattr(i, name)))
b.build(Path({home!r}), [source(days=7)], QUIET, fake_encode)
"""


@pytest.mark.faults("kill -9 during ingest", "the ingest ends; the library before answers, and the next ingest finishes")
@pytest.mark.parametrize(
    "point", ["vectors_of", "build_lexical", "build_vectors", "build_index", "_probe", "write_manifest", "_switch"]
)
def test_a_build_killed_at_any_moment_leaves_the_previous_library_answering(tmp_path: Path, point: str) -> None:
    build(tmp_path, [source()], QUIET, fake_encode)
    script = KILLED.format(tests=str(Path(__file__).parent), point=point, home=str(tmp_path))
    root = str(Path(__file__).parents[2])
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root)
    assert child.stdout is not None
    while (line := child.stdout.readline()) and point not in line:
        pass
    time.sleep(0.1)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    library = Library(tmp_path)
    assert "within 10 days" in library.paragraphs["one/visits"].text
    assert library.dense.scores(fake_encode([library.passages[0].text])[0].tolist()).argmax() == 0
    again = build(tmp_path, [source(days=7)], QUIET, fake_encode)
    assert again.fresh
    assert all((folder / "manifest.json").is_file() for folder in (tmp_path / "builds").iterdir())


def test_a_library_of_another_version_is_built_anew_without_embedding_again(tmp_path: Path) -> None:
    build(tmp_path, [source()], QUIET, fake_encode)
    manifest = tmp_path / "current" / "manifest.json"
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', '"format": 2'))
    again = build(tmp_path, [source()], QUIET, fake_encode)
    assert (again.fresh, again.embedded) == (True, 0)
    assert Library(tmp_path).manifest.format == FORMAT


@pytest.mark.faults("kill -9 while passages are embedded", "the ingest ends; the next one goes on where it ended")
def test_what_a_build_had_embedded_when_it_was_cut_short_is_not_embedded_again(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("ingest.embedding.AT_ONCE", 1)
    texts: list[str] = []

    def cut_short(given, advance):
        if len(texts) == 1:
            raise KeyboardInterrupt
        texts.extend(given)
        return fake_encode(given, advance)

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, [source()], QUIET, cut_short)
    assert not list((tmp_path / "builds").iterdir())
    built = build(tmp_path, [source()], QUIET, fake_encode)
    assert built.embedded == 1
    assert not (tmp_path / "embedded").exists()
    library = Library(tmp_path)
    assert np.allclose(library.dense.vectors, fake_encode([p.text for p in library.passages]))


def test_what_a_killed_build_left_goes_where_nothing_is_to_be_built_either(tmp_path: Path) -> None:
    """It may hold words of a document that was added, and taken out again after the build was killed."""
    build(tmp_path, [source()], QUIET, fake_encode)
    for folder, name in (("builds/killed", "paragraphs.jsonl"), ("embedded", "one.npz")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("something")
    assert not build(tmp_path, [source()], QUIET, fake_encode).fresh
    assert len(list((tmp_path / "builds").iterdir())) == 1
    assert not (tmp_path / "embedded").exists()


@pytest.mark.parametrize("spoilt", [b"", b"spoilt", b"PK\x03\x04"])
def test_a_damaged_file_of_what_was_embedded_is_embedded_again(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "embedded").mkdir()
    (tmp_path / "embedded" / "one.npz").write_bytes(spoilt)
    assert build(tmp_path, [source()], QUIET, fake_encode).embedded == 2


@pytest.mark.parametrize("name", ["vectors.npy", "passages.jsonl"])
def test_a_library_whose_table_is_empty_is_built_upon_all_the_same(tmp_path: Path, name: str) -> None:
    build(tmp_path, [source()], QUIET, fake_encode)
    (tmp_path / "current" / name).write_bytes(b"")
    assert build(tmp_path, [source(days=3)], QUIET, fake_encode).embedded == 2


def test_what_another_model_had_embedded_is_embedded_again(tmp_path: Path, monkeypatch) -> None:
    def cut_short(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.build.write_indexes", cut_short)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, [source()], QUIET, fake_encode)
    monkeypatch.undo()
    monkeypatch.setattr("ingest.embedding.model_name", lambda: "another")
    assert build(tmp_path, [source()], QUIET, fake_encode).embedded == 2


@pytest.mark.parametrize("name", ["8bc84011739e77ce-ni37g22_", "8bc84011739e77ce-_7g22x__", "first"])
def test_a_build_has_a_name_that_every_engine_takes(tmp_path: Path, name: str) -> None:
    assert re.fullmatch("passages_[0-9a-f]{16}", collection_of(tmp_path / name))
    assert collection_of(tmp_path / name) != collection_of(tmp_path / f"{name}_")
