"""A file's bytes to its paragraphs: the right reader, then the steps all formats share."""

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from corpus.register import Document
from ingest.assemble import Assembled, assemble
from ingest.blocks import Block, Reading
from ingest.errors import UnreadableFile
from ingest.flow import mend
from ingest.html import CHARSET, read_html
from ingest.markdown import read_markdown
from ingest.pdf import read_pdf
from ingest.scan import read_scan
from ingest.structure import Outline, outline
from ingest.text import read_text
from ingest.unfold import unfold
from ingest.word import read_word

PAGES: Mapping[str, Callable[[str], Reading]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}
"""Formats that are text, and their readers."""
SUFFIXES = (".pdf", ".docx", *PAGES)
ARCHIVE = b"PK\x03\x04"
ONE_BYTE = ("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii")
"""Names under which pages declare what browsers read as windows-1252 (WHATWG Encoding Standard)."""
LONGEST = 10_000_000
"""Characters of a document; the longest guidance has under a million."""
KINDS = "give a PDF, a Word file (.docx), a web page (.html), Markdown (.md) or a text file"


@dataclass(frozen=True)
class Understood:
    """What reading a file gave: its paragraphs, and the outline they came from."""

    assembled: Assembled
    outline: Outline
    reading: Reading


def understand(document: Document, data: bytes) -> Understood:
    """Read a document's bytes; raises UnreadableFile with the remedy if they are not what their name says."""
    reading = _read(document, data)
    if sum(len(block.text) for block in reading.blocks) > LONGEST:
        raise UnreadableFile(f"{document.file!r} holds more than {LONGEST:,} characters: split it and add the parts.")
    found = outline(_mended(document, reading), reading.marked)
    if not found.drafts:
        raise UnreadableFile(f"No paragraphs were found in {document.file!r}; is it the right file?")
    return Understood(assemble(document, found), found, reading)


def _mended(document: Document, reading: Reading) -> tuple[Block, ...]:
    """The blocks with what page breaks cut made whole, where a format has pages; the scan's reader does that itself."""
    if document.source == "scan" or reading.marked:
        return reading.blocks
    return tuple(unfold(mend(reading.blocks))) if reading.pages else mend(reading.blocks)


def _read(document: Document, data: bytes) -> Reading:
    suffix = PurePath(document.file).suffix.lower()
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        return read_pdf(data)
    if suffix not in SUFFIXES:
        raise UnreadableFile(f"{document.file!r} is not a kind of file that can be read; {KINDS}.")
    if suffix == ".docx" or data.startswith(ARCHIVE):
        return read_word(data)
    source = decode(data, document.file)
    return read_scan(source) if document.source == "scan" else PAGES[suffix](source)


def decode(data: bytes, name: str) -> str:
    """Text from bytes: UTF-8, UTF-16 with its byte-order mark, or what a page says of itself."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        declared = CHARSET.search(data[:4096]) if PurePath(name).suffix.lower() not in (".txt", ".md", ".markdown") else None
        text = _as_declared(data, declared[1].decode("ascii") if declared else "", name, error.start)
    if "\0" in text:
        raise UnreadableFile(f"{name!r} holds binary data, not text; {KINDS}.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _as_declared(data: bytes, encoding: str, name: str, place: int) -> str:
    """A page in the one-byte encoding that it names."""
    if encoding.lower() in ONE_BYTE:
        return data.decode("cp1252", "replace")
    raise UnreadableFile(f"{name!r} is not a UTF-8 text file (byte {place}); save it as UTF-8.")
