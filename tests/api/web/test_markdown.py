from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from api.web.markdown import html


def rendered(text: str) -> str:
    return str(html(text, lambda mark: f"#s{mark}" if mark == "1" else "", lambda own: "/read/x" if own == "wt-2026/1" else ""))


def test_items_below_a_lead_in_become_a_nested_list():
    made = rendered("The police should: [1]\n- come\n  - at once\n- stay")
    assert made.count("<ul") == 2
    assert "<li>come<ul" in made
    assert made.count("</li>") == 3


def test_a_mark_without_a_citation_stays_text():
    made = rendered("This [1] and that [2].")
    assert '<a href="#s1"' in made
    assert "[2]." in made
    assert "#s2" not in made


def test_an_item_that_is_bold_as_a_whole_is_an_item():
    assert "<li><strong>see the child</strong></li>" in rendered("**- see the child**")


def test_only_known_paragraphs_become_links():
    made = rendered("- Label (wt-2026/1)\n- Other (wt-2026/999)")
    assert made.count("/read/x") == 1


def test_markers_of_the_document_are_kept():
    assert '<span class="cv-list__marker">(a)</span>' in rendered("(a) the first")


@given(st.text(st.characters(exclude_characters="*[]()-", exclude_categories=("C", "Z")), min_size=1))
def test_whatever_is_written_is_shown_as_text(text: str):
    assert str(escape(text)) in rendered(text)


def test_script_in_an_answer_is_text():
    assert "<script" not in rendered("**<script>alert(1)</script>**")
