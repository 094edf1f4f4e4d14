"""Token vectors are kept as they were made, taken over from the library before, and matched token by token."""

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import LibraryError
from corpus.late import SPANS, TABLE, LateIndex, write_late
from corpus.models import DIMENSIONS, Vectors

TEXTS = {"a": "one", "b": "three of them", "c": "two words"}


def rows(text: str) -> Vectors:
    """A unit vector a word, the same for the same word."""
    made = [np.random.default_rng(sum(map(ord, word))).standard_normal(DIMENSIONS) for word in text.split()]
    return np.array([row / np.linalg.norm(row) for row in made], dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_late(tmp_path, TEXTS, rows, LateIndex(tmp_path))
    return tmp_path


def test_what_was_kept_is_read(folder: Path) -> None:
    late = LateIndex(folder)
    assert len(late) == len(TEXTS)
    for key, text in TEXTS.items():
        assert np.allclose(late.tokens(key), rows(text), atol=1e-3)
    assert late.tokens("d") is None


def test_each_token_of_a_question_is_matched_by_the_nearest_of_the_best_passage(folder: Path) -> None:
    late = LateIndex(folder)
    assert late.match(rows("words two"), ["c"]) == pytest.approx(1, abs=1e-3)
    assert late.match(rows("words two"), ["a", "c", "d"]) == late.match(rows("words two"), ["c"])
    right = (rows("them else") @ rows(TEXTS["b"]).T).max(axis=1).mean()
    assert late.match(rows("them else"), ["b"]) == pytest.approx(float(right), abs=1e-3)
    assert late.match(rows("them"), ["d"]) == 0


def test_what_the_library_before_had_is_not_read_again(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    later, read = tmp_path_factory.mktemp("later"), []
    write_late(later, {**TEXTS, "d": "a new one"}, lambda text: read.append(text) or rows(text), LateIndex(folder))
    assert read == ["a new one"]
    assert np.array_equal(LateIndex(later).tokens("b"), LateIndex(folder).tokens("b"))


def test_a_library_without_them_has_none(tmp_path: Path) -> None:
    late = LateIndex(tmp_path)
    assert (len(late), late.tokens("a"), late.match(rows("one"), ["a"])) == (0, None, 0)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda f: (f / TABLE).unlink(),
        lambda f: (f / TABLE).write_bytes(b"x"),
        lambda f: (f / SPANS).write_text("[1]"),
        lambda f: (f / SPANS).write_text('{"a": [0, 9]}'),
    ],
)
def test_a_damaged_file_is_a_sentence(folder: Path, spoil) -> None:
    spoil(folder)
    with pytest.raises(LibraryError, match="run 'verse ingest --rebuild'"):
        LateIndex(folder)
