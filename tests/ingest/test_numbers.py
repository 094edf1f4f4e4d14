"""Numbers at the start of paragraphs in the writings of many authorities, and what only looks like one."""

import io

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.blocks import Block, BlockKind
from ingest.grid import Cell, table_blocks
from ingest.markers import number
from ingest.structure import outline
from tests.ingest.made import paragraphs, saved

TITLES = ("Making a referral", "Visits and meetings", "When families move")
SAYS = ("The duty team must answer each referral within one working day and write down what was", "agreed with the family.")


def guide(sections: dict[str, list[str | tuple[str, ...]]], hang: float = 0) -> bytes:
    """A PDF with headings and paragraphs of lines; with `hang` a paragraph's first word stands that far left of the others."""
    kept = io.BytesIO()
    page = Canvas(kept, pagesize=A4)
    y = 790.0
    for title, texts in sections.items():
        y = _put(page, 60, y, title, 15) - 8
        for text in texts:
            lines = (text,) if isinstance(text, str) else text
            if y < 60 + 14 * len(lines):
                page.showPage()
                y = 790.0
            if hang:
                first, _, rest = lines[0].partition(" ")
                _put(page, 60, y, first, 10)
                lines = (rest, *lines[1:])
            for line in lines:
                y = _put(page, 60 + hang, y, line, 10)
            y -= 10
    page.save()
    return kept.getvalue()


def _put(page: Canvas, x: float, y: float, text: str, size: float) -> float:
    page.setFont("Helvetica", size)
    page.drawString(x, y, text)
    return y - 1.4 * size


def numbered(name: str, data: bytes | str) -> list[str]:
    return [key for key, p in paragraphs(name, data).items() if p.kind == "numbered"]


def told(*numbers: str) -> list[str | tuple[str, ...]]:
    return [(f"{n} {SAYS[0]}", SAYS[1]) for n in numbers]


@pytest.mark.parametrize("written", ["{}", "{})", "({})", "[{}]", "§ {}", "Para {}", "Paragraph {}"])
def test_a_run_over_headings_numbers_the_paragraphs_however_it_is_written(written: str) -> None:
    three = {title: told(*(written.format(3 * n + k) for k in (1, 2, 3))) for n, title in enumerate(TITLES)}
    assert numbered("a.pdf", guide(three, hang=25 if written == "{}" else 0)) == [str(n) for n in range(1, 10)]


@pytest.mark.parametrize("written", ["{}.{}", "{}.{}.", "Section {}.{}", "§ {}.{}"])
def test_a_few_numbers_that_name_their_chapter_are_enough(written: str) -> None:
    two = {title: told(written.format(n, 1), written.format(n, 2)) for n, title in enumerate(TITLES, 1)}
    assert numbered("a.pdf", guide(two)) == ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"]


@pytest.mark.parametrize("dot", ["", "."])
def test_letters_name_chapters_and_annexes(dot: str) -> None:
    two = {f"{a}. {t}": told(f"{a}{dot}1", f"{a}{dot}2") for a, t in zip("ABC", TITLES, strict=True)}
    names = [f"{a}{dot}{n}" for a in "ABC" for n in (1, 2)]
    assert numbered("a.pdf", guide(two)) == names
    page = "".join(f"<h2>{t}</h2>" + "".join(f"<p>{x[0]}</p>" for x in texts) for t, texts in two.items())
    assert numbered("a.html", page) == names


def test_numbers_that_start_again_are_named_after_the_heading_they_start_under() -> None:
    parts = {f"Part {n}: {title}": told("1.", "2.", "3.") for n, title in enumerate(TITLES, 1)}
    read = paragraphs("a.pdf", guide(parts))
    assert list(read) == [f"part-{part}/{n}" for part in (1, 2, 3) for n in (1, 2, 3)]
    assert read["part-2/3"].label == "a.pdf, Part 2: Visits and meetings, paragraph 3"


def _regulations(after: str) -> dict[str, list[str | tuple[str, ...]]]:
    first = (f"{{}}.{after}(1) The partners must tell the panel of each matter at once and must write down,", "in full,")
    rest = ["(a) what was said;", "(b) what was seen.", "(2) Paragraph (1) does not apply where the child is away."]
    own = {title: [(first[0].format(n), first[1]), *rest] for n, title in enumerate(TITLES, 1)}
    schedule = [f"{n}. The {name} of the child and of each parent." for n, name in enumerate(("name", "age", "school"), 1)]
    more = {"Amendment": ['4. In the Regulations of 2018, for the word "may" read "must".'], "Notice": ["5. Give it."]}
    return {**own, **more, "SCHEDULE 1": schedule, "EXPLANATORY NOTE": ["These Regulations say what partners must do."]}


