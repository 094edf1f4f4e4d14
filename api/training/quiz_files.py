"""Write a quiz's exports: each file whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from training.errors import TrainingError


def write_file(path: Path, data: bytes) -> None:
    """Write a file beside its place, then put it there; raises TrainingError if that cannot be."""
    if path.is_dir():
        raise TrainingError(f"{str(path)!r} is a folder; name a file in it.")
    if not path.parent.is_dir():
        raise TrainingError(f"There is no folder {str(path.parent)!r} to write {path.name!r} to; make it first.")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder beside its place, then put it there; raises TrainingError if there is something already."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise TrainingError(
            f"{str(path)!r} is there already and not an empty folder; name a new one, or a file ending in .zip."
        )
    if not path.absolute().parent.is_dir():
        raise TrainingError(f"There is no folder {str(path.parent)!r} to put {path.name!r} in; make it first.")
    made = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.absolute().parent))
    try:
        for name, data in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        made.chmod(0o755)
        os.replace(made, path)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        raise
