"""Web pages as councils, GOV.UK, Word, Google Docs and LibreOffice write them."""

import pytest

from corpus.model import Kind
from tests.ingest.made import paragraphs


def texts(page: str) -> list[str]:
    return [p.text for p in paragraphs("page.html", page).values()]


TWICE = (
    '<h2>Notice</h2><p>Give notice<sup id="fnref:1"><a href="#fn:1" rel="footnote">[footnote 1]</a></sup> first.</p>'
    '<p>Answer it<sup id="fnref:1:1"><a href="#fn:1" rel="footnote">[footnote 1]</a></sup> within a week.</p>'
    '<div class="footnotes"><ol><li id="fn:1"><p>In writing. <a href="#fnref:1">↩</a> <a href="#fnref:1:1">↩<sup>2</sup></a>'
    "</p></li></ol></div>"
)


def test_a_footnote_that_is_called_twice_is_tied_to_both_and_cuts_neither() -> None:
    found = paragraphs("page.html", TWICE)
    assert [(p.text, p.footnotes) for p in found.values()] == [
        ("Give notice first.", ("page/fn-1",)), ("Answer it within a week.", ("page/fn-1",)), ("In writing.", ())
    ]  # fmt: skip


WORD = (
    '<p>The supervisor must:<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a></p>{}<div><br><hr><div id=ftn1>'
    '<p><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Or a deputy.</p><p>Named in writing.</p></div></div>'
)
LIBRE = (
    '<p>The supervisor must:<sup><a name="e1anc" href="#e1sym"><sup>i</sup></a></sup></p>{}'
    '<div id="sdendnote1"><p><a name="e1sym" href="#e1anc">i</a> Or a deputy.</p><p>Named in writing.</p></div>'
)
GOOGLE = (
    '<p>The supervisor must<sup><a href="#cmnt1" id="c1">[a]</a></sup>:<sup><a href="#ftnt1" id="r1">[1]</a></sup></p>{}'
    '<hr><div><p><a href="#r1" id="ftnt1">[1]</a>&nbsp;Or a deputy. Named in writing.</p></div>'
    '<div><p><a href="#c1" id="cmnt1">[a]</a>Jane: is it must?</p></div>'
)


@pytest.mark.parametrize("page", [WORD, LIBRE, GOOGLE])
def test_notes_that_lead_back_to_their_marks_are_footnotes_and_comments_are_left_out(page: str) -> None:
    found = paragraphs("page.html", f"<h1>Aims</h1>{page.format('<ul><li>read each file</li></ul>')}")
    lead, note = found.values()
    assert (lead.text, lead.footnotes) == ("The supervisor must:\n- read each file", ("page/fn-1",))
    assert (note.kind, note.text) == (Kind.FOOTNOTE, "Or a deputy. Named in writing.")


def test_a_contents_list_that_headings_lead_back_to_holds_no_notes() -> None:
    listed = '<ul><li><a id="t1" href="#s1">1</a> Aims</li><li><a id="t2" href="#s2">2</a> Files</li></ul>'
    found = paragraphs(
        "page.html", f'{listed}<h2><a id="s1" href="#t1">1</a> Aims</h2><p>Read.</p><h2 id="s2">2 Files</h2><p>Keep.</p>'
    )
    assert all(p.kind is not Kind.FOOTNOTE for p in found.values())
    assert [p.heading for p in found.values()][-2:] == [("1 Aims",), ("2 Files",)]
