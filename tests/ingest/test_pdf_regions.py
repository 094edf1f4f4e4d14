"""Tables, boxes and columns of a PDF: what is drawn or set side by side is not read straight across."""

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.blocks import BlockKind
from ingest.pdf_furniture import Page
from ingest.pdf_geometry import Box, Run
from ingest.pdf_layout import lay_out
from ingest.pdf_regions import page_lines
from ingest.pdf_runs import PageRuns
from ingest.structure import outline
from tests.ingest.test_pdf import BOLD, FILLER, LEADING, LEFT, TOP, beside_a_box, paragraph, put, read, texts

COLUMNS = (72, 222, 372, 522)


def grid(c: Canvas, top: float, *rows: tuple[str, str, str], font: str = "Helvetica") -> float:
    """Draw a ruled table whose cells hold lines parted by '|'; return where it ends."""
    for row in rows:
        height = 8 + 14 * max(cell.count("|") + 1 for cell in row)
        for x, end, cell in zip(COLUMNS, COLUMNS[1:], row, strict=False):
            c.rect(x, top - height, end - x, height)
            for n, line in enumerate(cell.split("|")):
                put(c, x + 4, top - 14 - 14 * n, line, font=font)
        top, font = top - height, "Helvetica"
    return top


HEAD = ("Need", "Early help", "Protection")


def test_a_ruled_table_is_a_row_each_with_its_wrapped_cells_whole() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        y = grid(c, y, HEAD, ("Health", "misses some|appointments", "untreated|injuries"), font=BOLD)
        paragraph(c, y - 30)

    reading = read(page)
    assert texts(reading, BlockKind.TABLE) == ["\t".join(HEAD), "Health\tmisses some appointments\tuntreated injuries"]
    assert texts(reading) == [" ".join(FILLER)] * 2


def test_a_table_goes_on_over_the_page_without_its_titles_again_and_a_cut_row_is_whole() -> None:
    def first(c: Canvas) -> None:
        grid(c, paragraph(c, TOP), HEAD, ("Health", "misses some", "untreated"), font=BOLD)

    def second(c: Canvas) -> None:
        y = grid(c, TOP, HEAD, ("", "appointments", "injuries"), ("Home", "cold", "unsafe"), font=BOLD)
        paragraph(c, y - 30)

    rows = texts(read(first, second), BlockKind.TABLE)
    assert rows == ["\t".join(HEAD), "Health\tmisses some appointments\tuntreated injuries", "Home\tcold\tunsafe"]


def test_words_beside_a_box_are_not_woven_with_it() -> None:
    def page(c: Canvas) -> None:
        lines = [(f"The text beside the box goes on in line {n}" + "." * (n == 3), f"Words in the box {n}") for n in range(4)]
        paragraph(c, beside_a_box(c, lines))

    found = texts(read(page))
    assert " ".join(f"The text beside the box goes on in line {n}" for n in range(4)) + "." in found
    assert " ".join(f"Words in the box {n}" for n in range(4)) in found


def test_three_columns_are_read_one_after_the_other() -> None:
    line = "The desk keeps an account of"

    def page(c: Canvas) -> None:
        for column in range(3):
            for n in range(20):
                put(c, LEFT + column * 160, TOP - n * LEADING - column * 5, f"{line} {column}", 10)

    reading = read(page)
    words = " ".join(block.text for block in reading.blocks)
    assert words.count(f"{line} 0 {line} 0") == words.count(f"{line} 2 {line} 2") == 10
    assert any("columns" in warning for warning in reading.warnings)


def test_cells_that_may_be_read_across_are_said() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for n, (one, other) in enumerate(
            [("a parent who", "a school that"), ("does not", "cannot say"), ("come or", "when or")] * 2
        ):
            put(c, LEFT, y - n * LEADING, one)
            put(c, 300, y - n * LEADING, other)

    reading = read(page)
    assert any("read across" in warning for warning in reading.warnings)
    assert texts(reading, BlockKind.TABLE) == []


def test_words_right_of_the_columns_below_them_are_no_column() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for n in range(3):
            put(c, LEFT, y - n * LEADING, f"Duty desk {n}")
            put(c, 220, y - n * LEADING, f"Extension {n}")
        put(c, 420, y - 3 * LEADING, "See the website.")
        paragraph(c, y - 120)

    assert "See the website." in texts(read(page))


