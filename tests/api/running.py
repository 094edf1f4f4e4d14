"""The application on a real socket, in a thread."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from api.app import create_app
from api.service import open_service
from api.serving import _config
from api.settings import Settings
from tests.api.fake import FakeAssistant


@dataclass
class Running:
    url: str
    server: uvicorn.Server
    thread: threading.Thread

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(30)


@contextmanager
def running(settings: Settings, assistant: FakeAssistant) -> Iterator[Running]:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        server = uvicorn.Server(_config(settings, create_app(settings, open_service(settings, assistant))))
        thread = threading.Thread(target=server.run, args=([own],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        served = Running(f"http://127.0.0.1:{own.getsockname()[1]}", server, thread)
        yield served
        served.stop()
