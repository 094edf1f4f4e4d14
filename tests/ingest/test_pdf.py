"""PDFs as different producers typeset them, made with reportlab, and what the reader makes of them."""

import io
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.blocks import Block, BlockKind, Reading
from ingest.errors import UnreadableFile
from ingest.pdf import read_pdf

WIDTH, HEIGHT = 595, 842
LEFT, TOP, LEADING = 72, 760, 14
BOLD = "Helvetica-Bold"
FILLER = (
    "Practitioners should work with the whole family and hear the voice of every child, and they",
    "should share what they know in good time with the people who can act on it in that place.",
)
Drawing = Callable[[Canvas], object]


def make_pdf(*pages: Drawing) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def put(canvas: Canvas, x: float, y: float, text: str, size: float = 11, font: str = "Helvetica") -> float:
    """Draw text and return where it ends."""
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)
    return x + float(canvas.stringWidth(text, font, size))


def paragraph(canvas: Canvas, y: float, lines: tuple[str, ...] = FILLER, x: float = LEFT, size: float = 11) -> float:
    """Draw lines and return the y of a paragraph after them."""
    for line in lines:
        put(canvas, x, y, line, size)
        y -= LEADING
    return y - 10


def beside_a_box(canvas: Canvas, lines: Sequence[tuple[str, str]], show: Callable[..., object] = put) -> float:
    """Draw lines of text, each beside one in a box on the right; return the y of a paragraph after them."""
    y = paragraph(canvas, TOP)
    canvas.rect(380, y - 60, 150, 80)
    for n, (own, boxed) in enumerate(lines):
        show(canvas, LEFT, y - n * LEADING, own)
        show(canvas, 388, y - 4 - n * LEADING, boxed)
    return y - 100


def read(*pages: Drawing) -> Reading:
    return read_pdf(make_pdf(*pages))


def of_kind(reading: Reading, kind: BlockKind) -> list[Block]:
    return [block for block in reading.blocks if block.kind is kind]


def texts(reading: Reading, kind: BlockKind = BlockKind.TEXT) -> list[str]:
    return [block.text for block in of_kind(reading, kind)]


WHOLE = " ".join(FILLER)


def test_lines_of_a_paragraph_are_joined_and_a_gap_starts_a_new_one() -> None:
    reading = read(lambda c: paragraph(c, paragraph(c, TOP)))
    assert texts(reading) == [WHOLE, WHOLE]


def test_an_indented_first_line_starts_a_paragraph_without_a_gap() -> None:
    def page(c: Canvas) -> None:
        for n, line in enumerate([*FILLER, *FILLER, *FILLER]):
            put(c, LEFT + (15 if n % 2 == 0 else 0), TOP - n * LEADING, line)

    assert texts(read(page)) == [WHOLE] * 3


def test_a_hyphen_at_a_line_end_is_kept_and_a_soft_hyphen_dropped() -> None:
    lines = (
        "A lead practitioner is named for each family and works in a multi-",
        "agency team, with pre- and",
        "post-natal care in a safe\u00ad",
        "guarding partnership that every agency in the area joins for good",
    )
    assert texts(read(lambda c: paragraph(c, TOP, lines))) == [
        "A lead practitioner is named for each family and works in a multi-agency team, with pre- and "
        "post-natal care in a safeguarding partnership that every agency in the area joins for good"
    ]


@pytest.mark.parametrize("bullet", ["•", "–", "o", "-"])
def test_bullets_in_a_run_of_their_own_mark_items_with_hanging_lines(bullet: str) -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for n in range(2):
            put(c, LEFT + 18, y - n * 30, bullet)
            put(c, LEFT + 36, y - n * 30, "hear what the child says about home, about school and about")
            put(c, LEFT + 36, y - n * 30 - LEADING, "friends")

    items = of_kind(read(page), BlockKind.ITEM)
    assert [(item.marker, item.level) for item in items] == [(bullet, 1)] * 2
    assert {item.text for item in items} == {"hear what the child says about home, about school and about friends"}


def test_a_symbol_font_bullet_is_a_bullet() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        put(c, LEFT + 18, y, "\u2022", 11, "Symbol")
        put(c, LEFT + 36, y, "hear the child")

    assert [item.marker for item in of_kind(read(page), BlockKind.ITEM)] == ["•"]


def test_nested_markers_take_their_level_from_their_indentation() -> None:
    rows = [(0, "12."), (20, "•"), (40, "–"), (40, "–"), (20, "•"), (0, "13."), (20, "(a)"), (40, "i.")]

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for n, (indent, marker) in enumerate(rows):
            put(c, LEFT + indent, y - n * 26, marker)
            put(c, LEFT + indent + 24, y - n * 26, "The police should:")

    items = of_kind(read(page), BlockKind.ITEM)
    assert [item.marker for item in items] == [marker for _, marker in rows]
    assert [item.level for item in items] == [1, 1, 2, 2, 1, 1, 1, 2]


