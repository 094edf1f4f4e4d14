"""The one way to an answer; every way in calls this."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from time import perf_counter

from corpus.library import Library
from corpus.model import Paragraph, Status
from corpus.register import Document
from retriever.answer import Answer, AnswerKind, Hit, cite, hit
from retriever.compose import quote
from retriever.notices import notices
from retriever.question import Plan, asks_for_proposals, understand
from retriever.search import Ranked, Searcher

NOTHING = (
    "The guidance in this library does not seem to answer that. The nearest paragraphs are listed; it may stand in "
    "Keeping children safe in education, in your local procedures or in an Act."
)


class Assistant:
    """Answers questions from one open library."""

    def __init__(self, library: Library, searcher: Searcher | None = None) -> None:
        self.library = library
        self._searcher = searcher or Searcher(library)

    def search(self, query: str, k: int = 10, as_of: date | None = None) -> tuple[Hit, ...]:
        """The `k` best paragraphs for a query."""
        plan = self._plan(query, (), as_of)
        return self._hits(self._ranked(plan, k), plan)

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None, k: int = 10) -> Answer:
        """The answer to a question that follows the earlier questions `history`, as of a day (today)."""
        started = perf_counter()
        plan = self._plan(question, tuple(history), as_of)
        ranked = self._ranked(plan, max(k, 10))
        best = self._best(ranked, plan)
        answer = self._nothing(plan, ranked[:k]) if best is None else self._answer(plan, best, ranked[:k])
        return _timed(answer, perf_counter() - started)

    def _plan(self, question: str, history: tuple[str, ...], as_of: date | None) -> Plan:
        return understand(question, history, self.library.documents, as_of or date.today())

    def _ranked(self, plan: Plan, k: int) -> list[Ranked]:
        return self._searcher.search(plan.understood, plan.docs, k)

    def _best(self, ranked: Sequence[Ranked], plan: Plan) -> Paragraph | None:
        """The best paragraph that may stand as the answer: of a named document, or of what is in force."""
        proposals = asks_for_proposals(plan, self.library.documents)
        for one in ranked:
            document = self.library.documents[one.paragraph.doc]
            if plan.named and document.id not in plan.named:
                continue
            if document.status is Status.CONSULTATION and not proposals:
                continue
            return one.paragraph
        return None

    def _answer(self, plan: Plan, best: Paragraph, ranked: Sequence[Ranked]) -> Answer:
        document = self.library.documents[best.doc]
        words = quote(best, plan.understood)
        citation = cite(best, words.text, words.obligation, document, self._in_force(document, plan))
        return Answer(
            AnswerKind.ANSWER,
            plan.question,
            plan.understood,
            f"{words.text} [1]",
            (citation,),
            notices([(best, document)], plan.as_of),
            self._hits(ranked, plan),
            self.library.manifest.fingerprint,
            0.0,
        )

    def _nothing(self, plan: Plan, ranked: Sequence[Ranked]) -> Answer:
        hits = self._hits(ranked, plan)
        fingerprint = self.library.manifest.fingerprint
        return Answer(AnswerKind.ABSTAIN, plan.question, plan.understood, NOTHING, (), (), hits, fingerprint, 0.0)

    def _hits(self, ranked: Sequence[Ranked], plan: Plan) -> tuple[Hit, ...]:
        documents = self.library.documents
        return tuple(
            hit(r, documents[r.paragraph.doc], self._in_force(documents[r.paragraph.doc], plan)) for r in ranked
        )

    def _in_force(self, document: Document, plan: Plan) -> bool:
        return document.status is not Status.CONSULTATION and document.in_force(plan.as_of)


def _timed(answer: Answer, seconds: float) -> Answer:
    return replace(answer, seconds=round(seconds, 4))
