"""What /metrics shows (Prometheus); nothing in it names a person or a question."""

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from retriever.answer import Answer

if TYPE_CHECKING:
    from api.pool import Pool

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        self.requests = Counter("verse_requests", "Requests", ["method", "route", "status"], registry=own)
        self.seconds = Histogram(
            "verse_request_seconds", "Time to the end of the response", ["route"], buckets=SECONDS, registry=own
        )
        self.answers = Counter("verse_answers", "Answers by kind", ["kind"], registry=own)
        self.asking = Histogram("verse_answer_seconds", "Time ask() took", buckets=SECONDS, registry=own)
        self.unrecorded = Counter("verse_answers_unrecorded", "Answers the database did not take", registry=own)
        self.refused = Counter("verse_refused", "Requests refused before they were served", ["why"], registry=own)
        self._library = Gauge("verse_library", "The library that is answered from", ["fingerprint"], registry=own)
        self._taken = Gauge("verse_questions_taken", "Questions that are being answered or wait", registry=own)

    def watch(self, pool: "Pool") -> None:
        """Show how full a pool is."""
        self._taken.set_function(lambda: pool.taken)

    def reads(self, fingerprint: str) -> None:
        """Show which library is answered from."""
        self._library.clear()
        self._library.labels(fingerprint).set(1)

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        self.answers.labels(answer.kind.value).inc()
        self.asking.observe(answer.seconds)
