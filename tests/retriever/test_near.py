"""With an engine that finds some passages only, what it finds is ranked as it is when all are compared."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexAway
from corpus.index import Address
from corpus.library import Library
from corpus.vectors import Hits
from retriever.features import NAMES
from retriever.near import AT_MOST
from retriever.question import Plan, understand
from retriever.search import Searcher

DAY = date(2026, 11, 22)
QUESTIONS = (
    "Who chairs the initial child protection conference?",
    "How soon must a referral be decided on?",
    "What must lead child protection practitioners learn about neglect?",
    "What did the 2015 edition say about early help?",
    "What is proposed in the consultation on residential settings?",
    "para 167",
)


class Stub:
    """An engine that finds what it is given, and remembers which documents it was asked for."""

    def __init__(self, rows: list[int]) -> None:
        self.rows = rows
        self.asked: list[Collection[str] | None] = []

    def __len__(self) -> int:
        return len(self.rows)

    def search(self, query, k: int, docs: Collection[str] | None = None) -> Hits:
        self.asked.append(docs)
        return Hits(np.array(self.rows[:k], dtype=np.int64), np.ones(len(self.rows[:k]), dtype=np.float32))

    def close(self) -> None:
        pass


class Words(Stub):
    """One that searches words too."""

    def search_words(self, question: str, k: int, docs: Collection[str] | None = None) -> Hits:
        return self.search(question, k, docs)


def plan(library: Library, question: str) -> Plan:
    return understand(question, (), library.documents, {*library.paragraphs, *library.sections}, DAY)


@pytest.fixture(scope="module")
def chroma(home: Path, library: Library) -> Searcher:
    return Searcher(Library(home, index=Address("chroma")), library.encoder)


def over(library: Library, home: Path, engine: Stub) -> Searcher:
    own = Library(home)
    own.__dict__["near"] = engine
    return Searcher(own, library.encoder)


@pytest.mark.parametrize("question", QUESTIONS)
def test_chroma_ranks_as_the_table_does(library: Library, searcher: Searcher, chroma: Searcher, question: str) -> None:
    asked = plan(library, question)
    right, found = searcher.search(asked, 10).ranked, chroma.search(asked, 10).ranked
    assert [r.target.id for r in found[:5]] == [r.target.id for r in right[:5]]
    assert [r.raw for r in found[:5]] == pytest.approx([r.raw for r in right[:5]], abs=1e-4)


def test_what_is_not_near_is_not_ranked_and_nothing_is_known_of_it(library: Library, chroma: Searcher) -> None:
    asked = plan(library, QUESTIONS[0])
    signals = chroma.features.signals(asked)
    assert signals.near is not None
    assert 20 < len(signals.near) <= 2 * AT_MOST
    scores = chroma.scores(asked, signals)
    assert set(np.flatnonzero(np.isfinite(scores))) <= set(signals.near)
    assert 0 < np.count_nonzero(signals.dense) < len(library.passages) / 2
    whole = library.dense.scores(signals.vector)
    scored = np.flatnonzero(signals.dense)
    assert np.allclose(signals.dense[scored], whole[scored], atol=1e-5)
    assert signals.lexical.max() == pytest.approx(1)


def test_words_and_what_is_named_are_found_where_no_vector_is(library: Library, home: Path) -> None:
    blind = over(library, home, Stub([]))
    assert blind.search(plan(library, "para 167"), 3).ranked[0].target.id.endswith("/167")
    found = blind.search(plan(library, "strategy discussion"), 5).ranked
    assert all("strategy discussion" in r.text.lower() for r in found[:3])


def test_an_engine_that_searches_words_is_asked_for_them(library: Library, home: Path) -> None:
    row = next(i for i, p in enumerate(library.passages) if p.paragraph == "wt-2026/167")
    engine = Words([row])
    found = over(library, home, engine).search(plan(library, "anything at all"), 3).ranked
    assert [r.target.id for r in found] == ["wt-2026/167"]
    allowed = plan(library, "anything at all").docs
    assert engine.asked == [set(allowed), None, set(allowed)], "by vector, by words in all, and in what may be searched"


def test_of_a_section_found_the_sentences_of_its_paragraphs_are_known(library: Library, home: Path) -> None:
    section = library.sections["wt-2026/strategy-discussion"]
    row = next(i for i, p in enumerate(library.passages) if p.paragraph == section.id)
    signals = over(library, home, Words([row])).features.signals(plan(library, "anything at all"))
    own = [i for rows in library.rows.values() for p in section.paragraphs for i in rows.get(p, ())]
    assert own
    assert np.all(signals.dense[own] != 0)


def test_what_is_found_alone_is_as_near_as_it_is_among_all(library: Library, home: Path, searcher: Searcher) -> None:
    row = next(i for i, p in enumerate(library.passages) if p.paragraph == "wt-2026/167")
    asked, alone, among = plan(library, QUESTIONS[1]), over(library, home, Words([row])).features, searcher.features
    signals = alone.signals(asked)
    own = [place for place, name in enumerate(NAMES) if name.startswith(("dense", "second"))]
    right = among.read(asked, among.signals(asked))[among.targets.ids.index("wt-2026/167"), own]
    assert right.all()
    assert alone.read(asked, signals)[0, own] == pytest.approx(right, abs=1e-5)


def test_an_engine_that_is_away_is_not_passed_over(library: Library, home: Path) -> None:
    class Away(Stub):
        def search(self, query, k: int, docs: Collection[str] | None = None) -> Hits:
            raise IndexAway("The Milvus server does not answer; start it, or correct VERSE_INDEX_URL.")

    with pytest.raises(IndexAway):
        over(library, home, Away([])).search(plan(library, QUESTIONS[0]))


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("How would the consultation change the limit of 15 working days for conferences?", ("wt-2026", "consultation-2026")),
        ("Would early help as it is now go on under the consultation?", ("wt-2026", "consultation-2026")),
        (
            "What does the consultation say on its deadline, and what does the FFP guide say on it?",
            ("ffp-2025", "consultation-2026"),
        ),
    ],
)
def test_what_is_in_force_is_left_out_of_no_comparison_for_what_the_other_is_called(
    question: str, sides: tuple[str, ...], library: Library
) -> None:
    assert Searcher(library).search(plan(library, question)).sides == sides
