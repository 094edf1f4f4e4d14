"""A Chroma server over the library's dense index, for as long as several workers read it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from time import monotonic, sleep

import httpx

from api.errors import ServiceError

START_S = 60.0
"""How long it may take to start."""
END_S = 10.0
"""How long it may take to end before it is ended."""
BETWEEN_S = 0.2


@contextmanager
def chroma_server(library: Path) -> Iterator[str]:
    """The address of a server on loopback over a build's folder; it ends with the block."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--path", str(library / "chroma"), "--host", "127.0.0.1", "--port", str(port)]
    try:
        # In a session of its own: Ctrl-C reaches the workers, which still need it for what was asked, and not this.
        running = subprocess.Popen(  # noqa: S603 (no shell)
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise ServiceError(f"The program {str(program)!r} cannot be started ({error.strerror}); reinstall chromadb.") from error
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(running, url)
        yield url
    finally:
        _end(running)


def _end(running: "subprocess.Popen[bytes]") -> None:
    running.terminate()
    try:
        running.wait(END_S)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def _wait(running: "subprocess.Popen[bytes]", url: str) -> None:
    """Return once the server answers."""
    until = monotonic() + START_S
    while monotonic() < until:
        if running.poll() is not None:
            raise ServiceError("The Chroma server stopped at once; run 'verse ingest --rebuild', or serve with one worker.")
        try:
            if httpx.get(f"{url}/api/v2/heartbeat", timeout=BETWEEN_S * 5).is_success:
                return
        except httpx.HTTPError:
            sleep(BETWEEN_S)
    raise ServiceError(f"The Chroma server did not answer within {START_S:g} s; serve with one worker.")
