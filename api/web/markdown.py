"""The Markdown that answers are written in (paragraphs, items, bold, [1] marks) as HTML; everything else is text."""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from api.web.lists import Line, nested

_ITEM = re.compile(r"^(?P<indent> *)(?P<marker>-|\(?(?:\d{1,2}|[a-z]{1,4})[.)]) +(?P<text>.+)$")
_BOLD_ITEM = re.compile(r"^( *)\*\*(- +)")
"""An item that is bold as a whole, its dash too."""
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MARKS = re.compile(r"\[(\d{1,2})\]")
_NAMED = re.compile(r"\(([a-z0-9][a-z0-9-]*/[^\s()]+)\)")

Link = Callable[[str], str]
"""The address for a mark's number or a paragraph's id; empty if there is none."""


def html(text: str, mark: Link, paragraph: Link) -> Markup:
    """An answer's text; marks become links to its citations, paragraph ids in brackets links to the reader."""
    lines = [_line(line, mark, paragraph) for line in text.splitlines() if line.strip()]
    return nested(lines)


def _line(line: str, mark: Link, paragraph: Link) -> Line:
    item = _ITEM.match(_BOLD_ITEM.sub(r"\1\2**", line))
    if not item:
        return Line(_inline(line.strip(), mark, paragraph))
    words = _inline(item["text"], mark, paragraph)
    return Line(words, len(item["indent"]) // 2 + 1, item["marker"])


def _inline(text: str, mark: Link, paragraph: Link) -> Markup:
    safe = _BOLD.sub(r"<strong>\1</strong>", str(escape(text)))
    safe = _MARKS.sub(lambda m: _anchored(mark(m[1]), m[0], f"Source {m[1]}"), safe)
    return Markup(_NAMED.sub(lambda m: _anchored(paragraph(m[1]), m[0]), safe))  # noqa: S704 (escaped above)


def _anchored(href: str, shown: str, label: str = "") -> str:
    if not href:
        return shown
    spoken = f' class="govuk-link cv-mark" aria-label="{label}"' if label else ' class="govuk-link"'
    return f'<a href="{escape(href)}"{spoken}>{shown}</a>'
