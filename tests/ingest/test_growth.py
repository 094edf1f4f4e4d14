"""What a long file holds much of is read in time that grows with it, not with its square."""

import time
from collections.abc import Callable

import pytest

from ingest.blocks import Block, BlockKind
from ingest.flow import mend
from ingest.naming import Names
from ingest.numbering import Numbering
from ingest.pdf_blocks import draft_blocks
from ingest.pdf_lines import Line
from ingest.pdf_look import measure

MANY = 30_000
PATIENCE_S = 8.0
"""Each takes under one; read with its square, minutes."""


def paragraphs_without_notes() -> None:
    assert len(mend((Block(BlockKind.TEXT, "A paragraph."),) * MANY)) == MANY


def numbers_out_of_order() -> None:
    upwards = [f"{1 + n // 900}.{1 + n % 900}" for n in range(MANY)]
    blocks = [Block(BlockKind.ITEM, "Words.", 1, marker) for marker in (*upwards, *("1.1", "1.2") * (MANY // 2))]
    assert Numbering.of(blocks)


def titles_that_come_again() -> None:
    names = Names()
    assert [names.claim("aims") for _ in range(MANY)][-1] == f"aims-{MANY}"


def lines_without_a_paragraph() -> None:
    said = "12 words of a paragraph that goes on and on and has no end in all the pages that it fills"
    lines = [Line(n // 50, 0, 72, 520, 700 - 12.0 * (n % 50), 10, False, said) for n in range(MANY // 4)]
    assert draft_blocks(lines, measure(lines))


@pytest.mark.parametrize(
    "work", [paragraphs_without_notes, numbers_out_of_order, titles_that_come_again, lines_without_a_paragraph]
)
def test_time_grows_with_the_file(work: Callable[[], None]) -> None:
    started = time.process_time()
    work()
    assert time.process_time() - started < PATIENCE_S
