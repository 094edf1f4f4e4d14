import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from api.app import create_app
from api.service import Service, open_service
from api.settings import Settings
from corpus.library import Library
from tests.api.web.scripted import ScriptedAssistant

Open = Callable[..., Page]
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
ZOOMED = {"width": 320, "height": 225}
"""The desk's screen at 400%."""
PATIENCE_MS = 60_000
"""On a machine that does other things as well."""
expect.set_options(timeout=PATIENCE_MS)
MANY = "100000/minute"


@dataclass(frozen=True)
class Site:
    """A running service: where it is and what is open in it."""

    url: str
    service: Service
    assistant: ScriptedAssistant


@contextmanager
def running(library: Library, home: Path, **changed: Any) -> Iterator[Site]:
    """The real application under a real server on loopback."""
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        given = {"port": own.getsockname()[1], "rate_per_user": MANY, "rate_per_address": MANY, **changed}
        settings = Settings(home=home, **given)
        assistant = ScriptedAssistant(library)
        service = open_service(settings, assistant)
        server = uvicorn.Server(uvicorn.Config(create_app(settings, service), log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [own]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield Site(f"http://127.0.0.1:{settings.port}", service, assistant)
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="module")
def site(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(library, tmp_path_factory.mktemp("site")) as own:
        yield own


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "These tests drive Debian's Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Open]:
    """Open a path in a context of its own; nothing goes beyond it (and `beside`), no script fails, no policy breaks."""
    contexts, wrong = [], []

    def start(path: str, at: Site = site, beside: tuple[str, ...] = (), **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        allowed = (at.url, "data:", "blob:", *beside)
        page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith(allowed) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto(at.url + path)
        return page

    yield start
    for context in contexts:
        context.close()
    assert wrong == []


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the answer."""
    before = page.locator(".cv-turn").count()
    page.fill("#question", question)
    page.click(".cv-ask__button")
    page.locator(".cv-turn").nth(before).wait_for()
