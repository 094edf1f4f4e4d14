"""How well each paragraph and section fits a question, seen from several sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.library import Library
from corpus.model import Genre, Kind, Paragraph, PassageKind, Section, Status
from corpus.runtime import QueryEncoder
from corpus.vectors import Rows
from retriever.comparing import Beside
from retriever.near import Near
from retriever.question import Plan

Scores = NDArray[np.float32]
Members = Mapping[PassageKind, tuple[Rows, Rows]]
"""For words, questions and sentences: passages, and for each the place of the target it stands for, ascending."""

NAMES = (
    "dense words",
    "dense questions",
    "lexical words",
    "lexical questions",
    "second question",
    "dense sentences",
    "section",
    "section for overview",
    "footnote",
    "glossary",
    "statement",
    "statement for training",
    "panel",
    "length",
    "named",
    "not named",
    "proposal unasked",
    "proposal asked",
    "standard unasked",
    "standard asked",
    "programme unasked",
    "programme asked",
    "withdrawn",
    "form field",
)
"""The features, in the order of the columns."""
HINTED = (
    *("named", "not named", "proposal unasked", "proposal asked", "standard unasked", "standard asked"),
    *("programme unasked", "programme asked", "statement for training", "withdrawn"),
)
"""Those that say which documents a question asks, and nothing of what they hold."""
KINDS = {
    PassageKind.WORDS: (PassageKind.WORDS, PassageKind.SECTION),
    PassageKind.QUESTION: (PassageKind.QUESTION,),
    PassageKind.SENTENCE: (PassageKind.SENTENCE,),
}
"""What stands for a target's words, questions and sentences."""

AGAIN = 0.5
"""How much a follow-up's own words count beside all that is searched: what was asked before is answered already."""
LENT = 0.2
"""How much the questions before count beside one that stands alone: it hardly matters where the subject has changed."""


@dataclass(frozen=True)
class Targets:
    """What can be ranked: paragraphs and sections, with what does not depend on the question."""

    ids: tuple[str, ...]
    docs: NDArray[np.str_]
    asked: NDArray[np.bool_]
    """Whether the bank has questions on its document."""
    fixed: Scores
    """Shape (targets, features): the columns that no question changes, the others zero."""


@dataclass(frozen=True)
class Signals:
    """How near every passage of the library is to a question, in the passages' order."""

    vector: Scores
    """The vector that is searched with."""
    dense: Scores
    """Cosine similarity."""
    lexical: Scores
    """BM25 as a share of the best passage's."""
    near: Rows | None = None
    """Where an engine searched: the targets that came near, ascending. What stands for none of them has 0 for both."""


class FeatureReader:
    """Reads the features of every target for a question, shape (targets, features)."""

    def __init__(self, library: Library, encoder: QueryEncoder) -> None:
        self.library = library
        self._encoder = encoder

    @cached_property
    def targets(self) -> Targets:
        """The targets, in the library's order: paragraphs, then sections."""
        wanted = dict.fromkeys(p.paragraph for p in self.library.passages)
        found = [self.library.find(t) for t in wanted]
        kept = [f for f in found if not (isinstance(f, Paragraph) and f.kind is Kind.FIGURE)]
        fixed = np.array([_fixed(f, len(self.library.text_of(f.id))) for f in kept], dtype=np.float32)
        docs = np.array([f.doc for f in kept])
        return Targets(tuple(f.id for f in kept), docs, np.isin(docs, list(self.library.with_bank)), fixed)

    @cached_property
    def _near(self) -> Near:
        return Near(self.library, self.targets.ids)

    @cached_property
    def _members(self) -> Members:
        """The passages of every target."""
        number = {t: i for i, t in enumerate(self.targets.ids)}
        members = {}
        for name, kinds in KINDS.items():
            own = [i for i, p in enumerate(self.library.passages) if p.kind in kinds and p.paragraph in number]
            own.sort(key=lambda i: number[self.library.passages[i].paragraph])
            members[name] = (
                np.array(own, dtype=int),
                np.array([number[self.library.passages[i].paragraph] for i in own], dtype=int),
            )
        return members

    def _members_of(self, near: Rows) -> Members:
        """The passages of some targets, whose places are those in `near`."""
        members = {}
        for name, kinds in KINDS.items():
            own = [[i for kind in kinds for i in self.library.rows[kind].get(self.targets.ids[t], ())] for t in near]
            places = np.repeat(np.arange(len(near)), [len(rows) for rows in own])
            members[name] = (np.array([i for rows in own for i in rows], dtype=int), places)
        return members

    def signals(self, plan: Plan) -> Signals:
        """The nearness of every passage to a question, or of those that an engine finds near; raises IndexAway."""
        vector, words = self._vector(plan), f"{plan.understood} {plan.own}".rstrip()
        if self.library.near is not self.library.dense:
            near, dense, lexical = self._near.found(plan, vector, words)
            return Signals(vector, dense, _share(lexical), near)
        return Signals(vector, self.library.dense.scores(vector), _share(self.library.lexical.scores(words)))

    def _vector(self, plan: Plan) -> Scores:
        """The unit vector of what is searched, with that of a follow-up's own words, or of the questions before it."""
        lent, weight = (plan.own, AGAIN) if plan.own else (plan.earlier, LENT)
        vector = np.asarray(self._encoder.embed_query(plan.understood), dtype=np.float32)
        if not lent:
            return vector
        both = vector + weight * np.asarray(self._encoder.embed_query(lent), dtype=np.float32)
        return np.asarray(both / np.linalg.norm(both), dtype=np.float32)

    def read(self, plan: Plan, signals: Signals) -> Scores:
        """The features of every target, or of those that came near."""
        near = slice(None) if signals.near is None else signals.near
        members = self._members if signals.near is None else self._members_of(signals.near)
        table = self.targets.fixed[near].copy()
        size = len(table)
        dense, lexical = signals.dense, signals.lexical
        for column, scores, kind in ((0, dense, PassageKind.WORDS), (1, dense, PassageKind.QUESTION)):
            table[:, column] = _best(scores, members[kind], size)
        for column, scores, kind in ((2, lexical, PassageKind.WORDS), (3, lexical, PassageKind.QUESTION)):
            table[:, column] = _best(scores, members[kind], size)
        table[:, 4] = _second(dense, members[PassageKind.QUESTION], size)
        sentences = _best(dense, members[PassageKind.SENTENCE], size)
        table[:, 5] = np.where(sentences > 0, sentences, table[:, 0])
        _without_bank(table, members)
        self._cues(table, plan, self.targets.docs[near])
        return table

    def _cues(self, table: Scores, plan: Plan, docs: NDArray[np.str_]) -> None:
        """Columns that depend on the wording: documents named or asked, overviews. `docs` are the targets' documents."""
        documents = self.library.documents.items()
        section = table[:, NAMES.index("section")]
        table[:, NAMES.index("section for overview")] = section * plan.overview
        statement = table[:, NAMES.index("statement")]
        table[:, NAMES.index("statement for training")] = statement * (Beside.STANDARDS in plan.asked)
        if plan.named:
            named = np.isin(docs, list(plan.named))
            table[:, NAMES.index("named")] = named
            table[:, NAMES.index("not named")] = ~named
        for name, kind, own in (
            ("proposal", Beside.PROPOSED, list(self.library.proposals)),
            ("standard", Beside.STANDARDS, [d for d, document in documents if document.genre is Genre.STANDARDS]),
            ("programme", Beside.GUIDE, [d for d, document in documents if document.genre is Genre.PROGRAMME]),
        ):
            table[:, NAMES.index(f"{name} {'asked' if kind in plan.asked else 'unasked'}")] = np.isin(docs, own)
        withdrawn = [d for d, document in documents if document.status is Status.WITHDRAWN]
        table[:, NAMES.index("withdrawn")] = np.isin(docs, withdrawn)


