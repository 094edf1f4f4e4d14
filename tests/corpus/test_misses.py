from pathlib import Path

import numpy as np
import pytest

from corpus.bank import load_near_misses
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.misses import FILE, read_misses, write_misses
from corpus.models import DIMENSIONS


def test_what_is_written_is_read_in_its_order(tmp_path: Path) -> None:
    vectors = np.eye(3, DIMENSIONS, dtype=np.float32)
    write_misses(tmp_path, ["c", "a", "b"], vectors)
    found = read_misses(tmp_path)
    assert list(found) == ["c", "a", "b"]
    assert np.array_equal(np.array([*found.values()]), vectors)


def test_none_at_all_is_read_too(tmp_path: Path) -> None:
    write_misses(tmp_path, [], np.zeros((0, DIMENSIONS), dtype=np.float32))
    assert read_misses(tmp_path) == {}


@pytest.mark.parametrize("held", [None, b"", b"spoilt", b"PK\x03\x04"])
def test_a_file_that_is_missing_or_damaged_is_a_sentence(tmp_path: Path, held: bytes | None) -> None:
    if held is not None:
        (tmp_path / FILE).write_bytes(held)
    with pytest.raises(LibraryError, match=r"misses\.npz.*verse ingest --rebuild"):
        read_misses(tmp_path)


def test_the_library_holds_every_near_miss_of_the_bank_and_finds_it_by_its_words(library: Library) -> None:
    missed = load_near_misses()
    assert library.misses.shape == (len(missed), DIMENSIONS)
    place = len(missed) // 2
    vector = library.encoder.encode([missed[place].question])[0]
    assert float(library.misses[place] @ vector) == pytest.approx(float((library.misses @ vector).max()), abs=0.02)


def test_fewer_vectors_than_keys_are_damage_too(tmp_path: Path) -> None:
    write_misses(tmp_path, ["a", "b"], np.zeros((1, DIMENSIONS), dtype=np.float32))
    with pytest.raises(LibraryError, match=r"misses\.npz.*verse ingest --rebuild"):
        read_misses(tmp_path)
