"""
What the reader learns of (see `eval.learn_reader`): questions beside passages, and messages.

A question beside the gist of a paragraph that answers it is an answer; beside those of other paragraphs that are near, and
for a near miss beside whatever is near, it is none. Questions come from the bank, from pairs of like questions of which one
is answered, and from the tuning rows of which the judge does not learn. Messages and their routes come from the bank as well.
"""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.bank import SENT, load_bank, load_compared, load_near_misses, load_routes
from corpus.encoder import Encoder
from corpus.glossary import load_glossary
from corpus.library import Library
from corpus.model import PassageKind
from eval.gold import GoldRow, letters, tuning_rows
from eval.halves import MESSAGES, MISSES, ROWS, TWIN, for_reader
from eval.learn_answerable import UNHELD
from ingest.progress import Progress
from retriever.comparing import Beside, beside_of
from retriever.followup import standing
from retriever.gist import gist
from retriever.routes import Route

JOINTS = (". ", " ", ", ", " and ", ", also ", " - ", "? ", " so ", "\n")
LONGEST_JOINED = 200
"""Characters of a message to which a question is joined: the reader sees both."""


@dataclass(frozen=True)
class Recipe:
    """How the reader is trained."""

    seed: int = 11
    epochs: int = 2
    pairs: int = 32
    messages: int = 24
    rate: float = 5e-4
    again: int = 700
    """Steps after the epochs in which two in three messages are of those whose route is known: danger is rare among all."""
    again_pairs: int = 16
    again_messages: int = 36
    again_rate: float = 2e-4
    rank: int = 16
    one_in: int = 4
    """Of the bank's questions, so many as one beside passages."""
    joined: float = 0.3
    """Of the messages of danger and those that only sound like it, so many once more with a question beside them."""
    plain_one_in: int = 4
    """Of the bank's questions, so many as one among the messages, as an ordinary one."""
    shown: int = 2
    """Passages that the search finds for a near miss, beside the one known to mislead."""
    confusable: int = 8
    """A wrong passage is drawn from the first so many."""
    nearest: float = 0.97
    """A passage nearer than this share of the right one's nearness may answer too, and is not called wrong."""


@dataclass(frozen=True)
class Pair:
    """A question, a passage, and whether it answers."""

    question: str
    passage: str
    answers: bool


@dataclass(frozen=True)
class Question:
    """A question, the paragraphs and sections that answer it (none: nothing does), and one known to mislead."""

    text: str
    answered_by: frozenset[str]
    near: str = ""


def pairs(library: Library, encoder: Encoder, recipe: Recipe, progress: Progress) -> list[Pair]:
    """What there is to learn from, from one library."""
    asked = [*_of_bank(library, recipe), *_of_tuning(library), *_near_misses()]
    with progress.step("Embedding questions", len(asked)) as advance:
        vectors = encoder.encode([q.text for q in asked], advance)
    words = library.rows[PassageKind.WORDS]
    owners, places = list(words), [i for own in words.values() for i in own]
    starts = np.cumsum([0, *(len(own) for own in words.values())])[:-1]
    chance = random.Random(recipe.seed)
    found: list[Pair] = []
    for question, vector in zip(asked, vectors, strict=True):
        nearness = library.dense.vectors @ vector
        by_owner = dict(zip(owners, np.maximum.reduceat(nearness[places], starts).tolist(), strict=True))
        found += [
            Pair(question.text, gist(library, target, nearness), answers)
            for target, answers in _beside(question, by_owner, library, chance, recipe)
        ]
    return found


def _of_bank(library: Library, recipe: Recipe) -> list[Question]:
    """Some of the bank's questions, all that were written beside one that nothing answers, and all that were really sent."""
    bank = [q for d in library.documents for q in load_bank(d) if q.style != SENT]
    chosen = [q for q in bank if q.style != TWIN][:: recipe.one_in] + [q for q in bank if q.style == TWIN]
    return [
        *(Question(load_glossary().expand(q.question), frozenset([q.paragraph])) for q in chosen),
        *(Question(load_glossary().expand(sent), frozenset(answered_by)) for sent, answered_by in _sent(library).items()),
    ]


def _sent(library: Library) -> dict[str, list[str]]:
    """Questions of the bank as they were really sent that are no tuning rows, and what answers each."""
    rows = {row.question for row in tuning_rows()}
    found: dict[str, list[str]] = {}
    for question in (q for d in library.documents for q in load_bank(d)):
        if question.style == SENT and question.question not in rows:
            found.setdefault(question.question, []).append(question.paragraph)
    return found


