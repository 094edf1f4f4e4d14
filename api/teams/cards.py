"""Paragraphs as Adaptive Cards: the sources of an answer, a whole paragraph by itself."""

from collections.abc import Sequence

from microsoft_teams.cards import Action, AdaptiveCard, CardElement, Container, OpenUrlAction, TextBlock

from api.web.answers import Source
from api.web.words import page, standing
from corpus.model import Paragraph, Section
from retriever.answer import Hit

OPEN = "Open in the reader"
CUT = " …"


def sources_card(sources: Sequence[Source], site: str, left_out: int) -> AdaptiveCard:
    """The sources of an answer, one below the other: where each stands, whether it is in force, how it binds, whom."""
    body: list[CardElement] = [_source(source, site) for source in sources]
    if left_out:
        body.append(
            TextBlock(text=f"And {left_out} more; ask for fewer things at once to see them.", wrap=True, is_subtle=True)
        )
    return AdaptiveCard(version="1.5", body=body)


def paragraph_card(
    label: str, place: str, tags: str, words: str, href: str, site: str, most: int | None = None
) -> AdaptiveCard:
    """A paragraph whole, or its first `most` characters, with its name, place, standing and a link to it."""
    body: list[CardElement] = [
        TextBlock(text=escaped(label), weight="Bolder", wrap=True),
        TextBlock(text=escaped(" · ".join(part for part in (place, tags) if part)), is_subtle=True, wrap=True, spacing="None"),
        *(TextBlock(text=escaped(line), wrap=True, spacing="Small") for line in cut(words, most).split("\n")),
    ]
    actions: list[Action] | None = [OpenUrlAction(title=OPEN, url=site + href)] if site else None
    return AdaptiveCard(version="1.5", body=body, actions=actions)


def hit_card(hit: Hit, found: Paragraph | Section, href: str, site: str, most: int | None = None) -> AdaptiveCard:
    """A paragraph or section that was searched for."""
    place = page(found.page, found.page_source) if isinstance(found, Paragraph) else ""
    where = ", ".join([*(h for h in found.heading if h not in hit.label), *([place] if place else [])])
    return paragraph_card(f"{hit.label} ({hit.id})", where, standing(hit.status, hit.in_force).text, hit.text, href, site, most)


def source_card(source: Source, words: str, site: str) -> AdaptiveCard:
    """A paragraph that is cited, whole: what the reader sees behind a citation's number."""
    where = ", ".join(part for part in (source.trail, source.place) if part)
    return paragraph_card(f"{source.label} ({source.id})", where, tags(source), words, source.href, site)


def tags(source: Source) -> str:
    """How a source stands and binds."""
    return ", ".join(tag.text for tag in source.tags)


def escaped(text: str) -> str:
    """Text of the guidance as Markdown that shows it as it stands."""
    for mark in ("\\", "*", "_", "`", "[", "]"):
        text = text.replace(mark, f"\\{mark}")
    return text


def cut(text: str, most: int | None) -> str:
    """The text, or the words that fit into `most` characters of it."""
    if most is None or len(text) <= most:
        return text
    return text[: most - len(CUT)].rsplit(" ", 1)[0] + CUT


def _source(source: Source, site: str) -> Container:
    name = escaped(source.label)
    linked = f"[{name}]({site}{source.href})" if site else name
    about = " · ".join(part for part in (source.trail, source.place) if part)
    items: list[CardElement] = [
        TextBlock(text=f"**{source.number}** {linked}", wrap=True),
        TextBlock(text=escaped(f"{tags(source)} · {source.id}"), wrap=True, spacing="None", is_subtle=True),
    ]
    if about:
        items.append(TextBlock(text=escaped(about), wrap=True, spacing="None", is_subtle=True, size="Small"))
    actors = dict.fromkeys(s.actor for s in source.sentences if s.actor)
    if actors:
        items.append(TextBlock(text=escaped(f"Whose it is: {', '.join(actors)}"), wrap=True, spacing="None", size="Small"))
    return Container(items=items, separator=source.number > 1, spacing="Medium")
