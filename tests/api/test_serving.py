"""The service as it is served: over real sockets, under load, at its end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import NoReturn

import httpx
import psutil
import pytest
from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.supervisors import Multiprocess

from api.cli import main
from api.errors import StoreError
from api.serving import worker
from api.settings import Settings
from api.workers import AGAIN_S, Workers, searched
from corpus.errors import IndexAway
from corpus.index import Address
from corpus.library import read_manifest
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


def test_a_health_check_answers_at_once_while_the_model_itself_computes(settings: Settings, library, assistant) -> None:
    """The model holds the processors, and Python's lock between its steps, as no sleeping stand-in does."""
    with running(settings, assistant) as own, httpx.Client() as client:
        client.get(f"{own.url}/healthz")
        threads, statuses = asked_by(12, own.url)
        took = []
        while any(thread.is_alive() for thread in threads):
            started = time.perf_counter()
            client.get(f"{own.url}/healthz")
            took.append(time.perf_counter() - started)
            time.sleep(0.01)
    assert statuses == [200] * 12
    assert median(took) < 0.05


@pytest.mark.faults("more questions than can be answered", "503 with 999 and when to ask again; what was taken is answered")
def test_overload_is_refused_and_what_was_taken_is_answered(settings: Settings, library) -> None:
    few = settings.model_copy(update={"threads": 1, "queue": 3})
    with running(few, Slow(library)) as own:
        threads, statuses = asked_by(12, own.url)
        for thread in threads:
            thread.join()
    assert set(statuses) == {200, 503}
    assert statuses.count(200) >= 3


@pytest.mark.faults("service stopped while questions are asked", "their answers")
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


def test_half_a_question_is_not_asked(settings: Settings, library) -> None:
    """A form that breaks off is still a form: what came of it is not answered, and not kept."""
    fake = FakeAssistant(library)
    with running(settings, fake) as own:
        whole = "question=What+is+neglect+and+whose+"
        lines = ["POST / HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 900"]
        with httpx.Client(base_url=own.url) as client:
            token = client.get("/").text.split('name="csrf" value="', 1)[1].split('"', 1)[0]
            cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            head = "\r\n".join([*lines, f"Cookie: {cookie}", "", ""])
            with socket.create_connection(("127.0.0.1", int(own.url.rpartition(":")[2]))) as leaving:
                leaving.sendall(f"{head}csrf={token}&{whole}".encode())
            time.sleep(0.3)
            assert client.get("/v1/conversations").json() == {"conversations": []}
            figures = client.get("/metrics").text
    assert not [asked for asked, *_ in fake.asked if "whose" in asked]
    assert 'route="none",status="499"' in figures


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


RATE = 30


@dataclass(frozen=True)
class Served:
    url: str
    process: "subprocess.Popen[str]"

    def workers(self) -> list[psutil.Process]:
        """The processes that listen, beside the one that started them; none that ends while it is looked at."""
        return [child for child in psutil.Process(self.process.pid).children() if _listens(child)]


