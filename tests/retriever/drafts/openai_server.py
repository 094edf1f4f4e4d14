"""A real HTTP server on loopback that speaks the chat completions form, well or badly."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class Served:
    """What the server is to do, and what it was asked: `texts` are streamed one a chunk, `end` is the finish reason."""

    texts: list[str] = field(default_factory=list)
    status: int = 200
    end: str = "stop"
    refusal: str = ""
    hang: bool = False
    raw: bytes = b""
    """Sent instead of a stream."""
    url: str = ""
    asked: list[dict[str, object]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    released: Event = field(default_factory=Event)


@contextmanager
def serving(served: Served) -> Iterator[Served]:
    """Serve until the block is left."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(served))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield served
    finally:
        served.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def handler(served: Served) -> type[BaseHTTPRequestHandler]:
    """A request handler that does what `served` says."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            served.paths.append(self.path)
            served.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if served.hang:
                served.released.wait(20)
            self.send_response(served.status)
            self.send_header("Content-Type", "text/event-stream" if served.status == 200 else "application/json")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(served.raw or events(served) if served.status == 200 else b'{"error": {"message": "broken"}}')

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    return Handler


def events(served: Served) -> bytes:
    """The stream; without a finish reason it breaks off."""
    deltas: list[tuple[dict[str, str], str | None]] = [({"role": "assistant", "content": t}, None) for t in served.texts]
    if served.refusal:
        deltas.append(({"refusal": served.refusal}, None))
    if served.end:
        deltas.append(({}, served.end))
    lines = [f"data: {json.dumps(chunk(delta, end))}\n\n" for delta, end in deltas]
    return "".join([*lines, "data: [DONE]\n\n" if served.end else ""]).encode()


def chunk(delta: dict[str, str], end: str | None) -> dict[str, object]:
    """One event."""
    choice = {"index": 0, "delta": delta, "finish_reason": end}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "small", "choices": [choice]}
