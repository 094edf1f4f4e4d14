"""The editions are set side by side once, beside the serving, and no reader waits for it."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from api import alignments
from api.alignments import Alignments, editions, other_edition
from corpus.errors import UnknownParagraph
from corpus.library import Library
from retriever.alignment import Change, Pair
from tests.api.conftest import Served

PAIRS = [Pair(Change.SAME, "wt-2015/1.58", "wt-2026/167", 1.0)]
LINK = re.compile(r'class="govuk-body-s cv-match"><a class="govuk-link" href="/read/wt-2026#167"')


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Aligning waits until this is set; how often it began is counted in `calls`."""
    own = Event()
    own.calls = []  # type: ignore[attr-defined]

    def align(library: Library, earlier: str, later: str) -> list[Pair]:
        own.calls.append((earlier, later))  # type: ignore[attr-defined]
        assert own.wait(20)
        return PAIRS

    monkeypatch.setattr(alignments, "align", align)
    return own


def test_a_document_is_shown_before_the_editions_are_aligned_and_linked_after(serve: Served, held: Event) -> None:
    client = serve()
    assert not LINK.search(client.get("/read/wt-2015").text)
    held.set()
    for _ in range(100):
        if client.service.alignments.ready("wt-2015", "wt-2026"):
            break
        time.sleep(0.05)
    assert LINK.search(client.get("/read/wt-2015").text)
    assert held.calls == [("wt-2015", "wt-2026")]


def test_those_who_need_it_wait_for_the_one_that_is_being_made(library: Library, held: Event) -> None:
    own = Alignments(library)
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(own.between, "wt-2015", "wt-2026") for _ in range(3)]
        assert own.ready("wt-2015", "wt-2026") == ()
        held.set()
        assert [list(one.result(20)) for one in asked] == [PAIRS] * 3
    assert len(held.calls) == 1


def test_what_failed_is_tried_again(library: Library) -> None:
    own = Alignments(library)
    for _ in range(2):
        with pytest.raises(UnknownParagraph):
            own.between("wt-1999", "wt-2026")
    assert own.ready("wt-1999", "wt-2026") == ()


def test_editions_are_documents_with_one_title(library: Library) -> None:
    assert editions(library) == [("wt-2015", "wt-2026")]
    assert other_edition(library, "wt-2026").id == "wt-2015"
    assert other_edition(library, "lcpp-2026") is None
