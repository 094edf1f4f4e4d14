"""Layouts of councils, schools and partnerships whose words, numbers and titles were woven or lost."""

from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from ingest.blocks import Block, BlockKind
from ingest.pdf_blocks import draft_blocks
from ingest.pdf_furniture import Page, find_furniture
from ingest.pdf_lines import Line
from ingest.pdf_look import measure
from ingest.structure import outline
from tests.ingest.test_pdf import BOLD, LEADING, LEFT, TOP, WHOLE, Drawing, beside_a_box, of_kind, paragraph, put, read, texts

PLACES = ("north", "south", "east", "west", "centre", "coast")


def letters(c: Canvas, x: float, y: float, text: str, size: float = 11) -> None:
    """Show each letter on its own, as some producers do."""
    for letter in text:
        x = put(c, x, y, letter, size)


def test_a_box_beside_text_that_is_shown_letter_by_letter_is_read_apart() -> None:
    def page(c: Canvas) -> None:
        lines = [(f"The text beside the box goes on in line {n}" + "." * (n == 3), f"Words in the box {n}") for n in range(4)]
        paragraph(c, beside_a_box(c, lines, letters))

    assert " ".join(f"Words in the box {n}" for n in range(4)) in texts(read(page))


def test_a_title_in_one_column_does_not_join_two_lines_of_the_other() -> None:
    lines = [f"The desk keeps an account of line {n} and reads it out" for n in range(30)]

    def page(c: Canvas) -> None:
        for n, line in enumerate(lines):
            put(c, 49, TOP - 11.1 * n, line, 10)
            put(c, 309, TOP - 11.1 * n, line, 10) if n != 16 and n != 15 else None
        put(c, 309, TOP - 11.1 * 15 - 7.7, "Children who go missing", 13, BOLD)

    assert " ".join(lines) in " ".join(texts(read(page)))


def test_a_numeral_in_a_circle_opens_the_line_beside_which_it_stands() -> None:
    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for n in (1, 2, 3):
            c.circle(LEFT + 12, y - 1, 12)
            put(c, LEFT + 8, y - 5.5, str(n), 14)
            y = paragraph(c, y, x=LEFT + 42) - 10

    items = of_kind(read(page), BlockKind.ITEM)
    assert [(item.marker, item.text) for item in items] == [("1", WHOLE), ("2", WHOLE), ("3", WHOLE)]


def test_the_title_of_a_box_that_opens_some_pages_is_no_header() -> None:
    def page(n: int) -> Drawing:
        lines = tuple(f"The team of the {PLACES[n]} keeps an account {word} of each week." for word in PLACES)

        def draw(c: Canvas) -> None:
            if n % 2:
                put(c, LEFT, TOP - 4, "Key points", 11, BOLD)
            paragraph(c, TOP - 30 * (n % 2), lines)

        return draw

    reading = read(*(page(n) for n in range(6)))
    assert texts(reading, BlockKind.HEADING) == ["Key points"] * 3


def test_footnotes_longer_than_the_text_are_footnotes() -> None:
    def page(number: int) -> Drawing:
        def draw(c: Canvas) -> None:
            end = put(c, LEFT, TOP, f"The team of the {PLACES[number]} must answer within one working day")
            c.setFont("Helvetica", 7)
            c.drawString(end, TOP + 4, str(number))
            paragraph(c, TOP - 2 * LEADING, tuple(f"It keeps an account of the {PLACES[number]} {word} too" for word in PLACES))
            put(c, LEFT, 200, f"{number} Note {number} says", 8)
            for n in range(1, 9):
                put(c, LEFT, 200 - 10 * n, f"{PLACES[n % 6]} {PLACES[number]} goes on in this line of the note.", 8)

        return draw

    reading = read(page(1), page(2))
    assert [note.marker for note in of_kind(reading, BlockKind.FOOTNOTE)] == ["1", "2"]
    assert texts(reading, BlockKind.HEADING) == []


def test_a_table_whose_columns_only_broken_rules_show_is_a_row_each() -> None:
    columns = (72, 212, 352, 492)

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        c.rect(72, y - 90, 420, 90, fill=0)
        for row in range(3):
            for n, (x, end) in enumerate(pairwise(columns)):
                c.line(x, y - 30 * (row + 1), end, y - 30 * (row + 1))
                put(c, x + 4, y - 12 - 30 * row, f"cell {row} {n} says that all the teams", 10)
                put(c, x + 4, y - 24 - 30 * row, "do what is set out here in time", 10)

    said = "\t".join(f"cell {{0}} {n} says that all the teams do what is set out here in time" for n in range(3))
    assert texts(read(page), BlockKind.TABLE)[1:] == [said.format(row) for row in range(3)]


