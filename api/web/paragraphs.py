"""A paragraph as HTML: its lists, cross-references and Acts as links, footnote marks, marked words."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from api.web.lists import Line, nested
from api.web.spans import Link, Mark, apart, drawn, places
from corpus.model import Paragraph, Part


def anchor(name: str) -> str:
    """The place of a paragraph or section on its document's page."""
    return name.partition("/")[2]


def address(name: str) -> str:
    """The address of a paragraph or section in the reader; a document's name is its first page."""
    doc, _, rest = name.partition("/")
    return f"/read/{doc}#{rest}" if rest else f"/read/{doc}"


def body(paragraph: Paragraph, words: Sequence[str] = ()) -> Markup:
    """The paragraph's words; `words` are phrases to be marked where they stand."""
    return nested([_line(paragraph, part, words) for part in paragraph.parts])


def _line(paragraph: Paragraph, part: Part, words: Sequence[str]) -> Line:
    marks: list[Mark] = [place for phrase in words for place in places(phrase, part.text)]
    shown = drawn(part.text, apart(_links(paragraph, part)), marks)
    return Line(shown + _notes(paragraph, part), part.level, part.marker)


def _links(paragraph: Paragraph, part: Part) -> Iterable[Link]:
    for reference in paragraph.references:
        target = next((name for name in reference.ids if name != paragraph.id), "")
        if target:
            yield from (Link(start, end, address(target)) for start, end in places(reference.text, part.text))
    for law in paragraph.laws:
        if law.href:
            yield from (Link(start, end, law.href) for start, end in places(law.text, part.text))


def _notes(paragraph: Paragraph, part: Part) -> Markup:
    return Markup("").join(
        Markup('<sup><a class="govuk-link cv-note" href="#fn-{0}" aria-label="Footnote {1}">{1}</a></sup>').format(
            note, note.partition("-")[0]
        )
        for note in part.footnotes
    )
