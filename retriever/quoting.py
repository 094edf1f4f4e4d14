"""Which words of what was found answer: of one document after another, or of all together; of paragraphs named, all."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.library import Library
from corpus.model import Kind, Obligation, Paragraph, Status
from corpus.tokens import tokens
from retriever.choose import briefest, choose, first_of, whole
from retriever.comparing import Beside, beside_of
from retriever.compose import Side
from retriever.excerpt import Excerpt, merged
from retriever.question import Plan
from retriever.replies import force
from retriever.search import FAR, UNASKED, Found, Ranked
from retriever.selection import Selector

SIDE = 3
"""Paragraphs of each document that are quoted where documents are set side by side."""
BOTH = 2
"""Of so many that fit best each is quoted whose document may be asked."""
NEARLY = 3.0
"""By so much less than a proposal what is in force may fit to be quoted beside it."""
SILENT = " does not seem to say; the nearest it has"
"""Said of a document that was asked for by name and holds nothing like what the others say."""
NAMED, NAMED_LENGTH = 4, 3000
"""So many paragraphs, or characters of them, that a question names are quoted whole; of more what answers it, unless it asks
only for them."""


def shortened(sides: Sequence[Side]) -> list[Side]:
    """Of each side its first excerpt, and of that the sentence that answers."""
    return [replace(side, excerpts=(briefest(side.excerpts[0]),)) for side in sides]


class Quoter:
    """Chooses the words of an open library that answer."""

    def __init__(self, library: Library, selector: Selector) -> None:
        self.library = library
        self._selector = selector

    def sides(self, found: Found, plan: Plan, full: bool, parts: Sequence[tuple[Found, Plan]] = ()) -> list[Side]:
        """
        The excerpts that answer: of each document that a comparing question sets side by side, or of all together.

        `parts` are what was found for each of several things that are asked: what answers each best is quoted as well.
        """
        if found.sides:
            sides = [self._side(doc, found, plan, full) for doc in found.sides]
            return [side for side in sides if side.excerpts]
        pointed = [whole(paragraph) for paragraph in self._pointed(plan)]
        figures = [own for own in pointed if own.paragraph.kind is Kind.FIGURE]
        if pointed and (plan.looks_up or figures or len(pointed) > 1):
            return [Side("", tuple(self._named(pointed, found, plan, full)))]
        ranked = self._answering(found, plan)
        excerpts = choose(self._selector.score(replace(found, ranked=ranked), plan), plan.understood, full)
        excerpts = self._national_first(excerpts, found, plan, full)
        excerpts = self._with_caller(excerpts, found, plan)
        excerpts += self._perhaps(excerpts, found, plan)
        for part in parts:
            excerpts = self._with_part(excerpts, *part)
        for own in pointed:
            chosen = next((e for e in excerpts if e.paragraph is own.paragraph), own)
            rest = [e for e in excerpts if e is not chosen]
            excerpts = [chosen if chosen.duty is not Obligation.NONE else replace(chosen, answering=None), *rest]
        return [Side("", tuple(excerpts))] if excerpts else []

    def _with_caller(self, excerpts: list[Excerpt], found: Found, plan: Plan) -> list[Excerpt]:
        """Before a footnote that would answer first, and only names a text, the words on which it hangs."""
        if not excerpts or excerpts[0].paragraph.kind is not Kind.FOOTNOTE or not excerpts[0].names_only:
            return excerpts
        noted_in = excerpts[0].paragraph.noted_in
        callers = [self.library.paragraphs[name] for name in noted_in if name in self.library.paragraphs]
        ranked = tuple(Ranked(caller, caller.text, 0.0, 0.0) for caller in callers[:1])
        return merged([*choose(self._selector.score(replace(found, ranked=ranked), plan), plan.understood), *excerpts])

    def _with_part(self, excerpts: Sequence[Excerpt], found: Found, plan: Plan) -> list[Excerpt]:
        """The excerpts with what answers a part of the question best: in a paragraph that is quoted, or as one more."""
        ranked = self._answering(found, plan)
        best = choose(self._selector.score(replace(found, ranked=ranked), plan), plan.understood)[:1]
        return merged([*excerpts, *best])

    def _named(self, pointed: list[Excerpt], found: Found, plan: Plan, full: bool) -> list[Excerpt]:
        """Of paragraphs that a question names a few whole, of many what answers it, or as many as an answer holds."""
        if len(pointed) <= NAMED or sum(len(own.paragraph.text) for own in pointed) <= NAMED_LENGTH:
            return pointed
        names = {own.paragraph.id for own in pointed}
        ranked = tuple(r for r in found.ranked if r.target.id in names)
        if plan.looks_up or not ranked:
            return first_of(pointed)
        return choose(self._selector.score(replace(found, ranked=ranked), plan), plan.understood, full)

    def _pointed(self, plan: Plan) -> list[Paragraph]:
        """The paragraphs that a question names; of figures of one kind those on what it asks, if any are."""
        named = [self.library.paragraphs[name] for name in plan.pointed if name in self.library.paragraphs]
        if len(named) < 2 or any(paragraph.kind is not Kind.FIGURE for paragraph in named):
            return named
        held = [set(tokens(paragraph.text)) for paragraph in named]
        every = held[0].intersection(*held)
        asked = [len((own - every).intersection(tokens(plan.question))) for own in held]
        return [paragraph for paragraph, shared in zip(named, asked, strict=True) if shared == max(asked)]

    def _national_first(self, excerpts: list[Excerpt], found: Found, plan: Plan, full: bool) -> list[Excerpt]:
        """National words before local ones, unless those were asked for or nothing national fits nearly as well."""
        local = self.library.beside - (self.library.proposals if Beside.PROPOSED in plan.asked else set())
        national = tuple(r for r in self._answering(found, plan) if r.target.doc not in local)
        nearly = bool(national) and national[0].raw >= max(r.raw for r in found.ranked) - FAR - UNASKED
        if not nearly or plan.named or plan.local:
            return excerpts
        if all(e.paragraph.doc in local for e in excerpts):
            excerpts = [
                *choose(self._selector.score(replace(found, ranked=national), plan), plan.understood, full)[:1],
                *excerpts,
            ]
        return sorted(excerpts, key=lambda e: e.paragraph.doc in local)

    def _perhaps(self, excerpts: Sequence[Excerpt], found: Found, plan: Plan) -> list[Excerpt]:
        """What fits best, or next to best, of a document that may be asked as well; what is in force beside proposals alone."""
        quoted, documents = {e.paragraph.doc for e in excerpts}, self.library.documents
        for place, one in enumerate(found.ranked if quoted else ()):
            document = documents[one.target.doc]
            may_be = place < BOTH and beside_of(document) in plan.perhaps and document.status is not Status.LOCAL
            near = document.status is Status.STATUTORY and one.raw > found.ranked[0].raw - NEARLY
            if document.id not in quoted and (may_be or (near and quoted <= self.library.proposals)):
                return choose(self._selector.score(replace(found, ranked=(one,)), plan), plan.understood)[:1]
        return []

    def _side(self, doc: str, found: Found, plan: Plan, full: bool) -> Side:
        ranked = tuple(r for r in found.ranked if r.target.doc == doc)
        own = [whole(paragraph) for paragraph in self._pointed(plan) if paragraph.doc == doc]
        own = self._named(own, replace(found, ranked=ranked), plan, full)
        if plan.pointed and not own:  # what stands for a paragraph that is named is wanted whole, as that is
            own = [whole(r.target) for r in ranked[:1] if isinstance(r.target, Paragraph)]
        excerpts = own or choose(self._selector.score(replace(found, ranked=ranked), plan), plan.understood, full)[:SIDE]
        document = self.library.documents[doc]
        said = SILENT if doc in found.silent else ""
        return Side(
            f"{document.short} ({force(document.status, document.in_force(plan.as_of))}){said}:", tuple(excerpts), compared=True
        )

    def _answering(self, found: Found, plan: Plan) -> tuple[Ranked, ...]:
        """
        What was found in documents whose words may answer: those that are named, or those in force.

        Proposals may where they are asked for, or where one fits better than anything else that the library holds.
        """
        if plan.named:
            return tuple(r for r in found.ranked if r.target.doc in plan.named)
        proposals = self.library.proposals
        if Beside.PROPOSED in plan.asked or (found.ranked and found.ranked[0].target.doc in proposals):
            return found.ranked
        return tuple(r for r in found.ranked if r.target.doc not in proposals)
