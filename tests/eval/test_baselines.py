from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from eval.baselines import cut
from eval.fusion import fuse


@given(st.text(alphabet="ab \n", max_size=400))
def test_pieces_cover_the_text_and_keep_to_their_size(text: str) -> None:
    pieces = cut(text, size=50, overlap=10)
    assert all(len(p) <= 50 for p in pieces)
    at = 0
    for piece in pieces:
        at = text.index(piece, max(0, at - 40))
        assert text[at : at + len(piece)] == piece
    assert pieces[-1] == text[len(text) - len(pieces[-1]) :]


def test_pieces_overlap_and_end_between_words() -> None:
    words = " ".join(f"word{i}" for i in range(500))
    pieces = cut(words)
    assert all(900 < len(p) <= 1000 for p in pieces[:-1])
    for before, after in pairwise(pieces):
        shared = next(n for n in range(300, 0, -1) if before.endswith(after[:n]))
        assert 200 <= shared <= 220


def test_fusion_prefers_what_both_rank_high() -> None:
    assert fuse([(1.0, [7, 1, 2]), (1.0, [3, 1, 9])], depth=2) == [1, 7]
