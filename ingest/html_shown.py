"""What a reader sees of a page: its main part, and panels that open at a click; not its menus, banners and hidden words."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from lxml import etree

from ingest.html_notes import said, target_of
from ingest.typed import seen

_LEFT_OUT = frozenset(
    "head script style template noscript nav svg math iframe object embed audio video canvas map select textarea input "
    "datalist dialog".split()
)
_ROLES = frozenset("navigation search menu menubar tablist toolbar dialog alertdialog".split())
_PART = re.compile(
    r"(?:^|\s)(?:[\w-]+[-_])?(?:cookies?|breadcrumbs?|skip|share|social[-_](?:media|links|share)|menu|navbar|logo|metadata|published-dates|devolved-nations)"
    r"(?:[-_]+(?:to|content|main|banner|bar|message|notice|consent|popup|media|links?|list|nav|container|wrapper|buttons?))*"
    r"(?=\s|$)",
    re.IGNORECASE,
)
"""Classes of parts that serve a whole site."""
LOOKS = 500
"""Characters of a class or style that are looked at."""
PART_WORDS = 300
"""The most words of such a part."""
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPOKEN = re.compile(r"visually-?hidden|screen-?reader|(?:^|[\s-])sr-only|element-invisible", re.IGNORECASE)
"""Classes of words for those who hear the page."""
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_TOGGLE = re.compile(r"[,\s]*(?:show|hide|open|close|expand|collapse|toggle|menu|(?:read |view |see )?more)\b.*|\W*", re.I)
"""The words of a button that say what a click does, not what stands in the panel."""
_TITLES = "h1|h2|h3|h4|h5|h6|summary|*[@role='heading']"
_IN_TITLE = " or ".join(f"ancestor::{name}" for name in _TITLES.split("|"))
_IN_PART = " or ".join(f"ancestor::{name}" for name in ("main", "article", "section", "aside", "*[@role='main']"))
MUCH = 0.25
"""Words beside the main part that are worth a warning, as a share of its own."""


class Missing(StrEnum):
    """Why words are not read, where whoever adds the page should know."""

    HIDDEN = "Hidden text"
    STRUCK = "Struck-out text"
    PART = "A menu, banner or other part of the site"


class Shown:
    """What is shown of a page; `missing` says of each element with words why it was left out."""

    def __init__(self, tree: "etree._Element") -> None:
        self.missing: dict[etree._Element, Missing] = {}
        self._controls = _controls(tree)
        styles = "".join("".join(style.itertext()) for style in tree.iter("style"))
        self._bold = {name for name, rules in _RULE.findall(styles) if _BOLD.search(rules)}
        """Classes that the page's own styles set in bold."""

    def warnings(self) -> Iterator[str]:
        """What was left out, and how it begins."""
        for why in Missing:
            if found := [seen(" ".join(element.itertext())) for element, reason in self.missing.items() if reason is why]:
                places = "1 place" if len(found) == 1 else f"{len(found)} places, the first"
                yield f"{why} was left out in {places}: {found[0][:60]!r}."

    def has(self, element: "etree._Element") -> bool:
        """Whether an element is to be read."""
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or element.get("role", "") in _ROLES:
            return False
        if element.tag == "button" and not self._titles(element):
            return False
        if _is_edge(element) or (next(element.iterancestors("button"), None) is not None and _TOGGLE.fullmatch(said(element))):
            return False
        why = self._why(element)
        if why and re.search(r"\w", said(element)):
            self.missing[element] = why
        return why is None

    def title(self, panel: "etree._Element") -> str:
        """The words of the tab or button that opens a panel, where no heading says them."""
        control = self._controls.get(panel.get("id", ""))
        words = said(control) if control is not None else ""
        if control is None or control.xpath(_IN_TITLE) or (control.get("role") != "tab" and not self._titles(control)):
            return ""
        return "" if any(said(heading) == words for heading in panel.xpath(f".//{_TITLES.replace('|', '|.//')}")) else words

    def is_bold(self, cell: "etree._Element") -> bool:
        """Whether all words of a cell are in bold."""
        return bool(said(cell)) and self._is_bold(cell)

    def _is_bold(self, element: "etree._Element") -> bool:
        looks = element.tag in ("b", "strong") or _BOLD.search(element.get("style", ""))
        if looks or self._bold & set(element.get("class", "").split()):
            return True
        own = (element.text, *(child.tail for child in element))
        return not any(seen(words or "") for words in own) and all(self._is_bold(child) for child in element if said(child))

    def _titles(self, button: "etree._Element") -> bool:
        """Whether a button is, or is in, the title of something."""
        if button.xpath(_IN_TITLE):
            return True
        following = button.getnext()
        opens = following is not None and self._controls.get(following.get("id", "")) is button
        return opens and not _TOGGLE.fullmatch(said(button))

    def _why(self, element: "etree._Element") -> Missing | None:
        looks = element.get("style", "")[:LOOKS]
        if element.tag in ("del", "s", "strike") or _STRUCK.search(looks):
            return Missing.STRUCK
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true" or bool(_HIDING.search(looks))
        if (hidden and not self._opens(element)) or _is_spoken(element):
            return Missing.HIDDEN
        return Missing.PART if _is_part(element) else None

    def _opens(self, panel: "etree._Element") -> bool:
        """Whether a click, or a search in the browser, shows a hidden element."""
        return panel.get("hidden") == "until-found" or panel.get("role") == "tabpanel" or panel.get("id") in self._controls


