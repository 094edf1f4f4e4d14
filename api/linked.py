"""An answer as Markdown with links to the reader: what chat front ends and assistants show."""

import re

from api.output import tags
from api.web.words import URGENT_NOTICES
from retriever.answer import Answer, AnswerKind, Citation, Hit, Notice

NEAREST = 3
_MARK = re.compile(r"\[(\d{1,2})\]")
_LINKED = re.compile(r"\[\[(\d{1,2})\]\]\([^)\s]+\)")


def linked(answer: Answer, base: str, ids: bool = False) -> str:
    """
    The answer, what to know about it, and where it stands; nothing comes before the words of an emergency.

    `base` is the address of the service; without one nothing is linked. With `ids` each source has its id beside it.
    """
    before = () if answer.kind is AnswerKind.EMERGENCY else tuple(n for n in answer.notices if n.kind in URGENT_NOTICES)
    parts = [_note(notice) for notice in before]
    parts.append(_MARK.sub(lambda mark: _linked_mark(mark[1], answer, base), answer.answer))
    parts += [_note(notice) for notice in answer.notices if notice not in before]
    if answer.citations:
        lines = [f"{n}. {_source(c, base)} ({tags(c)}){_id(c.id, ids)}" for n, c in enumerate(answer.citations, 1)]
        parts.append("\n".join(("**Sources**", "", *lines)))
    elif answer.passages:
        near = [f"- {_source(hit, base)}{_id(hit.id, ids)}" for hit in answer.passages[:NEAREST]]
        parts.append("\n".join(("**Nearest paragraphs**", "", *near)))
    return "\n\n".join(parts)


def marks(text: str) -> list[tuple[int, int, int]]:
    """The linked marks in such a text: start, end, number of the citation."""
    return [(found.start(), found.end(), int(found[1])) for found in _LINKED.finditer(text)]


def address(found: Citation | Hit, base: str) -> str:
    """Where the reader shows a paragraph or section."""
    return f"{base}/read/{found.doc}#{found.id.removeprefix(found.doc + '/')}"


def _linked_mark(number: str, answer: Answer, base: str) -> str:
    if not base or not 1 <= int(number) <= len(answer.citations):
        return f"[{number}]"
    return f"[[{number}]]({address(answer.citations[int(number) - 1], base)})"


def _source(found: Citation | Hit, base: str) -> str:
    label = found.label.replace("[", "\\[").replace("]", "\\]")
    return f"[{label}]({address(found, base)})" if base else label


def _id(name: str, shown: bool) -> str:
    return f" `{name}`" if shown else ""


def _note(notice: Notice) -> str:
    return f"> {notice.text}"
