"""Choose the words of a paragraph that answer: its most relevant sentences, or its list with the lead-in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from corpus.model import Obligation, Paragraph, Sentence, shown
from corpus.tokens import tokens

SENTENCES = 2
"""Sentences of running text that an answer quotes at most."""
SHORT = 500
"""Paragraphs up to this many characters are quoted whole."""
ITEM_LEAD = 2.0
"""A list item is quoted alone if it fits the question this much better than the next one."""


@dataclass(frozen=True)
class Quote:
    """Words of a paragraph, verbatim, in reading order, and the duty they carry."""

    text: str
    obligation: Obligation
    actor: str


def quote(paragraph: Paragraph, question: str) -> Quote:
    """The words of a paragraph that answer a question best."""
    if len(paragraph.text) <= SHORT or not paragraph.sentences:
        return Quote(paragraph.text, *_duty(paragraph.sentences))
    scores = _scores(paragraph.sentences, question)
    best = max(range(len(scores)), key=lambda i: scores[i])
    sentence = paragraph.sentences[best]
    if sentence.lead is None:
        chosen = sorted(sorted(range(len(scores)), key=lambda i: -scores[i])[:SENTENCES])
        used = [i for i in chosen if scores[i] >= scores[best] / 2]
        return Quote(_joined(paragraph, used), *_duty([paragraph.sentences[i] for i in used]))
    return _list_quote(paragraph, sentence, scores)


def _joined(paragraph: Paragraph, chosen: Sequence[int]) -> str:
    """Chosen sentences as they stand; sentences that are not neighbours go on lines of their own."""
    text = ""
    for place, i in enumerate(chosen):
        near = place and chosen[place - 1] == i - 1 and paragraph.sentences[i - 1].part == paragraph.sentences[i].part
        text += ("" if not place else " " if near else "\n") + paragraph.sentences[i].text
    return text


def _list_quote(paragraph: Paragraph, best: Sentence, scores: Sequence[float]) -> Quote:
    """The lead-in with the whole list, or with the one item that stands out."""
    items = [s for s in paragraph.sentences if s.lead == best.lead]
    ranked = sorted((scores[paragraph.sentences.index(s)] for s in items), reverse=True)
    alone = len(ranked) > 1 and ranked[0] >= ITEM_LEAD * ranked[1]
    parts = {best.part} if alone else {s.part for s in items}
    lead = best.lead if best.lead is not None else best.part
    text = "\n".join(shown(paragraph.parts[i]) for i in sorted({lead, *parts}))
    return Quote(text, best.obligation, best.actor)


def _scores(sentences: Sequence[Sentence], question: str) -> list[float]:
    """How many of the question's words each sentence holds, rare words counting more."""
    wanted = set(tokens(question))
    held = [set(tokens(s.text)) for s in sentences]
    used = Counter(t for h in held for t in h)
    return [sum(log(1 + len(held) / used[t]) for t in wanted & h) for h in held]


def _duty(sentences: Sequence[Sentence]) -> tuple[Obligation, str]:
    """The strongest duty among sentences, and whose it is."""
    for obligation in (Obligation.MUST, Obligation.SHOULD, Obligation.MAY):
        if found := next((s for s in sentences if s.obligation is obligation), None):
            return obligation, found.actor
    return Obligation.NONE, ""
