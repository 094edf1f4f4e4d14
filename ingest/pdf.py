"""PDF bytes -> blocks in reading order, by what is printed where; and what to do when a PDF cannot be read."""

import io
import re

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PdfReadError
from pypdf.generic import DictionaryObject

from ingest.blocks import Reading
from ingest.errors import UnreadableFile
from ingest.pdf_cut_tables import table_parts
from ingest.pdf_fonts import PageFont
from ingest.pdf_furniture import Page
from ingest.pdf_large import without_large
from ingest.pdf_layout import lay_out
from ingest.pdf_line_numbers import without_line_numbers
from ingest.pdf_lines import FIRST_BOX, single_digits
from ingest.pdf_regions import aligned, page_lines
from ingest.pdf_runs import PageRuns, page_runs

MAX_PAGES = 2000
MIN_PAGE_CHARS = 20
"""A page with an image and fewer characters than this is a scan; its stamp or number is not its text."""
MAX_NAMED = 20
UNREADABLE_SHARE = 0.3
NOT_A_TITLE = re.compile(r"(?:microsoft word|untitled|document\d*$)|\.(?:docx?|pdf|indd|tex)$", re.IGNORECASE)


def read_pdf(data: bytes) -> Reading:
    """
    Read a PDF with text in it.

    Raises UnreadableFile with one sentence that says what to do: not a PDF, cut off, damaged, encrypted,
    too long, beyond a safety limit, or a scan without text.
    """
    reader = _open(data)
    total = _page_count(reader)
    runs, labels, title = _read_pages(reader, total)
    scans = [n for n, page in enumerate(runs, 1) if page.images and _chars(page) < MIN_PAGE_CHARS]
    _check_text(runs, total)
    runs = without_large(runs)
    uncounted = without_line_numbers(runs)
    counted, runs = uncounted != runs, uncounted
    apart = single_digits(page.runs for page in runs)
    parts = table_parts(runs)
    read = [page_lines(page, index, total, apart, own) for index, (page, own) in enumerate(zip(runs, parts, strict=True))]
    lines = aligned([page.lines for page in read])
    pages = [Page(tuple(found), page.height) for found, page in zip(lines, runs, strict=True)]
    columns = [n for n, found in enumerate(lines, 1) if any(1 < line.column < FIRST_BOX for line in found)]
    woven = [n for n, page in enumerate(read, 1) if page.doubtful]
    return Reading(lay_out(pages, labels), title, total, _warnings(scans, columns, woven, runs, counted))


def _open(data: bytes) -> PdfReader:
    """Open the file and unlock it with the empty password where it is only protected against changes."""
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile("This is not a PDF (no '%PDF-' at its start): add the PDF itself, not a link or web page.")
    if b"%%EOF" not in data[-2048:]:
        raise UnreadableFile("The PDF is cut off (no '%%EOF' at its end): download it again.")
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    except MemoryError:
        raise
    except Exception as error:  # pypdf raises KeyError, TypeError and more on damaged files
        raise _unreadable(error) from error
    if locked:
        raise UnreadableFile("The PDF needs a password: save a copy without one and add that.")
    return reader


def _page_count(reader: PdfReader) -> int:
    """Count pages, first as the file says, so that a giant is refused before its page tree is walked."""
    try:
        tree = reader.root_object["/Pages"].get_object()
        stated = tree.get("/Count", 0) if isinstance(tree, DictionaryObject) else 0
        total = int(stated) if int(stated) > MAX_PAGES else len(reader.pages)
    except Exception as error:
        raise _unreadable(error) from error
    if total > MAX_PAGES:
        raise UnreadableFile(f"The PDF has {total:,} pages and at most {MAX_PAGES:,} are read: split it and add the parts.")
    if not total:
        raise UnreadableFile("The PDF has no pages: download it again or export it anew.")
    return total


def _read_pages(reader: PdfReader, total: int) -> tuple[list[PageRuns], list[str], str]:
    fonts: dict[int, PageFont | None] = {}
    try:
        runs = [page_runs(page, fonts) for page in reader.pages]
        return runs, _labels(reader, total), _title(reader)
    except MemoryError:
        raise
    except Exception as error:
        raise _unreadable(error) from error


def _labels(reader: PdfReader, total: int) -> list[str]:
    """Page labels; broken ones are as good as none, the pages then count from 1."""
    counted = [str(n) for n in range(1, total + 1)]
    try:
        labels = list(reader.page_labels)
    except LimitReachedError:
        raise
    except Exception:
        return counted
    return labels if len(labels) == total else counted


def _title(reader: PdfReader) -> str:
    """The title the file states, unless it is only the name of the file it was made from."""
    stated = reader.metadata.title if reader.metadata else None
    title = " ".join(str(stated or "").split())
    return "" if NOT_A_TITLE.search(title) else title


def _chars(page: PageRuns) -> int:
    return sum(len(run.text.strip()) for run in page.runs) + sum(map(len, page.sideways))


def _check_text(runs: list[PageRuns], total: int) -> None:
    text = "".join(run.text for page in runs for run in page.runs)
    pages = f"its {total} pages" if total > 1 else "its one page"
    if not text.strip() or all(page.images and _chars(page) < MIN_PAGE_CHARS for page in runs):
        raise UnreadableFile(f"The PDF has no text on {pages}, so it is a scan: run OCR over it and add the result.")
    strange = len(re.findall("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]", text))
    if strange > UNREADABLE_SHARE * len(text):
        raise UnreadableFile(f"The letters on {pages} cannot be decoded: run OCR over the PDF or export it anew.")


def _warnings(scans: list[int], columns: list[int], woven: list[int], runs: list[PageRuns], counted: bool) -> tuple[str, ...]:
    warnings = ["The numbers of the lines were left out."] if counted else []
    if scans:
        word = "Page" if len(scans) == 1 else "Pages"
        warnings.append(f"{word} {_listed(scans)} of the file hold an image without text: run OCR over the PDF to read them.")
    if columns:
        word = "Page" if len(columns) == 1 else "Pages"
        warnings.append(
            f"{word} {_listed(columns)} of the file are set in columns: check that they were read one after the other."
        )
    if woven:
        warnings.append(
            f"A table or columns may have been read across on page {_listed(woven)} of the file: check what was read there."
        )
    aside = [n for n, page in enumerate(runs, 1) if page.sideways]
    if aside:
        warnings.append(f"Text that runs across the page was left out on page {_listed(aside)} of the file.")
    hidden = [n for n, page in enumerate(runs, 1) if page.hidden]
    if hidden:
        warnings.append(
            f"Hidden text (white, without ink or too small to see) was left out on page {_listed(hidden)} of the file."
        )
    return tuple(warnings)


def _listed(pages: list[int]) -> str:
    return ", ".join(map(str, pages[:MAX_NAMED])) + (" and more" if len(pages) > MAX_NAMED else "")


def _unreadable(error: Exception) -> UnreadableFile:
    """Say in one sentence what is wrong and what to do."""
    if isinstance(error, LimitReachedError):
        return UnreadableFile("The PDF goes beyond a safety limit for damaged or hostile files: print it to a new PDF.")
    if isinstance(error, DependencyError):
        return UnreadableFile("The PDF's encryption cannot be opened here: save a copy without it and add that.")
    if isinstance(error, NotImplementedError):
        return UnreadableFile("The PDF uses a feature that cannot be read: print it to a new PDF and add that.")
    detail = "its structure is broken" if isinstance(error, PdfReadError) else "a part of it is malformed"
    return UnreadableFile(f"The PDF is damaged ({detail}): download it again or print it to a new PDF.")