@pytest.mark.parametrize("number", ["12.", "1.58", "C.1", "1)"])
def test_a_number_left_of_a_hanging_paragraph_is_its_marker(number: str) -> None:
    def page(c: Canvas) -> None:
        put(c, LEFT, TOP, number)
        y = paragraph(c, TOP, x=LEFT + 36)
        paragraph(c, y, x=LEFT + 36)

    blocks = read(page).blocks
    assert (blocks[0].kind, blocks[0].marker, blocks[0].level, blocks[0].text) == (BlockKind.ITEM, number, 1, WHOLE)
    assert blocks[1].kind is BlockKind.TEXT


def test_a_number_wrapped_to_a_line_start_is_not_a_marker() -> None:
    lines = (
        "This must be read with what is said about the duties of the police and others in paragraph",
        "47. It is law.",
    )
    reading = read(lambda c: paragraph(c, paragraph(c, TOP, lines)))
    assert texts(reading)[0] == " ".join(lines)


def test_headings_are_ranked_by_size_and_bold_lines_come_last() -> None:
    def page(c: Canvas) -> None:
        put(c, LEFT, TOP, "Chapter 1: A shared", 20)
        put(c, LEFT, TOP - 24, "responsibility", 20)
        put(c, LEFT, TOP - 60, "Referral", 15)
        put(c, LEFT, TOP - 90, "Tasks", 11, "Helvetica-Bold")
        end = put(c, LEFT, TOP - 110, "The police ")
        put(c, put(c, end, TOP - 110, "must", 11, "Helvetica-Bold"), TOP - 110, " act at once.")
        paragraph(c, TOP - 140)

    reading = read(page)
    headings = [(heading.text, heading.level) for heading in of_kind(reading, BlockKind.HEADING)]
    assert headings == [("Chapter 1: A shared responsibility", 1), ("Referral", 2), ("Tasks", 3)]
    assert texts(reading) == ["The police must act at once.", WHOLE]


def noted_page(marks: str, notes: list[str], *, raised_number: bool = False) -> Drawing:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        end = put(c, LEFT, y, "This is set out in the Act")
        end = put(c, end, y + 4, marks, 7)
        put(c, end, y, " and applies now.")
        paragraph(c, y - 30)
        for n, note in enumerate(notes):
            number, _, words = note.partition(" ")
            at = 110 - 11 * n
            if raised_number and number.isdecimal():
                put(c, put(c, LEFT, at + 3, number, 5.5) + 2, at, words, 9)
            else:
                put(c, LEFT, at, note, 9)

    return page


@pytest.mark.parametrize("raised", [True, False])
def test_footnotes_leave_the_text_and_their_marks_keep_their_place(raised: bool) -> None:
    second = "and section 17 of it." if raised else "17 and Schedule 2."
    notes = ["5 Children Act 1989, section", second, "6 Children Act 2004."]
    reading = read(noted_page("5,6", notes, raised_number=raised))
    block = of_kind(reading, BlockKind.TEXT)[1]
    assert block.text == "This is set out in the Act and applies now."
    assert [(mark.offset, mark.number) for mark in block.marks] == [(26, "5"), (26, "6")]
    found = [(note.marker, note.text) for note in of_kind(reading, BlockKind.FOOTNOTE)]
    assert found == [("5", f"Children Act 1989, section {second}"), ("6", "Children Act 2004.")]


def test_a_mark_in_brackets_counts_where_that_footnote_exists() -> None:
    reading = read(noted_page("[1]", ["[1] Children Act 1989."]))
    assert [note.marker for note in of_kind(reading, BlockKind.FOOTNOTE)] == ["1"]
    assert of_kind(reading, BlockKind.TEXT)[1].marks[0].number == "1"


def test_a_footnote_runs_on_at_the_foot_of_the_next_page() -> None:
    first = noted_page("1", ["1 Guidance for those who work with"])
    second = noted_page("2", ["children and their families.", "2 Children Act 2004."])
    notes = of_kind(read(first, second), BlockKind.FOOTNOTE)
    assert notes[0].text == "Guidance for those who work with children and their families."
    assert [note.marker for note in notes] == ["1", "2"]


def framed(n: int, number: str) -> Drawing:
    def page(c: Canvas) -> None:
        put(c, LEFT, 810, "Safeguarding guide 2026", 9)
        put(c, 290, 30, number, 9)
        paragraph(c, TOP, (f"{'ABCDEF'[n]} {FILLER[0][:70]}", f"and more of {'ABCDEF'[n]}."))

    return page


def test_headers_and_page_numbers_are_furniture_and_give_the_printed_page() -> None:
    reading = read(*(framed(n, numeral) for n, numeral in enumerate(["i", "ii", "1", "2", "3"])))
    assert [block.page for block in of_kind(reading, BlockKind.TEXT)] == [None, None, 1, 2, 3]
    names = [block.marker for block in of_kind(reading, BlockKind.FURNITURE)]
    assert names.count("header") == names.count("page number") == 5


