"""The scores of a question are those of bm25s."""

from pathlib import Path

import bm25s
import numpy as np
import pytest

from corpus.errors import LibraryError
from corpus.lexical import FOLDER, LexicalIndex, build_lexical
from corpus.library import Library, _opened
from corpus.tokens import tokens

QUESTIONS = ["Who chairs the child protection conference?", "the the section 47 47", "s47 enquiries within 15 working days"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_scores_as_bm25s_scores_it(library: Library, question: str) -> None:
    whole = bm25s.BM25.load(str(library.folder / FOLDER))
    right = whole.get_scores([word for word in tokens(question) if word in whole.vocab_dict])
    assert np.allclose(library.lexical.scores(question), right, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("question", QUESTIONS)
def test_some_passages_score_as_they_do_among_all(library: Library, question: str) -> None:
    rows = np.array([0, 5, 6, 1000, len(library.passages) - 1])
    own = library.lexical.scores(question)
    rows = np.union1d(rows, np.argsort(-own)[:50])
    assert np.array_equal(library.lexical.scores_of(rows, question), own[rows])
    assert not len(library.lexical.scores_of(rows[:0], question))


def test_no_word_shared_is_no_score(library: Library) -> None:
    assert not library.lexical.scores("zzz qqq").any()
    assert library.lexical.scores("").shape == (len(library.passages),)


def test_a_word_in_few_passages_is_rarer_than_one_in_all(tmp_path: Path) -> None:
    build_lexical(tmp_path, ["conference chair", "conference date", "conference"])
    index = LexicalIndex(tmp_path)
    (chair,), (conference,) = tokens("chair"), tokens("conference")
    assert index.rarity("unknown") == pytest.approx(np.log(4)) == index.rarity(chair)
    assert index.rarity(conference) == pytest.approx(np.log(2))
    assert index.knows(chair)
    assert not index.knows("unknown")


@pytest.mark.parametrize("name", ["vocab.index.json", "data.csc.index.npy", "params.index.json"])
def test_a_damaged_index_is_one_sentence(tmp_path: Path, name: str) -> None:
    build_lexical(tmp_path, ["conference chair", "conference date"])
    (tmp_path / FOLDER / name).write_bytes(b"x")
    with pytest.raises(LibraryError, match=r"index is damaged .*'verse ingest --rebuild'"):
        _opened(LexicalIndex, tmp_path)
