import re
from itertools import pairwise

import pytest
from markupsafe import Markup

from api.web.book import Heading, bind
from api.web.marking import quoted, search
from api.web.paragraphs import anchor, body
from corpus.library import Library
from corpus.model import Kind
from tests.api.web.test_pages import HTML, ask_location, reader

__all__ = ["reader"]


@pytest.mark.parametrize("doc", ["wt-2026", "lcpp-2026", "ffp-2025", "consultation-2026", "wt-2015"])
def test_a_document_is_shown_whole_and_every_anchor_once(reader, library: Library, doc):
    page = reader.get(f"/read/{doc}").text
    anchors = re.findall(r'\sid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    own = [p for p in library.paragraphs.values() if p.doc == doc]
    assert {anchor(p.id) for p in own} <= set(map(str, map(Markup.unescape, map(Markup, anchors))))


@pytest.mark.parametrize("doc", ["wt-2026", "consultation-2026", "wt-2015"])
def test_headings_never_skip_a_level(library: Library, doc):
    levels = [1, *(heading.level for heading in bind(library, doc).headings)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_word_of_a_paragraph_is_on_the_page(library: Library):
    for paragraph in list(library.paragraphs.values())[::25]:
        shown = " ".join(body(paragraph).striptags().split())
        for part in paragraph.parts:
            assert " ".join(Markup.escape(part.text).unescape().split()) in shown or part.footnotes or part.text in shown


def test_cross_references_and_acts_are_links(library: Library):
    assert "/read/wt-2026#69" in body(library.paragraphs["wt-2026/42"])
    law = next(p for p in library.paragraphs.values() if any(own.href for own in p.laws))
    assert "legislation.gov.uk" in body(law)


def test_links_inside_the_reader_lead_to_places_that_are_there(reader):
    page = reader.get("/read/lcpp-2026").text
    places = set(re.findall(r'\sid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= places


def test_the_words_an_answer_quotes_are_marked_and_its_citations_follow_one_another(reader):
    name = re.search(r"#answer-(\w+)", ask_location(reader))[1]
    page = reader.get("/read/wt-2026", params={"answer": name, "mark": 2}).text
    assert "<mark>Within one working day of a referral being received" in page
    assert "Citation 2 of 3" in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def test_a_quotation_in_the_address_is_marked(reader):
    page = reader.get("/read/wt-2026", params={"quote": "within ONE working day of a referral"}).text
    assert "<mark>Within one working day of a referral</mark>" in page


def test_a_quotation_of_a_thousand_lines_does_not_hold_the_service_up():
    assert len(quoted("\n".join(f"line {n}" for n in range(1000))).everywhere) == 30
    assert quoted("- one\n\n- one\n• two").everywhere == ["one", "two"]


def test_searching_a_document_lists_the_paragraphs_with_all_words(library: Library):
    own = [p for p in library.paragraphs.values() if p.doc == "wt-2026" and p.kind is not Kind.FOOTNOTE]
    found, holding = search(own, "referral working day")
    assert any(one.href == "/read/wt-2026#167" for one in found)
    assert holding == len(found)
    assert search(own, "zebra") == ([], 0)


def test_the_other_edition_is_one_click_away(reader):
    reader.service.alignments.prepare()
    assert "2026 edition (in force): " in reader.get("/read/wt-2015").text
    assert "2015 edition (withdrawn): " in reader.get("/read/wt-2026").text


def test_an_address_made_of_an_id_leads_to_its_place(reader):
    response = reader.get("/read/wt-2026/167", follow_redirects=False)
    assert response.headers["location"] == "/read/wt-2026#167"
    assert reader.get("/read/wt-2026/9999", headers=HTML).status_code == 404


def test_the_book_holds_each_section_once(library: Library):
    titles = [b.target for b in bind(library, "wt-2026").blocks if isinstance(b, Heading)]
    assert len(titles) == len(set(titles))
