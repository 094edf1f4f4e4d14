"""Files as hypothesis makes them: well formed and odd, or damaged; and what must hold of reading each."""

import io
import random
import zipfile
from html import escape

from docx import Document
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ingest.errors import UnreadableFile
from tests.ingest.made import HTML, MARKDOWN, pdf, read, word

WORDS = st.text(alphabet="abc XYZ 019 .:;,()[]#*-_|<>&'\"`~^\\/\t\u00a0é–•\u202e\x0b", max_size=40)
TAGS = (
    "p",
    "div",
    "h1",
    "h2",
    "h4",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "b",
    "sup",
    "a",
    "pre",
    "dl",
    "dt",
    "dd",
    "main",
)
WORD_STYLES = (None, "Heading 1", "Heading 3", "List Bullet", "List Number", "Title", "Quote")


def _element(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    attributes = st.sampled_from(
        ["", " hidden", ' id="x"', ' href="#x"', ' colspan="9"', ' rowspan="0"', ' start="-1"', ' class="']
    )
    closed = st.booleans()
    return st.builds(
        lambda tag, own, body, end: f"<{tag}{own}>{''.join(body)}{f'</{tag}>' if end else ''}",
        st.sampled_from(TAGS), attributes, st.lists(inner, max_size=4), closed,
    )  # fmt: skip


HTML_FILES = st.recursive(WORDS.map(escape) | WORDS, _element, max_leaves=30).map(lambda s: s.encode("utf-8", "replace"))
LINES = st.sampled_from(
    ["# ", "## ", "- ", "  - ", "1. ", "1.1 ", "> ", "| a | b |", "|---|---|", "[^1]", "[^1]: ", "```", "---", "<b>", "\t", ""]
)
MARKDOWN_FILES = st.lists(st.builds(str.__add__, LINES, WORDS), max_size=25).map(lambda lines: "\n".join(lines).encode())
TEXT_FILES = st.lists(
    st.builds(str.__add__, LINES | st.sampled_from(["¹ ", "12. ", "(a) ", "Contents", "A\t3"]), WORDS), max_size=25
).map(lambda lines: "\n".join(lines).encode())


def _word(paragraphs: list[tuple[str | None, str]], cells: list[list[str]]) -> bytes:
    document = Document()
    for style, text in paragraphs:
        document.add_paragraph(_writable(text), style=style)
    width = max(map(len, cells), default=0)
    if width:
        table = document.add_table(rows=len(cells), cols=width)
        for row, own in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, own, strict=False):
                cell.text = _writable(text)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _writable(text: str) -> str:
    return text.replace("\x0b", "")


WORD_FILES = st.builds(
    _word,
    st.lists(st.tuples(st.sampled_from(WORD_STYLES), WORDS), max_size=12),
    st.lists(st.lists(WORDS, max_size=4), max_size=4),
)
WHOLE = {
    "docx": word(),
    "html": HTML.encode(),
    "md": MARKDOWN.encode(),
    "txt": MARKDOWN.encode(),
    "pdf": pdf(["Purpose", "1. The aim is to keep the child safe.", "2. Visit within five days."] * 5),
}


def damaged(whole: bytes) -> SearchStrategy[bytes]:
    """A file with bytes changed, cut out, doubled."""
    return st.builds(_damaged, st.just(whole), st.integers(0, 2**32), st.integers(1, 12))


def _damaged(whole: bytes, seed: int, times: int) -> bytes:
    dice, data = random.Random(seed), bytearray(whole)
    for _ in range(times):
        place = dice.randrange(max(1, len(data)))
        match dice.randrange(16):
            case 0:
                del data[place:]
            case 1 | 2 | 3:
                del data[place : place + dice.randrange(64)]
            case 4 | 5 | 6:
                data[place:place] = data[place : place + dice.randrange(64)]
            case _:
                data[place : place + 1] = bytes([dice.randrange(256)])
    return bytes(data)


def _packed(name: str, part: bytes) -> bytes:
    """A Word file with one of its parts changed, the archive being whole."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE["docx"])) as old, zipfile.ZipFile(kept, "w") as new:
        for own in old.namelist():
            new.writestr(own, part if own == name else old.read(own))
    return kept.getvalue()


def _part(name: str) -> SearchStrategy[bytes]:
    with zipfile.ZipFile(io.BytesIO(WHOLE["docx"])) as whole:
        return damaged(whole.read(name)).map(lambda part: _packed(name, part))


FILES: dict[str, tuple[str, SearchStrategy[bytes]]] = {
    "Word": ("docx", WORD_FILES),
    "HTML": ("html", HTML_FILES),
    "Markdown": ("md", MARKDOWN_FILES),
    "text": ("txt", TEXT_FILES),
    "Word's XML": ("docx", st.one_of(map(_part, ("word/document.xml", "word/styles.xml", "word/numbering.xml")))),
    **{f"damaged {kind}": (kind, damaged(whole)) for kind, whole in WHOLE.items()},
}
"""Every sort of file: its ending and how it is made."""


def outcome(ending: str, data: bytes) -> str:
    """Read a file and check what must hold: 'read' or 'refused'; anything else is raised, as a fault."""
    try:
        understood = read(f"fuzzed.{ending}", data)
    except UnreadableFile as error:
        return _refused(str(error))
    ids = [p.id for p in understood.assembled.paragraphs]
    assert len(ids) == len(set(ids)), "two paragraphs have one id"
    assert all(p.label and p.parts for p in understood.assembled.paragraphs)
    return "read"


def _refused(said: str) -> str:
    assert "\n" not in said
    assert said.endswith((".", "?"))
    return "refused"
