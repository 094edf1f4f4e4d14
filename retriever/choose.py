"""Which of the scored sentences go into an answer: enough to answer, few enough to read."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from corpus.model import Paragraph
from corpus.tokens import tokens
from retriever.excerpt import Excerpt
from retriever.followup import bare
from retriever.selection import Candidate, Scored

LENGTH = 560
"""Characters after which no further sentence is taken, but the first of each paragraph."""
PARAGRAPHS = 5
"""Paragraphs that an answer quotes at most."""
ENOUGH = 0.95
"""Paragraphs are taken, the likeliest first, until they hold this share of what is likely."""
FURTHER = 0.065
"""A paragraph is left out if its likeliest sentence is less likely than this share of the likeliest of all."""
FLOOR = 0.15
"""A sentence is left out if it is less likely than this share of its paragraph's likeliest."""
FAINT, SHORT = 0.05, 700
"""While an answer has no more characters than `SHORT`, this share is enough."""
BRIEF, NEXT = 500, 0.03
"""An answer of fewer characters gets the next paragraph's likeliest sentence too, if that is as likely as this share."""
WHOLE = 900
"""A paragraph of up to this many characters is quoted whole."""
LIST, LIST_ASKED = 900, 1800
"""A list of up to this many characters is quoted whole where several items answer; one where most do, or that is asked for, as
is the first paragraph for a question that asks for a list."""
FULL = 6000
"""Characters of an answer that was asked for in full."""
LISTING = re.compile(
    r"\b(list|all (?:the|of)|what are the|(?:what|which) (?:kinds?|types?|forms?|sorts?) of|"
    r"which (?:\w+ )?(?:things|people|agencies|organisations|steps|factors|signs)|"
    r"what (?:should|must|do|does|has|needs?)\b.*\b(?:include|cover|contain|do|consider|involve|set out)|everything|tasks|"
    r"(?:roles?|functions?|responsibilit(?:y|ies)|purposes?|outcomes?|criteria|membership|members) (?:of|for)|"
    r"what arrangements|who (?:is|are|sits) (?:in|on)|what happens (?:after|if|when|next)|what things|steps|factors|examples|"
    r"who (?:\w+ ){0,2}?(?:attends?|comes?|be (?:there|invited|involved|present)))\b",
    re.IGNORECASE,
)
"""A question for a list."""
POINTS_BACK = re.compile(
    r"(?:(?:the \w+ of )?(?:this|these|those|that)|they|it|its|their|such|he|she|here|there|however|therefore|both|"
    r"as such|to do this|(?:in|for|where|when|if) (?:this|these|such))\b",
    re.IGNORECASE,
)
"""How a sentence begins that cannot be understood without the one before it."""

OTHERWISE = re.compile(r"if (?:they|it|he|she|the [\w ]{3,40}) (?:do(?:es)? not|cannot|refuses?|fails?)\b", re.IGNORECASE)
"""How a sentence begins that says what follows where the duty before it is not done."""


def choose(scored: Scored, question: str, full: bool = False) -> list[Excerpt]:
    """The excerpts that answer, the likeliest paragraph first; whole paragraphs if the answer is wanted in `full`."""
    likeliest = _likeliest(scored)
    best = {name: chance for name, (_, chance) in likeliest.items()}
    taken: dict[str, set[int]] = {name: set() for name in _enough(best)}
    if full:
        return [_answering(whole(likeliest[p][0].paragraph), likeliest) for p in taken]
    used = 0
    for candidate, chance in sorted(zip(scored.candidates, scored.chances, strict=True), key=lambda one: -one[1]):
        own, length = taken.get(candidate.paragraph.id), len(candidate.sentence.text)
        floor = FAINT if used + length <= SHORT else FLOOR
        if own is not None and (not own or (chance >= floor * best[candidate.paragraph.id] and used < LENGTH)):
            own.add(candidate.number)
            used += length
    for name, own in taken.items():
        own |= _named_alone(likeliest[name][0].paragraph, own, question)
    listing = bool(LISTING.search(question))
    quoted = [(likeliest[p][0].paragraph, numbers) for p, numbers in taken.items()]
    chosen = [_rounded(paragraph, _completed(paragraph, numbers), listing) for paragraph, numbers in quoted]
    if listing and chosen and len(chosen[0].paragraph.text) <= LIST_ASKED:
        chosen[0] = whole(chosen[0].paragraph)
    brief = len(chosen) < PARAGRAPHS and sum(_length(e.paragraph, e.numbers) for e in chosen) < BRIEF
    if brief and (further := _next(scored, best, set(taken))):
        chosen.append(_rounded(further.paragraph, _completed(further.paragraph, {further.number}), listing=False))
    return [_answering(excerpt, likeliest) for excerpt in chosen]


def _named_alone(paragraph: Paragraph, numbers: Collection[int], question: str) -> set[int]:
    """The items that alone in their paragraph hold a word asked for, and nothing quoted does: 'is probation invited?'."""
    held = [set(tokens(sentence.text)) for sentence in paragraph.sentences]
    quoted = set().union(*(held[n] for n in numbers))
    alone: set[int] = set()
    for word in set(tokens(question)) - quoted:
        places = [n for n, own in enumerate(held) if word in own]
        if len(places) == 1 and not bare(word):
            alone.update(n for n in places if paragraph.sentences[n].lead is not None)
    return alone