def test_no_words_of_a_row_are_lost_where_another_fills_two_of_its_columns() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for n, row in enumerate(("Duty desk and hub of the borough", "Duty desk", "Duty desk", "Duty desk")):
            put(c, LEFT, y - n * LEADING, row)
            put(c, 420, y - n * LEADING, f"Extension {n}")
        put(c, 180, y - 2 * LEADING, "by night")
        paragraph(c, y - 120)

    assert "by night" in " ".join(block.text for block in read(page).blocks)


def test_words_over_each_of_two_boxes_stand_with_what_their_own_box_holds() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP) - 20
        for x, label, words in ((72, "Yes", "Call the police at once."), (322, "No", "Offer early help.")):
            put(c, x + 90, y + 4, label)
            c.rect(x, y - 40, 200, 40)
            put(c, x + 8, y - 20, words)
        paragraph(c, y - 70)

    said = " ".join(block.text for block in read(page).blocks)
    assert "Yes Call the police at once." in said
    assert "No Offer early help." in said


def test_a_box_and_a_table_of_nothing_that_can_be_seen_are_none() -> None:
    icon, words = Run("\u200b", 110, 130, 700, 10), Run("Words beside an icon", 200, 400, 700, 10)
    table = [Run(sign, x, x + 20, 600 - 14 * n, 10) for n in range(4) for sign, x in (("\x01", 100), ("\u200b", 200))]
    soft = [Run("\u00ad", x, x + 20, 400 - 14 * n, 10) for n in range(4) for x in (100, 200)]
    found = page_lines(PageRuns((icon, words, *table, *soft), (), 800, 0, ((100, 690, 160, 730),)), 0, 1, digits_apart=False)
    blocks = lay_out([Page(tuple(found.lines), 800)], ["1"])
    assert [block.text for block in blocks if block.text] == ["Words beside an icon"]


def test_boxes_in_boxes_without_end_lose_no_words() -> None:
    runs, boxes, width = list[Run](), list[Box](), 1e7
    for n in range(500):
        boxes.append((0.0, 0.0, width, width))
        runs.append(Run(f"number{n}", 0.985 * width, 0.99 * width, 1.0, 10.0))
        width *= 0.98
    found = page_lines(PageRuns(tuple(runs), (), 800.0, 0, tuple(boxes)), 0, 1, digits_apart=False)
    said = " ".join(line.text for line in found.lines)
    assert all(said.count(f"number{n}") >= 1 for n in range(500))


def boxes(c: Canvas, low: float, high: float, *texts: str, font: str = "Helvetica") -> None:
    """Draw boxes side by side, the rightmost first, each with lines parted by '|' from its top."""
    width = 450 / len(texts)
    for n, text in reversed(list(enumerate(texts))):
        c.rect(LEFT + n * width, low, width - 10, high - low)
        for at, line in enumerate(text.split("|")):
            put(c, LEFT + n * width + 8, high - 16 - LEADING * at, line, font=font)


def test_boxes_side_by_side_are_read_from_the_left() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        boxes(c, y - 60, y, "One is here.", "Two is here.", "Three is here.")
        boxes(c, y - 140, y - 80, "Four is here.", "Five is here.")
        paragraph(c, y - 170)

    assert texts(read(page))[1:-1] == [f"{n} is here." for n in ("One", "Two", "Three", "Four", "Five")]


def test_boxes_that_the_page_cuts_are_read_one_after_the_other_and_what_is_below_is_not_of_them() -> None:
    def first(c: Canvas) -> None:
        put(c, LEFT, TOP, "During the visit", 16, BOLD)
        paragraph(c, TOP - 30)
        boxes(c, 60, 90, "Do on a visit", "Never do", font=BOLD)

    def second(c: Canvas) -> None:
        boxes(c, TOP - 60, TOP + 14, "• listen to|what is said", "• promise to|keep a secret")
        paragraph(c, TOP - 90)

    reading = read(first, second)
    heads = [block.text for block in reading.blocks if block.kind is not BlockKind.FURNITURE]
    assert heads[2:-1] == ["Do on a visit", "listen to what is said", "Never do", "promise to keep a secret"]
    held = {draft.parts[0].text: draft.heading for draft in outline(reading.blocks).drafts}
    assert held["promise to keep a secret"] == ("During the visit", "Never do")
    assert [draft.heading for draft in outline(reading.blocks).drafts][-1] == ("During the visit",)


SHORT = ("A child who is seen in the", "clinic is weighed each time,", "and the nurse writes it down", "in the red book.")


def test_two_short_columns_are_read_one_after_the_other() -> None:
    def page(c: Canvas) -> None:
        for x, gap in ((LEFT, 10), (LEFT + 180, 16)):
            for n, line in enumerate(SHORT[:2] + SHORT[3:] + SHORT):
                put(c, x, TOP - n * LEADING - gap * (n > 2), line)

    again = " ".join(SHORT[:2] + SHORT[3:])
    assert texts(read(page)) == [again, " ".join(SHORT)] * 2


