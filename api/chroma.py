"""A Chroma server over the library's dense index, for as long as several workers read it."""

import subprocess
import sys
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


class ChromaServer:
    """A server on loopback over a build's folder, started at once; raises ServiceError if it does not start."""

    def __init__(self, library: Path) -> None:
        self.library = library
        with create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._running = self._started()

    @property
    def pid(self) -> int:
        """The process that serves."""
        return self._running.pid

    def keep(self) -> bool:
        """Start it again at the same address if it has ended by itself; whether it had."""
        if self._running.poll() is None:
            return False
        self._running = self._started()
        return True

    def end(self) -> None:
        """End it; a second time does nothing."""
        _end(self._running)

    def _started(self) -> "subprocess.Popen[bytes]":
        program = Path(sys.executable).with_name("chroma")
        path, port = str(self.library / "chroma"), str(self._port)
        command = [str(program), "run", "--path", path, "--host", "127.0.0.1", "--port", port]
        try:
            # In a session of its own: Ctrl-C reaches the workers, which still need it for what was asked, and not this.
            running = subprocess.Popen(  # noqa: S603 (no shell)
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            said = f"The program {str(program)!r} cannot be started ({error.strerror}); reinstall chromadb."
            raise ServiceError(said) from error
        try:
            _wait(running, self.url)
        except BaseException:
            _end(running)
            raise
        return running


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