def test_a_table_of_versions_is_a_table() -> None:
    rows = [("Version", "Date", "Changes"), *((f"{n}.0", f"1 May 202{n}", "First issue") for n in range(1, 4))]

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for row in rows:
            for x, cell in zip((72, 152, 252), row, strict=True):
                c.rect(x, y - 20, 80 if x == 72 else 100, 20)
                put(c, x + 4, y - 14, cell)
            y -= 20

    assert texts(read(page), BlockKind.TABLE)[1:] == ["\t".join(row) for row in rows]


def test_paragraphs_numbered_without_a_heading_are_numbered_though_they_are_few() -> None:
    says = "The partnership must meet four times a year and publish what it has decided within ten days of each meeting."
    items = [Block(BlockKind.ITEM, f"{says} Matter {n}.", 1, f"{n}.", 1) for n in range(1, 7)]
    parts = [block for item in items for block in (item, Block(BlockKind.ITEM, "it keeps a record", 2, "(1)", 1))]
    assert [draft.number for draft in outline(parts).drafts] == [str(n) for n in range(1, 7)]


def test_a_short_list_is_no_numbered_paragraphs() -> None:
    points = [Block(BlockKind.ITEM, "ring the duty team", 1, f"{n}.", 1) for n in range(1, 7)]
    assert len(outline(points).drafts) == 1


def test_a_label_that_comes_often_is_over_its_box_and_not_over_the_numbered_paragraphs_below() -> None:
    blocks: list[Block] = []
    for n in range(1, 5):
        blocks += [
            Block(BlockKind.HEADING, f"Part {n}: Visits", 1, "", n),
            Block(BlockKind.ITEM, WHOLE, 1, f"{2 * n - 1}.", n),
            Block(BlockKind.HEADING, "Key points", 2, "", n),
            Block(BlockKind.ITEM, "ring the duty team", 1, "•", n),
            Block(BlockKind.ITEM, WHOLE, 1, f"{2 * n}.", n),
        ]
    numbered = [draft for draft in outline(blocks).drafts if draft.number.isdecimal() and draft.kind == "numbered"]
    assert [draft.heading for draft in numbered] == [(f"Part {n}: Visits",) for n in (1, 1, 2, 2, 3, 3, 4, 4)]


def test_a_number_after_a_box_that_the_page_cuts_is_no_reference_of_the_box() -> None:
    def first(c: Canvas) -> None:
        lines = [
            (f"{PLACES[n]} The text beside the box goes on in line" + "." * (n == 3), f"{PLACES[n]} Words, see the")
            for n in range(4)
        ]
        beside_a_box(c, lines)

    def second(c: Canvas) -> None:
        put(c, LEFT, TOP, "3.1 The officer must answer each referral within one working day and")
        paragraph(c, TOP - LEADING)

    assert [item.marker for item in of_kind(read(first, second), BlockKind.ITEM)] == ["3.1"]


def test_a_cell_over_all_columns_is_whole_where_only_rules_begin_anew() -> None:
    columns, across = (72, 212, 352, 492), "These standards hold for every child, whatever the reason for the enquiry"

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for row in range(4):
            for n, (x, end) in enumerate(pairwise(columns)):
                c.line(x, y - 20 * row, end, y - 20 * row)
                if row != 1:
                    c.line(x, y - 20 * row, x, y - 20 * row - 20)
                    put(c, x + 4, y - 14 - 20 * row, f"cell {row} {n}", 10)
            if row == 1:
                letters(c, 76, y - 34, across, 10)
            c.line(492, y - 20 * row, 492, y - 20 * row - 20)
        c.line(72, y - 20, 72, y - 40)
        for x, end in pairwise(columns):
            c.line(x, y - 80, end, y - 80)

    rows = [row.strip() for row in texts(read(page), BlockKind.TABLE)]
    assert rows[-3:] == [across, "cell 2 0\tcell 2 1\tcell 2 2", "cell 3 0\tcell 3 1\tcell 3 2"]