def _of_tuning(library: Library) -> list[Question]:
    """The tuning rows of which the judge does not learn, without those that lean on earlier questions."""
    rows = for_reader([r for r in tuning_rows() if r.answerable or r.kind in UNHELD], ROWS)
    texts = {p.id: letters(p.text) for p in library.paragraphs.values()}
    held: dict[str, list[str]] = {}
    for name in texts:
        held.setdefault(name.partition("/")[0], []).append(name)
    found = []
    for row in rows:
        quotes = [(e.doc, letters(e.quote)) for e in row.evidence]
        answered_by = frozenset(n for doc, quote in quotes for n in held.get(doc, ()) if quote in texts[n])
        if not row.history and bool(answered_by) == row.answerable:
            found.append(Question(load_glossary().expand(row.question), answered_by))
    return found


def _near_misses() -> list[Question]:
    missed = for_reader(load_near_misses(), MISSES)
    return [Question(load_glossary().expand(m.question), frozenset(), m.near) for m in missed]


def _beside(
    question: Question, nearness: Mapping[str, float], library: Library, chance: random.Random, recipe: Recipe
) -> Iterator[tuple[str, bool]]:
    """
    What a question is read beside, and whether that answers.

    A question with an answer beside the nearest that answers, and beside one of the nearest that do not; one without beside
    the nearest, and beside what is known to mislead.
    """
    order = sorted(nearness, key=lambda owner: -nearness[owner])
    if not question.answered_by:
        shown = [*order[: recipe.shown], *([question.near] if question.near in nearness else [])]
        yield from ((target, False) for target in dict.fromkeys(shown))
        return
    own = [o for o in order if any(o == a or o.startswith(f"{a}/") for a in question.answered_by)]
    right = next((a for a in question.answered_by if a in library.rows[PassageKind.SECTION]), own[0] if own else "")
    if not right:
        return
    yield right, True
    wrong = [o for o in order if o not in own and nearness[o] < recipe.nearest * nearness[own[0]]] if own else order
    yield chance.choice(wrong[: recipe.confusable]), False


@dataclass(frozen=True)
class Message:
    """A message, its route, what it sets beside another, and what it asks; None where nobody has said."""

    text: str
    route: str = Route.QUESTION.value
    beside: Collection[str] = ()
    asked: Collection[str] | None = None
    routed: bool = False
    """Whether it was written for its route."""


def messages(library: Library, recipe: Recipe) -> list[Message]:
    """What is learned of messages: from those of the bank, and from its questions, near misses and tuning rows as ordinary."""
    bank = [(d, q.question) for d in library.documents for q in load_bank(d) if q.style != SENT][:: recipe.plain_one_in]
    rows = [r for r in for_reader(tuning_rows(), ROWS) if r.answerable]
    routed = [Message(m.question, m.label, routed=True) for m in for_reader(load_routes(), MESSAGES)]
    return [
        *routed,
        *_joined(routed, [question for _, question in bank], recipe),
        *(Message(m.question, beside=m.beside, asked=m.asked) for m in for_reader(load_compared(), MESSAGES)),
        *(Message(standing(r.question, r.history), beside=compares(r, library), asked=asks(r, library)) for r in rows),
        *(Message(question, asked=[*filter(None, [beside_of(library.documents[doc])])]) for doc, question in bank),
        *(Message(m.question) for m in load_near_misses()),
        *(Message(sent) for sent in _sent(library)),
    ]


def _joined(routed: Sequence[Message], questions: Sequence[str], recipe: Recipe) -> Iterator[Message]:
    """Some messages of danger, and ordinary ones, with a question on the guidance before or after: danger stays danger."""
    chance = random.Random(recipe.seed)
    for message in (m for m in routed if m.route in (Route.EMERGENCY, Route.QUESTION)):
        if chance.random() < recipe.joined and len(message.text) < LONGEST_JOINED:
            parts = [message.text, chance.choice(questions)]
            chance.shuffle(parts)
            yield Message(chance.choice(JOINTS).join(parts), message.route, routed=True)


def asks(row: GoldRow, library: Library) -> set[Beside]:
    """As what a row asks documents that are not in force: those that alone answer a part of it."""
    kinds = [{beside_of(library.documents[e.doc]) for e in group} for group in row.groups]
    return {kind for own in kinds if len(own) == 1 for kind in own if kind}


def compares(row: GoldRow, library: Library) -> set[Beside]:
    """
    As what a row sets documents beside others: those that it needs, where no one document answers all of it.

    The one in force is none of them, nor is a local one, nor one of several that answer as well.
    """
    needed = [{e.doc for e in group} for group in row.groups]
    if len(needed) < 2 or set.intersection(*needed):
        return set()
    kinds = {beside_of(library.documents[doc]) for docs in needed if len(docs) == 1 for doc in docs}
    return {kind for kind in kinds if kind}
