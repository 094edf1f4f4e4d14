"""What is worked out once for each library, by the folder of its build, whoever asks first."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import Concatenate, ParamSpec, TypeVar

from corpus.library import Library

Given = ParamSpec("Given")
Made = TypeVar("Made")
KEPT = 2
"""Libraries whose material is kept: the one that is served, and the one that follows it."""


def once(make: Callable[Concatenate[Library, Given], Made]) -> Callable[Concatenate[Library, Given], Made]:
    """
    What `make` returns, made once for each library and whatever else it is given, of few choices.

    Those who ask while it is being made wait for it; what it raises is not kept.
    """
    made: dict[Path, dict[object, Made]] = {}
    lock = RLock()

    @wraps(make)
    def kept(library: Library, /, *given: Given.args, **named: Given.kwargs) -> Made:
        choice = (given, tuple(sorted(named.items())))
        own = made.get(library.folder, {})
        if choice in own:  # without the lock: who asks of one library does not wait while another's is made
            return own[choice]
        with lock:
            own = made.get(library.folder, {})
            if choice not in own:
                own[choice] = make(library, *given, **named)
                made.setdefault(library.folder, own)
                while len(made) > KEPT:
                    del made[next(iter(made))]
            return own[choice]

    return kept