def test_notes_whose_numbers_are_figures_of_the_font_are_notes() -> None:
    def page(number: int) -> Drawing:
        def draw(c: Canvas) -> None:
            put(c, LEFT, TOP, f"The team of the {PLACES[number]} answers within one day.{number} It keeps an account.")
            paragraph(c, TOP - 2 * LEADING)
            put(c, LEFT, 60, f"{number}See section {number * 7} of the Order of 2011.", 9)

        return draw

    reading = read(*(page(n) for n in range(1, 5)))
    notes = [(note.marker, note.text) for note in of_kind(reading, BlockKind.FOOTNOTE)]
    assert notes == [(str(n), f"See section {n * 7} of the Order of 2011.") for n in range(1, 5)]
    assert " ".join(texts(reading)).count(" answers within one day. It keeps an account.") == 4


def test_last_words_of_notes_that_are_alike_are_no_footer() -> None:
    def page(number: int) -> Drawing:
        def draw(c: Canvas) -> None:
            end = put(c, LEFT, TOP, f"The team of the {PLACES[number]} answers within one day")
            c.setFont("Helvetica", 7)
            c.drawString(end, TOP + 4, str(number))
            paragraph(c, TOP - 2 * LEADING)
            put(c, LEFT, 60, f"{number} Act of the {PLACES[number]}, as amended, and the rules that", 8)
            put(c, LEFT, 50, "were made under it.", 8)

        return draw

    notes = of_kind(read(*(page(n) for n in range(1, 5))), BlockKind.FOOTNOTE)
    assert [note.text[-35:] for note in notes] == ["and the rules that were made under it."[-35:]] * 4


def test_a_line_that_opens_with_a_raised_number_may_be_like_one_that_does_not() -> None:
    def page(number: int) -> Page:
        foot = Line(number, 0, LEFT, 300, 40, 8, False, "See the Order", note="1" if number % 2 else "")
        return Page((Line(number, 0, LEFT, 500, 500, 11, False, f"The team of the {PLACES[number]}"), foot), 842)

    assert find_furniture([page(n) for n in range(5)], [""] * 5, 14).lines


def draft(step: int, first: int, size: float) -> Drawing:
    """A page of six numbered paragraphs whose lines are counted in the margin."""

    def draw(c: Canvas) -> None:
        y, line = TOP, 0
        for n, place in enumerate(PLACES, 1):
            own = (f"{first + n}. The team of the {place} keeps an account of each week that its manager", "reads and signs.")
            for words in own:
                line += 1
                put(c, LEFT + 24, y, words)
                if line % step == 0:
                    number = str(line)
                    put(c, LEFT - c.stringWidth(number, "Helvetica", size), y, number, size)
                y -= LEADING
            y -= 10

    return draw


@pytest.mark.parametrize(("step", "size"), [(1, 11), (1, 7), (2, 9), (4, 11)])
def test_numbers_that_count_the_lines_of_a_draft_are_no_part_of_it(step: int, size: float) -> None:
    reading = read(*(draft(step, first, size) for first in (0, 6, 12)))
    blocks = [(block.marker, block.text) for block in reading.blocks if block.kind is not BlockKind.FURNITURE]
    said = "The team of the {} keeps an account of each week that its manager reads and signs."
    assert blocks == [(f"{n}.", said.format(PLACES[(n - 1) % 6])) for n in range(1, 19)]
    assert not any(block.marks for block in reading.blocks)
    assert reading.warnings == ("The numbers of the lines were left out.",)


def test_items_of_one_line_each_are_not_taken_for_counted_lines() -> None:
    def page(c: Canvas) -> None:
        for n in range(1, 31):
            put(c, LEFT, TOP - LEADING * n, str(n))
            put(c, LEFT + 24, TOP - LEADING * n, f"Keep an account of the week in the {PLACES[n % 6]}.")

    reading = read(page)
    told = " ".join(f"{block.marker} {block.text}" for block in reading.blocks).split()
    assert [word for word in told if word.isdecimal()] == [str(n) for n in range(1, 31)]
    assert not reading.warnings


def with_headings_in_the_margin(lines: int) -> Drawing:
    """A page of four sections, each with a heading of two lines left of its text."""

    def draw(c: Canvas) -> None:
        y = TOP
        for n, place in enumerate(PLACES[:4]):
            put(c, LEFT, y, "Work of the", 11, BOLD)
            put(c, LEFT, y - LEADING, f"{place} team", 11, BOLD)
            for line in range(lines):
                put(
                    c,
                    LEFT + 110,
                    y,
                    f"line {line} of what the {place} team keeps an account of in week {n}" + "." * (line == lines - 1),
                )
                y -= LEADING
            y -= 10

    return draw


