"""Headings that nobody marked, those with nothing beneath them, and lists that look like numbered paragraphs."""

import docx
import pytest

from corpus.model import Kind
from ingest.blocks import Block, BlockKind
from ingest.structure import outline
from tests.ingest.made import paragraphs, saved

SAID = "The duty team must answer a referral within four hours."
HEADS = ("1. Purpose of this protocol", "2. CORE GROUPS")


def chapters() -> list[str]:
    return [line for n, head in enumerate(HEADS, 1) for line in (head, *(f"{n}.{k} {SAID}" for k in range(1, 9)))]


def test_numbered_lines_of_a_text_are_headings_above_the_paragraphs_that_carry_their_number() -> None:
    for lines in (chapters(), [line.replace(". ", " ", 1) if line in HEADS else line for line in chapters()]):
        found = paragraphs("protocol.txt", "\n\n".join(lines))
        assert len(found) == 16
        assert found["1.8"].text == SAID
        assert found["2.1"].heading[-1].endswith("CORE GROUPS")


def test_bold_numbered_lines_of_word_are_headings() -> None:
    own = docx.Document()
    own.add_paragraph().add_run("Protocol").bold = True
    for line in chapters():
        own.add_paragraph().add_run(line).bold = line in HEADS
    found = paragraphs("protocol.docx", saved(own))
    assert (found["1.8"].text, found["2.1"].heading) == (SAID, ("2. CORE GROUPS",))


def test_lettered_and_starred_lines_of_a_text_are_items_and_page_lines_are_left_out() -> None:
    items = "    (a) answer a referral\n        within four hours\n    (b) write it down\n\nPage 3 of 9\n\n* tell the family"
    source = f"The duty team must:\n\n{items}"
    (found,) = paragraphs("items.txt", source).values()
    assert [(p.marker, p.text) for p in found.parts[1:]] == [
        ("(a)", "answer a referral within four hours"), ("(b)", "write it down"), ("-", "tell the family")
    ]  # fmt: skip


def test_a_list_that_counts_on_over_headings_keeps_its_lead_in() -> None:
    own = docx.Document()
    for title in ("Referral", "Visits", "Reviews"):
        own.add_heading(title, 1)
        own.add_paragraph("The duty team should:")
        for n in (1, 2, 3, 4, 5):
            own.add_paragraph(f"{5 * ('Referral', 'Visits', 'Reviews').index(title) + n}. write down matter {n}")
    found = paragraphs("lists.docx", saved(own))
    assert not [p for p in found.values() if p.kind is Kind.NUMBERED]
    assert any(p.text.startswith("The duty team should:\n6. write down matter 1") for p in found.values())


def page(level: str, titles: list[str]) -> str:
    return "".join(f"<{level}>{title}</{level}>" for title in titles)


def test_headings_that_look_the_same_never_nest() -> None:
    own = f"<h1>A</h1><h2>B</h2>{page('h3', [f'Label {n}' for n in range(30)])}<p>{SAID}</p><h3>Next</h3><p>{SAID}</p>"
    found = paragraphs("labels.html", f"<h1>Other</h1><p>{SAID}</p>{own}")
    assert [p.heading for p in found.values() if p.text == SAID][1:] == [("A", "B", "Label 29"), ("A", "B", "Next")]


def test_a_group_of_panels_ends_at_the_next_heading_of_its_own_size() -> None:
    own = f"<h1>A</h1><h2>B</h2><h3>Group</h3><h4>Panel</h4><p>{SAID}</p><h4>Other</h4><p>{SAID}</p><h3>Next</h3><p>{SAID}</p>"
    found = paragraphs("group.html", f"<h1>Other</h1><p>{SAID}</p>{own}")
    assert [p.heading[2:] for p in found.values()][1:] == [("Group", "Panel"), ("Group", "Other"), ("Next",)]


@pytest.mark.parametrize("after", ["", f"<h2>Record keeping</h2><p>{SAID}</p>"])
def test_headings_with_nothing_beneath_them_are_a_list(after: str) -> None:
    names = ["Multi-Agency Safeguarding Hub", "Emergency Duty Team", "Named Doctor"]
    found = paragraphs("contacts.html", f"<h1>A</h1><p>{SAID}</p><h1>B</h1><h2>Contacts</h2>{page('h3', names)}{after}")
    listed = found["contacts/1"]
    assert ([p.text for p in listed.parts], listed.heading) == (names, ("B", "Contacts"))


def test_titles_of_chapters_a_cover_and_a_contents_list_are_no_paragraphs() -> None:
    lines = page("h1", ["Anyborough", "Neglect strategy"]) + page("h2", ["Purpose", "Referral"])
    text = "".join(f"<h1>Part</h1><h2>{title}</h2><p>{SAID}</p>" for title in ("Purpose", "Referral"))
    assert [p.text for p in paragraphs("cover.html", lines + text).values()] == [SAID, SAID]