def _share(lexical: Scores) -> Scores:
    """BM25 as a share of the best passage's."""
    return lexical / max(float(lexical.max(initial=0.0)), 1e-6)


def _best(scores: Scores, members: tuple[Rows, Rows], size: int) -> Scores:
    """The best passage of each of `size` targets; 0 for a target without one."""
    passages, targets = members
    best = np.zeros(size, dtype=np.float32)
    np.maximum.at(best, targets, scores[passages])
    return best


def _second(dense: Scores, members: tuple[Rows, Rows], size: int) -> Scores:
    """Each target's second-best bank question: agreement of two is worth more than one; 0 for a target without two."""
    passages, targets = members
    second = np.zeros(size, dtype=np.float32)
    if len(targets):
        starts, scores = _starts(targets), dense[passages]
        best = np.repeat(np.maximum.reduceat(scores, starts), np.diff(starts, append=len(targets)))
        bests = np.flatnonzero(scores == best)
        scores[bests[_starts(targets[bests])]] = -np.inf
        left = np.maximum.reduceat(scores, starts)
        second[targets[starts]] = np.where(np.isfinite(left), left, 0)
    return second


def _starts(targets: Rows) -> Rows:
    """Where each target's passages begin."""
    return np.flatnonzero(np.r_[True, targets[1:] != targets[:-1]])


def _without_bank(table: Scores, members: Members) -> None:
    """Let what the bank says nothing of (an added document) be as near by questions as it is by its own words."""
    asked = np.zeros(len(table), dtype=bool)
    asked[members[PassageKind.QUESTION][1]] = True
    table[~asked, 1] = table[~asked, 0]
    table[~asked, 3] = table[~asked, 2]
    table[~asked, 4] = table[~asked, 0]


def _fixed(target: Paragraph | Section, length: int) -> list[float]:
    """The columns that no question changes."""
    row = dict.fromkeys(NAMES, 0.0)
    row["length"] = min(length, 4000) / 4000
    if isinstance(target, Section):
        row["section"] = 1.0
    else:
        row["footnote"] = float(target.kind is Kind.FOOTNOTE)
        row["glossary"] = float(target.kind is Kind.ENTRY)
        row["statement"] = float(target.kind is Kind.STATEMENT)
        row["panel"] = float(target.kind is Kind.PANEL)
        row["form field"] = float(_is_form(target))
    return [row[n] for n in NAMES]


def _is_form(paragraph: Paragraph) -> bool:
    """Fields of a response form and lists that repeat a consultation's questions."""
    above: Sequence[str] = [h.lower() for h in paragraph.heading]
    return any(
        w in h for h in above for w in ("consolidated list", "personal information", "diversity questions", "contact pref")
    )
