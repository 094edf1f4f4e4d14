"""
An answer as messages of Teams: the words with citations and feedback, a card of the sources.

No message is larger than Teams takes. Words that do not fit into one message go on in the next; none is left out. The
message that holds a mark holds its citation; the last one holds the card, the notices and the feedback buttons.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.models import SuggestedActions
from microsoft_teams.api.models.card import CardAction, CardActionType
from microsoft_teams.api.models.entity import CitationAppearance
from pydantic import BaseModel

from api.asking import Given
from api.teams.cards import cut, source_card, sources_card, tags
from api.web.answers import Shown, Source, shown
from api.web.paragraphs import address
from corpus.library import Library
from retriever.answer import Notice

LARGEST = 28 * 1024 - 1024
"""Bytes of a message; Teams takes 28 KB, of which the addresses that are put on at sending need some."""
CHUNK = 6000
"""Characters of words in one message."""
CITED = 20
"""Citations that Teams shows in a message."""
NAME, ABSTRACT, KEYWORD = 80, 160, 28
STILL_THERE = "Your own message in Teams still holds them: edit or delete it."
_MARK = re.compile(r"\[(\d{1,2})\]")
_ITEM = re.compile(r"^ *(?:-|\(?(?:\d{1,2}|[a-z]{1,4})[.)]) ")
_BOLD_ITEM = re.compile(r"^( *)\*\*(- +)")
_NAMED = re.compile(r"\(([a-z0-9][a-z0-9-]*/[^\s()]+)\)")


@dataclass(frozen=True)
class Look:
    """What depends on where a message goes: the reader's address, empty if it has none, and whom to suggest questions to."""

    site: str
    by_model: bool
    asker: str = ""
    """The id of who asks, in a chat of theirs alone; only there Teams shows suggestions."""


def messages(given: Given, library: Library, look: Look) -> list[MessageActivityInput]:
    """The messages for an answer, in the order they are to be sent."""
    view = shown(given, "", library)
    known = {*library.paragraphs, *library.sections}
    chunks = list(chunked(markdown(_words(given, view), look.site, known)))
    wholes = {n: citation.text for n, citation in enumerate(given.citations, 1)}
    return [
        _fitting(chunk, view, wholes, look, last=number == len(chunks), kept=given.id is not None)
        for number, chunk in enumerate(chunks, 1)
    ]


def size(part: BaseModel) -> int:
    """Bytes of what is sent, in the larger of the two ways Teams may count them."""
    text = json.dumps(part.model_dump(mode="json", by_alias=True, exclude_none=True), ensure_ascii=False)
    return max(len(text.encode("utf-8")), len(text.encode("utf-16-le")))


def markdown(text: str, site: str, known: set[str]) -> str:
    """Our Markdown as Teams reads it: lines apart, lists set off, ids as links, nothing taken for HTML."""
    lines = [_BOLD_ITEM.sub(r"\1\2**", line.rstrip()) for line in text.splitlines() if line.strip()]
    joined = ""
    for before, line in zip(["", *lines], lines, strict=False):
        both = bool(_ITEM.match(before) and _ITEM.match(line))
        joined += ("\n" if both else "\n\n") * bool(before) + line
    safe = joined.replace("&", "&amp;").replace("<", "&lt;")
    return _NAMED.sub(lambda m: f"([{m[1]}]({site}{address(m[1])}))" if site and m[1] in known else m[0], safe)


def chunked(text: str, most: int = CHUNK) -> Iterator[str]:
    """The text in pieces of at most `most` characters, broken between lines or, in a long one, between words."""
    while len(text) > most:
        at = max(text.rfind("\n", 0, most), 0) or max(text.rfind(" ", 0, most), 0) or most
        yield text[:at].rstrip()
        text = text[at:].lstrip("\n ")
    yield text


def _words(given: Given, view: Shown) -> str:
    """Answer and notices; in an emergency nothing stands before the answer."""
    before = [_notice(n) for n in view.before]
    after = [_notice(n) for n in view.after]
    return "\n\n".join([*before, given.answer, *after])


def _notice(notice: Notice) -> str:
    more = f" {STILL_THERE}" if notice.kind == "personal-data" else ""
    return f"*{notice.text.strip()}{more}*"


def _fitting(text: str, view: Shown, wholes: dict[int, str], look: Look, *, last: bool, kept: bool) -> MessageActivityInput:
    """A message with as much beside its words as it can hold."""
    most = len(view.sources)
    steps = ((True, True, most), (False, True, most), (False, True, min(most, 10)), (False, True, min(most, 3)))
    for with_wholes, cited, listed in (*steps, (False, False, 0)):
        message = _message(text, view.sources if cited else (), wholes if with_wholes else {}, look)
        if last:
            _finish(message, view, listed, look, kept)
        if size(message) <= LARGEST:
            break
    return message


def _message(text: str, sources: Sequence[Source], wholes: dict[int, str], look: Look) -> MessageActivityInput:
    message = MessageActivityInput(text=text, text_format="markdown")
    if look.by_model:
        message.add_ai_generated()
    marked = {int(mark) for mark in _MARK.findall(text)}
    for source in [s for s in sources if s.number in marked][:CITED]:
        message.add_citation(source.number, _appearance(source, wholes.get(source.number, ""), look.site))
    return message


def _appearance(source: Source, whole: str, site: str) -> CitationAppearance:
    quote = " ".join(s.text for s in source.sentences)
    card = source_card(source, whole, site).model_dump(mode="json", by_alias=True, exclude_none=True) if whole else None
    return CitationAppearance(
        name=cut(source.label, NAME),
        abstract=cut(quote, ABSTRACT),
        text=json.dumps(card, ensure_ascii=False) if card else None,
        url=site + source.href if site else None,
        keywords=[cut(word, KEYWORD) for word in tags(source).split(", ") if word][:3],
    )


def _finish(message: MessageActivityInput, view: Shown, listed: int, look: Look, kept: bool) -> None:
    """What the last message of an answer has beside its words."""
    if view.sources and listed:
        message.add_card(sources_card(view.sources[:listed], look.site, len(view.sources) - listed))
    if kept:
        message.add_feedback()
    if look.asker and view.following:
        actions = [CardAction(type=CardActionType.IM_BACK, title=cut(q, 60), value=q) for q in view.following]
        message.with_suggested_actions(SuggestedActions(to=[look.asker], actions=actions))