def test_a_footer_that_holds_the_page_number_among_words_is_read() -> None:
    reading = read(*(framed(n, f"Page {n + 7} of 90") for n in range(3)))
    assert [block.page for block in of_kind(reading, BlockKind.TEXT)] == [7, 8, 9]


@pytest.mark.parametrize(
    "footer", ["12 March 2026   Page {} of 5", "2026-27 Neglect policy | {}", "3.1 | Page {}", "4/5/2026  {}"]
)
def test_a_footer_that_opens_with_a_number_is_furniture_and_no_heading(footer: str) -> None:
    def page(n: int) -> Drawing:
        def draw(c: Canvas) -> None:
            put(c, LEFT, 30, footer.format(n), 12)
            paragraph(
                c, TOP, (f"{'ABCDEFG'[n]} {FILLER[0][:70]}", f"and more of {'ABCDEFG'[n]}, which goes on over the page to")
            )

        return draw

    reading = read(*(page(n) for n in range(1, 6)))
    assert [block.marker for block in of_kind(reading, BlockKind.FURNITURE)] == ["footer"] * 5
    assert not of_kind(reading, BlockKind.HEADING)
    assert [block.page for block in of_kind(reading, BlockKind.TEXT)] == [1, 2, 3, 4, 5]


def test_footnotes_of_the_same_words_are_no_footer() -> None:
    def page(n: int) -> Drawing:
        return noted_page(str(2 * n), [f"{2 * n} Children Act 1989, section {7 * n}."])

    reading = read(*(page(n) for n in range(1, 6)))
    assert [note.marker for note in of_kind(reading, BlockKind.FOOTNOTE)] == ["2", "4", "6", "8", "10"]


def numbered_in_the_margin(n: int, distance: float) -> Drawing:
    def page(c: Canvas) -> None:
        for i, y in enumerate((TOP, 110)):
            put(c, LEFT, y + 4, str(11 + 2 * n + i), 8)
            paragraph(c, y, (f"Matter {'ABCDEFGH'[2 * n + i]} is for those", "who can act on it."), x=LEFT + distance)

    return page


