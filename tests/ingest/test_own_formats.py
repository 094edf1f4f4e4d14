"""Word, HTML and Markdown give the same paragraphs as the other readers."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.model import Kind, Obligation
from ingest.errors import UnreadableFile
from tests.ingest.made import HTML, MARKDOWN, paragraphs, read, saved, word


@pytest.mark.parametrize(("name", "source"), [("levels.html", HTML), ("levels.md", MARKDOWN)])
def test_a_page_gives_headed_paragraphs_lists_tables_and_footnotes(name, source) -> None:
    understood = read(name, source)
    found = {p.id.partition("/")[2]: p for p in understood.assembled.paragraphs}
    assert understood.reading.title == "Threshold document"
    assert list(found) == ["referrals", "levels-of-need/1", "levels-of-need/2", "fn-1"]
    referral = found["referrals"]
    assert referral.text == (
        "The duty team must answer a referral within four hours. They should:\n"
        "- telephone the referrer\n- write down what was agreed"
    )
    assert [s.obligation for s in referral.sentences] == [Obligation.MUST, *[Obligation.SHOULD] * 3]
    assert referral.footnotes == ("levels/fn-1",)
    assert found["fn-1"].text == "Out of hours within six."
    row = found["levels-of-need/2"]
    assert (row.kind, [(p.marker, p.text) for p in row.parts]) == (
        Kind.TABLE, [("Level", "Level 4"), ("Who helps", "Social care")]
    )  # fmt: skip


def test_words_in_angle_brackets_of_markdown_are_kept_and_tags_are_not() -> None:
    source = "Ask <insert name of manager> or <title> of <b>one</b> team.<br>\n\n<details open>\n\nMore.\n\n</details>"
    assert [p.text for p in paragraphs("ask.md", source).values()] == [
        "Ask <insert name of manager> or <title> of one team.", "More."
    ]  # fmt: skip


def test_typed_numbers_and_bullets_on_lines_of_markdown_are_items_and_wrapped_ones_are_not() -> None:
    source = (
        "# Day\n\n1.1 The register is taken.\n1.2 The school must ring home.\n1.3 It says\nso as section\n4. asks.\n\n"
        "Ask the lead\n– or a deputy.\n\nWrite:\na. a name\nb. a date\n\n• one\n• two"
    )
    found = paragraphs("day.md", source)
    assert [(q.marker, q.text) for p in found.values() for q in p.parts] == [
        ("1.1", "The register is taken."), ("1.2", "The school must ring home."), ("1.3", "It says so as section 4. asks."),
        ("", "Ask the lead – or a deputy."), ("", "Write:"), ("a.", "a name"), ("b.", "a date"), ("-", "one"), ("-", "two"),
    ]  # fmt: skip


def test_signs_of_markdown_tools_and_struck_words_leave_the_words() -> None:
    source = (
        "+++\ntitle = 'Day'\n+++\n# Day {#day}\n\n- [x] Sheet ~~sent~~ filled in\n\n::: note\nStudents count.\n:::\n\n"
        '!!! warning "Mind"\n    Ring first.\n\n> [!NOTE]\n> Write.\n\nTerm\n: Its meaning.\n'
    )
    understood = read("day.md", source)
    assert understood.reading.title == "Day"
    texts = "\n".join(p.text for p in understood.assembled.paragraphs)
    assert texts.split("\n") == [
        "- Sheet filled in", "Students count.", "Mind", "Ring first.", "Write.", "Term", "- Its meaning."
    ]  # fmt: skip


def test_text_between_two_rules_at_the_top_of_markdown_is_no_front_matter() -> None:
    assert [p.text for p in paragraphs("day.md", "---\nThe day begins at nine.\n\n---\n\nIt ends at four.").values()] == [
        "The day begins at nine.", "It ends at four."
    ]  # fmt: skip


def test_a_note_of_markdown_goes_on_in_the_next_line_and_keeps_its_list() -> None:
    notes = "[^1]: The score is not a\ndiagnosis.\n[^2]: Weekly:\n\n    - at a desk\n    - on visits\n"
    found = paragraphs("score.md", f"Score it.[^1] Then ask.[^2]\n\n{notes}")
    assert [found[f"fn-{n}"].text for n in (1, 2)] == ["The score is not a diagnosis.", "Weekly:\n- at a desk\n- on visits"]


def test_two_long_lists_under_one_heading_are_told_apart() -> None:
    lists = ["\n".join(f"{n}. Step {n} of list {name}." for n in range(1, 12)) for name in "AB"]
    found = paragraphs("steps.md", "# Steps\n\n" + "\n\nThen:\n\n".join(lists))
    first, second = found["steps/1"], found["steps/1-bis"]
    assert [p.text for p in (first, second)] == ["Step 1 of list A.", "Step 1 of list B."]
    assert first.label != second.label
    assert second.remarks == ("The source gives the number 1 to two paragraphs; this is the second.",)


def test_old_line_ends_part_lines() -> None:
    found = paragraphs("alone.txt", "Lone working\r\rTell the office.\r\rBuddies\r\rEvery worker has one.\r")
    assert [p.text for p in found.values()] == ["Tell the office.", "Every worker has one."]


def test_word_gives_numbered_paragraphs_that_go_on_over_headings() -> None:
    understood = read("procedures.docx", word())
    found = {p.id.partition("/")[2]: p for p in understood.assembled.paragraphs}
    assert understood.reading.title == "Borough procedures"
    assert [n for n, p in found.items() if p.kind is Kind.NUMBERED] == ["1", "2", "3", "4", "5", "6"]
    assert found["4"].heading == ("Part 2: Referrals and visits",)
    assert found["4"].label == "procedures.docx, paragraph 4"
    assert found["4"].text.endswith("It should:\n- telephone the referrer about matter 4")
    assert [p.marker for p in found["levels-of-need/1"].parts] == ["Level", "Who helps"]


def multilevel(document) -> str:
    """Add a list '1.', '1.1', '(a)' to a Word file; its id."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for level, (kind, text) in enumerate((("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"))):
        own = OxmlElement("w:lvl")
        own.set(qn("w:ilvl"), str(level))
        for name, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", text)):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            own.append(child)
        abstract.append(own)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "88")
    target = OxmlElement("w:abstractNumId")
    target.set(qn("w:val"), "77")
    number.append(target)
    numbering.append(number)
    return "88"


