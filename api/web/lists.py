"""Lines and list items as nested HTML lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

BULLETS = ("", "-", "•")


@dataclass(frozen=True)
class Line:
    """A paragraph (level 0) or a list item (1 and deeper) whose words are HTML already."""

    html: Markup
    level: int = 0
    marker: str = ""


def nested(lines: Sequence[Line]) -> Markup:
    """Lines in order: running text as paragraphs, items that follow one another as one list."""
    made, place = [], 0
    while place < len(lines):
        if lines[place].level == 0:
            made.append(Markup('<p class="govuk-body">{}</p>').format(lines[place].html))
            place += 1
        else:
            end = _end(lines, place, 1)
            made.append(_list(lines[place:end]))
            place = end
    return Markup("\n").join(made)


def _end(lines: Sequence[Line], start: int, level: int) -> int:
    """Where the run of lines of at least a level ends."""
    return next((n for n in range(start, len(lines)) if lines[n].level < level), len(lines))


def _list(lines: Sequence[Line]) -> Markup:
    """Items of the first one's level, each with the deeper ones that follow it."""
    level, items, place = lines[0].level, [], 0
    while place < len(lines):
        end = _end(lines, place + 1, level + 1)
        inner = _list(lines[place + 1 : end]) if end > place + 1 else Markup("")
        items.append(Markup("<li>{}{}{}</li>").format(_marker(lines[place]), lines[place].html, inner))
        place = end
    bulleted = all(line.marker in BULLETS for line in lines if line.level == level)
    kind = "govuk-list--bullet" if bulleted else "cv-list--marked"
    return Markup('<ul class="govuk-list {}">{}</ul>').format(kind, Markup("").join(items))


def _marker(line: Line) -> Markup:
    if line.marker in BULLETS:
        return Markup("")
    return Markup('<span class="cv-list__marker">{}</span> ').format(escape(line.marker))
