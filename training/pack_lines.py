"""Lines as they are set in print: those of one paragraph under its lead-in, with one citation; and the link to each."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.pack import Line


@dataclass(frozen=True)
class Quoted:
    """Words of one paragraph: running text or list items (`items`) under a lead-in, verbatim, and their citation."""

    lead: str
    items: tuple[str, ...]
    line: Line

    @property
    def citation(self) -> str:
        """What stands under the words after the paragraph's label: id, duty and standing."""
        return ", ".join(piece for piece in (self.line.id, _says(self.duties), self.line.standing) if piece)

    duties: tuple[str, ...] = ()


def grouped(lines: Sequence[Line]) -> tuple[Quoted, ...]:
    """The lines of each paragraph and lead-in together, in the order in which they first come."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.id, line.lead), []).append(line)
    return tuple(
        Quoted(lead, tuple(own.words for own in group), group[0], tuple(dict.fromkeys(g.obligation for g in group)))
        for (_, lead), group in groups.items()
    )


def pieces(words: str) -> tuple[tuple[str, bool], ...]:
    """A paragraph's words line by line without their dashes, and whether each is a list item."""
    return tuple(
        (line.strip().removeprefix("- "), line.lstrip().startswith("- ")) for line in words.splitlines() if line.strip()
    )


def proof_pieces(quote: str) -> tuple[tuple[str, bool], ...]:
    """The words of a quiz's proof line by line; what follows a lead-in is a list item."""
    own = pieces(quote)
    led = bool(own) and own[0][0].endswith(":")
    return tuple((words, item or (led and n > 0)) for n, (words, item) in enumerate(own))


def _says(duties: Sequence[str]) -> str:
    named = [duty for duty in duties if duty]
    return f"says {' and '.join(repr(d) for d in named)}" if named else ""
