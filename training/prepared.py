"""What the first trainer would otherwise wait for."""

from corpus.library import Library
from training.quiz_ground import ground
from training.registers import Register, all_rows


def prepare(library: Library) -> None:
    """Draw the registers from a library's text, and what quizzes are made of."""
    for register in Register:
        all_rows(register, library)
    ground(library)
