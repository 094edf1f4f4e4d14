"""Progress on stderr, for steps that take long enough to wonder about."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


class Progress:
    """Draws one bar a step; `quiet` draws none."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet

    @contextmanager
    def step(self, title: str, total: int) -> Iterator[Callable[[int], object]]:
        """A bar that is advanced by what it yields; it appears only if the step takes over a second."""
        with tqdm(desc=title, total=total, file=sys.stderr, disable=self._quiet, delay=1.0, mininterval=0.5) as bar:
            yield bar.update