def test_a_heading_in_the_margin_stands_over_the_text_beside_it() -> None:
    reading = read(with_headings_in_the_margin(8))
    found = [(block.kind, block.text) for block in reading.blocks if block.kind is not BlockKind.FURNITURE]
    said = "line {} of what the {} team keeps an account of in week {}"
    for n, place in enumerate(PLACES[:4]):
        heading, text = found[2 * n : 2 * n + 2]
        assert heading == (BlockKind.HEADING, f"Work of the {place} team")
        assert text == (BlockKind.TEXT, " ".join(said.format(line, place, n) for line in range(8)) + ".")
    assert not reading.warnings


def test_terms_in_bold_beside_their_meanings_are_no_headings() -> None:
    assert not of_kind(read(with_headings_in_the_margin(3)), BlockKind.HEADING)


def wide(c: Canvas, text: str, apart: float) -> None:
    x: float = LEFT
    for letter in text:
        x = put(c, x, TOP, letter, 16) + apart


def test_a_title_whose_letters_stand_apart_is_made_of_words() -> None:
    def page(c: Canvas) -> None:
        wide(c, "RISK AND CARE PLANS", 4)
        paragraph(c, TOP - 40)

    assert texts(read(page), BlockKind.HEADING) == ["RISK AND CARE PLANS"]


def test_letters_far_apart_are_words_of_their_own() -> None:
    def page(c: Canvas) -> None:
        wide(c, "ABCDEFGH", 9)
        paragraph(c, TOP - 40)

    assert "A B C D E F G H" in [block.text for block in read(page).blocks]


def test_a_number_set_tight_before_a_single_letter_is_its_paragraphs_own() -> None:
    def page(c: Canvas) -> None:
        y = TOP
        for n in range(1, 5):
            x = put(c, LEFT, y, f"{n}.", 12)
            put(c, x + 1.2, y, "A plan should set out what has to change for the child, and by when it is", 12)
            put(c, LEFT, y - LEADING, "to be seen.", 12)
            y -= 2 * LEADING + 10

    assert [item.marker for item in of_kind(read(page), BlockKind.ITEM)] == ["1.", "2.", "3.", "4."]


def test_items_of_an_act_stand_on_their_own_however_full_the_line_before_is() -> None:
    lines = (
        (0, "Where an authority, in the exercise of all of its functions as to the duty to see a child—"),
        (1, "(a) learn that a child who lives, or who is found, in their area at any time of the day—"),
        (2, "(i) is the subject of an order that a court has made at any time in that whole year; or"),
        (2, "(ii) is in the protection of the police, wherever that may be, on the day in question; and"),
        (1, "(b) have cause to suspect that the child is suffering, or is likely to suffer, some harm, they"),
    )

    def page(c: Canvas) -> None:
        y = paragraph(c, TOP)
        for n, (level, line) in enumerate(lines):
            put(c, LEFT + 12 * level, y - LEADING * n, line)
        put(c, LEFT + 12, y - LEADING * len(lines), "must see the child.")

    assert [item.marker for item in of_kind(read(page), BlockKind.ITEM)] == ["(a)", "(i)", "(ii)", "(b)"]


def test_letters_in_a_sentence_that_a_line_happens_to_open_with_are_no_items() -> None:
    def page(c: Canvas) -> None:
        own = ("A review has two purposes, which are (a) to see what matters to the children of the area, and",)
        paragraph(c, TOP, (*own, "(b) to ask whether anybody should act on what was seen, as the partners think it right."))

    assert not of_kind(read(page), BlockKind.ITEM)


def test_notes_whose_numbers_rise_with_the_pages_are_no_footers() -> None:
    def page(n: int) -> Drawing:
        def draw(c: Canvas) -> None:
            x = put(c, LEFT, TOP, f"The panel of the {PLACES[n]} said so again in the year that came after it")
            put(c, x, TOP + 4, str(n + 1), 6)
            paragraph(c, TOP - LEADING - 10)
            put(c, LEFT, 60 + 3, str(n + 1), 6)
            put(c, LEFT + 5, 60, f"Panel ({2020 + n}), p. {14 + n}.", 9)

        return draw

    notes = of_kind(read(*map(page, range(4))), BlockKind.FOOTNOTE)
    assert [(note.marker, note.text) for note in notes] == [(str(n + 1), f"Panel ({2020 + n}), p. {14 + n}.") for n in range(4)]