def test_cells_side_by_side_whose_words_wrap_are_no_columns() -> None:
    def page(c: Canvas) -> None:
        for n, line in enumerate(SHORT * 2):
            for x in (LEFT, LEFT + 180):
                put(c, x, TOP - n * LEADING - 10 * (n > 3), line)

    assert not any("columns:" in warning for warning in read(page).warnings)


def test_rows_shaded_in_turn_are_a_table_and_its_cut_row_is_whole() -> None:
    def rows(c: Canvas, y: float, *cells: tuple[str, str]) -> None:
        for n, (role, duty) in enumerate(cells):
            lines = duty.split("|")
            height = 14 + LEADING * len(lines)
            if n % 2:
                c.setFillGray(0.9)
                c.rect(LEFT, y - height, 450, height, stroke=0, fill=1)
                c.setFillGray(0)
            put(c, LEFT + 6, y - 16, role, font=BOLD)
            for at, line in enumerate(lines):
                put(c, LEFT + 156, y - 16 - LEADING * at, line, font="Helvetica" if n else BOLD)
            y -= height

    head = ("Role", "Responsibility")

    def first(c: Canvas) -> None:
        long = "Keeps a record of each concern that is raised in|the school, and looks at it with care every week."
        rows(c, TOP, head, ("Head", long), ("Governor", long), ("Nurse", long), ("Lead", "Tells the police|of what was"))

    def second(c: Canvas) -> None:
        rows(c, TOP, head, ("", "seen on the day."), ("Clerk", "Writes|the minutes."), ("Police", "Lead the enquiry|at once."))

    found = texts(read(first, second), BlockKind.TABLE)
    assert found[0] == "Role\tResponsibility"
    assert found[4:] == [
        "Lead\tTells the police of what was seen on the day.",
        "Clerk\tWrites the minutes.",
        "Police\tLead the enquiry at once.",
    ]


def test_shaded_panels_one_below_the_other_with_bullets_are_no_table() -> None:
    def page(c: Canvas) -> None:
        for n in range(3):
            c.setFillGray(0.9)
            c.rect(LEFT, TOP - 60 - 70 * n, 450, 50, stroke=0, fill=1)
            c.setFillGray(0)
            for line in range(4):
                put(c, LEFT + 6, TOP - 26 - 70 * n - 17 * line, "•")
                put(c, LEFT + 24, TOP - 26 - 70 * n - 17 * line, f"point {line} of panel {n}")

    assert not texts(read(page), BlockKind.TABLE)


def levels(c: Canvas, apart: float, angle: int) -> None:
    """Draw rows of three cells, the first with a level on its side, and print a word over their sides."""
    top = paragraph(c, TOP) - 20
    for n, sign in enumerate(("is often late", "is not at school", "is hurt at home")):
        y = top - n * (90 + apart)
        for x, width in ((LEFT, 30), (LEFT + 30, 200), (LEFT + 230, 200)):
            c.rect(x, y - 90, width, 90)
        put(c, LEFT + 36, y - 14, sign)
        put(c, LEFT + 236, y - 14, f"Plan {n}")
        for at, line in enumerate((f"Level {n}:", "some need")):
            c.saveState()
            c.translate(LEFT + (10 + 12 * at if angle == 90 else 22 - 12 * at), y - (84 if angle == 90 else 6))
            c.rotate(angle)
            put(c, 0, 0, line, font=BOLD)
            c.restoreState()
    c.rotate(90)
    put(c, top - 200, -LEFT - 400, "SPECIMEN", 30)


@pytest.mark.parametrize("angle", [90, 270])
def test_words_on_their_side_alone_in_a_cell_are_its_words(angle: int) -> None:
    reading = read(lambda c: levels(c, 0, angle))
    assert texts(reading, BlockKind.TABLE)[1:] == [
        "Level 0: some need\tis often late\tPlan 0",
        "Level 1: some need\tis not at school\tPlan 1",
        "Level 2: some need\tis hurt at home\tPlan 2",
    ]
    assert "runs across" in reading.warnings[0]


def test_words_on_their_side_before_cells_that_make_no_table_are_read_before_these() -> None:
    found = [block.text for block in read(lambda c: levels(c, 12, 90)).blocks]
    assert found[1:5] == ["Level 0: some need", "is often late", "Plan 0", "Level 1: some need"]
