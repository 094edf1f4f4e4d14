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


def test_words_after_an_inner_list_are_no_second_item_of_that_number() -> None:
    steps = "<h2>Steps</h2><p>Staff must:</p><ol><li>Ring:<ul><li>the parent</li></ul>Then write.</li><li>Close.</li></ol>"
    (found,) = paragraphs("page.html", steps).values()
    assert [(p.marker, p.text) for p in found.parts[1:]] == [
        ("1.", "Ring:"), ("-", "the parent"), ("", "Then write."), ("2.", "Close.")
    ]  # fmt: skip
    law = "<h2>Law</h2><ol><li>1.1 Ask.</li><li>1.2 See that they are taught:<ul><li>full time</li></ul>and write.</li>"
    law += "<li>1.3 Visit.</li><li>1.4 Report.</li></ol>"
    assert paragraphs("page.html", law)["1.2"].text == "See that they are taught:\n- full time\nand write."


@pytest.mark.parametrize(
    ("looks", "markers"),
    [
        ("style='list-style-type: lower-alpha'", "a. b."),
        ("style='list-style: upper-roman inside'", "I. II."),
        ("type='A'", "A. B."),
    ],
)
def test_a_list_is_counted_as_its_style_says(looks: str, markers: str) -> None:
    (found,) = paragraphs("page.html", f"<p>Staff must:</p><ol {looks}><li>ask</li><li>write</li></ol>").values()
    assert " ".join(p.marker for p in found.parts[1:]) == markers


def test_words_loose_between_the_items_of_a_list_are_read() -> None:
    assert "then ring the parent" in " ".join(texts("<h2>A</h2><ul><li>ask</li>then ring the parent<li>write</li></ul>"))


def test_lines_of_a_paragraph_that_open_with_numbers_or_bullets_are_a_list() -> None:
    (found,) = paragraphs(
        "page.html", "<p>Staff<br>must:<br>- ask<br>- write<br>the date<br>2. ring, as in part<br>3. above</p>"
    ).values()
    assert [(p.marker, p.text) for p in found.parts] == [
        ("", "Staff must:"), ("-", "ask"), ("-", "write the date"), ("2.", "ring, as in part 3. above")
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["<td><b>{}</b></td>", "<td><p><span class='c13'>{}</span></p></td>"])
def test_a_bold_first_row_holds_the_titles_of_a_table(cell: str) -> None:
    titles = "".join(cell.format(title) for title in ("Age", "Act"))
    rows = "<tr><td>Under 18</td><td>Report</td></tr><tr><td><b>Over 18</b></td><td>Support</td></tr>"
    page = f"<style>.c13{{color:red;font-weight:700}}</style><h2>A</h2><table><tr>{titles}</tr>{rows}</table>"
    assert [[p.marker for p in found.parts] for found in paragraphs("page.html", page).values()] == [["Age", "Act"]] * 2


def test_what_stands_around_the_title_of_a_page_is_no_paragraph() -> None:
    page = (
        "<main><header><p>Statutory guidance</p><h1>Home education</h1><p>Updated 11 April 2025</p></header>"
        "<p>© Crown copyright 2025</p><p>This publication is licensed under the Open Government Licence.</p>"
        "<p>Updated plans are due in 2025.</p><h2>Law</h2><p>Ask.</p></main>"
    )
    understood = read("page.html", page)
    assert [p.text for p in understood.assembled.paragraphs] == ["Updated plans are due in 2025.", "Ask."]
    assert understood.reading.title == "Home education"


def test_a_paragraph_styled_as_title_leaves_the_first_heading_a_heading() -> None:
    page = (
        "<p class='c2 title'>Young carers</p><h1>Finding them</h1><p>Ask.</p><h2>Not so</h2><p>Do not ask in front of all.</p>"
    )
    understood = read("page.html", page)
    assert understood.reading.title == "Young carers"
    assert [p.heading for p in understood.assembled.paragraphs] == [("Finding them",), ("Finding them", "Not so")]


def test_lists_of_google_docs_are_nested_as_their_classes_say() -> None:
    page = "<p>Staff must:</p><ul class='lst-kix_q-0'><li>ask who:</li></ul><ul class='c1 lst-kix_q-1'><li>knows them</li></ul>"
    (found,) = paragraphs("page.html", page).values()
    assert [p.level for p in found.parts] == [0, 1, 2]


def test_a_numbered_list_in_one_numbered_alike_is_deeper() -> None:
    inner = "<ol><li>knows the families<li>meets them each term</ol>"
    page = f"<p>The school should:</p><ol><li>ask at admission<li>name one person who:{inner}<li>keep a register</ol>"
    (only,) = paragraphs("a.html", page).values()
    assert [(part.marker, part.level) for part in only.parts[1:]] == [("1.", 1), ("2.", 1), ("1.", 2), ("2.", 2), ("3.", 1)]
