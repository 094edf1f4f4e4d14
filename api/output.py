"""How results look on a terminal and as JSON."""

import dataclasses
import json
import textwrap
from typing import Any

from corpus.library import Library
from corpus.model import Paragraph, Section
from retriever.alignment import Change, Pair
from retriever.answer import Answer, Citation, Hit
from retriever.differences import marked

WIDTH = 92
_OBLIGATIONS = {"must": "MUST", "should": "SHOULD", "may": "MAY"}


def as_json(value: Any) -> str:
    """Any result as JSON, non-ASCII letters as they are."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=None)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: _plain(own) for key, own in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value


def answer_text(answer: Answer) -> str:
    """An answer for a reader: the words, where they stand, what to know about it."""
    lines = [_indented(answer.answer), ""]
    for number, citation in enumerate(answer.citations, 1):
        lines += [_hanging(f"[{number}] {citation.label} ({tags(citation)})"), _hanging(f"    {_where(citation)}")]
        lines.append(f"    {citation.id}")
    if not answer.citations:
        lines += ["Nearest paragraphs:", *(f"  {hit_line(hit)}" for hit in answer.passages[:3])]
    for notice in answer.notices:
        lines += ["", _wrapped(f"Note: {notice.text}")]
    return "\n".join(lines)


def tags(citation: Citation) -> str:
    """A citation's standing and, if its words bind, how: 'statutory guidance, in force; says MUST'."""
    standing = {
        "statutory": "statutory guidance, in force",
        "withdrawn": "withdrawn, NOT IN FORCE",
        "consultation": "proposal, NOT IN FORCE",
        "non-statutory": "not statutory",
        "local": "local",
    }
    status = standing[citation.status]
    if citation.status == "withdrawn" and citation.in_force:
        status = "in force on that day, since withdrawn"
    duty = _OBLIGATIONS.get(citation.obligation)
    return f"{status}{'; says ' + duty if duty else ''}"


def _where(citation: Citation) -> str:
    page = ""
    if citation.page is not None:
        page = f", page {citation.page}" + (" or after (the page of its heading)" if citation.page_source == "contents" else "")
    outer = [h for h in citation.heading if h not in citation.label]
    return f"{' > '.join(outer)}{page}".lstrip(", ")


def _hanging(line: str) -> str:
    return textwrap.fill(line.strip(), WIDTH, initial_indent=line[: len(line) - len(line.lstrip())], subsequent_indent="    ")


def _indented(text: str) -> str:
    return "\n".join(_wrapped(line, "    ") for line in text.split("\n"))


def _wrapped(line: str, hang: str = "") -> str:
    lead = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(line.strip(), WIDTH, initial_indent=lead, subsequent_indent=lead + ("  " if hang and lead else ""))


def hit_line(hit: Hit) -> str:
    """One ranked paragraph in one line."""
    opening = " ".join(hit.text.split())
    return f"{hit.id:<34} {textwrap.shorten(opening, 60, placeholder=' ...')}"


def pair_text(pair: Pair, library: Library) -> str:
    """A pair of paragraphs for a reader, the words in bold (**) that the other edition does not have."""
    names = " -> ".join(name for name in (pair.before, pair.after) if name)
    head = f"{pair.change.upper()} {names}" + (f" (likeness {pair.likeness:.2f})" if pair.change is Change.REWORDED else "")
    if pair.change is not Change.REWORDED:
        text = library.text_of(pair.after or pair.before)
        return f"{head}\n{textwrap.shorten(' '.join(text.split()), 2 * WIDTH, placeholder=' ...')}"
    before, after = marked(library.text_of(pair.before), library.text_of(pair.after))
    return f"{head}\n- was:\n{_indented(before)}\n- is:\n{_indented(after)}"


def paragraph_text(paragraph: Paragraph, status: str) -> str:
    """A paragraph for a reader, with all that is known about it."""
    lines = [f"{paragraph.label}  ({status})", " > ".join(paragraph.heading), "", _indented(paragraph.text), ""]
    if paragraph.page is not None:
        kind = "page" if paragraph.page_source == "printed" else "heading on page"
        lines.append(f"{kind} {paragraph.page}")
    lines += _listed("footnotes", paragraph.footnotes) + _listed("noted in", paragraph.noted_in)
    for reference in paragraph.references:
        lines.append(f"'{reference.text}': {', '.join(reference.ids) or 'not in the library'}")
    lines += [f"{law.text}: {law.href or law.title}" for law in paragraph.laws]
    lines += [f"note: {remark}" for remark in paragraph.remarks]
    return "\n".join(lines).rstrip()


def _listed(name: str, ids: tuple[str, ...]) -> list[str]:
    return [f"{name}: {', '.join(ids)}"] if ids else []


def section_text(section: Section, paragraphs: list[Paragraph]) -> str:
    """A section for a reader: its paragraphs in order."""
    body = "\n\n".join(f"{p.id}\n{_indented(p.text)}" for p in paragraphs)
    return f"{section.label}\n\n{body}"
