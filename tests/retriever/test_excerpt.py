import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.library import Library
from corpus.model import Obligation, Paragraph
from retriever.excerpt import GAP, Excerpt

PANEL = "wt-2026/strategy-discussion/the-police-should"


LEFT_OUT = GAP.rstrip()


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@pytest.fixture(scope="module")
def panel(library: Library) -> Paragraph:
    return library.paragraphs[PANEL]


def test_an_item_stands_under_its_lead_in(panel: Paragraph) -> None:
    lines = Excerpt(panel, (2,)).lines
    assert lines == (f"{panel.sentences[0].text}{LEFT_OUT}", f"- {panel.sentences[2].text}{LEFT_OUT}")


def test_items_of_a_list_that_are_left_out_leave_a_sign(panel: Paragraph) -> None:
    items = range(1, len(panel.sentences))
    assert not any(line.endswith(LEFT_OUT) for line in Excerpt(panel, (0, *items)).lines)
    without_one = Excerpt(panel, (0, *(n for n in items if n != items[1]))).lines
    assert [line.endswith(LEFT_OUT) for line in without_one][:3] == [False, True, False]
    assert not any(line.endswith(LEFT_OUT) for line in without_one[2:])


def test_the_lead_in_is_there_even_if_only_an_earlier_sentence_of_its_part_was_chosen(library: Library) -> None:
    attendees = library.paragraphs["wt-2026/strategy-discussion/attendees"]
    lines = Excerpt(attendees, (0, 3)).lines
    assert attendees.sentences[1].text in lines[0]
    assert lines[1].startswith("- ")


def test_items_side_by_side_are_one_quote_and_those_apart_are_not(panel: Paragraph) -> None:
    assert letters(Excerpt(panel, (1, 2)).quote) == letters(panel.sentences[1].text + panel.sentences[2].text)
    longer = max((1, 3), key=lambda n: len(panel.sentences[n].text))
    assert Excerpt(panel, (1, 3)).quote == panel.sentences[longer].text


def test_sentences_left_out_leave_a_sign(library: Library) -> None:
    paragraph = next(p for p in library.paragraphs.values() if len(p.parts) == 1 and len(p.sentences) > 3)
    assert Excerpt(paragraph, (0, 2)).lines == (f"{paragraph.sentences[0].text}{GAP}{paragraph.sentences[2].text}",)


def test_items_of_a_list_without_a_lead_in_that_are_left_out_leave_a_sign(library: Library) -> None:
    listed = library.paragraphs["wt-2026/strategic-leadership/joint-functions-of-lead-safeguarding-partners"]
    items = [n for n, s in enumerate(listed.sentences) if listed.parts[s.part].level]
    lines = Excerpt(listed, (items[0], items[-1])).lines
    assert [line.endswith(LEFT_OUT) for line in lines] == [True, False]


def test_a_numbered_item_that_is_quoted_from_its_second_sentence_has_a_sign_after_its_number(library: Library) -> None:
    paragraph = library.paragraphs["wt-2026/19"]
    sentences = paragraph.sentences
    numbered = [n for n, s in enumerate(sentences) if paragraph.parts[s.part].marker[:1].isdigit()]
    number = next(n for n in numbered if n - 1 in numbered and sentences[n - 1].part == sentences[n].part)
    marker = paragraph.parts[sentences[number].part].marker
    assert any(line.startswith(f"{marker}{GAP}{sentences[number].text}") for line in Excerpt(paragraph, (number,)).lines)
    assert any(line.startswith(f"{marker} {sentences[number - 1].text}") for line in Excerpt(paragraph, (number - 1,)).lines)


def test_the_strongest_duty_is_the_excerpts(panel: Paragraph) -> None:
    assert Excerpt(panel, (1,)).obligation is Obligation.SHOULD


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_chosen_every_line_and_quote_is_verbatim(library: Library, data: st.DataObject) -> None:
    paragraph = data.draw(st.sampled_from([p for p in library.paragraphs.values() if p.sentences]))
    numbers = data.draw(st.sets(st.integers(0, len(paragraph.sentences) - 1), min_size=1))
    excerpt = Excerpt(paragraph, tuple(sorted(numbers)))
    whole = letters(paragraph.text)
    assert letters(excerpt.quote) in letters("".join(s.text for s in paragraph.sentences))
    for line in excerpt.lines:
        for piece in line.removesuffix(GAP.rstrip()).split(GAP):
            assert letters(piece) in whole