def _listens(child: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return child.status() != psutil.STATUS_ZOMBIE and "spawn_main" in " ".join(child.cmdline())
    return False


@pytest.fixture(scope="module")
def workers(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """'verse serve --workers 2' over the real library and model, in processes of its own, searched by Chroma."""
    with served_by_two(home, tmp_path_factory.mktemp("served"), f"{RATE}/hour") as own:
        yield own


@contextmanager
def served_by_two(home: Path, kept_in: Path, rate: str) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "--workers", "2", "--port", str(port)]
    database = kept_in / "service.db"
    kept = {"VERSE_DATABASE": f"sqlite:///{database}", "VERSE_SECRET": "x" * 32, "VERSE_RATE_PER_USER": rate}
    kept["VERSE_RATE_PER_ADDRESS"] = "100000/second" if rate.endswith("/second") else "120/minute"
    environment = {**os.environ, "VERSE_HOME": str(home), "VERSE_INDEX_URL": "chroma:", **kept}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running_:
        own = Served(f"http://127.0.0.1:{port}", running_)
        try:
            wait_for(own.url)
            yield own
        finally:
            running_.send_signal(signal.SIGTERM)
            running_.communicate(timeout=120)
        assert running_.returncode == 0


def wait_for(url: str) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            if httpx.get(f"{url}/healthz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise AssertionError("the workers did not start")


def connected_to_each(served: Served) -> Iterator[httpx.Client]:
    """A kept-alive connection to each worker."""
    held: dict[int, httpx.Client] = {}
    for _ in range(500):
        client = httpx.Client(base_url=served.url, timeout=120)
        client.get("/healthz")
        port = client._transport._pool.connections[0]._connection._network_stream.get_extra_info("client_addr")[1]
        for process in served.workers():
            if process.pid not in held and port in [c.raddr.port for c in process.net_connections() if c.raddr]:
                held[process.pid] = client
        if len(held) == 2:
            return iter(held.values())
        if client not in held.values():
            client.close()
    raise AssertionError("one worker took every connection")


def test_several_workers_answer_alike_beside_one_chroma_server(workers: Served, assistant) -> None:
    expected = [hit.id for hit in assistant.search("rapid review", 5)]
    for client in connected_to_each(workers):
        found = client.post("/v1/search", json={"query": "rapid review", "k": 5}).json()
        assert [hit["id"] for hit in found["passages"]] == expected
        client.close()


def test_a_rate_holds_for_all_workers_together(workers: Served) -> None:
    one, other = connected_to_each(workers)
    answered = [client.get("/v1/documents") for _ in range(RATE) for client in (one, other)]
    left = [int(response.headers["x-ratelimit-remaining"]) for response in answered]
    allowed = [response.status_code for response in answered].count(200)
    assert left[:4] == [left[0], left[0] - 1, left[0] - 2, left[0] - 3]
    assert allowed == left[0] + 1 <= RATE
    assert {response.status_code for response in answered[allowed:]} == {429}
    one.close()
    other.close()


def chroma(served: Served) -> psutil.Process | None:
    """The Chroma server of the workers; none while it is started again."""
    found = [c for c in psutil.Process(served.process.pid).children() if c.status() != psutil.STATUS_ZOMBIE]
    return next((child for child in found if "chroma" in Path("".join(child.cmdline()[1:2])).name), None)


def eventually(true, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come to it"
        time.sleep(0.2)


@pytest.mark.faults(
    "kill -9 of the Chroma server", "503 with 999 and when to ask again, for a second or two; it is started again"
)
def test_a_chroma_server_that_is_killed_is_started_again_and_questions_are_answered(workers: Served) -> None:
    killed = chroma(workers)
    assert killed is not None
    with httpx.Client(base_url=workers.url, timeout=120) as client:
        killed.kill()
        assert client.post("/v1/suggest", json={"typed": "who chairs"}).status_code == 200
        assert client.get("/healthz").status_code == 200
        eventually(lambda: killed.pid not in [c.pid for c in psutil.Process(workers.process.pid).children()])
        eventually(lambda: (again := chroma(workers)) is not None and again.pid != killed.pid)
        eventually(lambda: client.get("/readyz").status_code == 200)


def test_an_engine_that_is_away_is_503_with_when_to_ask_again_and_999(settings: Settings, library) -> None:
    class Away(FakeAssistant):
        def ask(self, *given: object, **more: object) -> NoReturn:
            raise IndexAway("The Milvus server does not answer; start it, or correct VERSE_INDEX_URL.")

    with running(settings, Away(library)) as own:
        refused = httpx.post(f"{own.url}/v1/ask", json=QUESTION, timeout=30)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert refused.json()["detail"].startswith("What searches the guidance cannot be reached; try again in a moment.")
    assert "999" in refused.json()["detail"]
    assert "VERSE" not in refused.text


def test_workers_need_a_chroma_server_only_where_chroma_in_the_folder_is_searched(home: Path, monkeypatch) -> None:
    monkeypatch.setattr("api.workers.ChromaServer", FakeServer)
    found = []
    for url in ("exact:", "chroma:", "chroma+http://127.0.0.1:9"):
        monkeypatch.setenv("VERSE_INDEX_URL", url)
        server, index = searched((home / "current").resolve())
        found.append((server is not None, str(index)))
    assert found == [(False, "exact:"), (True, "chroma+http://127.0.0.1:1"), (False, "chroma+http://127.0.0.1:9")]


def test_workers_do_not_take_a_library_of_another_version_and_go_on(tmp_path: Path, monkeypatch, caplog) -> None:
    monkeypatch.setattr("uvicorn.supervisors.Multiprocess.__init__", lambda *given: None)
    (tmp_path / "builds" / "later").mkdir(parents=True)
    (tmp_path / "builds" / "later" / "manifest.json").write_text('{"format": 99}')
    (tmp_path / "current").symlink_to("builds/later")
    with socket.socket() as own:
        workers = Workers(Config("unused"), own, tmp_path, worker)
    for _ in range(2):
        workers._follow()
    assert [record.message.partition(":")[0] for record in caplog.records] == ["The new library is not taken"]


class FakeServer:
    url = "http://127.0.0.1:1"

    def __init__(self, library: Path) -> None:
        self.library = library


@pytest.mark.faults("kill -9 of a worker", "a broken connection at most; the other worker answers and a new one starts")
def test_a_worker_that_is_killed_is_replaced_while_the_other_answers(workers: Served) -> None:
    before = {process.pid for process in workers.workers()}
    killed = workers.workers()[0]
    killed.kill()
    with httpx.Client(base_url=workers.url, timeout=120) as client:
        eventually(lambda: client.get("/healthz").status_code == 200)
    eventually(lambda: len(workers.workers()) == 2 and killed.pid not in {p.pid for p in workers.workers()})
    assert len(before & {process.pid for process in workers.workers()}) == 1


def test_workers_that_a_busy_machine_did_not_start_in_time_are_tried_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, tried = [1000.0], []
    monkeypatch.setattr("api.workers.time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr("api.workers.searched", lambda library: (None, None))

    def restart_all(self: Workers) -> None:
        tried.append(now[0])
        if len(tried) > 1:
            self.processes = ["new"]

    monkeypatch.setattr(Multiprocess, "restart_all", restart_all)
    with socket.socket() as own:
        workers = Workers(Config("none:none"), own, home, lambda *_: None)
        workers.processes = ["old"]
        for seconds in (0, 1, AGAIN_S, 2 * AGAIN_S, 3 * AGAIN_S):
            now[0] = 1000 + seconds
            workers._follow()
    assert tried == [1000, 1000 + AGAIN_S]


@pytest.mark.faults("library replaced under load", "every request answered; after a moment from the new library")
def test_workers_move_on_to_a_new_library_one_by_one_and_no_request_fails(home: Path, tmp_path: Path) -> None:
    own = tmp_path / "home"
    shutil.copytree((home / "current").resolve(), own / "builds" / "first")
    shutil.copytree(own / "builds" / "first", own / "builds" / "second")
    manifest = own / "builds" / "second" / "manifest.json"
    fingerprint = read_manifest(manifest.parent).fingerprint
    manifest.write_text(manifest.read_text().replace(fingerprint, "second"))
    (own / "current").symlink_to("builds/first")
    done, failed, answered = threading.Event(), [], []

    def ask(url: str) -> None:
        while not done.is_set():
            try:
                answered.append(httpx.post(f"{url}/v1/ask", json=QUESTION, timeout=120).json()["library"])
            except (httpx.HTTPError, KeyError) as error:
                failed.append(repr(error))

    with served_by_two(own, tmp_path, "100000/second") as served:
        before = {process.pid for process in served.workers()}
        asking = threading.Thread(target=ask, args=(served.url,))
        asking.start()
        eventually(lambda: answered)
        (own / "next").symlink_to("builds/second")
        (own / "next").replace(own / "current")
        eventually(lambda: len(served.workers()) == 2 and not before & {p.pid for p in served.workers()}, 300)
        eventually(lambda: answered[-1] == "second")
        done.set()
        asking.join()
        assert "second" in httpx.get(f"{served.url}/metrics", timeout=60).text
    assert failed == []
    assert set(answered) == {fingerprint, "second"}


def test_a_worker_started_over_another_library_than_the_servers_ends_to_be_started_again(home: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        worker(Settings(home=home), tmp_path / "counts", tmp_path / "another", Address("exact"))
    assert stopped.value.code not in (0, STARTUP_FAILURE)


@pytest.mark.faults("worker that cannot start", "one sentence; the service ends")
def test_a_worker_that_cannot_start_ends_the_service_with_a_sentence(settings: Settings, capfd, monkeypatch, library) -> None:
    monkeypatch.setattr("api.serving.open_service", refused)
    monkeypatch.setattr("api.serving.Library", lambda home: library)
    with pytest.raises(SystemExit) as stopped:
        worker(settings, settings.home, library.folder, Address("exact"))
    assert stopped.value.code == STARTUP_FAILURE
    assert capfd.readouterr().err == "verse: The database is locked.\n"


def refused(*given: object, **more: object) -> None:
    raise StoreError("The database is locked.")
