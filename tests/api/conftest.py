from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.service import Service, open_service
from api.settings import Settings
from corpus.library import Library
from tests.api.fake import FakeAssistant

Served = Callable[..., TestClient]


@pytest.fixture
def fake(library: Library) -> FakeAssistant:
    return FakeAssistant(library)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A service of its own, in a data folder of its own."""
    return Settings(home=tmp_path / "home")


@pytest.fixture
def serve(settings: Settings, fake: FakeAssistant) -> Iterator[Served]:
    """Serve the real application, over a real SQLite, with changed settings; the client's `.service` is what is open."""
    opened: list[TestClient] = []

    def start(assistant: Any = fake, /, **changed: Any) -> TestClient:
        own = Settings.model_validate({**settings.model_dump(), **changed})
        service: Service = open_service(own, assistant)
        app: FastAPI = create_app(own, service)
        client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))
        client.service = service  # type: ignore[attr-defined]
        opened.append(client)
        client.__enter__()
        return client

    yield start
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(serve: Served) -> TestClient:
    return serve()


@pytest.fixture(scope="session")
def training_app(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The real application, opened once for the tests of the training room, which keeps nothing of what it is asked."""
    boundless = {"rate_per_user": "1000000/minute", "rate_per_address": "1000000/minute"}
    own = Settings(home=tmp_path_factory.mktemp("training"), **boundless)
    app: FastAPI = create_app(own, open_service(own, FakeAssistant(library)))
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000)):
        yield app


@pytest.fixture
def trainer(training_app: FastAPI) -> TestClient:
    """A visitor of their own to it."""
    return TestClient(training_app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))
