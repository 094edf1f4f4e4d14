"""
Choose the words that answer: how well each sentence and list item of the paragraphs found fits the question.

Weights are learned on the tuning rows by 'verse train sentences' (retriever/sentences.toml).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.model import Kind, Obligation, Paragraph, PassageKind, Section, Sentence
from retriever.learned import numbers, read_learned
from retriever.question import Plan
from retriever.search import Found, Ranked

Scores = NDArray[np.float32]

NAMES = (
    *("paragraph", "first paragraph", "rank", "dense", "best dense", "lexical", "best lexical", "opening", "item", "lead-in"),
    *("short", "long", "footnote", "glossary", "number asked", "number unasked", "duty asked", "duty", "actor asked"),
    "in section",
)
"""The features, in the order of the columns."""
LEARNED = "sentences.toml"
LOOKED_AT = 8
"""Paragraphs, from the best down, whose sentences are considered."""
SECTION_SHOWN = 6
"""Paragraphs of a section found that are considered: those nearest to the question."""
SHORT, LONG = 40, 400
"""Characters under which a sentence says little, and over which it says too much."""

QUANTITY = re.compile(
    r"\b(how (?:long|many|much|soon|often|quick(?:ly)?|old|far|big|fast|late)|when|"
    r"what (?:age|time|date|day|percentage|number)|"
    r"time ?(?:limit|scale|frame)s?|deadline|by what|within|days?|weeks?|months?|years?|hours?|how far)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"\b(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)\b|[£%]|"
    r"\b(?:annual(?:ly)?|monthly|weekly|daily|immediately|promptly|as soon as|same day)\b",
    re.IGNORECASE,
)
DUTY = re.compile(
    r"\b(do|does|must|should|have to|has to|need(?:s|ed)? to|required?|requires|allowed|mandatory|optional|obliged|duty|duties|"
    r"legal(?:ly)?|responsib\w+|supposed to|can|may|expected)\b",
    re.IGNORECASE,
)
WHO = re.compile(
    r"\b(who|whose|whom|which (?:agency|agencies|organisation|person|professional|worker)|what agency)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Candidate:
    """A sentence of a paragraph that was found, by its place among the paragraph's sentences."""

    paragraph: Paragraph
    number: int

    @property
    def sentence(self) -> Sentence:
        """Its words and duty."""
        return self.paragraph.sentences[self.number]


@dataclass(frozen=True)
class Scored:
    """Candidates with what each adds: a probability that it answers, all of them together 1."""

    candidates: tuple[Candidate, ...]
    chances: Scores


def likeliest_words(scored: Scored) -> Mapping[str, str]:
    """For each paragraph its likeliest sentence or item."""
    rising = sorted(zip(scored.chances.tolist(), scored.candidates, strict=True), key=lambda one: one[0])
    return {candidate.paragraph.id: candidate.sentence.text for _, candidate in rising}


@cache
def learned_sentence_weights() -> Mapping[str, float]:
    """What each feature counts; raises LearnedError."""
    weights: dict[str, float] = read_learned(LEARNED, "weights", NAMES, "sentences")["weights"]
    numbers(LEARNED, list(weights.values()), "sentences")
    return weights


class Selector:
    """Scores sentences of an open library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._rows = library.rows[PassageKind.SENTENCE]
        self._weights = np.array([learned_sentence_weights()[n] for n in NAMES], dtype=np.float32)

    def score(self, found: Found, plan: Plan) -> Scored:
        """How likely each sentence of the first paragraphs found answers."""
        candidates, table = self.read(found, plan)
        if not candidates:
            return Scored((), np.zeros(0, dtype=np.float32))
        scores = table @ self._weights
        odds = np.exp(scores - scores.max())
        return Scored(candidates, (odds / odds.sum()).astype(np.float32))

    def read(self, found: Found, plan: Plan) -> tuple[tuple[Candidate, ...], Scores]:
        """The candidates and their features, shape (candidates, features)."""
        blocks: list[Scores] = []
        candidates: list[Candidate] = []
        seen: set[str] = set()
        for rank, one in enumerate(found.ranked[:LOOKED_AT]):
            for paragraph in self._paragraphs(one, found):
                if paragraph.id in seen or paragraph.kind is Kind.FIGURE or paragraph.id not in self._rows:
                    continue
                seen.add(paragraph.id)
                candidates += [Candidate(paragraph, n) for n in range(len(paragraph.sentences))]
                blocks.append(self._block(paragraph, one, rank, found, plan))
        if not blocks:
            return (), np.zeros((0, len(NAMES)), dtype=np.float32)
        table = np.concatenate(blocks)
        for own, best in (("dense", "best dense"), ("lexical", "best lexical")):
            table[:, NAMES.index(best)] = table[:, NAMES.index(own)] - table[:, NAMES.index(own)].max()
        return tuple(candidates), table

    def _paragraphs(self, one: Ranked, found: Found) -> list[Paragraph]:
        if not isinstance(one.target, Section):
            return [one.target]
        inside = [p for p in one.target.paragraphs if p in self._rows]
        inside.sort(key=lambda p: -float(found.signals.dense[self._rows[p]].max()))
        return [self.library.paragraphs[p] for p in inside[:SECTION_SHOWN]]

    def _block(self, paragraph: Paragraph, one: Ranked, rank: int, found: Found, plan: Plan) -> Scores:
        """The features of one paragraph's sentences."""
        rows = self._rows[paragraph.id]
        text = plan.understood
        quantity, duty, who = (bool(p.search(text)) for p in (QUANTITY, DUTY, WHO))
        leads = {s.lead for s in paragraph.sentences if s.lead is not None}
        block = np.zeros((len(paragraph.sentences), len(NAMES)), dtype=np.float32)
        for n, sentence in enumerate(paragraph.sentences):
            number = bool(NUMBER.search(sentence.text))
            bound = sentence.obligation is not Obligation.NONE
            block[n] = (
                one.raw, rank == 0, 1 / (1 + rank), found.signals.dense[rows[n]], 0, found.signals.lexical[rows[n]], 0, n == 0,
                sentence.lead is not None, sentence.part in leads and sentence.text.endswith(":"),
                len(sentence.text) < SHORT, len(sentence.text) > LONG, paragraph.kind is Kind.FOOTNOTE,
                paragraph.kind is Kind.ENTRY, number and quantity, number and not quantity, bound and duty, bound,
                bool(sentence.actor) and who, isinstance(one.target, Section),
            )  # fmt: skip
        return block
