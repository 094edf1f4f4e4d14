"""
Read a file in a process of its own that may take so much time and memory and no more.

What others made is read apart: a file that breaks its reader, unfolds without end or never finishes costs a sentence,
not the service. The process has no variables of ours, writes no file and ends when its time is up.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from pydantic import TypeAdapter

from corpus.register import Document
from ingest.assemble import Assembled
from ingest.errors import UnreadableFile
from ingest.preview import Preview, preview
from ingest.read import understand

SECONDS = 60
"""Of the processor; the longest guidance takes under ten."""
PATIENCE = 2
"""So many times that by the clock, on a busy machine."""
MEMORY = 2_000_000_000
"""Bytes that the process may address."""
ANSWER = 200_000_000
"""Bytes of what it may say it read."""
PROCESSES = 4
"""So many at once at most: each may take its memory."""
AHEAD = 2
"""Files a process that are read before it is their turn."""
ROOT = Path(__file__).parents[1]
SLOW = "{name!r} takes longer to read than a document may: split it, or print it to a new PDF."
LARGE = "{name!r} takes more memory to read than a document may: split it, or save it anew without pictures."
BROKEN = "{name!r} broke its reader, which nothing else noticed: print it to a new PDF and add that."
ENDED = {-signal.SIGXCPU: SLOW, -signal.SIGKILL: SLOW, -signal.SIGABRT: LARGE}
"""What the end of a process says; an allocator that gets no more memory aborts, where Python would raise MemoryError."""


@dataclass(frozen=True)
class Limits:
    """What reading one file may take: seconds of the processor, bytes of memory."""

    seconds: int = SECONDS
    memory: int = MEMORY


@dataclass(frozen=True)
class Taken:
    """What was read of a file: its paragraphs and sections, and the account of it; or the sentence that says why not."""

    refused: str = ""
    assembled: Assembled | None = None
    preview: Preview | None = None


Given = TypeVar("Given")
Made = TypeVar("Made")
USUAL = Limits()
_taken = TypeAdapter(Taken)
_document = TypeAdapter(Document)


def read_apart(document: Document, data: bytes, limits: Limits = USUAL) -> tuple[Assembled, Preview]:
    """A document's paragraphs and what to know of them; raises UnreadableFile, also where a limit is reached."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(_document.dump_json(document) + b"\n" + data)
        given.seek(0)
        taken = _run(given, said, document.file, limits)
    if taken.refused or taken.assembled is None or taken.preview is None:
        raise UnreadableFile(taken.refused)
    return taken.assembled, taken.preview


def at_once(read: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
    """
    What `read`, which reads apart, makes of each, in their order: a processor reads one while others read the next.

    It reads a few ahead and no more, so that what waits is never much.
    """
    processors = min(len(os.sched_getaffinity(0)), PROCESSES)
    pool, waiting = ThreadPoolExecutor(processors, thread_name_prefix="apart"), deque[Future[Made]]()
    try:
        for one in given:
            waiting.append(pool.submit(read, one))
            if len(waiting) > AHEAD * processors:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _run(given: IO[bytes], said: IO[bytes], name: str, limits: Limits) -> Taken:
    command = [sys.executable, "-P", "-m", "ingest.apart", str(limits.seconds), str(limits.memory)]
    own = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603 (no shell)
            command,
            stdin=given,
            stdout=said,
            stderr=subprocess.DEVNULL,
            env=own,
            timeout=PATIENCE * limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(SLOW.format(name=name)) from error
    said.seek(0)
    answer = said.read(ANSWER)
    if done.returncode == 0:
        return _taken.validate_json(answer)
    raise UnreadableFile(ENDED.get(done.returncode, BROKEN).format(name=name))


def main(seconds: int, memory: int) -> None:
    """Read what standard input holds, a line of register data and the bytes, within limits; say it on standard output."""
    _limit(seconds, memory)
    document = _document.validate_json(sys.stdin.buffer.readline())
    try:
        data = sys.stdin.buffer.read()
        understood = understand(document, data)
        taken = Taken(assembled=understood.assembled, preview=preview(understood))
        answer = _taken.dump_json(taken)
    except UnreadableFile as error:
        answer = _taken.dump_json(Taken(refused=str(error)))
    except MemoryError:
        answer = _taken.dump_json(Taken(refused=LARGE.format(name=document.file)))
    except RecursionError:
        answer = _taken.dump_json(Taken(refused=BROKEN.format(name=document.file)))
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def _limit(seconds: int, memory: int) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, ANSWER),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
