"""Documents made for a test: a borough's procedures as Word, HTML, Markdown, PDF."""

import hashlib
import io
from datetime import date

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from corpus.model import Paragraph, Status
from corpus.register import Document
from ingest.read import Understood, understand

HTML = """<!DOCTYPE html><html><head><title>Threshold document</title></head><body>
<nav><a href="/">Menu</a></nav><main><h1>Threshold document</h1>
<h2>Referrals</h2>
<p>The duty team must answer a referral within four hours<sup><a href="#fn:1"
role="doc-noteref">[footnote 1]</a></sup>. They should:</p>
<ul><li>telephone the referrer</li><li>write down what was agreed</li></ul>
<h2>Levels of need</h2>
<table><tr><th>Level</th><th>Who helps</th></tr><tr><td>Level 2</td><td>Early help</td></tr>
<tr><td>Level 4</td><td>Social care</td></tr></table>
<div class="footnotes"><ol><li id="fn:1"><p>Out of hours within six. <a href="#fnref:1">↩</a></p></li></ol></div>
</main><footer>Cookies</footer></body></html>"""

MARKDOWN = """---
title: Threshold document
---
# Threshold document

## Referrals

The duty team must answer a referral within four hours[^1]. They should:

- telephone the referrer
- write down what was agreed

## Levels of need

| Level | Who helps |
|---|---|
| Level 2 | Early help |
| Level 4 | Social care |

[^1]: Out of hours within six.
"""


def word(paragraphs: int = 6, saying: str = "within four hours") -> bytes:
    """Numbered paragraphs that go on over headings, a list, a table, a title."""
    document = docx.Document()
    document.core_properties.title = "Borough procedures"
    document.add_heading("Borough procedures", 0)
    for number in range(1, paragraphs + 1):
        if number % 3 == 1:
            document.add_heading(f"Part {number // 3 + 1}: Referrals {'and visits' * (number > 3)}", 1)
        document.add_paragraph(f"{number}. The duty team must answer matter {number} {saying}. It should:")
        document.add_paragraph(f"telephone the referrer about matter {number}", style="List Bullet")
    document.add_heading("Levels of need", 1)
    table = document.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, (("Level", "Who helps"), ("Level 2", "Early help"), ("Level 4", "Social care")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.paragraphs[0].add_run(text).bold = text in ("Level", "Who helps")
    return saved(document)


def saved(document) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def pdf(lines: list[str], columns: int = 1) -> bytes:
    """A PDF of one page with these lines, in columns."""
    kept = io.BytesIO()
    page = canvas.Canvas(kept, pagesize=A4)
    page.setFont("Helvetica", 10)
    each = -(-len(lines) // columns)
    for number, line in enumerate(lines):
        page.drawString(50 + 260 * (number // each), 780 - 14 * (number % each), line)
    page.save()
    return kept.getvalue()


def document(name: str, data: bytes, **more: object) -> Document:
    given = {"title": name, "short": name, "publisher": "", "edition": "", "published": date(2026, 9, 1), "licence": ""}
    own = {**given, "status": Status.LOCAL, "sha256": hashlib.sha256(data).hexdigest(), "file": name, **more}
    return Document.model_validate({"id": name.rpartition(".")[0].lower(), **own})


def read(name: str, data: bytes | str) -> Understood:
    own = data.encode() if isinstance(data, str) else data
    return understand(document(name, own), own)


def paragraphs(name: str, data: bytes | str) -> dict[str, Paragraph]:
    """The paragraphs by their names."""
    return {p.id.partition("/")[2]: p for p in read(name, data).assembled.paragraphs}
