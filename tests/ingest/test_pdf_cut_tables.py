"""Tables that go on over a page end: the row that it cuts is one row, under the names of its columns."""

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.blocks import BlockKind
from tests.ingest.test_pdf import BOLD, FILLER, LEFT, TOP, paragraph, put, read, texts
from tests.ingest.test_pdf_regions import COLUMNS, grid

HEAD, ROW = ("No.", "Action", "Owner"), ("1", "See the child.", "School")
NAMED = ["\t".join(HEAD), "\t".join(ROW)]
FOOT = 118


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("2", "Tell the parents", "Police"), ("", "unless that puts|the child at risk.", "")),
        (("2", "Tell the parents", ""), ("", "unless that puts|the child at risk.", "Police")),
        (("2", "", ""), ("", "Tell the parents unless|that puts the child at risk.", "Police")),
    ],
)
def test_a_row_whose_part_on_one_page_is_one_cell_is_whole(above: tuple[str, str, str], below: tuple[str, str, str]) -> None:
    def first(c: Canvas) -> None:
        paragraph(c, TOP)
        grid(c, FOOT + 22 + 22 + 22, HEAD, ROW, above, font=BOLD)
        put(c, LEFT, 40, "Borough procedures")

    def second(c: Canvas) -> None:
        paragraph(c, grid(c, TOP + 20, below) - 30)
        put(c, LEFT, 40, "Borough procedures")

    reading = read(first, second)
    said = "2\tTell the parents unless that puts the child at risk.\tPolice"
    assert texts(reading, BlockKind.TABLE) == [*NAMED, said]
    assert texts(reading) == [" ".join(FILLER)] * 2


def test_a_row_is_whole_where_the_rules_are_open_at_the_page_end() -> None:
    def sides(c: Canvas, top: float, foot: float) -> None:
        for x in COLUMNS:
            c.line(x, top, x, foot)

    def first(c: Canvas) -> None:
        paragraph(c, TOP)
        end = grid(c, FOOT + 44, HEAD, ROW, font=BOLD)
        sides(c, end, end - 30)
        for x, text in zip(COLUMNS, ("Heads", "Tell the parents. They", "Police"), strict=False):
            put(c, x + 4, end - 14, text)

    def second(c: Canvas) -> None:
        end = TOP - 10
        sides(c, TOP + 20, end)
        for x, text in zip(COLUMNS, ("Governors", "may bring a friend.", "Health"), strict=False):
            put(c, x + 4, TOP, text)
        paragraph(c, grid(c, end, ("3", "Write it down.", "Chair")) - 30)

    rows = texts(read(first, second), BlockKind.TABLE)
    assert rows[2:] == [
        "Heads Governors\tTell the parents. They may bring a friend.\tPolice Health",
        "3\tWrite it down.\tChair",
    ]


def test_a_header_drawn_as_the_table_is_no_part_of_it() -> None:
    header = ("Borough", "Procedures", "2026")

    def first(c: Canvas) -> None:
        grid(c, 820, header)
        paragraph(c, TOP)
        grid(c, FOOT + 44, HEAD, ROW, font=BOLD)

    def second(c: Canvas) -> None:
        grid(c, 820, header)
        paragraph(c, TOP)

    assert texts(read(first, second), BlockKind.TABLE) == NAMED
