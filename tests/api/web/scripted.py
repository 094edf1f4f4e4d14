"""An assistant that needs no model: words in a question say what it answers with; all else is the real composing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus.errors import UnknownParagraph
from corpus.library import Library
from retriever.answer import Answer, AnswerKind, Hit, Notice, cite
from retriever.compose import Side, composed
from retriever.errors import BadQuestion
from retriever.excerpt import Excerpt
from retriever.notices import Told, notices
from retriever.question import LONGEST, Plan, clean, plain, understand
from retriever.redaction import redact_turns
from retriever.replies import CHAT, EMERGENCY, REFUSED, nothing

STRATEGY = "wt-2026/strategy-discussion"
SCRIPT = {
    "strategy": (f"{STRATEGY}/purpose", "wt-2026/167", "wt-2026/42"),
    "withdrawn": ("wt-2015/1.58",),
    "proposed": ("consultation-2026/family-help/proposed-changes/2",),
    "programme": ("lcpp-2026/S1.T18",),
}
NEAR = ("wt-2026/275", "wt-2026/69", "lcpp-2026/S1.T18", "wt-2026/70", "wt-2026/300", "wt-2026/120")


class ScriptedAssistant:
    """Answers by the script; 'pay' is not in the library, 'bleeding' is an emergency, 'hello' no question."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.asked: list[tuple[str, tuple[str, ...], date | None]] = []

    def ask(
        self, question: str, history: Sequence[str] = (), as_of: date | None = None, k: int = 10, full: bool = False
    ) -> Answer:
        turns = redact_turns([*map(plain, history), plain(question)])
        text, earlier = turns[-1].text, tuple(t.text for t in turns[:-1])
        if len(text) > LONGEST:
            raise BadQuestion(f"The question has {len(text):,} characters; {LONGEST:,} are the most.")
        self.asked.append((text, earlier, as_of))
        told = (Notice("personal-data", "Personal details (name) were taken out."),) if turns[-1].removed else ()
        plan = understand(clean(text), earlier, self.library.documents, {}, as_of or date.today())
        answer = self._answered(plan)
        return replace(answer, notices=(*told, *answer.notices))

    def search(self, query: str, k: int = 10, as_of: date | None = None) -> tuple[Hit, ...]:
        return self._hits(NEAR[:k])

    def compare(self, one: str, other: str, topic: str, as_of: date | None = None) -> Answer:
        for doc in (one, other):
            if doc not in self.library.documents:
                raise UnknownParagraph(f"There is no document {doc!r}.")
        plan = understand(clean(redact_turns([topic])[0].text), (), self.library.documents, {}, as_of or date.today())
        return self._composed(plan, ["wt-2015/1.58"], ["wt-2026/167"])

    def _answered(self, plan: Plan) -> Answer:
        asked = plan.question.lower()
        if "bleeding" in asked:
            answer = self._composed(plan, ["wt-2026/immediate-protection/1"])
            text = f"{EMERGENCY}\n\nWhat the guidance says on immediate protection:\n\n{answer.answer}"
            return replace(answer, kind=AnswerKind.EMERGENCY, answer=text)
        if "pay" in asked:
            return self._reply(AnswerKind.ABSTAIN, plan, nothing(plan.question, self._hits(NEAR[:2]), {}))
        if "hello" in asked:
            return self._reply(AnswerKind.CLARIFY, plan, CHAT)
        if "ignore" in asked:
            return self._reply(AnswerKind.REFUSE, plan, REFUSED)
        key = next((word for word in SCRIPT if word in plan.understood.lower()), "strategy")
        return self._composed(plan, [name for name in SCRIPT[key] if name in self.library.paragraphs])

    def _composed(self, plan: Plan, *sides: Sequence[str]) -> Answer:
        both = len(sides) > 1
        made = [Side(self._title(names[0]) if both else "", tuple(map(self._excerpt, names))) for names in sides]
        excerpts = [excerpt for side in made for excerpt in side.excerpts]
        documents = self.library.documents
        cited = tuple(cite(e, documents[e.paragraph.doc], documents[e.paragraph.doc].in_force(plan.as_of)) for e in excerpts)
        sources = [(e.paragraph, documents[e.paragraph.doc]) for e in excerpts]
        held = tuple(documents.values())
        told = notices(Told(plan, sources, excerpts, held, self.library.paragraphs.values()))
        answer = self._reply(AnswerKind.ANSWER, plan, composed(made, plan.question, documents))
        return replace(answer, citations=cited, notices=told)

    def _title(self, name: str) -> str:
        return f"{self.library.documents[name.partition('/')[0]].short}:"

    def _excerpt(self, name: str) -> Excerpt:
        paragraph = self.library.paragraphs[name]
        return Excerpt(paragraph, tuple(range(min(3, len(paragraph.sentences)))))

    def _reply(self, kind: AnswerKind, plan: Plan, text: str) -> Answer:
        hits = self._hits(NEAR)
        return Answer(kind, plan.question, plan.understood, text, (), (), hits, self.library.manifest.fingerprint, 0.01)

    def _hits(self, names: Sequence[str]) -> tuple[Hit, ...]:
        found = [self.library.paragraphs[name] for name in names if name in self.library.paragraphs]
        documents = self.library.documents
        return tuple(Hit(p.id, p.doc, p.label, p.text, 0.5, documents[p.doc].status, True) for p in found)
