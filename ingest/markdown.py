"""Read Markdown (CommonMark with tables and footnotes): made HTML by markdown-it, then read as a page."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ingest.blocks import Reading
from ingest.html import read_html
from ingest.tags import closed, words_kept

_FRONT = re.compile(r"\A---\n(?P<fields>.*?\n)---\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(?P<title>.*?)[\"']?\s*$", re.MULTILINE)
_NOTE = re.compile(r"^\[\^(?P<name>[^\]\s]{1,40})\]:[ \t]*(?P<words>.*(?:\n(?:[ \t]+\S.*|(?=\n[ \t]+\S)))*)", re.MULTILINE)
_MARK = re.compile(r"\[\^(?P<name>[^\]\s]{1,40})\]")


class _Renderer(RendererHTML):
    """CommonMark's HTML, but what only looks like a tag is words."""

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return words_kept(tokens[idx].content, env["closed"])

    html_block = html_inline


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True, "maxNesting": 40}, renderer_cls=_Renderer).enable("table")


def read_markdown(source: str) -> Reading:
    """Read a Markdown file; HTML in it is read as a page's."""
    front = _FRONT.match(source)
    title = _TITLE.search(front["fields"]) if front else None
    body = source[front.end() :] if front else source
    notes = {m["name"]: m["words"] for m in _NOTE.finditer(body)}
    numbers = {name: str(n) for n, name in enumerate(notes, 1)}
    env = {"closed": closed(body)}
    html = _MARK.sub(lambda m: _mark(m, numbers), _parser().render(_NOTE.sub("", body), env))
    listed = "".join(f'<div id="cv-note-{numbers[n]}">{_parser().renderInline(words, env)}</div>' for n, words in notes.items())
    named = f"<title>{escape(title['title'])}</title>" if title else ""
    return read_html(f"<html><head>{named}</head><body>{html}{listed}</body></html>")


def _mark(match: re.Match[str], numbers: dict[str, str]) -> str:
    number = numbers.get(match["name"])
    return f'<sup><a href="#cv-note-{number}">{number}</a></sup>' if number else match[0]
