"""
Counts of who asked how often, in memory that the workers of a service share.

Dividing a rate by the workers would refuse a client early, for a kept-alive connection stays with one of them. Rows in the
database would be two writes a request, and addresses on disk. Asking the starting process waits for it to be scheduled:
15 ms and more where models use every processor. A file that all workers map costs microseconds, so that the event loop may
count by itself; it holds keyed hashes, has one size for good, and goes with the service.
"""

import mmap
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import blake2b
from io import BufferedRandom
from math import floor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from time import time

SLOTS = 65_536
"""Users and addresses that are counted at once; beyond that whoever asked longest ago is forgotten."""
MOMENT_S = 1e-3
"""Added to a wait, for sums of times are not exact."""
NEAR = 8
"""Slots that a key may stand in."""
_SLOT = struct.Struct("<QQII")
SIZE = (SLOTS + NEAR) * _SLOT.size


@dataclass(frozen=True)
class Taken:
    """Whether a request was within its limit, how many more are, and the seconds until there are more."""

    allowed: bool
    left: int
    reset_s: int


class Counts:
    """
    A sliding window: for each key this window's requests, and the last one's in the share of it that still counts.

    A `file` is shared by the processes that open it; without one the memory is this process's own.
    """

    def __init__(self, secret: bytes, file: Path | None = None, clock: Callable[[], float] = time) -> None:
        self._secret = secret[:64]
        self._clock = clock
        self._lock = Lock()
        self._file = file.open("r+b") if file else None
        self._memory = mmap.mmap(self._file.fileno() if self._file else -1, SIZE)

    def take(self, key: str, most: int, window_s: int) -> Taken:
        """Count a request of a key unless `most` were made in the window; one that is refused is not counted."""
        digest = int.from_bytes(blake2b(key.encode(), digest_size=8, key=self._secret).digest())
        with self._alone():
            number, passed = divmod(self._clock() / window_s, 1)
            start = int(number) * window_s
            at, previous, current = self._find(digest, start, window_s)
            allowed = floor(previous * (1 - passed) + current) < most
            if allowed:
                current += 1
                _SLOT.pack_into(self._memory, at, digest, start, previous, current)
        left = max(0, most - floor(previous * (1 - passed) + current))
        wait = 1 - passed
        if not allowed and current < most:  # until so much of the last window has passed that one more fits
            wait -= (most - current) / previous
        return Taken(allowed, left, floor(window_s * wait + MOMENT_S) + 1)

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()
        if self._file:
            self._file.close()

    def _find(self, digest: int, start: int, window_s: int) -> tuple[int, int, int]:
        """Where a key stands, or may, and its requests in the window before and in the one that began at `start`."""
        first = digest % SLOTS * _SLOT.size
        held = [(at, *_SLOT.unpack_from(self._memory, at)) for at in range(first, first + NEAR * _SLOT.size, _SLOT.size)]
        oldest = min(held, key=lambda slot: int(slot[2]))
        at, own, began, previous, current = next((slot for slot in held if slot[1] == digest), oldest)
        if own != digest or began < start - window_s:
            return at, 0, 0
        return (at, previous, current) if began == start else (at, current, 0)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other threads and, of a file, other workers out; the system lets go for a worker that dies."""
        with self._lock, _locked(self._file) if self._file else nullcontext():
            yield


@contextmanager
def _locked(file: BufferedRandom) -> Iterator[None]:
    from fcntl import LOCK_EX, LOCK_UN, flock  # no such module on Windows, where one process serves

    flock(file, LOCK_EX)
    try:
        yield
    finally:
        flock(file, LOCK_UN)


@contextmanager
def counts_file() -> Iterator[Path]:
    """A file for workers to count in; it ends with the block."""
    with TemporaryDirectory(prefix="verse-") as folder:
        path = Path(folder) / "counts"
        path.write_bytes(bytes(SIZE))
        yield path