def main_part(tree: "etree._Element", shown: Shown) -> tuple["etree._Element", int]:
    """
    The element that holds all main parts, or all articles, and how many words stand beside it if they are many.

    All of the page where that holds less than half of its words.
    """
    found = tree.xpath("//main | //*[@role='main']") or tree.xpath("//article")
    if not found:
        return tree, 0
    main = next(e for e in (found[0], *found[0].iterancestors()) if all(e is o or e in o.iterancestors() for o in found))
    own, every = _size(main, shown), _size(tree, shown)
    if 2 * own < every:
        return tree, 0
    return main, every - own if every - own > MUCH * own else 0


def _size(element: "etree._Element", shown: Shown) -> int:
    """The words shown in an element."""
    inner = sum(_size(child, shown) for child in element if shown.has(child))
    return inner + sum(len((text or "").split()) for text in (element.text, *(child.tail for child in element)))


def _controls(tree: "etree._Element") -> Mapping[str, "etree._Element"]:
    """The tabs and buttons of a page by the name of the panel that each opens."""
    found: dict[str, etree._Element] = {}
    for control in tree.xpath("//*[@aria-controls or @data-target or @data-bs-target or @role='tab']"):
        names = [control.get(key, "").removeprefix("#") for key in ("data-target", "data-bs-target")]
        for name in (*control.get("aria-controls", "").split(), *names, target_of(control)):
            if name:
                found.setdefault(name, control)
    return found


def _is_edge(element: "etree._Element") -> bool:
    """Whether it is the header or footer of a site or of printed pages; footnotes and the page's title are kept."""
    if element.tag == "div" and element.get("title") in ("header", "footer"):
        return True
    role = element.get("role", "")
    if element.tag in ("header", "footer") and role in ("", "presentation"):
        role = "" if element.xpath(_IN_PART) else {"header": "banner", "footer": "contentinfo"}[element.tag]
    return role in ("banner", "contentinfo") and not element.xpath(".//h1 | .//main" if role == "banner" else ".//ol")


def _is_spoken(element: "etree._Element") -> bool:
    """Whether words are hidden beside others; alone, as beside a tick, they are what there is to read."""
    parent = element.getparent()
    return bool(_SPOKEN.search(element.get("class", ""))) and parent is not None and said(parent) != said(element)


def _is_part(element: "etree._Element") -> bool:
    if not _PART.search(element.get("class", "")[:LOOKS]) or element.tag in ("html", "body", "main", "article"):
        return False
    holds = element.xpath("self::h1|self::h2|self::h3|self::h4|self::h5|self::h6|.//h1|.//main|.//article")
    return not holds and len(said(element).split()) <= PART_WORDS
