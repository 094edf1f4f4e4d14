"""What the real documents hold, and a lazy reader loses."""

from collections import Counter

import pytest

from corpus.model import Kind, Obligation, PageSource, Paragraph
from ingest.read import Understood


@pytest.fixture(scope="module")
def paragraphs(understood: dict[str, Understood]) -> dict[str, Paragraph]:
    return {p.id: p for u in understood.values() for p in u.assembled.paragraphs}


def test_every_census_count_is_as_the_register_says(register, understood) -> None:
    for document in register.documents:
        counts = Counter(p.kind.value for p in understood[document.id].assembled.paragraphs)
        assert document.census.model_dump() == {**dict.fromkeys(document.census.model_dump(), 0), **counts}, document.id


def test_ids_are_unique_over_all_documents(understood) -> None:
    ids = [p.id for u in understood.values() for p in u.assembled.paragraphs]
    assert len(ids) == len(set(ids))


def test_wt_2026_runs_from_1_to_456_with_a_second_31(paragraphs) -> None:
    names = [p.id.split("/")[1] for p in paragraphs.values() if p.doc == "wt-2026" and p.kind is Kind.NUMBERED]
    assert names == [*map(str, range(1, 33)), "31-bis", *map(str, range(33, 457))]
    assert paragraphs["wt-2026/31"].text.startswith("Information sharing is also essential")
    assert paragraphs["wt-2026/31-bis"].text.startswith("Practitioners must have due regard")
    assert "two paragraphs" in paragraphs["wt-2026/31-bis"].remarks[0]


def test_list_items_on_neighbouring_lines_stay_two_even_if_the_first_ends_with_a_preposition(paragraphs) -> None:
    assert [p.text.split()[0] for p in paragraphs["wt-2026/299"].parts] == ["Before", "have", "allow", "have"]
    assert any(p.text.endswith("and responded to") for p in paragraphs["wt-2026/11"].parts)


def test_a_panel_list_that_restarts_at_1_is_no_paragraph(paragraphs) -> None:
    panel = paragraphs["wt-2026/strategic-leadership/joint-functions-of-lead-safeguarding-partners"]
    assert [p.marker for p in panel.parts] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert paragraphs["wt-2026/55"].heading[-1] == "Strategic leadership"


def test_footnotes_cut_sentences_in_two_and_are_mended(paragraphs) -> None:
    text = paragraphs["wt-2026/30"].text
    assert "they have reasonable grounds to believe a child may be a victim of domestic abuse." in text
    assert paragraphs["wt-2026/30"].footnotes == ("wt-2026/fn-14",)
    assert "gathered from relevant practitioners and agencies, and drawing in" in paragraphs["wt-2026/177"].text


def test_footnotes_are_citable_attached_and_out_of_the_text(paragraphs) -> None:
    note = paragraphs["wt-2026/fn-127"]
    assert note.text == "Children Act 2004"
    assert note.noted_in == ("wt-2026/242",)
    assert note.heading[1] == "Section 4: Multi-agency child protection"
    assert not any(c in "¹²³⁴⁵⁶⁷⁸⁹⁰^" for p in paragraphs.values() for c in p.text)
    unmarked = {p.id for p in paragraphs.values() if p.kind is Kind.FOOTNOTE and not p.noted_in}
    assert unmarked <= {"wt-2015/fn-11"}


def test_two_marks_in_one_brace_are_two_footnotes(paragraphs) -> None:
    assert set(paragraphs["wt-2026/162"].footnotes) >= {"wt-2026/fn-78", "wt-2026/fn-79"}


def test_a_footnote_with_a_list_and_one_cut_by_a_page_stay_whole(paragraphs) -> None:
    assert len(paragraphs["wt-2026/fn-151"].parts) == 5
    assert "These can take different forms" in paragraphs["wt-2026/fn-59"].text
    assert paragraphs["ffp-2025/fn-9"].text.endswith("system/structures drivers of harm.")


def test_a_panel_row_carries_its_process_its_duty_and_its_actor(paragraphs) -> None:
    row = paragraphs["wt-2026/strategy-discussion/the-police-should"]
    assert row.heading[-1] == "Strategy discussion"
    assert "Strategy discussion: The Police should" in row.label
    assert {(s.obligation, s.actor) for s in row.sentences[1:]} == {(Obligation.SHOULD, "police")}


