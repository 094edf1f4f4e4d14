"""Look into a zip archive before anything opens it: how much it would unfold to."""

import io
import zipfile

from ingest.errors import UnreadableFile

MOST_FILES = 5_000
MOST_BYTES = 300_000_000
"""Unfolded, all files together; Python reads no more of a file than its entry says."""
MOST_XML = 80_000_000
"""Unfolded, the largest text; the longest guidance has under 5 MB."""


def check_archive(data: bytes, what: str) -> None:
    """Raise UnreadableFile if `data` is no archive, a damaged or locked one, or one that unfolds to far too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception as error:  # zipfile raises BadZipFile, and others on damaged headers
        raise UnreadableFile(f"This is not a {what}, or it is damaged: save it anew as .docx.") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFile(f"The {what} needs a password: save a copy without one and add that.")
    xml = max((e.file_size for e in entries if e.filename.endswith((".xml", ".rels"))), default=0)
    if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > MOST_BYTES or xml > MOST_XML:
        raise UnreadableFile(f"The {what} unfolds to far more than a document holds: save it anew from Word.")
