"""Drafts become paragraphs: ids, labels, duties, footnotes, references and laws are put in."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.legislation import find_laws
from corpus.model import Kind, Paragraph, Section
from corpus.register import Document
from ingest.drafts import Draft
from ingest.headings import Rank
from ingest.naming import SECOND
from ingest.naming import Names as Claimed
from ingest.references import Names, references
from ingest.sentences import sentences
from ingest.structure import HeadingLine, Outline

CAPTION_ONLY = "This copy holds only the caption; the chart itself is a picture in the published document."
DOUBLED = "The source gives the number {number} to two paragraphs; this is the second."


@dataclass(frozen=True)
class Assembled:
    """A document as the library holds it, in reading order, footnotes after the text."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]


def assemble(document: Document, outline: Outline) -> Assembled:
    """Make the paragraphs and sections of a document."""
    drafts = [*outline.drafts, *outline.footnotes]
    claimed = Claimed()
    for draft in drafts:  # a second list under a heading counts from 1 again
        draft.name = claimed.claim(draft.name, second=SECOND)
    names = _names(document, drafts, outline.headings)
    noted = _noted(outline.drafts)
    by_name = {d.name: d for d in outline.drafts}
    paragraphs = tuple(_paragraph(document, d, names, noted, by_name) for d in drafts)
    return Assembled(paragraphs, _sections(document, outline))


def _names(document: Document, drafts: Sequence[Draft], headings: Sequence[HeadingLine]) -> Names:
    by_page: dict[int, str] = {}
    for heading in headings:
        if heading.page is not None:
            by_page.setdefault(heading.page, heading.name)
    names = frozenset([*(d.name for d in drafts), *(h.name for h in headings)])
    return Names(document.id, names, by_page, document.working_together)


def _noted(drafts: Sequence[Draft]) -> dict[str, tuple[str, ...]]:
    """For each footnote the names of the paragraphs that bear its mark."""
    noted: dict[str, list[str]] = {}
    for draft in drafts:
        for part in draft.parts:
            for number in part.footnotes:
                noted.setdefault(number, []).append(draft.name)
    return {number: tuple(dict.fromkeys(names)) for number, names in noted.items()}


def _paragraph(
    document: Document, draft: Draft, names: Names, noted: dict[str, tuple[str, ...]], by_name: dict[str, Draft]
) -> Paragraph:
    text = "\n".join(part.text for part in draft.parts)
    heading, section, page, source = draft.heading, draft.section, draft.page, draft.page_source
    bearers = noted.get(draft.name.removeprefix("fn-"), ()) if draft.kind is Kind.FOOTNOTE else ()
    if bearers and bearers[0] in by_name:
        bearer = by_name[bearers[0]]
        heading, section = bearer.heading, bearer.section
        page, source = (page, source) if page is not None else (bearer.page, bearer.page_source)
    own = {n for part in draft.parts for n in part.footnotes}
    return Paragraph(
        id=f"{document.id}/{draft.name}",
        doc=document.id,
        label=f"{document.short}, {label(draft)}",
        kind=draft.kind,
        heading=heading,
        parts=tuple(draft.parts),
        number=draft.number,
        section=f"{document.id}/{section}" if section else "",
        page=page,
        page_source=source,
        sentences=sentences(draft.parts),
        footnotes=tuple(f"{document.id}/fn-{n}" for n in sorted(own, key=_note_order)),
        noted_in=tuple(f"{document.id}/{name}" for name in bearers),
        references=references(text, draft.name, names),
        laws=find_laws(text),
        remarks=_remarks(draft),
    )


def _note_order(note: str) -> tuple[int, ...]:
    """Where a footnote stands among others: '1', '2', '2-2'."""
    return tuple(map(int, note.split("-")))


def _remarks(draft: Draft) -> tuple[str, ...]:
    if draft.kind is Kind.FIGURE:
        return (CAPTION_ONLY,)
    if draft.name.endswith(SECOND) and draft.number:
        return (DOUBLED.format(number=draft.number),)
    return ()


def label(draft: Draft) -> str:
    """How a reader names the paragraph, without its document."""
    above = draft.heading[-1] if draft.heading else ""
    second = " (second of that number)" if draft.name.endswith(SECOND) and draft.number else ""
    match draft.kind:
        case Kind.NUMBERED:
            return f"{_numbered_label(draft)}{second}"
        case Kind.STATEMENT:
            return _statement_label(draft)
        case Kind.QUESTION:
            return f"question {draft.number}"
        case Kind.FOOTNOTE:
            return f"footnote {draft.number}"
        case Kind.FIGURE:
            return draft.title
        case Kind.ENTRY:
            return f"glossary: {draft.title}"
        case Kind.PANEL:
            outer = [h for h in draft.heading if h != draft.title]
            deep = draft.name.count("/")
            return f"{', '.join(outer[-max(deep, 1) :])}: {draft.title}" if outer else draft.title
        case Kind.TABLE:
            return f"{above}, row {draft.number}{second}"
        case _:
            return f"{above}, paragraph {draft.number}{second}" if draft.number else above or "start"


def _numbered_label(draft: Draft) -> str:
    if draft.title:
        return f"{draft.title}, paragraph {draft.number}"
    if "." in draft.name and draft.number not in draft.name.split("."):
        return f"paragraph {draft.name.removesuffix(SECOND)}"
    if "." in draft.name and draft.number != draft.name:
        chapter = draft.name.split(".")[0]
        where = "introduction" if chapter == "intro" else f"chapter {chapter}"
        return f"{where}, paragraph {draft.number}"
    return f"paragraph {draft.number}"


def _statement_label(draft: Draft) -> str:
    kinds = {"O": "outcome", "T": "learn that", "H": "learn how to"}
    standard, own = draft.name.split(".")
    return f"standard {standard[1:]}, {kinds[own[0]]} {own[1:]} ({draft.name})"


def _sections(document: Document, outline: Outline) -> tuple[Section, ...]:
    """Headings with more than one paragraph below them, as wholes."""
    found = []
    names: dict[tuple[str, ...], list[str]] = {}
    for draft in outline.drafts:
        for depth in range(1, len(draft.heading) + 1):
            names.setdefault(draft.heading[:depth], []).append(draft.name)
    for line in outline.headings:
        below = names.get(line.path, [])
        if len(below) < 2 or line.rank is Rank.ROW:
            continue
        outer = line.path[:-1]
        name = f"{outer[-1]}: {line.title}" if outer and line.rank >= Rank.PANEL else line.title
        found.append(
            Section(
                id=f"{document.id}/{line.name}",
                doc=document.id,
                label=f"{document.short}, {name}",
                title=line.title,
                heading=line.path[:-1],
                level=int(line.rank),
                page=line.page,
                paragraphs=tuple(f"{document.id}/{n}" for n in below),
            )
        )
    return tuple(found)
