"""What a new edition or a changed document has made doubtful in material that was made before."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.library import Library
from training.pack import Kept


class Doubt(StrEnum):
    """Why what stands on a paragraph is doubtful."""

    REWORDED = "reworded"
    """The paragraph has other words now."""
    GONE = "gone"
    """The library no longer holds it, and nothing like it."""
    MOVED = "moved"
    """Its words stand elsewhere now."""
    WITHDRAWN = "withdrawn"
    """Its document is no longer in force and the edition that replaces it holds nothing like it."""


@dataclass(frozen=True)
class Doubtful:
    """A paragraph that material stands on and that is not what it was: the old words, and the new ones if there are any."""

    doubt: Doubt
    before: str
    label: str
    old: str
    after: str
    after_label: str
    new: str
    used_in: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What was looked at and what of it is doubtful, in the material's order."""

    looked_at: int
    doubtful: tuple[Doubtful, ...]
    library: str

    @property
    def true(self) -> bool:
        """Whether all of it still stands."""
        return not self.doubtful


def check(material: Sequence[Kept], library: Library) -> Report:
    """Say what of `material` the library no longer holds in those words."""
    raise NotImplementedError