def test_a_whole_panel_is_one_paragraph(paragraphs) -> None:
    tasks = paragraphs["wt-2026/strategy-discussion/tasks"]
    assert tasks.parts[0].text == "The discussion should be used to:"
    assert "45 working days" in tasks.text


def test_flow_charts_are_captions_and_say_so(paragraphs) -> None:
    chart = paragraphs["wt-2026/flow-chart-6"]
    assert chart.text == "Flow chart 6: What happens after the child protection conference, including review?"
    assert "only the caption" in chart.remarks[0]


def test_pages_from_the_contents_list_are_marked_as_such(paragraphs) -> None:
    paragraph = paragraphs["wt-2026/167"]
    assert (paragraph.page, paragraph.page_source) == (62, PageSource.CONTENTS)


def test_the_standards_have_their_outcomes_and_statements(paragraphs) -> None:
    counts = Counter(p.id.split("/")[1][:4] for p in paragraphs.values() if p.kind is Kind.STATEMENT)
    got = {kind: [counts[f"S{s}.{kind}"] for s in (1, 2, 3, 4)] for kind in "OTH"}
    assert got == {"O": [4, 5, 4, 5], "T": [26, 13, 16, 22], "H": [19, 17, 18, 20]}
    assert "sexualised behaviour, particularly in younger children" in paragraphs["lcpp-2026/S1.T6"].text
    assert [p.level for p in paragraphs["lcpp-2026/S1.T6"].parts] == [0, 1, 1]


def test_the_consultation_has_its_questions_and_options(paragraphs) -> None:
    questions = [p for p in paragraphs.values() if p.doc == "consultation-2026" and p.kind is Kind.QUESTION]
    assert [q.number for q in questions] == [str(n) for n in range(1, 42)]
    assert paragraphs["consultation-2026/Q12"].parts[-1].text == "Strongly disagree"
    third = paragraphs["consultation-2026/responding-to-extra-familial-harm/3"]
    assert third.text.startswith("The Child Safeguarding Practice Review Panel report and the Care Review")
    assert "consultation-2026/independent-scrutiny/proposed-changes/1" in paragraphs


def test_a_table_cut_in_two_is_made_whole(paragraphs) -> None:
    row = paragraphs["consultation-2026/annex-b/5"]
    assert "introduced by the Crime and Policing Act 2026 (to be commenced" in row.text
    assert "<p>" not in row.text


def test_the_scan_is_numbered_by_chapter_and_paragraph(paragraphs) -> None:
    assert paragraphs["wt-2015/1.58"].text.startswith("Within one working day of a referral being received")
    assert paragraphs["wt-2015/1.58"].label == "Working Together 2015, chapter 1, paragraph 58"
    assert paragraphs["wt-2015/intro.12"].label == "Working Together 2015, introduction, paragraph 12"
    assert sum(p.kind is Kind.FOOTNOTE for p in paragraphs.values() if p.doc == "wt-2015") == 21


def test_references_are_resolved_to_ids(paragraphs) -> None:
    seen = {r.text: r.ids for p in paragraphs.values() for r in p.references}
    assert seen["chapter 2, paragraphs 69-79"] == tuple(f"wt-2026/{n}" for n in range(69, 80))
    assert seen["paragraph 260 of Working Together"] == ("wt-2026/260",)
    assert seen["on page 85"] == ("wt-2026/chapter-3-section-4",)
    assert "wt-2015/1.26" in seen["paragraph 26"]


def test_laws_are_linked(paragraphs) -> None:
    hrefs = {law.href for law in paragraphs["wt-2026/287"].laws}
    assert "https://www.legislation.gov.uk/ukpga/1989/41/section/46" in hrefs


def test_the_national_standards_a_b_and_c_are_panels_of_their_own(paragraphs) -> None:
    above = "wt-2026/national-multi-agency-practice-standards-for-child/"
    own = [p for i, p in paragraphs.items() if i.startswith(above)]
    assert [p.label.rsplit(": ", 2)[-2] for p in own] == ["A", "B", "C"] or [p.heading[-1][0] for p in own] == ["A", "B", "C"]
    assert len(paragraphs["wt-2026/255"].text) < 1000
