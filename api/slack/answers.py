"""An answer as Slack's blocks: the words, where each stands with its tags, what to know, what can be done with it."""

from collections.abc import Iterator
from urllib.parse import quote

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock

from api.slack.limits import SECTION, context, cut, sections, width
from api.slack.mrkdwn import escaped, link, quoted, shown
from api.web.words import URGENT_NOTICES, duty, page, standing
from retriever.answer import Answer, AnswerKind, Citation, Notice, Quoted

OPEN, MORE, RIGHT, WRONG, SHARE = "verse_open", "verse_more", "verse_right", "verse_wrong", "verse_share"
PRIVATE = "personal-data"
"""The kind of notice that goes to the asker alone."""
MARKED = 200
"""Characters of a quotation that the reader is asked to mark."""
NEAREST = 3


def answer_blocks(answer: Answer, name: str, public_url: str, private: bool = False) -> list[Block]:
    """
    The whole answer; `name` is its id, without which nothing more can be done with it, `private` if a command asked.

    In an emergency nothing stands before the answer's own words.
    """
    urgent = answer.kind is AnswerKind.EMERGENCY
    notices = [n for n in answer.notices if n.kind != PRIVATE]
    before = [] if urgent else [n for n in notices if n.kind in URGENT_NOTICES]
    return [
        *(context(f":warning: {escaped(n.text)}") for n in before),
        *sections(shown(answer.answer)),
        *_sources(answer, public_url),
        *(context(_noted(n)) for n in notices if n not in before),
        *_actions(answer, name, public_url, private),
    ]


def whole_blocks(answer: Answer, public_url: str) -> list[Block]:
    """What 'More' shows: each cited paragraph whole, then the nearest of the others."""
    cited = {c.id for c in answer.citations}
    made: list[Block] = []
    for number, citation in enumerate(answer.citations, 1):
        trail = " › ".join(citation.heading)
        made += [*sections(f"{_head(citation, number, public_url)}\n{shown(citation.text)}"), context(escaped(trail) or "–")]
    near = [hit for hit in answer.passages if hit.id not in cited][:NEAREST]
    if near:
        made += [DividerBlock(), *sections("*Nearest of the others*")]
    for hit in near:
        tag = standing(hit.status, hit.in_force).text
        made += sections(f"*{link(address(public_url, hit.id), hit.label)}* `{tag}`\n{shown(hit.text)}")
    return made or sections("There is nothing more to this answer.")


def address(public_url: str, name: str, words: str = "") -> str:
    """Where the reader shows a paragraph, with words of it marked; empty if nobody said how the service is reached."""
    doc, _, place = name.partition("/")
    marked = f"?quote={quote(words[:MARKED])}" if words else ""
    return f"{public_url}/read/{quote(doc)}{marked}#{quote(place)}" if public_url else ""


def _sources(answer: Answer, public_url: str) -> Iterator[Block]:
    for number, citation in enumerate(answer.citations, 1):
        yield from sections(_source(citation, number, public_url))
    if not answer.citations:
        nearest = [f"• {link(address(public_url, h.id), h.label)}" for h in answer.passages[:NEAREST]]
        if nearest and answer.kind is AnswerKind.ABSTAIN:
            yield from sections("\n".join(["*Nearest paragraphs*", *nearest]))


def _source(citation: Citation, number: int, public_url: str) -> str:
    """A citation's name, place and tags, and under it each sentence with its duty, as far as a section holds."""
    lines = [_head(citation, number, public_url)]
    left = SECTION - width(lines[0]) - 40
    for sentence in citation.sentences or (Quoted(citation.quote, citation.obligation, ""),):
        own = _sentence(sentence)
        left -= width(own) + 1
        if left < 0:
            return "\n".join([*lines, "> … (_More_ shows the rest)"])
        lines.append(own)
    return "\n".join(lines)


def _head(citation: Citation, number: int, public_url: str) -> str:
    tags = [standing(citation.status, citation.in_force).text, *([own.text] if (own := duty(citation.obligation)) else [])]
    place = page(citation.page, citation.page_source)
    name = link(address(public_url, citation.id, citation.quote), cut(citation.label, 500))
    return f"*[{number}]* {name} {' '.join(f'`{tag}`' for tag in tags)}" + (f"  {place}" if place else "")


def _sentence(sentence: Quoted) -> str:
    tag = duty(sentence.obligation)
    whose = sentence.actor if sentence.actor.casefold() not in sentence.text.casefold() else ""
    after = " ".join([*([f"`{tag.text}`"] if tag else []), *([f"_({escaped(whose)})_"] if whose else [])])
    return quoted(escaped(sentence.text)) + (f" {after}" if after else "")


def _noted(notice: Notice) -> str:
    return f"Note: {escaped(notice.text)}"


def _actions(answer: Answer, name: str, public_url: str, private: bool) -> list[Block]:
    buttons: list[ButtonElement] = []
    if answer.citations and public_url:
        first = answer.citations[0]
        buttons.append(ButtonElement(text="Open in reader", action_id=OPEN, url=address(public_url, first.id, first.quote)))
    if name:
        buttons.append(ButtonElement(text="More", action_id=MORE, value=name))
        if private and answer.kind is not AnswerKind.EMERGENCY:
            buttons.append(ButtonElement(text="Share in this channel", action_id=SHARE, value=name))
        buttons.append(ButtonElement(text="This was right", action_id=RIGHT, value=name))
        buttons.append(ButtonElement(text="Not right", action_id=WRONG, value=name))
    return [ActionsBlock(elements=buttons)] if buttons else []
