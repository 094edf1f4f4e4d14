"""
How fast an answer is, against yardsticks of the same run: python -m eval.speed ('make speed').

A warm answer beside one bare embedding of its question, turn by turn; 'verse ask' from a cold shell beside a bare Python.
"""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter

import numpy as np

from corpus.bank import load_bank
from corpus.library import Library
from training.chat import build_assistant

QUESTIONS = 100
COLD = 7
WARM_UP = 5


def main() -> int:
    """Print the table."""
    library = Library()
    assistant = build_assistant(library)
    chosen = _questions(QUESTIONS + WARM_UP)
    for question in chosen[:WARM_UP]:
        assistant.ask(question)
        library.encoder.embed_query(question)
    bare, answers = [], []
    for question in chosen[WARM_UP:]:
        bare.append(_seconds(partial(library.encoder.embed_query, question)))
        answers.append(_seconds(partial(assistant.ask, question)))
    python = [_cold("-c", "pass") for _ in range(COLD)]
    cold = [_cold("-m", "api.cli", "ask", chosen[0]) for _ in range(COLD)]
    print(f"{'':<28} {'median':>9} {'p95':>9}")
    for name, seconds in (
        ("bare embedding", bare),
        ("warm answer", answers),
        ("bare Python", python),
        ("'verse ask', cold", cold),
    ):
        print(f"{name:<28} {_ms(seconds, 50):>9} {_ms(seconds, 95):>9}")
    print(f"a warm answer takes {np.median(answers) / np.median(bare):.1f} bare embeddings")
    return 0


def _questions(number: int) -> list[str]:
    found = [q.question for doc in ("wt-2026", "lcpp-2026", "ffp-2025") for q in load_bank(doc)]
    return random.Random(3).sample(found, number)


def _seconds(job: Callable[[], object]) -> float:
    started = perf_counter()
    job()
    return perf_counter() - started


def _cold(*given: str) -> float:
    """Seconds of a process from its start to its end."""
    command = [sys.executable, *given]
    return _seconds(
        lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)  # noqa: S603 (no shell)
    )


def _ms(seconds: Sequence[float], share: int) -> str:
    return f"{1000 * float(np.percentile(seconds, share)):.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
