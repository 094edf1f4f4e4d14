"""What Word keeps beside a paragraph's words: tracked ends, drop caps, styles that hide, lists by style, boxes."""

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.ingest.made import paragraphs, read, saved


def put(document: WordDocument, xml: str) -> None:
    """Put a paragraph, a table or a field at the document's end."""
    opened, _, rest = xml.partition(">")
    bare = opened.endswith("/")
    document.element.body.insert(-1, parse_xml(f"{opened.rstrip('/')} {nsdecls('w')}{'/' * bare}>{rest}"))


def style(document: WordDocument, xml: str) -> None:
    opened, _, rest = xml.partition(">")
    document.styles.element.append(parse_xml(f"{opened} {nsdecls('w')}>{rest}"))


def numbering(document: WordDocument, *definitions: str) -> None:
    """Lists as Word keeps them, in place of the template's."""
    root = document.part.numbering_part.element
    for old in list(root):
        root.remove(old)
    for xml in definitions:
        opened, _, rest = xml.partition(">")
        root.append(parse_xml(f"{opened} {nsdecls('w')}>{rest}"))


def level(place: int, kind: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def counted(text: str, place: int = 0, own: int = 1, mark: str = "", words: str = "w:t") -> str:
    """A paragraph of a list; `mark` stands at its end."""
    run = f'<w:r><{words} xml:space="preserve">{text}</{words}></w:r>'
    run = f"<w:del>{run}</w:del>" if words == "w:delText" else run
    listed = f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{own}"/></w:numPr>'
    return f"<w:p><w:pPr>{listed}<w:rPr>{mark}</w:rPr></w:pPr>{run}</w:p>"


def plain(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


CARRIED = f'<w:abstractNum w:abstractNumId="5">{level(0, "decimal", "%1.")}{level(1, "decimal", "%1.%2")}</w:abstractNum>'
LIST = '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'


def test_a_deleted_paragraph_is_not_counted_and_a_deleted_end_runs_on() -> None:
    document = docx.Document()
    numbering(document, CARRIED, LIST)
    put(document, counted("Visits", 0))
    put(document, counted("A parent gives notice.", 1))
    put(document, counted("The old rule.", 1, mark="<w:del/>", words="w:delText"))
    put(document, counted("The carer gives notice.", 1))
    put(document, counted("The worker visits within ", 1, mark="<w:del/>"))
    put(document, counted("seven days.", 1))
    put(document, counted("The file is reviewed.", 1))
    found = paragraphs("visits.docx", saved(document))
    assert [(name, p.text) for name, p in found.items() if name.startswith("1.")] == [
        ("1.1", "A parent gives notice."), ("1.2", "The carer gives notice."),
        ("1.3", "The worker visits within seven days."), ("1.4", "The file is reviewed."),
    ]  # fmt: skip


def test_a_drop_cap_is_the_first_letter_of_its_word() -> None:
    document = docx.Document()
    document.add_heading("Conferences", 1)
    put(document, plain("P", '<w:framePr w:dropCap="drop" w:lines="3"/>'))
    document.add_paragraph("arents are invited.")
    assert [p.text for p in paragraphs("caps.docx", saved(document)).values()] == ["Parents are invited."]


def test_what_a_style_hides_and_what_a_field_asks_for_is_left_out() -> None:
    document = docx.Document()
    document.add_heading("Allegations", 1)
    style(document, '<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Note"/><w:rPr><w:vanish/></w:rPr></w:style>')
    style(document, '<w:style w:type="character" w:styleId="Aside"><w:name w:val="Aside"/><w:rPr><w:vanish/></w:rPr></w:style>')
    put(
        document,
        "<w:p><w:r><w:t>Tell the LADO.</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Aside'/></w:rPr><w:t>No</w:t></w:r></w:p>",
    )
    put(document, plain("Legal has not agreed.", '<w:pStyle w:val="Note"/>'))
    prompt = plain("Click here to enter text.")
    put(document, f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{prompt}</w:sdtContent></w:sdt>")
    understood = read("hidden.docx", saved(document))
    assert [p.text for p in understood.assembled.paragraphs] == ["Tell the LADO."]
    assert understood.reading.warnings == (
        "Hidden text was left out in 2 places.", "Fields that nobody has filled in were left out (1)."
    )  # fmt: skip


def shown(document: WordDocument) -> list[tuple[str, str]]:
    """The paragraphs' numbers, and what opens their words."""
    return [(p.number, p.text.split(".")[0]) for p in paragraphs("lists.docx", saved(document)).values()]


def test_a_list_by_style_takes_its_levels_from_the_list_that_has_them() -> None:
    document = docx.Document()
    numbering(
        document,
        CARRIED.replace('"5">', '"5"><w:styleLink w:val="House"/>'),
        '<w:abstractNum w:abstractNumId="6"><w:numStyleLink w:val="House"/></w:abstractNum>',
        '<w:num w:numId="1"><w:abstractNumId w:val="6"/></w:num>',
    )
    for title in ("Purpose", "Planning"):
        put(document, counted(title, 0))
        put(document, counted(f"{title} is first.", 1))
        put(document, counted(f"{title} is second.", 1))
    assert ("2.2", "Planning is second") in shown(document)


def test_a_level_that_never_starts_again_is_counted_through_all_parts() -> None:
    document = docx.Document()
    through = level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    numbering(
        document, f'<w:abstractNum w:abstractNumId="5">{level(0, "upperLetter", "Part %1")}{through}</w:abstractNum>', LIST
    )
    for part in ("Referrals", "Visits"):
        document.add_heading(part, 1)
        put(document, counted(part, 0))
        for matter in ("first", "second", "third"):
            put(document, counted(f"The team answers the {matter} matter of {part}.", 1))
    assert [number for number, words in shown(document) if "team" in words] == ["1", "2", "3", "4", "5", "6"]


def test_a_legal_level_is_decimal_throughout() -> None:
    document = docx.Document()
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    numbering(document, f'<w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>', LIST)
    for title in ("Being heard", "Advocates"):
        document.add_heading(title, 1)
        put(document, counted(title, 0))
        put(document, counted("The child is told so.", 1))
        put(document, counted("The advocate speaks.", 1))
    assert [number for number, words in shown(document) if " " in words][-2:] == ["2.1", "2.2"]


def test_a_list_that_changes_a_level_is_shown_and_counted_by_its_own() -> None:
    document = docx.Document()
    changed = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1.")}</w:lvlOverride>'
    numbering(document, CARRIED, LIST, f'<w:num w:numId="2"><w:abstractNumId w:val="5"/>{changed}</w:num>')
    document.add_paragraph("Ring the police with:")
    put(document, counted("a name", own=1))
    put(document, counted("an age", own=1))
    document.add_paragraph("Bring with you:")
    put(document, counted("a photograph", own=2))
    put(document, counted("a number", own=2))
    texts = [p.text for p in paragraphs("lists.docx", saved(document)).values()]
    assert texts[-1] == "Bring with you:\nA. a photograph\nB. a number"


BOX = (
    "<w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent><w:p><w:r><w:t>See the bedroom.</w:t>"
    "</w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"
)


def test_a_box_anchored_in_a_lead_in_stands_below_its_list() -> None:
    document = docx.Document()
    document.add_heading("Visits", 1)
    put(document, f"<w:p><w:r><w:t>The worker should:</w:t></w:r>{BOX}</w:p>")
    document.add_paragraph("speak to each child", style="List Bullet")
    document.add_paragraph("write it down", style="List Bullet")
    document.add_paragraph("Visits go on.")
    texts = [p.text for p in paragraphs("boxes.docx", saved(document)).values()]
    assert texts == ["The worker should:\n- speak to each child\n- write it down", "See the bedroom.", "Visits go on."]


def bold(document: WordDocument, text: str) -> None:
    document.add_paragraph().add_run(text).bold = True


def test_bold_lines_that_say_what_must_be_done_are_text() -> None:
    document = docx.Document()
    bold(document, "Emergency duty")
    document.add_paragraph("The team works at night.")
    bold(document, "You must ring 999 if a child is in danger now")
    bold(document, "You must not wait for a manager to agree")
    document.add_paragraph("Write it down.")
    bold(document, "What staff must do")
    document.add_paragraph("They read the log.")
    found = paragraphs("orders.docx", saved(document))
    assert [(p.heading[-1], p.text) for p in found.values()] == [
        ("Emergency duty", "The team works at night."),
        ("Emergency duty", "You must ring 999 if a child is in danger now"),
        ("Emergency duty", "You must not wait for a manager to agree"),
        ("Emergency duty", "Write it down."),
        ("What staff must do", "They read the log."),
    ]


def test_a_sentence_that_is_styled_as_a_heading_above_another_heading_is_kept() -> None:
    document = docx.Document()
    for title, text in (("Duty", "The team works at night."), ("Ring 999 if a child is in danger", ""), ("Rota", "It is set.")):
        document.add_heading(title, 1)
        document.add_paragraph(text)
    assert "Ring 999 if a child is in danger" in [p.text for p in paragraphs("kept.docx", saved(document)).values()]


def test_a_table_of_versions_takes_no_paragraph_number() -> None:
    document = docx.Document()
    document.add_heading("Document control", 1)
    for titles in (("Version", "Changes"), ("Number", "Changes")):
        table = document.add_table(rows=2, cols=2)
        for row, cells in zip(table.rows, (titles, ("1.1", "Typing errors mended")), strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.paragraphs[0].add_run(text).bold = text in titles
        document.add_paragraph("It is reviewed each year.")
    document.add_heading("Purpose", 1)
    for number in ("1.1", "1.2", "1.3", "1.4"):
        document.add_paragraph(f"{number} The school must ring home by ten.")
    found = paragraphs("versions.docx", saved(document))
    assert [name for name, p in found.items() if p.number == "1.1"] == ["1.1"]


def filled(table, *rows: tuple[str, ...]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def test_a_table_whose_style_sets_the_first_row_apart_has_its_titles_there() -> None:
    document = docx.Document()
    document.add_heading("Training", 1)
    table = document.add_table(rows=2, cols=2, style="Light Grid Accent 1")
    filled(table, ("Staff group", "Level"), ("Nurses", "Level 3"))
    plain_grid = document.add_table(rows=2, cols=2, style="Table Grid")
    filled(plain_grid, ("Hub", "020 7946 0000"), ("Night team", "020 7946 0001"))
    texts = [p.text for p in paragraphs("training.docx", saved(document)).values()]
    assert texts == ["Staff group Nurses\nLevel Level 3", "- Hub\n- 020 7946 0000", "- Night team\n- 020 7946 0001"]


def test_two_rows_of_titles_are_one() -> None:
    rows = (
        "<tr><th rowspan=2>Task</th><th colspan=2>Limit</th></tr><tr><th>Usual</th><th>Urgent</th></tr>"
        "<tr><td>Visit</td><td>Ten days</td><td>Same day</td></tr>"
    )
    (row,) = paragraphs("limits.html", f"<h1>Limits</h1><table>{rows}</table>").values()
    assert [(part.marker, part.text) for part in row.parts] == [
        ("Task", "Visit"), ("Limit: Usual", "Ten days"), ("Limit: Urgent", "Same day")
    ]  # fmt: skip


def test_a_number_is_all_that_a_cell_says() -> None:
    document = docx.Document()
    numbering(document, CARRIED, LIST)
    document.add_heading("Steps", 1)
    table = document.add_table(rows=3, cols=2)
    filled(table, ("", "Step"), ("", "Tell the coroner."), ("", "Meet the parents."))
    for row in table.rows[1:]:
        cell = row.cells[0]._tc
        cell.replace(cell.p_lst[0], parse_xml(counted("").replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
    texts = [p.text for p in paragraphs("steps.docx", saved(document)).values()]
    assert texts[-2:] == ["- 1.\n- Tell the coroner.", "- 2.\n- Meet the parents."]


def test_pasted_bullets_are_bullets() -> None:
    document = docx.Document()
    document.add_heading("Conferences", 1)
    for text in (
        "The chair should:",
        "\uf0b7\tmeet the parents",
        "\uf0a7\texplain the day",
        "o\tlisten to the child",
        "A visit is next.",
    ):
        document.add_paragraph(text)
    texts = [p.text for p in paragraphs("bullets.docx", saved(document)).values()]
    assert texts == ["The chair should:\n- meet the parents\n- explain the day\n- listen to the child", "A visit is next."]


def test_bullets_typed_on_broken_lines_are_items() -> None:
    document = docx.Document()
    document.add_heading("Wards", 1)
    document.add_paragraph("2) Ward managers should:\n• keep a list\n• check the list\nof the month")
    document.add_paragraph("They follow paragraph\n4. The form says so.")
    texts = [p.text for p in paragraphs("wards.docx", saved(document)).values()]
    assert texts == [
        "2) Ward managers should:\n  - keep a list\n  - check the list of the month",
        "They follow paragraph 4. The form says so.",
    ]


@pytest.mark.parametrize(
    ("title", "rest", "parted"),
    [
        ("Handover", "The day team reads the log at nine.", True),
        ("The day team must", "read the log at nine.", False),
        ("The day team should:", "Read the log at nine.", False),
        ("Designated lead", "Jane Brown", False),
    ],
)
def test_bold_words_on_a_line_of_their_own_are_a_title_over_the_sentences_below(title: str, rest: str, parted: bool) -> None:
    document = docx.Document()
    bold(document, "Emergency duty")
    document.add_paragraph("The team works at night.")
    paragraph = document.add_paragraph()
    paragraph.add_run(title).bold = True
    paragraph.add_run().add_break()
    paragraph.add_run(rest)
    last = list(paragraphs("title.docx", saved(document)).values())[-1]
    assert (last.heading[-1], last.text) == ((title, rest) if parted else ("Emergency duty", f"{title} {rest}"))