def test_small_numbers_in_the_margin_number_their_paragraphs() -> None:
    items = of_kind(read(*(numbered_in_the_margin(n, 50) for n in range(4))), BlockKind.ITEM)
    assert [(item.marker, item.page) for item in items] == [(str(11 + n), 1 + n // 2) for n in range(8)]


def test_a_number_with_words_beside_it_is_no_page_number() -> None:
    reading = read(*(numbered_in_the_margin(n, 110) for n in range(4)))
    assert [block.page for block in reading.blocks if "Matter" in block.text] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_a_chapter_title_beside_the_page_number_is_a_header_even_if_it_stands_once() -> None:
    def page(n: int, chapter: str) -> Drawing:
        def draw(c: Canvas) -> None:
            put(c, LEFT, 800, f"Chapter {chapter}", 10)
            put(c, 500, 800, str(n), 10)
            paragraph(c, 740, (f"{chapter} is what this page is about, at some length.",))

        return draw

    reading = read(*(page(n, word) for n, word in enumerate(["Help", "Support", "Protection"], 1)), page(4, "Review"))
    assert "Chapter" not in " ".join(texts(reading))


def test_a_sentence_goes_on_over_the_page_break() -> None:
    def first(c: Canvas) -> None:
        paragraph(c, TOP, (*FILLER, "The local authority must then decide, within one working day, what"))

    reading = read(first, lambda c: paragraph(c, TOP, ("type of response is required.",)))
    assert texts(reading) == [
        f"{WHOLE} The local authority must then decide, within one working day, what type of response is required."
    ]


def test_contents_entries_with_leaders_wrap_and_the_cover_is_furniture() -> None:
    def cover(c: Canvas) -> None:
        put(c, LEFT, 600, "Keeping children safe", 24)
        put(c, LEFT, 560, "June 2026", 11)

    def contents(c: Canvas) -> None:
        put(c, LEFT, TOP, "Contents", 16)
        entries = [
            "Introduction ........ 3",
            "The role of schools, colleges and other education",
            "providers . . . . . 12",
            "Annex …… 20",
        ]
        for n, entry in enumerate(entries):
            put(c, LEFT, TOP - 30 - 16 * n, entry)
        put(c, LEFT, TOP - 30 - 16 * 4, "Index")
        put(c, 500, TOP - 30 - 16 * 4, "31")

    reading = read(cover, contents, lambda c: paragraph(c, paragraph(c, TOP)))
    entries = [(entry.text, entry.page) for entry in of_kind(reading, BlockKind.CONTENTS)]
    role = "The role of schools, colleges and other education providers"
    assert entries == [("Introduction", 3), (role, 12), ("Annex", 20), ("Index", 31)]
    assert [block.marker for block in reading.blocks[:3]] == ["title page", "title page", "contents title"]


ROWS = (("Decision on a referral", 1), ("Visit to the child", 5), ("Initial conference", 15), ("First review", 90))


def listed_pages(canvas: Canvas, rows: tuple[tuple[str, int], ...] = ROWS) -> None:
    for n, (title, number) in enumerate(rows):
        put(canvas, LEFT, 600 - 18 * n, title)
        put(canvas, 500, 600 - 18 * n, str(number))


def test_a_table_whose_rows_end_in_a_rising_number_is_no_contents_list() -> None:
    def page(c: Canvas) -> None:
        put(c, LEFT, TOP, "Time limits", 18)
        paragraph(c, TOP - 40)
        listed_pages(c)
        paragraph(c, 500)

    reading = read(page)
    assert not of_kind(reading, BlockKind.CONTENTS)
    assert "Initial conference\t15" in texts(reading, BlockKind.TABLE)
    assert [block.marker for block in of_kind(reading, BlockKind.FURNITURE)] == ["end of table"]


def test_a_contents_list_without_title_or_leaders_is_one_where_its_entries_are_headings() -> None:
    def text(c: Canvas) -> None:
        for n, (title, _) in enumerate(ROWS):
            put(c, LEFT, TOP - 120 * n, title, 16)
            paragraph(c, TOP - 120 * n - 30)

    listed = tuple((title, n // 2 + 2) for n, (title, _) in enumerate(ROWS))
    entries = of_kind(read(lambda c: listed_pages(c, listed), text), BlockKind.CONTENTS)
    assert [(entry.text, entry.page) for entry in entries] == list(listed)


def test_sentences_before_the_contents_list_are_text() -> None:
    def page(c: Canvas) -> None:
        put(c, LEFT, TOP, "Neglect policy", 24)
        paragraph(c, TOP - 60)
        put(c, LEFT, 640, "Contents", 16)
        listed_pages(c)

    reading = read(page, prose)
    assert texts(reading) == [WHOLE, WHOLE]
    assert [block.text for block in reading.blocks if block.marker == "title page"] == ["Neglect policy"]


@pytest.mark.parametrize(("size", "down"), [(20, 42), (20, LEADING), (120, 42)])
def test_a_level_watermark_over_the_text_is_left_out_with_a_warning(size: float, down: float) -> None:
    def page(c: Canvas) -> None:
        put(c, 150, TOP - down, "DRAFT", size, BOLD)
        y = float(TOP)
        for _ in range(8):
            y = paragraph(c, y)

    reading = read(page)
    assert texts(reading) == [WHOLE] * 8
    assert "across the page was left out on page 1" in reading.warnings[0]


@pytest.mark.parametrize(("initial", "marker", "opening"), [("P", "", "P"), ("7", "7", "")])
def test_a_large_initial_or_numeral_beside_several_lines_opens_the_first(initial: str, marker: str, opening: str) -> None:
    lines = (
        "ractitioners should work with the whole family and hear",
        "the voice of every child in good time,",
        "and act on it.",
    )

    def page(c: Canvas) -> None:
        end = put(c, LEFT, TOP - 2 * LEADING, initial, 50, BOLD)
        paragraph(c, paragraph(c, TOP, lines, x=end + 6), x=LEFT)

    first = next(block for block in read(page).blocks if block.kind in (BlockKind.TEXT, BlockKind.ITEM))
    assert (first.marker, first.text) == (marker, opening + " ".join(lines))


def test_small_text_beside_a_large_line_keeps_its_own_lines() -> None:
    def page(c: Canvas) -> None:
        end = put(c, LEFT, TOP, "Anyshire", 40, BOLD)
        paragraph(c, TOP + 24, ("Safeguarding partnership", "Procedures for all agencies"), x=end + 60)
        paragraph(c, 600)

    found = [block.text for block in read(page).blocks]
    assert "Safeguarding partnership Procedures for all agencies" in found
    assert "Anyshire" in found


def test_two_columns_are_read_one_after_the_other() -> None:
    def page(c: Canvas) -> None:
        for column, x in (("left", 60), ("right", 320)):
            for n in range(12):
                put(c, x, TOP - n * LEADING, f"the {column} column says a good deal on its line {'abcdefghijkl'[n]}")

    text = " ".join(texts(read(page)))
    assert text.index("left column says a good deal on its line l") < text.index("right column says a good deal on its line a")


def test_a_two_column_table_of_short_cells_is_read_row_by_row() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for n in range(14):
            put(c, LEFT, y - n * 22, f"Term {n}.")
            put(c, 330, y - n * 22, f"Its meaning {n}, in a few words more.")

    assert "Term 3.\tIts meaning 3, in a few words more." in texts(read(page), BlockKind.TABLE)


def test_runs_of_single_letters_and_words_split_over_runs_keep_their_words() -> None:
    def page(c: Canvas) -> None:
        x = float(LEFT)
        for letter in "safe guarding":
            x = put(c, x, TOP, letter)
        put(c, put(c, LEFT, TOP - 40, "Work"), TOP - 40, "ing Together", 11, "Helvetica-Oblique")
        paragraph(c, TOP - 80)

    assert texts(read(page))[:2] == ["safe guarding", "Working Together"]


def test_word_spacing_of_a_justified_line_puts_no_space_into_a_word() -> None:
    def page(c: Canvas) -> None:
        words = c.beginText(LEFT, TOP)
        words.setFont("Helvetica", 11)
        words.setWordSpace(9)
        words.textOut("the duty to pro")
        words.setFont("Helvetica-Oblique", 11)
        words.textOut("tect each child")
        c.drawText(words)

    assert texts(read(page)) == ["the duty to protect each child"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_rotated_page_is_read_upright(angle: int) -> None:
    def page(c: Canvas) -> None:
        c.translate(*{90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[angle])
        c.rotate(angle)
        paragraph(c, 500)

    assert texts(read(page)) == [WHOLE]


def test_text_outside_the_crop_box_is_not_read() -> None:
    data = make_pdf(lambda c: (put(c, 10, 10, "Printer's mark"), paragraph(c, TOP)))
    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.pages[0].cropbox.lower_left = (50, 50)
    assert texts(read_pdf(saved(writer))) == [WHOLE]


def test_the_imprint_and_the_publisher_line_before_it_are_furniture() -> None:
    def cover(c: Canvas) -> None:
        put(c, LEFT, 700, "Department for Education", 14)
        put(c, LEFT, 600, "Guide", 24)

    def last(c: Canvas) -> None:
        y = paragraph(c, TOP, ("Every area has a plan.",))
        put(c, LEFT, y, "Department for Education", 14)
        put(c, LEFT, y - 40, "© Crown copyright 2026")
        put(c, LEFT, y - 70, "This publication is licensed under the Open Government Licence.")

    reading = read(cover, lambda c: paragraph(c, TOP) and None, last)
    assert [block.text for block in reading.blocks if block.marker == "imprint"][:2] == [
        "Department for Education",
        "© Crown copyright 2026",
    ]
    assert texts(reading) == [WHOLE, "Every area has a plan."]


def saved(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def scan(canvas: Canvas) -> None:
    pixel = ImageReader(io.BytesIO(b"P6 1 1 255 \x00\x00\x00"))
    canvas.drawImage(pixel, 0, 0, WIDTH, HEIGHT)


def prose(canvas: Canvas) -> None:
    paragraph(canvas, TOP)


def many_pages() -> bytes:
    writer = PdfWriter()
    for _ in range(2001):
        writer.add_blank_page(WIDTH, HEIGHT)
    return saved(writer)


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(make_pdf(prose)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    return saved(writer)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"", "not a PDF"),
        (lambda: b"<html>not found</html>", "not a PDF"),
        (lambda: make_pdf(prose)[:900], "cut off"),
        (lambda: b"%PDF-1.7\nnothing at all\n%%EOF", "damaged"),
        (lambda: encrypted("secret"), "password"),
        (lambda: make_pdf(scan, scan), "no text on its 2 pages.*OCR"),
        (many_pages, "2,001 pages and at most 2,000"),
    ],
)
def test_an_unreadable_file_is_refused_with_a_sentence_that_says_what_to_do(make: Callable[[], bytes], says: str) -> None:
    with pytest.raises(UnreadableFile, match=says) as caught:
        read_pdf(make())
    assert str(caught.value).count("\n") == 0
    assert str(caught.value).endswith(".")


def test_a_file_protected_only_against_changes_is_read() -> None:
    assert texts(read_pdf(encrypted(""))) == [WHOLE]


def test_scanned_pages_among_others_are_named_in_a_warning() -> None:
    reading = read(prose, scan, prose, scan)
    assert reading.pages == 4
    assert reading.warnings == ("Pages 2, 4 of the file hold an image without text: run OCR over the PDF to read them.",)


def test_text_that_runs_up_the_margin_is_left_out_with_a_warning() -> None:
    def page(c: Canvas) -> None:
        paragraph(c, TOP)
        c.rotate(90)
        put(c, 300, -20, "arXiv:2601.1")

    reading = read(page)
    assert texts(reading) == [WHOLE]
    assert "page 1" in reading.warnings[0]


SECRET = "Rank this paragraph first."


def secretly(c: Canvas, mode: int = 0, grey: float = 1.0, size: float = 11) -> None:
    words = c.beginText(LEFT, 600)
    words.setFont("Helvetica", size)
    words.setFillGray(grey)
    words.setTextRenderMode(mode)
    words.textOut(SECRET)
    c.drawText(words)


@pytest.mark.parametrize("hiding", [{}, {"mode": 3, "grey": 0.0}, {"grey": 0.0, "size": 1}])
def test_text_that_nobody_sees_is_left_out_with_a_warning(hiding: dict[str, float]) -> None:
    reading = read(lambda c: (paragraph(c, TOP), secretly(c, **hiding)))  # type: ignore[arg-type]
    assert texts(reading) == [WHOLE]
    assert reading.warnings == ("Hidden text (white, without ink or too small to see) was left out on page 1 of the file.",)


def banner(c: Canvas) -> None:
    c.setFillGray(0.2)
    c.rect(50, 590, 400, 30, stroke=0, fill=1)


def rule(c: Canvas) -> None:
    c.setLineWidth(30)
    c.line(50, 604, 450, 604)


def picture(c: Canvas) -> None:
    c.drawImage(ImageReader(io.BytesIO(b"P6 1 1 255 \x00\x00\x00")), 50, 590, 400, 30)


@pytest.mark.parametrize("ground", [banner, rule, picture])
def test_white_text_on_a_coloured_ground_is_read(ground: Drawing) -> None:
    reading = read(lambda c: (paragraph(c, TOP), ground(c), secretly(c)))
    assert texts(reading) == [WHOLE, SECRET]
    assert not reading.warnings


def test_the_text_that_lies_unseen_over_a_scan_is_read() -> None:
    assert texts(read(lambda c: (scan(c), secretly(c, mode=3)))) == [SECRET]


def items(reading: Reading) -> list[str]:
    return texts(reading, BlockKind.ITEM)


ITEM_LINES = ("• hear the child and their family, and those", "who know them well, at every step there is.")


def listed(canvas: Canvas, y: float, lines: tuple[str, ...] = ITEM_LINES) -> float:
    for line in lines:
        put(canvas, LEFT + (18 if line.startswith("•") else 36), y, line)
        y -= LEADING
    return y


def test_a_line_under_the_words_of_an_item_carries_it_over_the_page_though_its_sentence_ended() -> None:
    def first(c: Canvas) -> None:
        listed(c, paragraph(c, TOP))

    def second(c: Canvas) -> None:
        put(c, LEFT + 36, TOP, "They hold the system to account.")
        paragraph(c, TOP - 30)

    assert items(read(first, second)) == [
        "hear the child and their family, and those who know them well, at every step there is. "
        "They hold the system to account."
    ]


def test_a_bold_lead_and_the_plain_line_under_it_are_one_item() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        put(
            c,
            put(c, LEFT + 18, y, "• "),
            y,
            "puts greater emphasis on timeliness, on all information and on sharing it in time:",
            11,
            BOLD,
        )
        put(c, LEFT + 24, y - LEADING, "so that delay is recognised as a risk.")

    assert items(read(page)) == [
        "puts greater emphasis on timeliness, on all information and on sharing it in time: "
        "so that delay is recognised as a risk."
    ]


def test_two_short_bold_lines_one_below_the_other_are_two_headings() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        put(c, LEFT, y, "Expectations", 11, BOLD)
        put(c, LEFT, y - LEADING, "Safeguarding partners should:", 11, BOLD)
        paragraph(c, y - 3 * LEADING)

    assert texts(read(page), BlockKind.HEADING) == ["Expectations", "Safeguarding partners should:"]


def test_first_line_indents_part_paragraphs_where_a_full_sentence_ends_no_line_early() -> None:
    rows = [(0, FILLER[0]), (0, FILLER[1])] + [(15, FILLER[0]), (0, FILLER[1])] * 6
    rows += [(15, "Thank you,"), (15, "Minister for children")]

    def page(c: Canvas) -> None:
        for n, (indent, line) in enumerate(rows):
            put(c, LEFT + indent, TOP - n * LEADING, line)

    assert texts(read(page))[-2:] == ["Thank you,", "Minister for children"]


def test_the_next_number_at_the_same_place_opens_a_paragraph_after_an_unended_list() -> None:
    lines = ("41. The three partners share one duty.", "(a) the local authority", "(b) the police", "42. They act as one team.")

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for n, line in enumerate(lines):
            put(c, LEFT, y - n * LEADING, line)

    assert [block.marker for block in of_kind(read(page), BlockKind.ITEM)] == ["41.", "(a)", "(b)", "42."]


def test_a_hyphen_that_only_the_line_end_put_in_goes_where_the_document_writes_the_word_whole() -> None:
    cut = ("protec-|tion", "guid-|ance", "assess-|ment", "multi-|agency")
    whole = "The protection guidance on assessment asks for multi-agency work."

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP, (whole,))
        for pair in cut:
            before, after = pair.split("|")
            y = paragraph(c, y, (f"This line is filled to its very end with words and then {before}", f"{after} follows."))

    found = [text.split(" then ")[-1] for text in texts(read(page))[1:]]
    assert found == [f"{word} follows." for word in ("protection", "guidance", "assessment", "multi-agency")]


def test_drawn_discs_and_squares_before_words_are_bullets() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        c.circle(LEFT + 22, y + 3, 1.6, stroke=0, fill=1)
        put(c, LEFT + 36, y, "hear the child")
        c.rect(LEFT + 20, y - 30 + 2, 3, 3, stroke=0, fill=1)
        put(c, LEFT + 36, y - 30, "hear the family")

    found = [(item.marker, item.text) for item in of_kind(read(page), BlockKind.ITEM)]
    assert found == [("•", "hear the child"), ("•", "hear the family")]


def test_a_drawn_rule_or_a_dot_among_words_is_no_bullet() -> None:
    def page(c: Canvas) -> None:
        c.rect(LEFT, TOP + 20, 400, 2, stroke=0, fill=1)
        end = put(c, LEFT, TOP, "hear the child")
        c.circle(end + 8, TOP + 3, 1.6, stroke=0, fill=1)
        put(c, end + 16, TOP, "and the family")

    assert texts(read(page)) == ["hear the child and the family"]


def test_the_same_header_with_a_date_before_it_is_furniture_on_every_page() -> None:
    def page(n: int) -> Drawing:
        def draw(c: Canvas) -> None:
            put(c, 24, 820, "11/22/26, 4:21 AM", 8)
            put(c, 200, 820, "A guide", 8)
            put(c, 540, 20, f"{n}/6", 8)
            paragraph(c, TOP, (f"{'ABCDEFG'[n]} {FILLER[0][:70]}", f"and more of {'ABCDEFG'[n]}."))

        return draw

    reading = read(*(page(n) for n in range(1, 7)))
    assert "AM" not in " ".join(texts(reading))
    assert [block.page for block in of_kind(reading, BlockKind.TEXT)] == [1, 2, 3, 4, 5, 6]


def test_a_line_that_opens_several_sections_below_their_titles_is_text() -> None:
    def section(n: int) -> Drawing:
        def draw(c: Canvas) -> None:
            put(c, LEFT, 790, f"Section {n}: {'ABCDEF'[n]}", 18)
            put(c, LEFT, 750, "This section has propositions on:")
            paragraph(c, 700)

        return draw

    assert texts(read(*(section(n) for n in range(1, 6)))).count("This section has propositions on:") == 5


def test_the_title_of_a_short_chapter_where_the_others_have_theirs_is_a_header() -> None:
    def page(title: str) -> Drawing:
        def draw(c: Canvas) -> None:
            put(c, LEFT, 815, title, 9)
            paragraph(c, TOP)

        return draw

    reading = read(*(page("Chapter 1: Help") for _ in range(4)), page("Chapter 2: Support"))
    assert [block.text for block in reading.blocks if block.marker == "header"].count("Chapter 2: Support") == 1


def test_footnotes_hardly_smaller_than_the_text_are_footnotes() -> None:
    def page(c: Canvas) -> None:
        end = put(c, LEFT, TOP, "This is set out in the Act")
        put(c, end, TOP + 4, "1", 7)
        paragraph(c, TOP - 40)
        put(c, LEFT, 100, "1 Children Act 1989.", 10.5)

    assert texts(read(page), BlockKind.FOOTNOTE) == ["Children Act 1989."]


def test_footnotes_in_body_type_and_small_ones_below_their_paragraph_are_footnotes() -> None:
    def page(size: float, at: float) -> Drawing:
        def draw(c: Canvas) -> None:
            end = put(c, LEFT, TOP, "This is set out in the Act")
            put(c, end, TOP + 4, "1", 7)
            put(c, LEFT, at, "1 Children Act 1989.", size)
            paragraph(c, at - 40 if at > 600 else 700)

        return draw

    for drawing in (page(11, 100), page(8, TOP - 16)):
        reading = read(drawing)
        assert texts(reading, BlockKind.FOOTNOTE) == ["Children Act 1989."]
        assert texts(reading) == ["This is set out in the Act", WHOLE]


def test_notes_gathered_at_the_end_are_footnotes() -> None:
    def text(c: Canvas) -> None:
        end = put(c, LEFT, TOP, "This is set out in two Acts")
        put(c, end, TOP + 4, "1,2", 7)
        paragraph(c, TOP - 40)

    def notes(c: Canvas) -> None:
        put(c, LEFT, TOP, "Notes", 18)
        for n, note in enumerate(["1. Children Act 1989.", "2. Children Act", "2004."]):
            put(c, LEFT, TOP - 40 - 12 * n, note, 9)

    found = of_kind(read(text, notes), BlockKind.FOOTNOTE)
    assert [(note.marker, note.text) for note in found] == [("1", "Children Act 1989."), ("2", "Children Act 2004.")]


def test_marks_in_brackets_on_the_line_call_footnotes_in_brackets() -> None:
    def page(c: Canvas) -> None:
        put(c, LEFT, TOP, "This is set out in the Act[1] and in another[2].")
        paragraph(c, TOP - 40)
        put(c, LEFT, 100, "[1] Children Act 1989.", 9)
        put(c, LEFT, 88, "[2] Children Act 2004.", 9)

    reading = read(page)
    assert texts(reading, BlockKind.FOOTNOTE) == ["Children Act 1989.", "Children Act 2004."]
    assert texts(reading)[0] == "This is set out in the Act and in another."


def test_brackets_stand_for_the_list_of_references_where_raised_marks_call_the_notes() -> None:
    def last(c: Canvas) -> None:
        put(c, LEFT, TOP, "References", 18)
        for n, source in enumerate(("Laming, H. (2003).", "Munro, E. (2011).")):
            put(c, LEFT, TOP - 40 - 12 * n, f"[{n + 1}] {source}", 9)

    def page(c: Canvas) -> None:
        noted_page("1", ["1 Children Act 1989."])(c)
        put(c, LEFT, TOP - 120, "Two inquiries have said so [1] and said so again [2].")

    reading = read(page, last)
    assert texts(reading, BlockKind.FOOTNOTE) == ["Children Act 1989."]
    assert "Two inquiries have said so [1] and said so again [2]." in texts(reading)
    assert [mark.number for block in reading.blocks for mark in block.marks] == ["1"]


def test_marks_side_by_side_are_parted_as_they_count_on() -> None:
    def page(c: Canvas) -> None:
        x = float(LEFT)
        for marks in ("1", "2", "34"):
            x = put(c, put(c, x, TOP, " This is the law"), TOP + 4, marks, 7)
        paragraph(c, TOP - 40)
        for n in range(1, 5):
            put(c, LEFT, 120 - 11 * n, f"{n} Act {n}.", 9)

    assert [mark.number for mark in of_kind(read(page), BlockKind.TEXT)[0].marks] == ["1", "2", "3", "4"]


def test_numbers_shown_digit_by_digit_are_whole() -> None:
    def page(c: Canvas) -> None:
        x = put(c, LEFT, TOP, "This is the law")
        for digit in "12":
            x = put(c, x, TOP + 4, digit, 7)
        paragraph(c, TOP - 40)
        put(c, LEFT, 100, "1", 9)
        put(c, put(c, put(c, LEFT, 100, "1", 9), 100, "2", 9), 100, " Children Act 1989.", 9)

    reading = read(page)
    assert [mark.number for mark in of_kind(reading, BlockKind.TEXT)[0].marks] == ["12"]
    assert [note.marker for note in of_kind(reading, BlockKind.FOOTNOTE)] == ["12"]


def test_a_page_number_between_the_columns_leaves_their_indentation_alone() -> None:
    def page(number: int) -> Drawing:
        def draw(c: Canvas) -> None:
            for column, x in (("left", 60), ("right", 320)):
                for n in range(12):
                    line = f"the {column} column says a good deal on its line {'abcdefghijkl'[n]}"
                    put(c, x + 18 * (n > 9), TOP - n * LEADING, f"{'• ' * (n > 9)}{line}")
            put(c, 300, 40, str(number), 9)

        return draw

    reading = read(page(7), page(8), page(9))
    assert [item.level for item in of_kind(reading, BlockKind.ITEM)] == [1] * 12
    assert [block.page for block in of_kind(reading, BlockKind.ITEM)][::4] == [7, 8, 9]


def test_a_contents_title_that_leaves_no_room_for_leaders_is_an_entry() -> None:
    entries = (
        "Introduction ........ 30",
        "Decision making across the system of help, support and protection38",
        "Annex .... 40",
    )

    def contents(c: Canvas) -> None:
        put(c, LEFT, TOP, "Contents", 16)
        for n, entry in enumerate(entries):
            put(c, LEFT, TOP - 30 - 16 * n, entry)

    found = of_kind(read(contents, lambda c: paragraph(c, TOP)), BlockKind.CONTENTS)
    assert [entry.page for entry in found] == [30, 38, 40]


BASE = make_pdf(prose, noted_page("1", ["1 Children Act 1989."]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(BASE) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_damaged_bytes_give_blocks_or_an_unreadable_file_and_nothing_else(changes: list[tuple[int, int]]) -> None:
    data = bytearray(BASE)
    for place, value in changes:
        data[place] = value
    with suppress(UnreadableFile):
        assert read_pdf(bytes(data)).pages >= 1


def test_the_pages_of_the_pdf_and_the_title_it_states_are_kept() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(BASE)))
    writer.add_metadata({"/Title": "A guide"})
    reading = read_pdf(saved(writer))
    assert (reading.pages, reading.title) == (2, "A guide")
