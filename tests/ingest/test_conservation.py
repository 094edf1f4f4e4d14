"""Nothing of a source is lost: every letter and digit stands in exactly one named place, in order."""

from collections import Counter

import pytest

from corpus.model import Span
from corpus.register import Register
from ingest.read import Understood
from ingest.text import clean

DOCUMENTS = ["wt-2026", "lcpp-2026", "ffp-2025", "consultation-2026", "wt-2015"]
FURNITURE = {"title page", "imprint", "page number", "scanning debris"}


def places(understood: Understood) -> dict[str, list[list[Span]]]:
    """Every run of spans by the sort of place it stands in."""
    outline = understood.outline
    drafts = [*outline.drafts, *outline.footnotes]
    opening = {d.parts[0].spans for d in outline.drafts if d.parts}
    return {
        "paragraph": [[s for part in d.parts for s in part.spans] for d in drafts],
        "heading": [list(h.spans) for h in outline.headings if h.spans not in opening],
        "contents": [list(b.spans) for b in outline.contents],
        "furniture": [list(b.spans) for b in outline.furniture],
    }


@pytest.mark.parametrize("doc", DOCUMENTS)
def test_every_letter_and_digit_stands_in_exactly_one_place(
    doc: str, register: Register, understood: dict[str, Understood]
) -> None:
    source = register.read(register[doc]).decode("utf-8")
    covered = Counter(
        i for runs in places(understood[doc]).values() for run in runs for s in run for i in range(s.start, s.end)
    )
    wrong = [i for i, c in enumerate(source) if c.isalnum() and covered[i] != 1]
    assert wrong == [], [source[max(0, i - 30) : i + 30] for i in wrong[:3]]


@pytest.mark.parametrize("doc", DOCUMENTS)
def test_furniture_is_named_and_of_a_known_kind(doc: str, understood: dict[str, Understood]) -> None:
    assert {b.marker for b in understood[doc].outline.furniture} <= FURNITURE


@pytest.mark.parametrize("doc", [d for d in DOCUMENTS if d != "wt-2015"])
def test_words_stand_in_the_order_of_the_source(doc: str, understood: dict[str, Understood]) -> None:
    for runs in places(understood[doc]).values():
        for run in runs:
            assert [s.start for s in run] == sorted(s.start for s in run)


def test_the_scan_keeps_its_order_within_each_piece_of_an_interleaved_table(understood: dict[str, Understood]) -> None:
    for draft in understood["wt-2015"].outline.drafts:
        for part in draft.parts:
            assert [s.start for s in part.spans] == sorted(s.start for s in part.spans)


@pytest.mark.parametrize("doc", ["wt-2026", "lcpp-2026", "ffp-2025"])
def test_a_paragraph_shows_the_words_of_its_spans(doc: str, register: Register, understood: dict[str, Understood]) -> None:
    source = register.read(register[doc]).decode("utf-8")
    for paragraph in understood[doc].assembled.paragraphs:
        for part in paragraph.parts:
            words = letters(" ".join(clean(source[s.start : s.end]).text for s in part.spans))
            assert words.endswith(letters(part.text)), paragraph.id


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
