"""Web pages as councils, GOV.UK, Word, Google Docs and LibreOffice write them."""

import pytest

from corpus.model import Kind
from tests.ingest.made import paragraphs, read


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


def test_all_main_parts_and_articles_of_a_page_are_read() -> None:
    for tag in ("article", "main"):
        parts = "".join(f"<{tag}><h2>Part {n}</h2><p>Rule {n} is kept.</p></{tag}>" for n in (1, 2))
        assert texts(f"<div><p>All of it binds.</p>{parts}</div>") == ["All of it binds.", "Rule 1 is kept.", "Rule 2 is kept."]


def test_a_page_whose_main_part_holds_little_is_read_whole_and_words_beside_a_main_part_are_told() -> None:
    beside = "<p>Ring the duty team on the same day, and write down what the child said.</p>"
    assert len(texts(f"<main><p>Welcome to the manual.</p></main>{beside}")) == 2
    understood = read("page.html", f"<main><p>{'Keep each rule. ' * 15}</p></main>{beside}")
    assert understood.reading.warnings == ("About 15 words beside the main part of the page were left out.",)


ACCORDION = (
    '<h1>Fostering</h1><h2><button aria-expanded="true">Who must tell us<span class="toggle">Hide</span></button></h2>'
    '<div><p>Parents must.</p></div><h2><button aria-controls="p2">What we do</button></h2>'
    '<div id="p2" hidden><p>We visit.</p></div>'
    '<h2>Money</h2><div hidden="until-found"><p>We pay.</p></div>'
)
TABS = (
    '<h1>Fostering</h1><div role="tablist"><a role="tab" href="#t1">Who must tell us</a><a role="tab" href="#t2">What we do</a>'
    '<button role="tab" aria-controls="t3">Money</button></div><div id="t1" role="tabpanel"><p>Parents must.</p></div>'
    '<div id="t2" aria-hidden="true" style="display:none"><p>We visit.</p></div>'
    '<div id="t3" role="tabpanel" hidden><h2>Money</h2><p>We pay.</p></div>'
)


@pytest.mark.parametrize("page", [ACCORDION, TABS])
def test_panels_that_open_at_a_click_are_read_under_their_titles(page: str) -> None:
    understood = read("page.html", page)
    found = [(p.heading[-1], p.text) for p in understood.assembled.paragraphs]
    assert found == [("Who must tell us", "Parents must."), ("What we do", "We visit."), ("Money", "We pay.")]
    assert understood.reading.warnings == ()


def test_struck_words_are_left_out_and_told() -> None:
    understood = read("page.html", "<h2>Notes</h2><p><del>Weekly</del><ins>Monthly</ins> notes <s>may</s> must be kept.</p>")
    assert [p.text for p in understood.assembled.paragraphs] == ["Monthly notes must be kept."]
    assert understood.reading.warnings == ("Struck-out text was left out in 2 places, the first: 'Weekly'.",)


def test_the_parts_of_a_site_are_left_out_and_the_parts_of_a_document_are_not() -> None:
    site = (
        '<div class="govuk-cookie-banner"><p>We use cookies.</p></div><a href="#c">Skip to main content</a><header>Us</header>'
        '<ol class="nhsuk-breadcrumb__list breadcrumbs"><li>Home</li></ol><div title="header"><p>OFFICIAL</p></div>'
    )
    page = '<h2 id="share" class="share">Share</h2><div class="information-sharing"><p>Share what is needed.</p></div>'
    assert texts(f"{site}{page}<div class='share-links'>Share this</div><footer>Privacy</footer>") == ["Share what is needed."]


def test_words_for_those_who_hear_the_page_are_read_only_where_there_are_no_others() -> None:
    spoken = '<span class="govuk-visually-hidden">{}</span>'
    rows = f"<tr><th>Who</th><th>May</th></tr><tr><td>Parents</td><td><svg></svg>{spoken.format('No')}</td></tr>"
    page = f"<h2>Danger</h2><p>{spoken.format('Warning')}Ring 999.</p><table>{rows}</table>"
    assert texts(page) == ["Ring 999.", "Who Parents\nMay No"]
