"""The one way to an answer; every way in calls this."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from time import perf_counter

from corpus.library import Library
from corpus.model import Paragraph, Section, Status
from corpus.register import Document
from retriever.answer import Answer, AnswerKind, Hit, cite, hit
from retriever.compose import quote
from retriever.notices import notices
from retriever.question import Plan, understand
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
        self._known = {*library.paragraphs, *library.sections}

    def search(self, query: str, k: int = 10, as_of: date | None = None) -> tuple[Hit, ...]:
        """The `k` best paragraphs for a query."""
        plan = self.plan(query, (), as_of)
        return self._hits(self._searcher.search(plan, k), plan)

    def ask(self, question: str, history: Sequence[str] = (), as_of: date | None = None, k: int = 10) -> Answer:
        """The answer to a question that follows the earlier questions `history`, as of a day (today)."""
        started = perf_counter()
        plan = self.plan(question, tuple(history), as_of)
        ranked = self._searcher.search(plan, max(k, 10))
        best = self._best(ranked, plan)
        answer = self._nothing(plan, ranked[:k]) if best is None else self._answer(plan, best, ranked[:k])
        return _timed(answer, perf_counter() - started)

    def plan(self, question: str, history: tuple[str, ...] = (), as_of: date | None = None) -> Plan:
        """What to look for."""
        return understand(question, history, self.library.documents, self._known, as_of or date.today())

    def _best(self, ranked: Sequence[Ranked], plan: Plan) -> Paragraph | None:
        """The best paragraph that may stand as the answer: of a named document, or of what is in force."""
        for one in ranked:
            document = self.library.documents[one.target.doc]
            if plan.named and document.id not in plan.named and not plan.cues.comparing:
                continue
            if document.status is Status.CONSULTATION and not (plan.cues.proposed or document.id in plan.named):
                continue
            return one.target if isinstance(one.target, Paragraph) else self._heart(one.target, ranked)
        return None

    def _heart(self, section: Section, ranked: Sequence[Ranked]) -> Paragraph:
        """The paragraph of a section that ranks first among its own; failing that its opening one."""
        inside = [r.target for r in ranked if isinstance(r.target, Paragraph) and r.target.id in section.paragraphs]
        return inside[0] if inside else self.library.paragraphs[section.paragraphs[0]]

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
        return tuple(hit(r, documents[r.target.doc], self._in_force(documents[r.target.doc], plan)) for r in ranked)

    def _in_force(self, document: Document, plan: Plan) -> bool:
        return document.status is not Status.CONSULTATION and document.in_force(plan.as_of)


def _timed(answer: Answer, seconds: float) -> Answer:
    return replace(answer, seconds=round(seconds, 4))