def test_entries_with_a_number_are_chapters_of_those_without() -> None:
    entries = ["1. Purpose", "Law", "2. Referral", "Consent"]
    listed = "\n\n".join(f"{e} ..... {n}" for n, e in enumerate(entries, 2))
    text = "\n\n".join(line for e in entries for line in (f"# {e}", *([SAID] if e[0].isalpha() else [])))
    found = paragraphs("listed.txt", f"Policy\n\nContents\n\n{listed}\n\n{text}")
    assert [p.heading for p in found.values()] == [("1. Purpose", "Law"), ("2. Referral", "Consent")]


def test_cells_keep_their_paragraphs_and_items_apart() -> None:
    own = docx.Document()
    table = own.add_table(rows=4, cols=2)
    for row, texts in zip(table.rows, (("Domain", "Level 2"), ("Health", ""), ("School", "Absent")), strict=False):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).bold = text in ("Domain", "Level 2")
    first = table.rows[1].cells[1]
    first.paragraphs[0].text = "missed appointments"
    for text in ("late booking.", "Weight falls"):
        first.add_paragraph(text, style="List Bullet")
    table.rows[3].cells[0].merge(table.rows[3].cells[1]).text = SAID
    found = list(paragraphs("matrix.docx", saved(own)).values())
    assert [(p.marker, p.text) for p in found[0].parts] == [
        ("Domain", "Health"), ("Level 2", "missed appointments; late booking. Weight falls")
    ]  # fmt: skip
    assert (found[2].kind, found[2].text) == (Kind.BLOCK, SAID)


def test_a_number_in_an_element_of_its_own_numbers_the_words_after_it() -> None:
    rows = "".join(f"<p><span>1.{n}</span><span>{SAID}</span></p>" for n in range(1, 6))
    assert list(paragraphs("grid.html", f"<h1>A</h1>{rows}")) == ["1.1", "1.2", "1.3", "1.4", "1.5"]


def test_the_last_item_after_a_remark_is_no_heading() -> None:
    items = "1. agree the purpose of each visit\n\n2. write down what was seen\n\nNotes may be typed or dictated."
    source = f"Each worker must:\n\n{items}\n\n3. bring to supervision what has not moved\n\n{SAID}"
    found = paragraphs("items.txt", source)
    assert not any(heading.startswith("bring") for p in found.values() for heading in p.heading)
    assert any("bring to supervision" in p.text for p in found.values())


def told(kind: BlockKind, *rows: tuple[str, int]) -> list[Block]:
    return [Block(kind, text, level=level) for text, level in rows]


PARTS = (("Summary", 1), ("Who this is for", 2), ("Part one: All staff", 1), ("What to know", 2), ("What to do", 2))


def test_the_largest_titles_of_a_contents_list_stand_above_the_others() -> None:
    blocks = told(BlockKind.CONTENTS, *PARTS)
    for title, level in PARTS:
        blocks += told(BlockKind.HEADING, (title, level)) + (told(BlockKind.TEXT, (SAID, 0)) if level == 2 else [])
    paths = [draft.heading for draft in outline(blocks).drafts]
    assert paths == [
        ("Summary", "Who this is for"),
        ("Part one: All staff", "What to know"),
        ("Part one: All staff", "What to do"),
    ]


def test_one_large_title_of_a_contents_list_does_not_head_the_others() -> None:
    listed = (("Protocol", 1), *((title, 2) for title, _ in PARTS))
    blocks = told(BlockKind.CONTENTS, *listed)
    for title, level in listed:
        blocks += told(BlockKind.HEADING, (title, level)) + told(BlockKind.TEXT, (SAID, 0))
    assert [draft.heading for draft in outline(blocks).drafts] == [(title,) for title, _ in listed]


def test_a_title_that_numbers_a_question_heads_the_answers_to_it() -> None:
    blocks = told(BlockKind.HEADING, ("Responses", 1), ("Question 1: Reporting", 2), ("Government response", 3))
    blocks += told(BlockKind.TEXT, (SAID, 0))
    assert [draft.heading for draft in outline(blocks).drafts] == [
        ("Responses", "Question 1: Reporting", "Government response")
    ]


def test_a_quotation_that_ends_its_sentence_is_no_heading() -> None:
    blocks = told(BlockKind.HEADING, ("Responses", 1)) + told(BlockKind.TEXT, ("“We back the aim.”", 0), (SAID, 0))
    assert [draft.heading for draft in outline(blocks).drafts] == [("Responses",), ("Responses",)]


def test_below_four_sizes_of_titles_the_third_still_stands_over_the_smallest() -> None:
    blocks = told(BlockKind.HEADING, ("A policy", 1), ("Part one", 2), ("What to know", 3), ("Key point", 4))
    blocks += told(BlockKind.TEXT, (SAID, 0)) + told(BlockKind.HEADING, ("Another point", 4)) + told(BlockKind.TEXT, (SAID, 0))
    above = ("A policy", "Part one", "What to know")
    assert [draft.heading for draft in outline(blocks).drafts] == [(*above, "Key point"), (*above, "Another point")]