def _answering(excerpt: Excerpt, likeliest: Mapping[str, tuple[Candidate, float]]) -> Excerpt:
    """The excerpt with the place of its paragraph's likeliest sentence, or of the duty that it rests on."""
    candidate, _ = likeliest[excerpt.paragraph.id]
    before = candidate.number - 1
    rests = before in excerpt.numbers and OTHERWISE.match(candidate.sentence.text)
    return replace(excerpt, answering=before if rests else candidate.number)


def _next(scored: Scored, best: Mapping[str, float], quoted: Collection[str]) -> Candidate | None:
    """The likeliest sentence of what is not quoted yet, if it is likely enough."""
    order = np.argsort(-scored.chances)
    least = NEXT * max(best.values(), default=1.0)
    left = (scored.candidates[i] for i in order if scored.chances[i] >= least)
    return next((candidate for candidate in left if candidate.paragraph.id not in quoted), None)


def _likeliest(scored: Scored) -> dict[str, tuple[Candidate, float]]:
    """For each paragraph its likeliest sentence and the chance of that."""
    found: dict[str, tuple[Candidate, float]] = {}
    for candidate, chance in zip(scored.candidates, scored.chances, strict=True):
        name = candidate.paragraph.id
        if name not in found or chance > found[name][1]:
            found[name] = (candidate, float(chance))
    return found


def _enough(best: dict[str, float]) -> list[str]:
    """The paragraphs to quote, the likeliest first."""
    total, held, chosen = sum(best.values()), 0.0, list[str]()
    for name in sorted(best, key=lambda n: -best[n]):
        if chosen and (held >= ENOUGH * total or len(chosen) == PARAGRAPHS or best[name] < FURTHER * best[chosen[0]]):
            break
        chosen.append(name)
        held += best[name]
    return chosen


def whole(paragraph: Paragraph) -> Excerpt:
    """All of a paragraph."""
    return Excerpt(paragraph, tuple(range(len(paragraph.sentences))))


def briefest(excerpt: Excerpt) -> Excerpt:
    """Of an excerpt the sentence that answers, with the one that it points back to."""
    if excerpt.answering is None:
        return excerpt
    sentences = excerpt.paragraph.sentences
    completed = _completed(excerpt.paragraph, {excerpt.answering})
    if sentences[excerpt.answering].text.endswith(":"):
        completed |= {n for n, s in enumerate(sentences) if s.lead == sentences[excerpt.answering].part}
    return replace(excerpt, numbers=tuple(sorted(completed)))


def first_of(excerpts: Sequence[Excerpt]) -> list[Excerpt]:
    """As many excerpts as a full answer holds, at least one."""
    lengths = accumulate(_length(e.paragraph, e.numbers) for e in excerpts)
    return [e for place, (e, length) in enumerate(zip(excerpts, lengths, strict=True)) if not place or length <= FULL]


def _completed(paragraph: Paragraph, numbers: set[int]) -> set[int]:
    """The sentences with the one that each points back to, and with what one announces that ends with a colon."""
    sentences = paragraph.sentences
    completed = set(numbers)
    for n in numbers:
        before = sentences[n - 1] if n else None
        if before is not None and before.part == sentences[n].part and POINTS_BACK.match(sentences[n].text):
            completed.add(n - 1)
        if sentences[n].text.endswith(":") and not any(s.lead == sentences[n].part for s in sentences):
            completed |= set(_announced(paragraph, n))
    return completed


def _announced(paragraph: Paragraph, number: int) -> list[int]:
    """What follows a sentence that ends with a colon but rules no list, as long as a list may be."""
    following = list(range(number + 1, len(paragraph.sentences)))
    while _length(paragraph, following) > LIST:
        following.pop()
    return following


def _rounded(paragraph: Paragraph, numbers: set[int], listing: bool) -> Excerpt:
    """A short paragraph whole; a list whole where its lead-in or several items were chosen, a longer one where most were."""
    if len(paragraph.text) <= WHOLE:
        return whole(paragraph)
    sentences = paragraph.sentences
    for lead in {sentences[n].lead for n in numbers} | {sentences[n].part for n in numbers}:
        items = [n for n, s in enumerate(sentences) if s.lead == lead and lead is not None]
        chosen = [n for n in numbers if n in items]
        opened = any(sentences[n].part == lead and sentences[n].text.endswith(":") for n in numbers)
        most = listing or 1 < len(chosen) > len(items) / 2
        wanted = opened or most or len(chosen) > 2
        if items and wanted and _length(paragraph, items) <= (LIST_ASKED if most else LIST):
            numbers = numbers | set(items)
    return Excerpt(paragraph, tuple(sorted(numbers)))


def _length(paragraph: Paragraph, numbers: Sequence[int]) -> int:
    return sum(len(paragraph.sentences[n].text) for n in numbers)
