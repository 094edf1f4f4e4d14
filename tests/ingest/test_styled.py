"""What a writer's styles call a heading, and what is one."""

import docx

from corpus.model import Kind
from tests.ingest.made import paragraphs, read, saved
from tests.ingest.test_own_formats import add, multilevel

SAID = "The duty team must answer a referral within four hours."


def test_numbered_paragraphs_in_a_heading_style_are_paragraphs() -> None:
    own = docx.Document()
    number = multilevel(own)
    for section in ("Purpose", "Referral"):
        add(own, section, 0, number, "Heading 1")
        for text in (f"{SAID} {SAID} {SAID}", SAID, "No visit without a plan"):
            add(own, text, 1, number, "Heading 2")
    understood = read("house-style.docx", saved(own))
    found = {p.id.partition("/")[2]: p for p in understood.assembled.paragraphs}
    assert [n for n, p in found.items() if p.kind is Kind.NUMBERED] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]
    assert (found["2.2"].text, found["2.2"].heading) == (SAID, ("2. Referral",))
    assert understood.reading.warnings == (
        "Sentences in a heading style were read as text (6); check that none is a heading.",
    )  # fmt: skip


def test_a_sentence_in_a_heading_is_a_paragraph_and_a_long_title_is_none() -> None:
    title = "Working with fathers, carers and others who live in the household"
    found = paragraphs("page.html", f"<h2>{title}</h2><h3>{SAID}</h3><p>It keeps a note.</p>")
    assert [(p.text, p.heading) for p in found.values()] == [(SAID, (title,)), ("It keeps a note.", (title,))]


def test_a_contents_list_that_was_typed_is_no_paragraph() -> None:
    own = docx.Document()
    for line in ("Contents", "1.\tPurpose\t2", "2.\tReferral .... 3"):
        own.add_paragraph(line)
    for title in ("Purpose", "Referral"):
        own.add_heading(title, 1)
        own.add_paragraph(SAID)
    assert list(paragraphs("listed.docx", saved(own))) == ["purpose", "referral"]
