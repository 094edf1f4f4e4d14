"""
Answers given lately: a question that is asked again while nothing it rests on has changed is not worked out again.

Kept in memory only, so many and so long. What is compared is a hash of the redacted words, the day, the library and the
engine; what is kept is the answer, redacted as every answer is.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from threading import Lock
from time import monotonic, perf_counter

from api.asking import Answering
from api.engine import engine
from api.settings import Settings
from api.stages import Stage, reached
from retriever.answer import Answer, Hit
from retriever.days import days_in
from retriever.question import LONGEST, plain
from retriever.redaction import redact_turns

MOST = 256
"""Answers that are kept; the one not asked for longest goes first."""
KEPT_S = 3600.0
"""How long one is kept."""


def remembering(assistant: Answering, settings: Settings) -> Answering:
    """An assistant that remembers its answers; what a language model writes is written anew each time."""
    return assistant if settings.writer else Remembered(assistant)


class Remembered:
    """An assistant that remembers its answers, but to a question that names a day, which its redacted words do not tell."""

    def __init__(self, assistant: Answering, clock: Callable[[], float] = monotonic) -> None:
        self.library = assistant.library
        self._assistant = assistant
        self._clock = clock
        self._answers: OrderedDict[bytes, tuple[float, Answer]] = OrderedDict()
        self._lock = Lock()

    def ask(
        self, question: str, history: Sequence[str] = (), as_of: date | None = None, k: int = 10, full: bool = False
    ) -> Answer:
        """The answer to a question; raises what the assistant does, which is not remembered."""
        started = perf_counter()
        if days_in(question[:LONGEST], as_of or date.today()):
            return self._assistant.ask(question, history, as_of, k, full)
        key = self._key(question, history, as_of, k, full)
        known = self._known(key)
        if known is not None:
            if known.passages:
                reached(Stage("understood", understood=known.understood))
                reached(Stage("searched", found=tuple(hit.id for hit in known.passages)))
            return replace(known, seconds=round(perf_counter() - started, 4))
        answer = self._assistant.ask(question, history, as_of, k, full)
        self._keep(key, answer)
        return answer

    def search(self, query: str, k: int = 10, as_of: date | None = None) -> tuple[Hit, ...]:
        """The best paragraphs for a query."""
        return self._assistant.search(query, k, as_of)

    def compare(self, one: str, other: str, topic: str, as_of: date | None = None) -> Answer:
        """Two documents side by side."""
        return self._assistant.compare(one, other, topic, as_of)

    def _key(self, question: str, history: Sequence[str], as_of: date | None, k: int, full: bool) -> bytes:
        """A hash of all that an answer depends on; what was taken out of the question counts by its kind."""
        turns = redact_turns([*map(plain, history), plain(question)])
        words = [turn.text for turn in turns if turn.text or turn is turns[-1]]
        day = (as_of or date.today()).isoformat()
        made_of = [self.library.manifest.fingerprint, engine(), words, turns[-1].removed, day, k, full]
        return hashlib.sha256(json.dumps(made_of).encode()).digest()

    def _known(self, key: bytes) -> Answer | None:
        with self._lock:
            since, answer = self._answers.get(key, (0.0, None))
            if answer is None or self._clock() - since > KEPT_S:
                self._answers.pop(key, None)
                return None
            self._answers.move_to_end(key)
            return answer

    def _keep(self, key: bytes, answer: Answer) -> None:
        with self._lock:
            self._answers[key] = (self._clock(), answer)
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)