@pytest.mark.parametrize("after", ["—", "-", " "])
def test_regulations_are_numbered_and_their_paragraphs_stand_side_by_side(after: str) -> None:
    found = paragraphs("a.pdf", guide(_regulations(after)))
    regulations = [p for p in found.values() if p.kind == "numbered" and p.heading[0] in TITLES]
    assert [p.number for p in regulations] == ["1", "2", "3"]
    assert [(part.marker, part.level) for part in regulations[1].parts] == [("(1)", 1), ("(a)", 2), ("(b)", 2), ("(2)", 1)]


def test_numbered_paragraphs_do_not_count_as_text_without_numbers() -> None:
    own = "".join(
        f"<h2>Part {part}</h2>" + "".join(f"<p>{n}.—(1) {' '.join(SAYS)}</p>" for n in range(1, 5)) for part in (1, 2)
    )
    page = f"<h1>Rules</h1><p>{' '.join(SAYS)}</p>{own}"
    assert numbered("a.html", page) == [f"part-{part}/{n}" for part in (1, 2) for n in range(1, 5)]


def test_a_schedule_and_an_explanatory_note_stand_under_no_part() -> None:
    page = "<h2>PART 1</h2><h3>Duties</h3><p>Act.</p><h3>SCHEDULE 1</h3><p>Names.</p><h3>EXPLANATORY NOTE</h3><p>Why.</p>"
    assert [p.heading for p in paragraphs("a.html", page).values()] == [
        ("PART 1", "Duties"),
        ("SCHEDULE 1",),
        ("EXPLANATORY NOTE",),
    ]


@pytest.mark.parametrize("name", ["a.html", "a.docx"])
def test_numbers_in_brackets_typed_at_the_start_of_paragraphs_are_markers(name: str) -> None:
    said = ["The panel must:", "(1) see the child;", "(2) write it down."]
    own = docx.Document()
    for text in said:
        own.add_paragraph(text)
    data = saved(own) if name == "a.docx" else "".join(f"<p>{text}</p>" for text in said)
    assert [part.marker for p in paragraphs(name, data).values() for part in p.parts] == ["", "(1)", "(2)"]


def test_lists_that_start_again_below_a_colon_number_nothing() -> None:
    lists = {title: ["The duty team should do the following:", *told("1.", "2.", "3.", "4.")] for title in TITLES}
    assert numbered("a.pdf", guide(lists)) == []


def test_lists_within_numbered_paragraphs_are_told_by_their_indentation() -> None:
    listed = ("The duty team should:", "<1. telephone the referrer", "<2. write down what was agreed")
    kept = io.BytesIO()
    page = Canvas(kept, pagesize=A4)
    y = 790.0
    for n in range(1, 16):
        for line in (f"{n}. {listed[0]}", *listed[1:]):
            y = _put(page, 90 if line[0] == "<" else 60, y, line.lstrip("<"), 10)
        if n % 5 == 0:
            page.showPage()
            y = 790.0
    page.save()
    read = paragraphs("a.pdf", kept.getvalue())
    assert list(read) == [str(n) for n in range(1, 16)]
    assert [part.marker for part in read["3"].parts] == ["", "1.", "2."]


@pytest.mark.parametrize(
    "wrapped", [("each team has at least", "1.3 Posts for it."), ("as told in sections", "1.3. They help.")]
)
def test_a_reference_or_measure_at_a_line_start_opens_no_paragraph(wrapped: tuple[str, str]) -> None:
    long = "The duty team must answer each referral within one working day and say that "
    one = {TITLES[0]: [*told("1.1"), (f"1.2 {long}{wrapped[0]}", wrapped[1]), *told("1.3", "1.4", "1.5")]}
    read = paragraphs("a.pdf", guide(one))
    assert list(read) == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    assert read["1.2"].text.endswith(" ".join(wrapped))


def test_a_number_out_of_order_opens_no_paragraph_and_the_true_one_keeps_it() -> None:
    falls = {TITLES[0]: told("1.1", "1.2", "2.3", "1.3"), TITLES[1]: told(*(f"2.{n}" for n in range(1, 8)))}
    assert numbered("a.pdf", guide(falls)) == ["1.1", "1.2", "1.3", *(f"2.{n}" for n in range(1, 8))]


def test_a_list_number_set_tight_before_its_words_is_a_marker() -> None:
    items = tuple(f"{n}.agree with the family what was decided at meeting {n}" for n in range(8, 12))
    read = paragraphs("a.pdf", guide({TITLES[0]: [("The duty team should:", *items)]}))
    assert [part.marker for part in next(iter(read.values())).parts] == ["", "8.", "9.", "10.", "11."]


@pytest.mark.parametrize("bullet", "✔✗→►▶»*☐☑➔⇒")
def test_bullets_are_the_same_in_every_format(bullet: str) -> None:
    text = f"The duty team should:\n\n{bullet} telephone the referrer\n{bullet} write down what was agreed\n"
    page = "".join(f"<p>{line}</p>" for line in text.split("\n") if line)
    for name, source in (("a.txt", text), ("a.html", page)):
        parts = next(iter(paragraphs(name, source).values())).parts
        assert [part.marker for part in parts] == ["", "-", "-"]


