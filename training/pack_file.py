"""A pack as files: slides, papers and pack.json, all of them or none."""

import os
import secrets
import shutil
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path

from pydantic import TypeAdapter

from corpus.library import Library
from training.errors import TrainingError
from training.export_docx import document
from training.export_md import markdown
from training.export_pptx import presentation
from training.export_zip import packed
from training.pack import NAME, Pack
from training.pack_papers import facilitator, handout
from training.pack_slides import slides
from training.pack_wording import subtitle

_pack = TypeAdapter(Pack)


def files(pack: Pack, library: Library, reader: str) -> dict[str, bytes]:
    """The pack's files by name; `reader` is the address of the service whose reader the links open."""
    address = reader.rstrip("/")
    made = datetime.combine(max(d.published for d in library.documents.values()), time())
    guide, taken = facilitator(pack), handout(pack)
    return {
        "slides.pptx": presentation(slides(pack), pack.title, subtitle(pack), address, made),
        "facilitator.docx": document(guide, address, made),
        "handout.docx": document(taken, address, made),
        "facilitator.md": markdown(guide, address).encode(),
        "handout.md": markdown(taken, address).encode(),
        NAME: as_json(pack),
    }


def as_json(pack: Pack) -> bytes:
    """The pack as pack.json holds it."""
    return _pack.dump_json(pack, indent=1) + b"\n"


def archive(made: Mapping[str, bytes], name: str) -> bytes:
    """The files as one ZIP archive, in a folder `name`."""
    return packed({f"{name}/{file}": content for file, content in made.items()})


def check_target(folder: Path) -> None:
    """Raise TrainingError for a folder that cannot be made, before anything is worked out."""
    if folder.exists() or folder.is_symlink():
        raise TrainingError(f"{str(folder)!r} exists already; name a folder that does not, so that nothing is overwritten.")
    if not folder.parent.is_dir():
        raise TrainingError(f"There is no folder {str(folder.parent)!r} to put {folder.name!r} in; make it first.")


def write(made: Mapping[str, bytes], folder: Path) -> None:
    """Put the files into a new folder: it is there with all of them or not at all; raises TrainingError."""
    check_target(folder)
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        beside.mkdir()
        for name, content in made.items():
            (beside / name).write_bytes(content)
        os.rename(beside, folder)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise TrainingError(f"{str(folder)!r} cannot be written: {error.strerror or error}.") from error
