"""Tables that a page end cuts, and tables of rules only: each row is whole, under the names of its columns."""

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


def ruled_rows(c: Canvas, top: float, *rows: tuple[str, ...], titles: bool = True) -> float:
    """Draw rows of cells, whose lines '|' parts, with rules between the rows only; return where they end."""
    c.line(LEFT, top, 520, top)
    for n, row in enumerate(rows):
        for x, cell in zip((LEFT + 5, 440, 475), row, strict=False):
            for line, text in enumerate(cell.split("|")):
                put(c, x, top - 13 - 12 * line, text, font=BOLD if titles and not n else "Helvetica")
        top -= 18 + 12 * max(cell.count("|") for cell in row)
        c.line(LEFT, top, 520, top)
    return top


ANSWERS = ("Response", "Total", "Percent")


def test_a_table_with_rules_between_its_rows_only_has_names_and_whole_rows() -> None:
    def first(c: Canvas) -> None:
        y = ruled_rows(c, paragraph(c, TOP) - 20, ANSWERS, ("Agree or strongly agree|with what is proposed", "120", "60%"))
        paragraph(c, y - 30)
        ruled_rows(c, FOOT, ANSWERS, ("Agree", "80", "80%"))

    def second(c: Canvas) -> None:
        paragraph(c, ruled_rows(c, TOP, ANSWERS, ("Disagree", "20", "20%")) - 30)

    reading = read(first, second)
    rows = [["Agree or strongly agree with what is proposed", "120", "60%"], ANSWERS, ["Agree", "80", "80%"]]
    assert texts(reading, BlockKind.TABLE) == ["\t".join(row) for row in (ANSWERS, *rows, ["Disagree", "20", "20%"])]
    assert texts(reading) == [" ".join(FILLER)] * 3
    assert texts(reading, BlockKind.HEADING) == []


def test_rules_above_and_below_bold_words_make_no_table_of_text() -> None:
    def page(c: Canvas) -> None:
        y = ruled_rows(c, paragraph(c, TOP), ("Visits", "Page 2"))
        y = paragraph(c, y - 20)
        paragraph(c, ruled_rows(c, y, ("Reviews", "Page 3")) - 20)

    assert texts(read(page), BlockKind.TABLE) == []


def test_rules_around_all_rows_alone_make_no_row_of_them() -> None:
    def page(c: Canvas) -> None:
        cells = ("Agree|Disagree|Neither", "120|80|20", "60%|40%|10%")
        paragraph(c, ruled_rows(c, paragraph(c, TOP), ANSWERS, cells) - 30)

    assert not any("Agree Disagree" in row for row in texts(read(page), BlockKind.TABLE))