def test_a_soft_hyphen_that_is_seen_in_a_line_is_a_hyphen() -> None:
    def page(c: Canvas) -> None:
        paragraph(c, TOP, ("A same\u00adday talk is held with the duty consultant, and a referral is made.",))

    assert texts(read(page)) == ["A same-day talk is held with the duty consultant, and a referral is made."]


@pytest.mark.parametrize("size", [11.0, 15.0])
def test_what_somebody_said_heads_nothing_and_its_author_is_no_item(size: float) -> None:
    def page(c: Canvas) -> None:
        put(c, LEFT, paragraph(c, TOP), "Training", 15, BOLD)
        y = paragraph(c, TOP - 120) - 10
        put(c, LEFT, y, "“Nobody asked me what I wanted.”", size, BOLD)
        put(c, LEFT, y - 22, "— A care leaver", font=BOLD)
        paragraph(c, y - 60)

    reading = read(page)
    assert texts(reading, BlockKind.HEADING) == ["Training"]
    assert texts(reading) == [WHOLE, WHOLE, "“Nobody asked me what I wanted.” — A care leaver", WHOLE]
    assert {draft.heading for draft in outline(reading.blocks).drafts[1:]} == {("Training",)}


def test_points_below_words_in_quotation_marks_are_items() -> None:
    def page(c: Canvas) -> None:
        for n, line in enumerate(("“Tell me what helps.”", "– a call in the evening", "– more time")):
            put(c, LEFT, TOP - 22 * n, line)

    assert texts(read(page), BlockKind.ITEM) == ["a call in the evening", "more time"]


def glossary(c: Canvas, *letters: tuple[str, list[tuple[str, str]]]) -> None:
    """Set terms in bold beside their meanings, each of lines parted by '|', under letters."""
    put(c, LEFT, TOP, "Glossary", 20, BOLD)
    y = TOP - 50
    for letter, entries in letters:
        put(c, LEFT, y, letter, 14, BOLD)
        y -= 24
        for term, meaning in entries:
            for x, words, font in ((LEFT, term, BOLD), (LEFT + 128, meaning, "Helvetica")):
                for n, line in enumerate(words.split("|")):
                    put(c, x, y - LEADING * n, line, font=font)
            y -= LEADING * (max(term.count("|"), meaning.count("|")) + 1) + 9
        y -= 20


def test_terms_that_wrap_stand_with_their_meanings_however_few_there_are() -> None:
    adoption = ("Adoption", "The legal process by which a child|becomes a member of a new family.")
    cin = ("CIN", "See Child in need.")
    harm = ("Contextual harm (also|known as harm outside|the home)", "Harm from places and peers, not|from the family.")
    reading = read(lambda c: glossary(c, ("A", [adoption]), ("C", [cin, harm])))
    rows = [row.replace("|", " ") for row in ("\t".join(entry) for entry in (adoption, cin, harm))]
    assert [row for row in texts(reading, BlockKind.TABLE) if row.strip()] == rows
    assert [draft.heading for draft in outline(reading.blocks).drafts] == [("Glossary", "A"), *[("Glossary", "C")] * 2]
    assert not reading.warnings


def test_titles_in_bold_beside_numbers_are_no_terms() -> None:
    numbered = [(f"Work of the {place} team", f"{n}. The team meets|in the {place}.") for n, place in enumerate(PLACES[:4], 1)]
    assert not texts(read(lambda c: glossary(c, ("A", numbered[:2]), ("B", numbered[2:]))), BlockKind.TABLE)


def test_titles_over_terms_and_meanings_name_them() -> None:
    def page(c: Canvas) -> None:
        put(c, LEFT + 128, TOP - 50, "Meaning", 14, BOLD)
        glossary(c, ("Term", [("CIN", "A child|in need."), ("LADO", "The officer."), ("DSL", "The lead|in a school.")]))

    rows = texts(read(page), BlockKind.TABLE)
    assert rows == ["Term\tMeaning", "CIN\tA child in need.", "LADO\tThe officer.", "DSL\tThe lead in a school."]


def test_boxes_to_tick_on_one_line_are_an_item_each() -> None:
    said = ("☐ Copied to the nurse ☐ Copied to the chair", "of the meeting")
    lines = [Line(0, 0, LEFT + 12 * n, 400, 700 - LEADING * n, 11, False, text) for n, text in enumerate(said)]
    found = [(draft.marker, draft.text) for draft in draft_blocks(lines, measure(lines))]
    assert found == [("☐", "Copied to the nurse"), ("☐", "Copied to the chair of the meeting")]
