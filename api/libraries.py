"""The library in the data folder: whether it is what this version builds, whether it is whole, which one is current."""

import os
import sys
from pathlib import Path

from api.fit import fits
from corpus.errors import LibraryError, NoLibrary
from corpus.index import Address
from corpus.library import MANIFEST, Library
from ingest.added import sources
from ingest.build import build, describe, fingerprint_of
from ingest.progress import Progress

PARTS = ("paragraphs", "sections", "passages", "lexical", "dense", "misses", "near")


def newest(home: Path) -> Path | None:
    """The folder of the build that is current, None if there is none that this process may read."""
    folder = (home / "current").resolve()
    return folder if os.path.isfile(folder / MANIFEST) else None  # Path.is_file raises where a folder may not be entered


def make_fit(home: Path) -> None:
    """Build the library anew if this version cannot read it, or would ask it with the vectors of another model."""
    if newest(home) is not None and not fits(home):
        bring_up_to_date(home)


def bring_up_to_date(home: Path) -> None:
    """
    Build the library anew if another version built it, or what it is made of has changed since; raises NoLibrary.

    What is there answers meanwhile for whoever has it open. Where it cannot be built anew (a disk that may only be
    read) but was made by this format and model, it is used as it is.
    """
    if newest(home) is None:
        raise NoLibrary("There is no library yet; build it with 'verse ingest'.")
    try:
        wanted = sources(home)
        if not fits(home) or Library(home).manifest.fingerprint != fingerprint_of(wanted):
            print("The library is of another version; building it anew ...", file=sys.stderr)
            print(describe(build(home, wanted, Progress(quiet=not sys.stderr.isatty()))), file=sys.stderr)
    except OSError as error:
        if not fits(home):
            raise LibraryError(
                f"The library is of another version and cannot be built anew ({error.strerror}); "
                "run 'verse ingest' where the data folder may be written."
            ) from error
        print(f"It cannot be built anew ({error.strerror}) and is used as it is.", file=sys.stderr)


def open_library(home: Path, processors: int | None = None, index: Address | None = None) -> Library:
    """The library, read whole but for its models; raises LibraryError if a file is damaged, NoLibrary if there is none."""
    library = Library(home, processors, index)
    for part in PARTS:
        try:
            held = library.lexical.scores("") if part == "lexical" else getattr(library, part)
        except (OSError, ValueError) as error:
            raise LibraryError(
                f"The library's {part} are damaged ({type(error).__name__}); run 'verse ingest --rebuild'."
            ) from error
        if part in ("lexical", "dense", "near", "passages") and len(held) != library.manifest.passages:
            raise LibraryError(
                f"The library's {part} are not whole ({len(held)} of {library.manifest.passages} passages); "
                "run 'verse ingest --rebuild'."
            )
    return library
