"""
Load the service over loopback and set its figures beside those of the bare model: python -m eval.load ('make load').

A mix of questions nobody asks twice in a run (of the bank), suggestions and paragraphs, by 1, 8 and 32 clients.
"""

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count, cycle, islice
from pathlib import Path
from threading import Lock, Thread

import numpy as np

from corpus.bank import load_bank
from corpus.library import Library, library_home
from training.chat import build_assistant

CLIENTS = (1, 8, 32)
BARE = 45
"""Questions put to the bare model."""
START_S = 180.0
PARAGRAPHS = ("wt-2026/167", "wt-2026/strategy-discussion", "lcpp-2026/S3.T12")


@dataclass
class Taken:
    """What one stage measured: the seconds of every question, requests that failed, and how long it ran."""

    clients: int
    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    lasted_s: float = 0.0
    memory_mb: int = 0

    @property
    def line(self) -> str:
        """The stage as a row of the table."""
        p50, p95, p99 = (1000 * float(np.percentile(self.seconds, q)) for q in (50, 95, 99))
        rate = len(self.seconds) / self.lasted_s
        return f"{self.clients:>7} {rate:>8.1f} {p50:>8.0f} {p95:>8.0f} {p99:>8.0f} {self.errors:>7} {self.memory_mb:>8}"


def main() -> int:
    """Print the figures; 1 if a request failed."""
    parser = argparse.ArgumentParser(prog="python -m eval.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="of each stage (20)")
    seconds = parser.parse_args().seconds
    questions = cycle(_questions())
    bare = _bare(list(islice(questions, BARE)))
    print(f"bare ask(): {bare:.1f} questions a second, one after another", flush=True)
    print(f"{'clients':>7} {'asked/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'errors':>7} {'memory':>8}", flush=True)
    with served() as (port, process):
        stages = [_stage(n, seconds, port, process, questions) for n in CLIENTS]
    most, single = stages[-1], stages[0]
    share = len(most.seconds) / most.lasted_s / bare
    tail = float(np.percentile(most.seconds, 99) / np.median(single.seconds))
    print(f"with {most.clients} clients: {share:.0%} of bare ask(); p99 is {tail:.1f} times the median of one client")
    return 1 if any(stage.errors for stage in stages) else 0


def _questions() -> list[str]:
    found = [q.question for doc in ("wt-2026", "lcpp-2026", "ffp-2025") for q in load_bank(doc)]
    random.Random(5).shuffle(found)
    return found


def _bare(questions: Sequence[str]) -> float:
    """Questions a second of ask() itself, once it is warm."""
    assistant = build_assistant(Library())
    for question in questions[:5]:
        assistant.ask(question)
    started = time.perf_counter()
    for question in questions[5:]:
        assistant.ask(question)
    return (len(questions) - 5) / (time.perf_counter() - started)


@contextmanager
def served(**more: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """A service of its own, over the library, with a database of its own and no rates; `more` are settings beside these."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        own = {"DATABASE": f"sqlite:///{folder}/service.db", "SECRET": "x" * 32, "HOME": str(library_home())}
        own |= {"RATE_PER_USER": "1000000/second", "RATE_PER_ADDRESS": "1000000/second", **more}
        environment = {**os.environ, **{f"VERSE_{name}": value for name, value in own.items()}}
        command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:  # noqa: S603 (no shell)
            try:
                _wait(port)
                yield port, process
            finally:
                process.terminate()


def _wait(port: int) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            if _request(HTTPConnection("127.0.0.1", port, timeout=5), "/readyz", None) == 200:
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.5)
    raise SystemExit("The service was not ready in time; run 'verse serve' to see why.")


class _Stage:
    """So many clients at once, for so many seconds."""

    def __init__(self, port: int, taken: Taken, questions: Iterator[str], until: float) -> None:
        self._port = port
        self._taken = taken
        self._questions = questions
        self._until = until
        self._lock = Lock()
        self._turns = count()

    def run(self) -> None:
        """Be one client."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        while time.perf_counter() < self._until:
            with self._lock:
                path, body = _mixed(next(self._turns), next(self._questions))
            started = time.perf_counter()
            try:
                failed = _request(connection, path, body) != 200
            except (OSError, HTTPException):
                failed = True
                connection.close()
            self._note(path, failed, time.perf_counter() - started)

    def _note(self, path: str, failed: bool, took_s: float) -> None:
        with self._lock:
            self._taken.errors += failed
            if path == "/v1/ask":
                self._taken.seconds.append(took_s)


def _stage(clients: int, seconds: float, port: int, process: "subprocess.Popen[bytes]", questions: Iterator[str]) -> Taken:
    taken, started = Taken(clients), time.perf_counter()
    stage = _Stage(port, taken, questions, started + seconds)
    threads = [Thread(target=stage.run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.lasted_s, taken.memory_mb = time.perf_counter() - started, _memory_mb(process.pid)
    print(taken.line, flush=True)
    return taken


def _mixed(turn: int, question: str) -> tuple[str, dict[str, object] | None]:
    """Eight of ten requests ask, one suggests, one reads a paragraph."""
    if turn % 10 == 3:
        return "/v1/suggest", {"typed": question[:12]}
    if turn % 10 == 7:
        return f"/v1/paragraphs/{PARAGRAPHS[turn // 10 % len(PARAGRAPHS)]}", None
    return "/v1/ask", {"question": question}


def _request(connection: HTTPConnection, path: str, body: dict[str, object] | None) -> int:
    sent = json.dumps(body).encode() if body is not None else None
    connection.request("POST" if sent else "GET", path, sent, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    return response.status


def _memory_mb(pid: int) -> int:
    """Resident memory, where the system tells it."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


if __name__ == "__main__":
    sys.exit(main())