@pytest.mark.parametrize(
    ("one", "two", "follows"),
    [("1.2", "1.3", True), ("1.2", "2.1", True), ("1.2", "1.2.1", True), ("1.2", "1.4", False), ("1.2.3", "1.3", True)],
)
def test_what_number_is_the_next(one: str, two: str, follows: bool) -> None:
    first, second = number(one), number(two)
    assert first
    assert second
    assert second.follows(first) is follows


def test_numbers_in_the_first_column_of_a_table_number_its_rows() -> None:
    document = docx.Document()
    document.add_heading("Terms of reference", 1)
    rows = [
        ("1.", "Members"),
        *((f"1.{n}", SAYS[0]) for n in (1, 2, 3)),
        ("2.", "Meetings"),
        ("2.1", SAYS[0]),
        ("2.2", SAYS[0]),
    ]
    table = document.add_table(rows=len(rows), cols=2)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text + "." * (text == SAYS[0])
    read = paragraphs("a.docx", saved(document))
    assert list(read) == ["1.1", "1.2", "1.3", "2.1", "2.2"]
    assert read["2.1"].heading == ("Terms of reference", "2. Meetings")


def test_a_count_of_our_own_never_stands_beside_a_printed_number() -> None:
    page = "<h2>Visits</h2><p>Section 3.2 The duty team visits.</p><p>§ 9 It writes to them.</p><p>They may reply.</p>"
    assert [p.label for p in paragraphs("a.html", page).values()] == [
        "a.html, Visits",
        "a.html, Visits",
        "a.html, Visits, paragraph 3",
    ]
    rows = "".join(f"<tr><td>{n}</td><td>Visit the family</td><td>Duty team</td></tr>" for n in ("2.4", "2.5"))
    table = f"<h2>Plan</h2><table><tr><th>No</th><th>Action</th><th>Owner</th></tr>{rows}</table>"
    assert [p.label for p in paragraphs("a.html", table).values()] == ["a.html, Plan, row 2.4", "a.html, Plan, row 2.5"]


def test_footnotes_that_start_again_on_each_page_stay_apart_and_with_their_paragraphs() -> None:
    kept = io.BytesIO()
    page = Canvas(kept, pagesize=A4)
    for n in ("one", "two"):
        first = f"Team {n} must answer each referral within one working day and write down what was"
        end = 60 + page.stringWidth(first, "Helvetica", 10)
        _put(page, 60, 780, first, 10)
        _put(page, end, 784, "1", 6)
        _put(page, 60, 766, f"{SAYS[1]} That is page {n}.", 10)
        _put(page, 60, 62, "1", 5)
        _put(page, 66, 60, f"Report of the council, volume {n}.", 8)
        page.showPage()
    page.save()
    read = paragraphs("a.pdf", kept.getvalue())
    notes = {name: p for name, p in read.items() if p.kind == "footnote"}
    assert {name: p.number for name, p in notes.items()} == {"fn-1": "1", "fn-1-2": "1"}
    for note, said in (("fn-1", "one"), ("fn-1-2", "two")):
        assert notes[note].text.endswith(f"volume {said}.")
        (bearer,) = (p for p in read.values() if p.id in notes[note].noted_in)
        assert bearer.text.endswith(f"page {said}.")
        assert bearer.footnotes == (notes[note].id,)


@pytest.mark.parametrize("written", ["{}.00", "{}.30", "0{}.03.23", "{}.50"])
def test_times_dates_and_prices_that_rise_number_no_paragraphs(written: str) -> None:
    timetable = "\n\n".join(f"{written.format(n)} {SAYS[0]} {SAYS[1]}" for n in range(1, 21))
    assert not numbered("a.md", f"# The day\n\n{timetable}")


def test_a_list_set_in_under_a_paragraph_is_a_list_though_its_numbers_reach_those_of_the_paragraphs() -> None:
    blocks = [Block(BlockKind.ITEM, SAYS[0], 1, f"{n}.") for n in range(1, 41)]
    blocks[3:3] = [Block(BlockKind.ITEM, SAYS[1], 2, f"{n}.") for n in range(1, 6)]
    names = [draft.name for draft in outline([Block(BlockKind.HEADING, "Duties", 1), *blocks]).drafts]
    assert names == [str(n) for n in range(1, 41)]


def test_what_covers_rows_and_columns_keeps_the_cells_beside_it_in_their_columns() -> None:
    tall = [[Cell("Need", 2, 2, title=True), Cell("Help", 2, 1, title=True)], [Cell("Early"), Cell("Late")]]
    short = [[Cell("x"), Cell("y"), Cell("both", rows=2)], [Cell("only")], [Cell("1"), Cell("2"), Cell("3")]]
    assert [b.text for b in table_blocks(tall) if b.text] == ["Need\t\tHelp\t", "Need\t\tEarly\tLate"]
    assert [b.text for b in table_blocks(short) if b.text.strip()] == ["x\ty\tboth", "only\t\tboth", "1\t2\t3"]
