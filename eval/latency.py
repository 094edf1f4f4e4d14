"""How long each stage of a question takes, timed from outside: the product carries no stopwatch."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter

from corpus.library import Library
from corpus.runtime import QueryEncoder
from retriever.features import Signals
from retriever.question import Plan
from retriever.search import Found, Searcher


class Stopwatch:
    """Adds up seconds by stage until they are taken."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage; one that is entered twice is added up."""
        started = perf_counter()
        yield
        self._seconds[name] = self._seconds.get(name, 0.0) + perf_counter() - started

    def take(self) -> Mapping[str, float]:
        """The seconds by stage since they were last taken."""
        taken, self._seconds = self._seconds, {}
        return taken


class TimedEncoder(QueryEncoder):
    """The library's encoder, its query embeddings timed as 'embedding'."""

    def __init__(self, library: Library, stopwatch: Stopwatch) -> None:
        super().__init__(library.encoder.network)
        self._stopwatch = stopwatch

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        with self._stopwatch.stage("embedding"):
            return super().embed_query(text)


class TimedSearcher(Searcher):
    """The product's search, timed as 'search'; the embedding is part of it."""

    def __init__(self, library: Library, stopwatch: Stopwatch) -> None:
        self._bare = TimedEncoder(library, stopwatch)
        super().__init__(library, self._bare)
        self._stopwatch = stopwatch

    def search(self, plan: Plan, k: int = 10, signals: Signals | None = None) -> Found:
        """The `k` best paragraphs and sections for a plan, best first."""
        with self._stopwatch.stage("search"):
            return super().search(plan, k, signals)

    def embed_bare(self, question: str) -> float:
        """Seconds of one bare embedding of a question, the yardstick that search is held against."""
        started = perf_counter()
        QueryEncoder.embed_query(self._bare, question)
        return perf_counter() - started
