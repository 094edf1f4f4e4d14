"""An answer with its citations for a case record: as plain text, and as HTML that keeps its form when pasted."""

from datetime import datetime

from markupsafe import Markup

from api.web.answers import Shown, Source
from api.web.markdown import html
from retriever.answer import Answer

HEAD = "From England's child protection guidance"


def plain(answer: Answer, view: Shown, asked: datetime) -> str:
    """The record as text: the question, the words, where each stands and whether it binds, what to know."""
    lines = [f"{HEAD} (asked on {day(asked)})", "", f"Question: {answer.question}", "", _text(answer.answer)]
    if view.sources:
        lines += ["", "Sources:", *(f"[{source.number}] {said(source)}" for source in view.sources)]
    lines += [f"\nNote: {notice.text}" for notice in answer.notices]
    return "\n".join([*lines, "", f"Chapter & Verse, library {answer.library}", ""])


def rich(answer: Answer, view: Shown, asked: datetime) -> Markup:
    """The same as HTML."""
    sources = Markup("").join(Markup("<li>{}</li>").format(said(source)) for source in view.sources)
    listed = Markup("<p><strong>Sources</strong></p><ol>{}</ol>").format(sources) if sources else Markup("")
    notes = Markup("").join(Markup("<p>Note: {}</p>").format(notice.text) for notice in answer.notices)
    return Markup(
        "<p>{} (asked on {})</p><p><strong>Question:</strong> {}</p>{}{}{}<p>Chapter &amp; Verse, library {}</p>"
    ).format(HEAD, day(asked), answer.question, _unlinked(answer.answer), listed, notes, answer.library)


def said(source: Source) -> str:
    """A source in one line."""
    tags = ", ".join(tag.text.lower() for tag in source.tags)
    place = f", {source.place}" if source.place else ""
    return f"{source.label}{place} ({tags}). {source.id}"


def day(moment: datetime) -> str:
    """A day as it is written in English: 5 March 2026."""
    return f"{moment.day} {moment:%B %Y}"


def _text(markdown: str) -> str:
    return markdown.replace("**", "")


def _unlinked(markdown: str) -> Markup:
    return html(markdown, lambda mark: "", lambda name: "")
