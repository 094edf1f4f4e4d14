"""The service as it is served: over real sockets, under load, at its end."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import httpx
import pytest

from api.cli import main
from api.settings import Settings
from tests.api.fake import FakeAssistant
from tests.api.running import running

QUESTION = {"question": "What is neglect?"}


class Slow(FakeAssistant):
    """Takes its time, as a model does."""

    takes_s = 0.2

    def ask(self, *asked, **more):
        time.sleep(self.takes_s)
        return super().ask(*asked, **more)


def asked_by(clients: int, url: str) -> tuple[list[threading.Thread], list[int]]:
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(httpx.post(f"{url}/v1/ask", json=QUESTION, timeout=30).status_code)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    return threads, statuses


def test_a_health_check_answers_at_once_under_full_load(settings: Settings, library) -> None:
    with running(settings, Slow(library)) as own, httpx.Client() as client:
        client.get(f"{own.url}/healthz")
        threads, statuses = asked_by(16, own.url)
        took = []
        while any(thread.is_alive() for thread in threads):
            started = time.perf_counter()
            assert client.get(f"{own.url}/healthz").status_code == 200
            took.append(time.perf_counter() - started)
            time.sleep(0.01)
    assert statuses == [200] * 16
    assert len(took) > 10
    assert median(took) < 0.05


def test_overload_is_refused_and_what_was_taken_is_answered(settings: Settings, library) -> None:
    few = settings.model_copy(update={"threads": 1, "queue": 3})
    with running(few, Slow(library)) as own:
        threads, statuses = asked_by(12, own.url)
        for thread in threads:
            thread.join()
    assert set(statuses) == {200, 503}
    assert statuses.count(200) >= 3


def test_shutdown_finishes_what_was_asked(settings: Settings, library) -> None:
    with running(settings, Slow(library)) as own:
        threads, statuses = asked_by(4, own.url)
        time.sleep(0.25)
        own.stop()
        for thread in threads:
            thread.join()
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"{own.url}/healthz")
    assert statuses == [200] * 4


def test_a_body_too_slow_is_refused(settings: Settings, library) -> None:
    with running(settings.model_copy(update={"body_timeout_s": 0.3}), FakeAssistant(library)) as own:
        port = int(own.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.settimeout(10)
            head = "POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"
            slow.sendall(head.encode() + b'{"question":')
            assert slow.recv(4096).startswith(b"HTTP/1.1 408")


def test_a_client_that_goes_away_in_the_middle_harms_nobody(settings: Settings, library) -> None:
    with running(settings, Slow(library)) as own:
        with (
            httpx.Client() as client,
            client.stream("POST", f"{own.url}/v1/ask", json=QUESTION, headers={"Accept": "text/event-stream"}) as response,
        ):
            next(response.iter_raw())
        assert httpx.post(f"{own.url}/v1/ask", json=QUESTION, timeout=30).status_code == 200


def test_a_port_in_use_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path, capsys) -> None:
    monkeypatch.setenv("VERSE_HOME", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    assert "choose another with --host or --port" in capsys.readouterr().err


def test_a_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path, capsys) -> None:
    monkeypatch.setenv("VERSE_HOME", str(tmp_path))
    for workers in ("1", "2"):
        assert main(["serve", "--port", "0", "--workers", workers]) == 1
        assert "build it with 'verse ingest'" in capsys.readouterr().err


@pytest.fixture
def workers(home: Path, tmp_path: Path) -> Iterator[str]:
    """'verse serve --workers 2' over the real library and model, in processes of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "--workers", "2", "--port", str(port)]
    kept = {"VERSE_DATABASE": f"sqlite:///{tmp_path / 'service.db'}", "VERSE_SECRET": "x" * 32}
    environment = {**os.environ, "VERSE_HOME": str(home), **kept}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running_:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            running_.send_signal(signal.SIGTERM)
            running_.communicate(timeout=60)
        assert running_.returncode == 0


def test_several_workers_answer_alike_beside_one_chroma_server(workers: str, assistant) -> None:
    expected = [hit.id for hit in assistant.search("rapid review", 5)]
    until = time.monotonic() + 180
    while time.monotonic() < until:
        try:
            if httpx.get(f"{workers}/healthz", timeout=5).status_code == 200:
                break
        except httpx.HTTPError:
            time.sleep(0.5)
    for _ in range(6):
        found = httpx.post(f"{workers}/v1/search", json={"query": "rapid review", "k": 5}, timeout=120).json()
        assert [hit["id"] for hit in found["passages"]] == expected
