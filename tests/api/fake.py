"""An assistant that needs no model: it answers with the paragraph whose words the question shares most of."""

from collections.abc import Sequence
from datetime import date
from threading import Event

from api.stages import Stage, reached
from corpus.errors import UnknownParagraph
from corpus.library import Library
from corpus.model import Kind
from retriever.answer import Answer, AnswerKind, Hit, Notice, cite
from retriever.excerpt import Excerpt
from retriever.question import LONGEST, clean, plain
from retriever.redaction import redact_turns


class FakeAssistant:
    """Keeps to the same promises: redacted, BadQuestion for what is no question, emergencies whatever their length."""

    def __init__(self, library: Library, hold: Event | None = None) -> None:
        self.library = library
        self.hold = hold
        self.asked: list[tuple[str, tuple[str, ...], date | None]] = []
        self._words = {
            p.id: {w.strip(".,;:()").lower() for w in p.text.split()}
            for p in library.paragraphs.values()
            if p.sentences and p.kind is not Kind.FOOTNOTE
        }

    def ask(
        self, question: str, history: Sequence[str] = (), as_of: date | None = None, k: int = 10, full: bool = False
    ) -> Answer:
        if self.hold is not None:
            self.hold.wait(20)
        turns = redact_turns([*map(plain, history), plain(question)])
        self.asked.append((turns[-1].text, tuple(t.text for t in turns[:-1]), as_of))
        text = turns[-1].text
        emergency = "stabbed" in text
        text = clean(text[:LONGEST] if emergency else text)
        reached(Stage("understood", understood=text))
        hits = self.search(text, k, as_of)
        reached(Stage("searched", found=tuple(h.id for h in hits)))
        told = (Notice("personal-data", "Personal details were taken out."),) if turns[-1].removed else ()
        if "hourly pay" in text:
            return self._answer(AnswerKind.ABSTAIN, text, "Not in this guidance.", told, hits)
        kind = AnswerKind.EMERGENCY if emergency else AnswerKind.ANSWER
        return self._answer(kind, text, "Call 999." if emergency else "", told, hits)

    def search(self, query: str, k: int = 10, as_of: date | None = None) -> tuple[Hit, ...]:
        words = {w.strip("?.,").lower() for w in clean(query).split()}
        best = sorted(self._words, key=lambda name: -len(words & self._words[name]))[:k]
        found = [self.library.paragraphs[name] for name in best]
        return tuple(Hit(p.id, p.doc, p.label, p.text, 0.5, self.library.documents[p.doc].status, True) for p in found)

    def compare(self, one: str, other: str, topic: str, as_of: date | None = None) -> Answer:
        for doc in (one, other):
            if doc not in self.library.documents:
                raise UnknownParagraph(f"There is no document {doc!r}; the library holds {', '.join(self.library.documents)}.")
        return self._answer(AnswerKind.ANSWER, clean(topic), "Both say it.", (), self.search(topic))

    def _answer(self, kind: AnswerKind, text: str, said: str, told: tuple[Notice, ...], hits: tuple[Hit, ...]) -> Answer:
        cited = [self.library.paragraphs[h.id] for h in hits[:2]] if kind is not AnswerKind.ABSTAIN else []
        citations = tuple(cite(Excerpt(p, (0,)), self.library.documents[p.doc], True) for p in cited)
        words = "\n\n".join(f"{c.quote} [{n}]" for n, c in enumerate(citations, 1))
        whole = "\n\n".join(part for part in (said, words) if part)
        return Answer(kind, text, text, whole, citations, told, hits, self.library.manifest.fingerprint, 0.001, 0.9)
