"""A file's bytes to its paragraphs: the right reader, then the steps all formats share."""

import codecs
from dataclasses import dataclass
from pathlib import PurePath

from corpus.register import Document
from ingest.assemble import Assembled, assemble
from ingest.blocks import Block, Reading
from ingest.errors import UnreadableFile
from ingest.flow import mend
from ingest.pdf import read_pdf
from ingest.scan import read_scan
from ingest.structure import Outline, outline
from ingest.text import read_text
from ingest.unfold import unfold

SUFFIXES = (".pdf", ".txt", ".md")


@dataclass(frozen=True)
class Understood:
    """What reading a file gave: its paragraphs, and the outline they came from."""

    assembled: Assembled
    outline: Outline
    reading: Reading


def understand(document: Document, data: bytes) -> Understood:
    """Read a document's bytes; raises UnreadableFile with the remedy if they are not what their name says."""
    reading = _read(document, data)
    found = outline(_mended(document, reading))
    if not found.drafts:
        raise UnreadableFile(f"No paragraphs were found in {document.file!r}; is it the right file?")
    return Understood(assemble(document, found), found, reading)


def _mended(document: Document, reading: Reading) -> tuple[Block, ...]:
    """The blocks with what page breaks cut made whole; the scan's reader has done that itself."""
    if document.source == "scan":
        return reading.blocks
    return tuple(unfold(mend(reading.blocks))) if reading.pages else mend(reading.blocks)


def _read(document: Document, data: bytes) -> Reading:
    suffix = PurePath(document.file).suffix.lower()
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        return read_pdf(data)
    if suffix not in SUFFIXES:
        raise UnreadableFile(f"{document.file!r} is not a kind of file that can be read; give a PDF or a text file.")
    source = decode(data, document.file)
    return read_scan(source) if document.source == "scan" else read_text(source)


def decode(data: bytes, name: str) -> str:
    """Text from bytes: UTF-8, or UTF-16 with its byte-order mark."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name!r} is not a UTF-8 text file (byte {error.start}); save it as UTF-8.") from error
    if "\0" in text:
        raise UnreadableFile(f"{name!r} holds binary data, not text; give a PDF or a text file.")
    return text.replace("\r\n", "\n")
