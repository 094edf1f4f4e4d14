"""How far a question has come, told while it is answered: what was understood, what was found; never unchecked words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from retriever.features import Signals
from retriever.question import Plan
from retriever.replies import LOOKED_UP
from retriever.search import Found, Searcher


@dataclass(frozen=True)
class Stage:
    """A stage that was reached: `understood` are the words searched, `found` the ids of the best paragraphs."""

    name: str
    understood: str = ""
    found: tuple[str, ...] = ()


Tell = Callable[[Stage], None]
_listener: ContextVar[Tell | None] = ContextVar("listener", default=None)


@contextmanager
def told(tell: Tell) -> Iterator[None]:
    """Have the stages of what is asked in this block, on this thread, told."""
    token = _listener.set(tell)
    try:
        yield
    finally:
        _listener.reset(token)


def reached(stage: Stage) -> None:
    """Say that a stage was reached, to whoever listens on this thread."""
    if tell := _listener.get():
        tell(stage)


class ToldSearcher(Searcher):
    """The searcher, saying what it searches for and what it found."""

    def search(self, plan: Plan, k: int = 10, signals: Signals | None = None) -> Found:
        """The `k` best paragraphs and sections for a plan, best first."""
        if plan.question in LOOKED_UP:  # what is looked up in an emergency before what was asked
            return super().search(plan, k, signals)
        reached(Stage("understood", understood=plan.understood))
        found = super().search(plan, k)
        reached(Stage("searched", found=tuple(r.target.id for r in found.ranked)))
        return found
