"""Footnotes of a page: what raised links, or links whose target leads back to them, lead to further down the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from ingest.typed import seen

BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
LABEL = re.compile(r"[\[(]?(?:(?:foot|end)?note )?(?:\d{1,4}|[ivxl]{1,6}|[a-z]{1,2}|[*†‡§]{1,3})[\])]?", re.IGNORECASE)
"""How a footnote's mark is written."""
BACK = re.compile(r"[↩↑^\ufe0e\s]+\d{0,3}|[¶#]|(?:back|return)(?: to (?:text|reference|top))?|skip to .{1,40}", re.IGNORECASE)
"""The words of links that only lead about the page."""
_DIGITS = re.compile(r"\d{1,4}")
_RAISES = re.compile(r"footnote|noteref", re.IGNORECASE)
_BACKWARD = re.compile(r"back|reverse", re.IGNORECASE)
_OWN = re.compile(r"f(?:oo)?t?n|note", re.IGNORECASE)
"""How the element that holds a note's paragraphs is named."""
_COMMENT = re.compile(r"(?:cmnt|_msocom_)\w*")
_LONGEST = 20
"""Characters of a mark."""


@dataclass(frozen=True)
class Notes:
    """The number of each footnote by the name that its marks link to, and by its element; '' for a writer's comment."""

    marks: Mapping[str, str]
    bodies: Mapping["etree._Element", str]


def find_notes(tree: "etree._Element") -> Notes:
    """The footnotes of a page, counted where they do not all show a number of their own."""
    places = {element: place for place, element in enumerate(tree.iter())}
    named = {name: e for e in reversed(places) for name in (e.get("name") if e.tag == "a" else "", e.get("id")) if name}
    labels: dict[str, str] = {}
    for link in tree.iter("a"):
        target = named.get(target_of(link))
        if target is not None and places[target] > places[link] and _is_mark(link, target):
            labels.setdefault(target_of(link), said(link))
    starts = {named[name] for name in labels}
    bodies = {name: body for name in labels if (body := _body(named[name], starts)) is not None}
    numbers = _numbers({name: labels[name] for name in bodies})
    return Notes(numbers, {body: numbers[name] for name, body in bodies.items()})


def target_of(link: "etree._Element") -> str:
    """The name of the place in the page that a link leads to; '' if it leads elsewhere."""
    href = link.get("href", "")
    return href[1:] if href.startswith("#") else ""


def said(element: "etree._Element") -> str:
    """An element's words as a reader sees them."""
    return seen("".join(element.itertext()))


def _numbers(labels: Mapping[str, str]) -> dict[str, str]:
    notes = {name: _DIGITS.search(label) for name, label in labels.items() if not _COMMENT.fullmatch(name)}
    shown = {name: str(int(number[0])) for name, number in notes.items() if number}
    if len(set(shown.values())) < len(notes):
        shown = {name: str(n) for n, name in enumerate(notes, 1)}
    return {name: shown.get(name, "") for name in labels}


def _is_mark(link: "etree._Element", target: "etree._Element") -> bool:
    words, looks = said(link), " ".join(link.get(name, "") for name in ("role", "rel", "class"))
    if len(words) > _LONGEST or BACK.fullmatch(words) or _BACKWARD.search(looks):
        return False
    if LABEL.fullmatch(words) and _leads_back(target, link):
        return True
    raised = next(link.iterancestors("sup"), None) is not None or link.find(".//sup") is not None
    return bool(_DIGITS.search(words)) and (raised or bool(_RAISES.search(looks)))


def _leads_back(target: "etree._Element", link: "etree._Element") -> bool:
    names = {e.get(key) for e in (link, link.getparent()) if e is not None for key in ("id", "name")} - {None}
    return target.tag == "a" and target_of(target) in names


def _body(target: "etree._Element", starts: "set[etree._Element]") -> "etree._Element | None":
    """The element of the note that a target opens; None where it stands amid words or in a heading."""
    body = target
    while body.tag not in BLOCKS or _is_wrapped(body, starts):
        if (parent := body.getparent()) is None or not _opens(body, parent):
            return None
        body = parent
    return None if re.match(r"h[1-6]$", body.tag) or body.tag in ("body", "html") else body


def _opens(element: "etree._Element", parent: "etree._Element") -> bool:
    before = element.itersiblings(preceding=True)
    return not seen(parent.text or "") and not any(seen("".join(e.itertext()) + (e.tail or "")) for e in before)


def _is_wrapped(body: "etree._Element", starts: "set[etree._Element]") -> bool:
    """Whether a block is the first or only one of a note, in an element that holds this note alone."""
    parent = body.getparent()
    if parent is None or parent.tag not in ("div", "li", "aside") or not _opens(body, parent):
        return False
    named = _OWN.search(f"{parent.get('id', '')} {parent.get('class', '')}")
    return sum(e in starts for e in parent.iter()) == 1 and (bool(named) or said(parent) == said(body))
