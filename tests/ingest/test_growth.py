"""What a long file holds much of is read in time that grows with it, not with its square."""

import time
from collections.abc import Callable

import pytest

from ingest.blocks import Block, BlockKind
from ingest.flow import mend
from ingest.naming import Names
from ingest.numbering import Numbering
from ingest.pdf_blocks import draft_blocks
from ingest.pdf_geometry import Run
from ingest.pdf_large import without_large
from ingest.pdf_lines import Line
from ingest.pdf_look import measure
from ingest.pdf_regions import page_lines
from ingest.pdf_runs import PageRuns

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


def words_in_one_row() -> None:
    runs = tuple(Run("words", 50 + 30.0 * n, 70 + 30.0 * n, 700, 4) for n in range(MANY // 4))
    assert page_lines(PageRuns(runs, (), 800, 0), 0, 1, digits_apart=False).lines


def cells_of_a_grid() -> None:
    places = range(100)
    rules = [(0.0, 9.0 * n, 891.0, 9.0 * n) for n in places] + [(9.0 * n, 0.0, 9.0 * n, 891.0) for n in places]
    runs = tuple(Run("a", 9.0 * x + 2, 9.0 * x + 6, 9.0 * y + 2, 5) for x in places[:-1] for y in places[:-1])
    (table,) = page_lines(PageRuns(runs, (), 0, 0, tuple(rules)), 0, 1, digits_apart=False).lines
    assert len(table.table.rows if table.table else ()) == 99


def large_words_among_small() -> None:
    small = [Run("ab", 50 + n % 50, 55 + n % 50, 800 - 12.0 * (n // 50), 10) for n in range(MANY // 2)]
    large = [Run("Hi", 50, 58, -8000 - 24.0 * n, 20) for n in range(MANY // 6)]
    (page,) = without_large([PageRuns((*small, *large), (), 800, 0)])
    assert len(page.runs) == len(small) + len(large)


@pytest.mark.parametrize(
    "work",
    [
        paragraphs_without_notes,
        numbers_out_of_order,
        titles_that_come_again,
        lines_without_a_paragraph,
        words_in_one_row,
        cells_of_a_grid,
        large_words_among_small,
    ],
)
def test_time_grows_with_the_file(work: Callable[[], None]) -> None:
    started = time.process_time()
    work()
    assert time.process_time() - started < PATIENCE_S
