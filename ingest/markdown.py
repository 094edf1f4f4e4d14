"""Read Markdown (CommonMark with tables and footnotes): made HTML by markdown-it, then read as a page."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ingest.blocks import Block, BlockKind, Reading
from ingest.html import read_html
from ingest.markers import BETWEEN, SPACED, goes_on
from ingest.tags import closed, words_kept
from ingest.typed import numbered

_FRONT = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>(?:(?:[\w.\"'-]+[ \t]*[:=].*|[ \t\[\]{}#-].*|)\n)*?)"
    r"(?:(?P=fence)|\.\.\.)[ \t]*\n"
)
_TITLE = re.compile(r"^title\s*[:=]\s*[\"']?(?P<title>.*?)[\"']?\s*$", re.MULTILINE)
_NOTE = re.compile(
    r"^\[\^(?P<name>[^\]\s]{1,40})\]:[ \t]*(?P<words>.*"
    r"(?:\n(?:[ \t]+\S.*|(?=\n[ \t]+\S)|(?!\[\^|[#>|]|```|~~~|[-*+][ \t]|\d+[.)][ \t])\S.*))*)",
    re.MULTILINE,
)
"""A note, with the lines that go on it: indented, or right below as a paragraph's are."""
_MARK = re.compile(r"\[\^(?P<name>[^\]\s]{1,40})\]")
_SIGNS = (
    (re.compile(r"(?<=\S)[ \t]*\{[#.][\w:.-]+[^{}\n]*\}[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^(?P<item>[ \t]*(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\][ \t]+", re.MULTILINE), r"\g<item>"),
    (re.compile(r"^>[ \t]*\[!\w+\][ \t]*$", re.MULTILINE), ">"),
    (re.compile(r"^:{3,}(?:[ \t]*(?:[\w-]+|\{[^{}\n]*\})[ \t]*)?$", re.MULTILINE), "\n"),
    (re.compile(r"(?<=\S\n):[ \t]+(?=\S)|(?<=\S\n\n):[ \t]+(?=\S)"), "- "),
)
"""What Pandoc, GitHub and other tools write beside the words, and what stands for it: ids, boxes to tick, call-outs, terms."""
_CALLOUT = re.compile(
    r"^(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+\"(?P<title>[^\"\n]*)\")?[ \t]*\n"
    r"(?P<words>(?:(?:[ ]{4}|\t).*\n?|[ \t]*\n(?=[ ]{4}|\t))*)",
    re.MULTILINE,
)
_INDENT = re.compile(r"^(?:[ ]{4}|\t)", re.MULTILINE)


class _Renderer(RendererHTML):
    """CommonMark's HTML, but what only looks like a tag is words, and a typed number or bullet parts the lines."""

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return words_kept(tokens[idx].content, env["closed"])

    html_block = html_inline

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "<div></div>" if _parts(*_lines_beside(tokens, idx)) else "\n"

    def hardbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"<br>{self.softbreak(tokens, idx, options, env)}"


def _lines_beside(tokens: Sequence[Token], place: int) -> tuple[str, str]:
    """The words of the line before a line break, and how the line after it starts."""
    first = place
    while first > 0 and tokens[first - 1].type not in ("softbreak", "hardbreak"):
        first -= 1
    return ("".join(t.content for t in tokens[first:place]), "".join(t.content for t in tokens[place + 1 : place + 5]))


def _parts(before: str, after: str) -> bool:
    """Whether a line opens with a typed number, letter or bullet; a dash is one after a full stop, a colon or another dash."""
    if numbered(Block(BlockKind.TEXT, after)).kind is BlockKind.TEXT or goes_on(Block(BlockKind.TEXT, before), after):
        return False
    return after[0] not in BETWEEN + SPACED or before[:1] == after[0] or before.endswith((".", ":", ";"))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True, "maxNesting": 40}, renderer_cls=_Renderer).enable(["table", "strikethrough"])


def read_markdown(source: str) -> Reading:
    """Read a Markdown file; HTML in it is read as a page's."""
    front = _FRONT.match(source)
    title = _TITLE.search(front["fields"]) if front else None
    body = _plain(source[front.end() :] if front else source)
    notes = {m["name"]: m["words"] for m in _NOTE.finditer(body)}
    numbers = {name: str(n) for n, name in enumerate(notes, 1)}
    env = {"closed": closed(body)}
    html = _MARK.sub(lambda m: _mark(m, numbers), _parser().render(_NOTE.sub("", body), env))
    listed = "".join(
        f'<div id="cv-note-{numbers[n]}">{_parser().render(_INDENT.sub("", words), env)}</div>' for n, words in notes.items()
    )
    named = f"<title>{escape(title['title'])}</title>" if title else ""
    return read_html(f"<html><head>{named}</head><body>{html}{listed}</body></html>")


def _plain(body: str) -> str:
    """Markdown in CommonMark's own signs."""
    for pattern, instead in _SIGNS:
        body = pattern.sub(instead, body)
    return _CALLOUT.sub(lambda m: f"{m['title'] or ''}\n\n{_INDENT.sub('', m['words'])}\n", body)


def _mark(match: re.Match[str], numbers: dict[str, str]) -> str:
    number = numbers.get(match["name"])
    return f'<sup><a href="#cv-note-{number}">{number}</a></sup>' if number else match[0]
