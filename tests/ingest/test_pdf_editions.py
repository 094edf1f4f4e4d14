"""The same documents typeset as PDF give the same paragraphs as their texts."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from ingest.read import Understood, understand

PDFS = Path(__file__).parent.parent / "data" / "pdf"


def letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


@pytest.fixture(scope="module")
def from_pdf(register) -> dict[str, Understood]:
    return {
        path.stem: understand(register[path.stem].model_copy(update={"file": path.name}), path.read_bytes())
        for path in sorted(PDFS.glob("*.pdf"))
    }


@pytest.mark.parametrize("doc", ["wt-2026", "lcpp-2026", "ffp-2025", "consultation-2026"])
def test_a_pdf_gives_the_ids_and_words_of_the_text(doc, from_pdf, understood) -> None:
    text = {p.id: p for p in understood[doc].assembled.paragraphs}
    pdf = {p.id: p for p in from_pdf[doc].assembled.paragraphs}
    common = text.keys() & pdf.keys()
    same = [i for i in common if letters(text[i].text) == letters(pdf[i].text)]
    assert len(common) >= 0.99 * len(text), sorted(text.keys() - pdf.keys())
    assert len(same) >= 0.98 * len(common), sorted(common - set(same))


@pytest.mark.parametrize("doc", ["wt-2026", "lcpp-2026", "ffp-2025", "consultation-2026"])
def test_every_paragraph_of_a_pdf_has_its_printed_page(doc, from_pdf) -> None:
    paragraphs = from_pdf[doc].assembled.paragraphs
    assert all(p.page is not None and p.page_source == "printed" for p in paragraphs)


@pytest.mark.parametrize("doc", ["wt-2026", "lcpp-2026", "ffp-2025", "consultation-2026"])
def test_a_paragraph_has_the_page_on_which_its_first_words_are_printed(doc, from_pdf) -> None:
    reader = PdfReader(PDFS / f"{doc}.pdf")
    printed = [letters(page.extract_text()) for page in reader.pages]
    wrong, seen = [], 0
    for paragraph in from_pdf[doc].assembled.paragraphs:
        opening = letters(paragraph.text)[:60]
        on = [label for label, text in zip(reader.page_labels, printed, strict=True) if opening in text]
        seen += bool(on)
        if on and str(paragraph.page) not in on:
            wrong.append((paragraph.id, paragraph.page, on))
    assert wrong == []
    assert seen >= 0.9 * len(from_pdf[doc].assembled.paragraphs)


def test_the_printed_page_is_the_one_at_the_foot(from_pdf) -> None:
    pages = {p.id: p.page for p in from_pdf["wt-2026"].assembled.paragraphs}
    assert pages["wt-2026/10"] == 9
    assert pages["wt-2026/fn-9"] == 11
    listed = "consultation-2026/consolidated-list-of-consultation-questions"
    pages = {p.id: p.page for p in from_pdf["consultation-2026"].assembled.paragraphs}
    assert pages[f"{listed}/1"] < pages[f"{listed}/41"]


@pytest.mark.parametrize("doc", ["wt-2026", "ffp-2025", "consultation-2026"])
def test_footnotes_are_attached_to_the_same_paragraphs(doc, from_pdf, understood) -> None:
    text = {p.id: p.footnotes for p in understood[doc].assembled.paragraphs if p.footnotes}
    pdf = {p.id: p.footnotes for p in from_pdf[doc].assembled.paragraphs if p.footnotes}
    assert sum(pdf.get(i) != notes for i, notes in text.items()) <= 1