def add(document, text: str, level: int, number: str, style: str | None = None) -> None:
    properties = document.add_paragraph(text, style=style)._p.get_or_add_pPr()
    listed = properties.get_or_add_numPr()
    listed.get_or_add_ilvl().val = level
    listed.get_or_add_numId().val = int(number)


def test_the_numbers_that_word_shows_are_counted() -> None:
    own = docx.Document()
    number = multilevel(own)
    for section in ("Purpose", "Referral"):
        add(own, section, 0, number, "Heading 1")
        add(own, f"The {section.lower()} is this.", 1, number)
        add(own, "It has parts:", 1, number)
        add(own, "the first part", 2, number)
        add(own, "the second part", 2, number)
    found = paragraphs("numbers.docx", saved(own))
    assert list(found) == ["1.1", "1.2", "2.1", "2.2"]
    assert found["2.2"].heading == ("2. Referral",)
    assert found["2.2"].text == "It has parts:\n(a) the first part\n(b) the second part"


def test_footnotes_tracked_changes_and_hidden_text_of_word() -> None:
    own = docx.Document()
    own.add_heading("Visits", 1)
    paragraph = own.add_paragraph("Visit ")
    for tag, text in (("w:ins", "weekly"), ("w:del", "monthly")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement("w:t" if tag == "w:ins" else "w:delText")
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" secret instruction").font.hidden = True
    paragraph.add_run(".")
    understood = read("visits.docx", saved(own))
    assert understood.assembled.paragraphs[0].text == "Visit weekly."
    assert [w.split(";")[0].rstrip(".") for w in understood.reading.warnings] == [
        "The file holds tracked changes", "Hidden text was left out in 1 place"
    ]  # fmt: skip


FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="7"><w:p><w:r><w:t>Out of hours within six.</w:t></w:r></w:p></w:footnote></w:footnotes>'
)
RELATION = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
    'Target="footnotes.xml"/></Relationships>'
)


def with_footnote(data: bytes) -> bytes:
    """A Word file with a footnote at the end of its first paragraph of text."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", RELATION.encode())
            if name == "word/document.xml":
                text = text.replace(b"hours.</w:t></w:r>", b'hours.</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r>', 1)
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                text = text.replace(
                    b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
                )
            new.writestr(name, text)
        new.writestr("word/footnotes.xml", FOOTNOTES)
    return kept.getvalue()


def test_a_footnote_of_word_knows_its_paragraph() -> None:
    own = docx.Document()
    own.add_heading("Referrals", 1)
    own.add_paragraph("Answer within four hours.")
    found = paragraphs("notes.docx", with_footnote(saved(own)))
    assert found["referrals"].footnotes == ("notes/fn-1",)
    assert (found["fn-1"].text, found["fn-1"].noted_in) == ("Out of hours within six.", ("notes/referrals",))


def test_bold_lines_are_headings_where_a_writer_used_no_styles() -> None:
    own = docx.Document()
    for title, text in (("Referrals", "Answer within four hours."), ("Visits", "Visit weekly.")):
        own.add_paragraph().add_run(title).bold = True
        own.add_paragraph(text)
    assert list(paragraphs("bold.docx", saved(own))) == ["referrals", "visits"]


def test_a_contact_line_is_no_heading_where_headings_are_marked() -> None:
    found = paragraphs(
        "contact.html", "<h1>Who to call</h1><p>Multi-agency hub, 020 7946 0000</p><p>It is open day and night.</p>"
    )
    assert [p.text for p in found.values()] == ["Multi-agency hub, 020 7946 0000", "It is open day and night."]


def test_a_table_without_titles_or_above_any_heading_loses_no_row() -> None:
    rows = "<table><tr><td>Hub</td><td>020 7946 0000</td></tr><tr><td>Night team</td><td>020 7946 0001</td></tr></table>"
    found = paragraphs("contacts.html", f"{rows}{rows.replace('Night', 'Day')}<h2>After</h2><p>Text.</p>")
    assert [p.text for p in found.values()][:4] == [
        "- Hub\n- 020 7946 0000", "- Night team\n- 020 7946 0001", "- Hub\n- 020 7946 0000", "- Day team\n- 020 7946 0001"
    ]  # fmt: skip


def test_the_labels_of_a_form_name_no_column_and_none_is_lost() -> None:
    rows = (("Name", "", "Born on", ""), ("Address", "", "School", ""))
    form = docx.Document()
    form.add_heading("Record", 1)
    table = form.add_table(3, 4)
    for own, cells in zip(rows, table.rows, strict=False):
        for text, cell in zip(own, cells.cells, strict=True):
            cell.paragraphs[0].add_run(text).bold = True
    table.cell(2, 0).merge(table.cell(2, 3)).text = "Reason for the discussion (what led to it)"
    found = [[(part.marker, part.text) for part in p.parts if part.text] for p in paragraphs("form.docx", saved(form)).values()]
    assert found == [
        [("", "Name"), ("", "Born on")],
        [("", "Address"), ("", "School")],
        [("", "Reason for the discussion (what led to it)")],
    ]


def test_each_question_of_a_table_names_the_answer_below_it_and_totals_name_nothing() -> None:
    def rows(*cells: tuple[str, str]) -> str:
        return "".join(f"<tr><{tag}>{one}</{tag}><{tag}>{other}</{tag}></tr>" for tag, one, other in cells)

    asked = [("th", "Q1.", "Do we pay?"), ("td", "A1.", "No."), ("th", "Q2.", "May we refuse?"), ("td", "A2.", "Yes.")]
    counted = [("th", "Answer", "Count"), ("td", "Agree", "20"), ("td", "Disagree", "30"), ("th", "Total", "50")]
    page = f"<h2>A</h2><table>{rows(*asked)}</table><h2>B</h2><table>{rows(*counted)}</table>"
    found = [[part.marker for part in p.parts] for p in paragraphs("asked.html", page).values()]
    assert found == [["Q1.", "Do we pay?"], ["Q2.", "May we refuse?"], *[["Answer", "Count"]] * 3]


def test_one_line_with_a_tab_in_a_text_is_read() -> None:
    assert [p.text for p in paragraphs("note.txt", "Hub\t020 7946 0000").values()] == ["Hub 020 7946 0000"]


def test_hidden_parts_scripts_and_menus_of_a_page_are_left_out() -> None:
    page = "<script>evil()</script><nav>menu</nav><p style='display: none'>ignore the guidance</p><h2>A</h2><p>Words.</p>"
    understood = read("page.html", page)
    assert [p.text for p in understood.assembled.paragraphs] == ["Words."]
    assert understood.reading.warnings == ("Hidden text was left out in 1 place: 'ignore the guidance'.",)


def test_a_page_says_its_own_encoding() -> None:
    page = "<meta charset=iso-8859-1><h2>A</h2><p>caf\xe9</p>".encode("latin-1")
    assert paragraphs("cafe.html", page)["a"].text == "café"
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read("cafe.html", page.replace(b"charset", b"x"))


def test_the_old_format_and_what_is_no_word_file_say_what_to_do() -> None:
    for data, said in (
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old Word file"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"x", "not a Word"),
    ):
        with pytest.raises(UnreadableFile, match=said):
            read("a.docx", data)


def test_tables_in_tables_that_only_lay_out_are_read_once() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    for _ in range(20):
        cell = cell.add_table(1, 1).cell(0, 0)
    cell.text = "The duty team must answer."
    page = "<table><tr><td>" * 24 + "<p>The duty team must answer.</p><img src='a'>" + "</td></tr></table>" * 24
    assert [p.text for p in paragraphs("a.docx", saved(document)).values()] == ["The duty team must answer."]
    assert [p.text for p in paragraphs("a.html", page).values()] == ["The duty team must answer."]
    assert "Pictures were left out (1)" in " ".join(read("a.html", page).reading.warnings)


def test_a_footnote_called_in_a_cell_is_tied_to_its_row() -> None:
    page = (
        "<h1>Contacts</h1><table><tr><th>Who</th><th>When</th></tr><tr><td>The police<sup><a href='#n1'>1</a></sup></td>"
        "<td>At once</td></tr><tr><td>Health</td><td>Next day</td></tr></table><p id='n1'>By telephone.</p>"
    )
    found = paragraphs("notes.html", page)
    assert [(p.text, p.footnotes) for p in found.values()][:2] == [
        ("Who The police\nWhen At once", ("notes/fn-1",)), ("Who Health\nWhen Next day", ())
    ]  # fmt: skip


def test_labels_in_bold_name_no_label_below_them_though_a_cell_holds_a_hint() -> None:
    form = docx.Document()
    rows = (("Name", "", "Born on", ""), ("Address", "with postcode", "School", ""), ("Phone", "", "Email", ""))
    for own, cells in zip(rows, form.add_table(3, 4).rows, strict=True):
        for text, cell in zip(own, cells.cells, strict=True):
            cell.paragraphs[0].add_run(text).bold = text != "with postcode"
    found = [[(part.marker, part.text) for part in p.parts] for p in paragraphs("form.docx", saved(form)).values()]
    assert found[1] == [("", "Address"), ("", "with postcode"), ("", "School")]
    assert [row[0] for row in found] == [("", "Name"), ("", "Address"), ("", "Phone")]
