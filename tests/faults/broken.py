"""Ways to break what a process stands on, for tests that may not harm the machine they run on."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOBODY = 65534
LIMITED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
"""


def python(script: str, **environment: str) -> "subprocess.Popen[str]":
    """A Python process of its own, with this checkout's rooms."""
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=given
    )


def with_no_room(script: str, size: int, **environment: str) -> "subprocess.CompletedProcess[str]":
    """What a script says that can write no file beyond `size` bytes, as on a disk that is full."""
    with python(LIMITED.format(size=size) + script, **environment) as running:
        out, err = running.communicate(timeout=300)
    return subprocess.CompletedProcess([], running.returncode, out, err)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that this process may read and not write, also where it is run by root."""
    paths = [folder, *folder.rglob("*")]
    modes = [(path, path.stat().st_mode) for path in paths if not path.is_symlink()]
    for path, mode in modes:
        path.chmod(0o555 if path.is_dir() else 0o444 | (mode & 0o111))
    try:
        with _nobody():
            yield
    finally:
        for path, mode in modes:
            path.chmod(mode & 0o7777)


@contextmanager
def shut(folder: Path) -> Iterator[None]:
    """A folder that this process may not enter, also where it is run by root."""
    mode = folder.stat().st_mode
    folder.chmod(0)
    try:
        with _nobody():
            yield
    finally:
        folder.chmod(mode & 0o7777)


@contextmanager
def _nobody() -> Iterator[None]:
    """This process, every thread of it, with no more rights than anybody has."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder whose parents anybody may enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="verse-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
