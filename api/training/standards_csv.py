"""Statements, rows of the alignment and the coverage matrix as CSV."""

import csv
import io
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from api.training.standards_shown import Found, StatementShown, Support
from training.coverage import Coverage

BOM = "\ufeff"
"""Spreadsheets take a file for UTF-8 by it."""


def statements_csv(statements: Iterable[StatementShown]) -> str:
    """A line a statement."""
    rows = ((s.short, s.standard, s.kind, s.text, sum(s.support.values()), s.id) for s in statements)
    return _table(("statement", "standard", "kind", "text", "paragraphs behind it", "id"), rows)


def found_csv(found: Found) -> str:
    """A line a statement that covers the topic."""
    head = ("topic", "statement", "standard", "kind", "text", "fit", "why", "id")
    own = ((m.statement, m) for m in found.matches)
    return _table(head, ((found.topic, s.short, s.standard, s.kind, s.text, m.fit, m.why, s.id) for s, m in own))


def support_csv(rows: Iterable[Support]) -> str:
    """A line a paragraph behind a statement."""
    head = ("statement", "statement text", "paragraph", "label", "document status", "in force", "strength", "words", "note")
    own = ((r, "yes" if r.in_force else "no") for r in rows)
    return _table(
        head,
        (
            (r.statement.short, r.statement.text, r.paragraph or "", r.label, r.status, f, r.strength, r.words, r.note)
            for r, f in own
        ),
    )


def coverage_csv(found: Coverage) -> str:
    """A line a statement (outcome, standard), a column a place: how many of its paragraphs support it."""
    places = [p.chapter if p.title.startswith(p.chapter) else f"{p.chapter}: {p.title}" for p in found.places]
    rows = (
        (n.name, n.text, n.whole.direct, n.whole.partial, n.whole.background, *(cell.total for cell in n.cells))
        for n in found.lines
    )
    return _table(("line", "text", "direct", "partial", "background", *places), rows)


def write_whole(text: str, target: Path) -> None:
    """Write a file whole or not at all; '-' is standard output. Raises OSError."""
    if str(target) == "-":
        sys.stdout.write(text)
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    own = os.umask(0)
    os.umask(own)
    return own


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return BOM + made.getvalue()


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t") else value
