from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from api.web.spans import Link, apart, drawn, places

TEXT = "see paragraph 167 for the timescale & more"


def test_words_are_found_whatever_their_spaces_and_capitals():
    assert list(places("Paragraph  167", TEXT)) == [(4, 17)]
    assert list(places("paragraph 16", TEXT)) == []


def test_a_mark_that_cuts_a_link_takes_it_in_whole():
    assert drawn(TEXT, [Link(4, 17, "/x")], [(0, 8)]).startswith("<mark>see <a ")


def test_of_overlapping_links_the_first_and_longest_stays():
    assert apart([Link(2, 5, "b"), Link(0, 4, "a"), Link(0, 3, "c")]) == [Link(0, 4, "a")]


def test_marks_that_touch_become_one():
    assert drawn("abcd", [], [(0, 2), (1, 3)]) == Markup("<mark>abc</mark>d")


spans = st.tuples(st.integers(0, 42), st.integers(0, 42)).map(sorted).filter(lambda s: s[0] < s[1])


@given(st.lists(spans, max_size=5), st.lists(spans, max_size=5))
def test_links_and_marks_never_change_the_words(links, marks):
    made = drawn(TEXT, apart(Link(a, b, "/x") for a, b in links), [(a, b) for a, b in marks])
    assert made.striptags() == Markup.escape(TEXT).striptags()
