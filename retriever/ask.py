"""The one way to an answer; every way in calls this."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from time import perf_counter

from corpus.errors import UnknownParagraph
from corpus.library import Library
from corpus.model import Status
from corpus.register import Document
from retriever.answer import Answer, AnswerKind, Citation, Hit, Notice, cite, hit
from retriever.answerable import Judge
from retriever.comparing import NOTHING, Meant
from retriever.compose import Side, composed
from retriever.danger import asks, speaks_of_harm
from retriever.days import days_in
from retriever.document_talk import MATERIAL, Talk, document_talk, wants_material
from retriever.drafts.writer import Drafts
from retriever.drafts.written import written
from retriever.errors import BadQuestion
from retriever.excerpt import Excerpt
from retriever.followup import bare, standing
from retriever.notices import Told, gap, notices, unknown
from retriever.parts import parts
from retriever.question import LONGEST, Plan, clean, plain, understand
from retriever.quoting import Quoter, shortened
from retriever.reader import Reader
from retriever.redaction import redact_turns
from retriever.replies import (
    AT_ONCE,
    CHAT,
    CONCERN,
    DECISION,
    DOUBT,
    ELSEWHERE,
    EMERGENCY,
    LANGUAGE,
    LOOKED_UP,
    NATION,
    ONCE_SAFE,
    REFUSED,
    WELCOME,
    nothing,
    thanks,
)
from retriever.routes import Route, Routed, Router
from retriever.search import Found, Ranked, Searcher
from retriever.selection import Scored, Selector, likeliest_words
from retriever.specialists import COUNTED, Reply, Specialist

NEAREST = 2
"""Paragraphs that are named where nothing answers."""
SAFE = 2
"""Paragraphs that are quoted on what a message of danger asks."""
CERTAIN = 0.6
"""From this probability on a message is surely an emergency, and what it asks surely answered: then it is, after all that
comes first. What only may be an emergency is answered as any other question, after the same."""
DOUBTED = 0.4
"""Under this probability that what was found answers, the answer says so: it is quoted, and may not be what was asked for."""
WORRIED = 0.05
"""From this probability on a message that is no emergency may tell of a child in need of protection: whom to tell is said."""
HOSTILE = 0.85
"""From this probability on a hostile message is refused, whatever the guidance says on its words."""


class Assistant:
    """Answers questions from one open library, in the guidance's words or, checked, in a model's."""

    def __init__(
        self,
        library: Library,
        searcher: Searcher | None = None,
        writer: Drafts | None = None,
        specialists: Sequence[Specialist] = (),
    ) -> None:
        self.library = library
        self._searcher = searcher or Searcher(library)
        self._selector = Selector(library)
        self._quoter = Quoter(library, self._selector)
        reader = Reader(library)
        self._judge = Judge(library, reader)
        self._router = Router(reader)
        self._pool = ThreadPoolExecutor(library.processors, thread_name_prefix="route")
        self._writer = writer
        self._specialists = tuple(specialists)
        self._known = {*library.paragraphs, *library.sections}

    def search(self, query: str, k: int = 10, as_of: date | None = None) -> tuple[Hit, ...]:
        """The `k` best paragraphs for a query."""
        text = clean(query)
        plan = self.plan(text, (), as_of, self._router.route(text).meant)
        return self._hits(self._searcher.search(plan, k).ranked[:k], plan)

    def ask(
        self, question: str, history: Sequence[str] = (), as_of: date | None = None, k: int = 10, full: bool = False
    ) -> Answer:
        """The answer to a question that follows the earlier questions `history`, as of a day (today)."""
        started = perf_counter()
        text, earlier, removed = _redacted(question, history)
        plan = self.plan(text[:LONGEST], earlier, as_of)
        asked, before = (plan.question, plan.history) if plan.shorter or plan.more else (text, earlier)
        routed = self._pool.submit(self._router.route, asked, standing(asked[:LONGEST], before))
        found = self._searcher.search(plan, max(k, 10))
        told = routed.result()
        says = told.meant.beside or told.meant.asked or plan.named
        if says and (again := self.plan(text[:LONGEST], earlier, as_of, told.meant)) != plan:
            known = found.signals if again.words == plan.words and found.signals.near is None else None
            plan, found = again, self._searcher.search(again, max(k, 10), known)
        plan = replace(plan, perhaps=told.meant.perhaps, days=days_in(question[:LONGEST], plan.as_of))
        if len(text) > LONGEST and told.route is not Route.EMERGENCY:
            raise BadQuestion(
                f"The question has {len(text):,} characters; {LONGEST:,} are the most. Shorten it to what you want to know."
            )
        answer = self._answered(plan, found, told, k, full)
        material = [Notice("training", MATERIAL)] if wants_material(plan.question) else []
        notes = (*_personal(_left_out(removed, answer)), *material, *answer.notices)
        return replace(answer, question=text, notices=notes, seconds=round(perf_counter() - started, 4))

    def compare(self, one: str, other: str, topic: str, as_of: date | None = None) -> Answer:
        """What two documents say on a topic, side by side."""
        started = perf_counter()
        for doc in (one, other):
            if doc not in self.library.documents:
                raise UnknownParagraph(f"There is no document {doc!r}; the library holds {', '.join(self.library.documents)}.")
        if one == other:
            raise BadQuestion(f"{one!r} cannot be compared with itself; name two documents.")
        both = (one, other)
        plan = replace(self.plan(redact_turns([topic])[0].text, (), as_of), docs=both, named=both, pointed=(), sides=both)
        found = self._searcher.search(plan)
        sides, hits = self._quoter.sides(found, plan, full=False), self._hits(found.ranked, plan)
        answer = self._composed(plan, sides, hits)
        return replace(answer, seconds=round(perf_counter() - started, 4))

    def plan(self, question: str, history: tuple[str, ...] = (), as_of: date | None = None, meant: Meant = NOTHING) -> Plan:
        """What to look for."""
        return understand(question, history, self.library.documents, self._known, as_of or date.today(), meant)

    def _answered(self, plan: Plan, found: Found, told: Routed, k: int, full: bool) -> Answer:
        route, chances = told.route, told.chances
        if set(plan.named) - self.library.with_bank:  # a document of one's own may be on any subject
            chances = {**chances, Route.ELSEWHERE: 0.0}
        if route is Route.EMERGENCY and not (plan.looks_up and (plan.pointed or plan.lacking.places)):
            return self._emergency(plan, found, chances, k)
        talk = document_talk(plan, self.library.documents)
        hits = self._hits(found.ranked[:k], plan)
        if known := self._without_search(plan, told, talk, hits, k):
            return known
        scored = self._selector.score(found, plan)
        judged = self._judge.judge(found, scored, plan, chances)
        if route is Route.HOSTILE and not judged.answerable:
            return self._reply(AnswerKind.REFUSE, plan, REFUSED, hits)
        sides = self._sides(plan, found, chances, full) if judged.answerable else []
        confidence = round(judged.chance, 4)
        if not sides or (route is Route.NATION and not talk.text):
            if talk.text:
                return self._told(AnswerKind.CLARIFY, plan, talk.text)
            return replace(self._declined(plan, route, scored, hits), confidence=confidence)
        sure = judged.chance >= DOUBTED
        answer = self._composed(plan, sides, hits, sure)
        decision = [Notice("your-decision", DECISION)] if route is Route.DECISION and not bare(plan.question) else []
        doubt = [] if sure else [Notice("unsure", DOUBT)]
        worried = chances[Route.EMERGENCY] >= WORRIED and not bare(plan.question)
        told_first = (*_concern(worried), *doubt, *_nation(plan, route), *decision, *answer.notices)
        text = f"{talk.text}\n\n{answer.answer}".lstrip()
        answer = replace(answer, answer=text, notices=told_first, confidence=confidence)
        return written(answer, self._writer) if self._writer else answer

    def _sides(self, plan: Plan, found: Found, chances: Mapping[Route, float], full: bool) -> list[Side]:
        """The words that answer, in as many words as are wanted."""
        if plan.shorter:
            return shortened(self._quoter.sides(found, plan, full=False))
        whole = full or plan.more
        return self._quoter.sides(found, plan, whole, () if whole else self._parts(plan, chances))

    def _parts(self, plan: Plan, chances: Mapping[Route, float]) -> list[tuple[Found, Plan]]:
        """What is found for each thing that a question asks, where that surely answers it; nothing if it asks but one."""
        answered = []
        for part in () if plan.sides or plan.pointed else parts(plan.question):
            own = self.plan(part.question, (*plan.history, *part.before), plan.as_of)
            own = replace(own, docs=plan.docs, named=plan.named, sides=(), asked=plan.asked)
            found = self._searcher.search(own)
            if self._judge.judge(found, self._selector.score(found, own), own, chances).chance >= CERTAIN:
                answered.append((found, own))
        return answered

    def _without_search(self, plan: Plan, told: Routed, talk: Talk, hits: tuple[Hit, ...], k: int) -> Answer | None:
        """What is said whatever was found: to what is no question for the guidance, by the registers, of what is not held."""
        route = told.route
        if route is Route.LANGUAGE:
            return self._reply(AnswerKind.CLARIFY, plan, LANGUAGE)
        if talk.text and talk.alone:
            return self._told(AnswerKind.CLARIFY, plan, talk.text)
        if plan.history and thanks(plan.question):
            return self._reply(AnswerKind.CLARIFY, plan, WELCOME)
        if route is Route.CHAT and not plan.pointed and not plan.history:
            return self._reply(AnswerKind.CLARIFY, plan, CHAT)
        if route is Route.HOSTILE and told.chances[Route.HOSTILE] >= HOSTILE and not plan.pointed:
            return self._reply(AnswerKind.REFUSE, plan, REFUSED)
        for specialist in self._specialists:
            if reply := specialist(plan, self.library):
                return self._specialist(reply, plan, k)
        lacking = unknown(plan, self.library.documents)
        if lacking and plan.looks_up and not plan.pointed:
            return self._told(AnswerKind.ABSTAIN, plan, " ".join(notice.text for notice in lacking), hits)
        return None

    def _told(self, kind: AnswerKind, plan: Plan, text: str, hits: tuple[Hit, ...] = ()) -> Answer:
        """An answer without citations, with what the question names and the library does not hold."""
        return replace(self._reply(kind, plan, text, hits), notices=tuple(unknown(plan, self.library.documents)))

    def _declined(self, plan: Plan, route: Route, scored: Scored, hits: tuple[Hit, ...]) -> Answer:
        """That the library does not hold it, what comes nearest, and what is held of the day, edition or nation asked."""
        documents = self.library.documents
        apart = (*_nation(plan, route), *unknown(plan, documents), *gap(plan.as_of, tuple(documents.values())))
        words = {} if apart else likeliest_words(scored)
        said = ELSEWHERE if route is Route.ELSEWHERE else nothing(plan.question, hits[:NEAREST], words)
        answer = self._reply(AnswerKind.ABSTAIN, plan, said, hits)
        worried = route is Route.QUESTION and speaks_of_harm(plan.question)
        return replace(answer, notices=(*_concern(worried), *apart))

    def _specialist(self, reply: Reply, plan: Plan, k: int) -> Answer:
        """What a specialist found, composed and cited as any answer."""
        paragraphs = {e.paragraph.id: e.paragraph for side in reply.sides for e in side.excerpts}
        ranked = [Ranked(paragraph, paragraph.text, 1.0, 1.0) for paragraph in paragraphs.values()]
        answer = self._composed(plan, reply.sides, self._hits(ranked[:k], plan))
        text = f"{reply.opening}\n\n{answer.answer}".strip()
        return replace(answer, answer=text, notices=(*reply.notices, *answer.notices))

    def _emergency(self, plan: Plan, found: Found, chances: Mapping[Route, float], k: int) -> Answer:
        """999 first, then what the guidance says on protecting a child at once, then, if it says so, what was asked."""
        ended = {d for d, document in self.library.documents.items() if _ended(document, plan.as_of)}
        if plan.sides or ended.intersection(plan.docs):
            left, named = (tuple(d for d in own if d not in ended) for own in (plan.docs, plan.named))
            plan = replace(plan, sides=(), docs=left, named=named)
            found = self._searcher.search(plan, max(k, 10))
        at_once = [e for words in LOOKED_UP for e in self._said(words, plan.as_of)]
        judged = self._judge.judge(found, self._selector.score(found, plan), plan, chances)
        answered = judged.answerable if chances[Route.EMERGENCY] < CERTAIN else judged.chance >= CERTAIN
        answered = answered and asks(plan.question)
        asked = [e for side in self._quoter.sides(found, plan, full=False) for e in side.excerpts] if answered else []
        sides = [Side(AT_ONCE, tuple(at_once)), Side(ONCE_SAFE, tuple(e for e in asked if e not in at_once)[:SAFE])]
        answer = self._composed(plan, [side for side in sides if side.excerpts], self._hits(found.ranked[:k], plan))
        return replace(answer, kind=AnswerKind.EMERGENCY, answer=f"{EMERGENCY}\n\n{answer.answer}".rstrip())

    def _said(self, words: str, as_of: date) -> list[Excerpt]:
        """What the guidance says, in the fewest words, on what is always told in an emergency."""
        plan = self.plan(words, (), as_of)
        sides = self._quoter.sides(self._searcher.search(plan), plan, full=False)
        return [excerpt for side in shortened(sides) for excerpt in side.excerpts][:1]

    def _composed(self, plan: Plan, sides: Sequence[Side], hits: tuple[Hit, ...], sure: bool = True) -> Answer:
        excerpts = [excerpt for side in sides for excerpt in side.excerpts]
        cited = tuple(self._cite(excerpt, plan) for excerpt in excerpts)
        sources = [(e.paragraph, self.library.documents[e.paragraph.doc]) for e in excerpts]
        held, paragraphs = tuple(self.library.documents.values()), self.library.paragraphs.values()
        told = notices(Told(plan, sources, excerpts, held, paragraphs))
        text = composed(sides, plan.question, self.library.documents, sure, follows=plan.standing != plan.question)
        answer = self._reply(AnswerKind.ANSWER, plan, text, hits)
        return replace(answer, citations=cited, notices=(*unknown(plan, self.library.documents), *told))

    def _cite(self, excerpt: Excerpt, plan: Plan) -> Citation:
        document = self.library.documents[excerpt.paragraph.doc]
        return cite(excerpt, document, document.in_force(plan.as_of))

    def _reply(self, kind: AnswerKind, plan: Plan, text: str, hits: tuple[Hit, ...] = ()) -> Answer:
        """An answer without citations."""
        fingerprint = self.library.manifest.fingerprint
        return Answer(kind, plan.question, plan.understood, text, (), (), hits, fingerprint, 0.0)

    def _hits(self, ranked: Sequence[Ranked], plan: Plan) -> tuple[Hit, ...]:
        documents = self.library.documents
        return tuple(hit(r, documents[r.target.doc], documents[r.target.doc].in_force(plan.as_of)) for r in ranked)


def _redacted(question: str, history: Sequence[str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A question and the earlier ones without case detail, and the kinds that were taken out of the question."""
    turns = redact_turns([*(plain(h) for h in history), plain(question)])
    return turns[-1].text, tuple(t.text for t in turns[:-1] if t.text), turns[-1].removed


def _left_out(removed: tuple[str, ...], answer: Answer) -> tuple[str, ...]:
    """What was taken out and not used: an answer that counts from a day shows it, and says so itself."""
    counts = any(notice.kind == COUNTED for notice in answer.notices)
    return tuple(kind for kind in removed if not (counts and kind == "date"))


def _personal(removed: tuple[str, ...]) -> tuple[Notice, ...]:
    if not removed:
        return ()
    listed = ", ".join(removed)
    return (Notice("personal-data", f"Personal details ({listed}) were taken out and not kept; please leave them out."),)


def _concern(worried: bool) -> tuple[Notice, ...]:
    """Whom to tell of a worry about a child, where the question may tell of one."""
    return (Notice("concern", CONCERN),) if worried else ()


def _nation(plan: Plan, route: Route) -> tuple[Notice, ...]:
    return (Notice("england-only", NATION),) if route is Route.NATION or plan.nation else ()


def _ended(document: Document, as_of: date) -> bool:
    """Whether a document is withdrawn, and no longer in force on a day."""
    return document.status is Status.WITHDRAWN and not document.in_force(as_of)
