import pytest

from corpus.errors import UnknownParagraph
from corpus.library import Library
from retriever.alignment import COMPARED, Change, align


def test_an_edition_is_the_same_as_itself(library: Library) -> None:
    assert {p.change for p in align(library, "lcpp-2026", "lcpp-2026")} == {Change.SAME}


def test_every_paragraph_of_both_editions_is_accounted_for_once(library: Library) -> None:
    pairs = align(library, "wt-2015", "wt-2026")
    for doc, seen in (("wt-2015", [p.before for p in pairs]), ("wt-2026", [p.after for p in pairs])):
        own = [p.id for p in library.paragraphs.values() if p.doc == doc and p.kind in COMPARED]
        assert sorted(name for name in seen if name) == sorted(own)


def test_what_was_reworded_is_found_and_what_is_new_is_said(library: Library) -> None:
    after = {p.after: p for p in align(library, "wt-2015", "wt-2026")}
    assert after["wt-2026/strategy-discussion/purpose"].before == "wt-2015/strategy-discussion/purpose"
    assert after["wt-2026/105"].change is Change.NEW


def test_an_unknown_document_is_named(library: Library) -> None:
    with pytest.raises(UnknownParagraph, match="no document 'wt-1999'"):
        align(library, "wt-1999", "wt-2026")
