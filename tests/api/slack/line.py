"""The far end of Socket Mode's line, on loopback."""

import asyncio
import json
import threading
from collections.abc import Callable

from aiohttp import WSMsgType, web

from tests.api.slack.conftest import direct
from tests.api.slack.stand_in import StandIn


class Line:
    """The far end of the line: sends envelopes, keeps what comes back."""

    def __init__(self) -> None:
        self.came: list[dict] = []
        self.lines = 0
        self._loop = asyncio.new_event_loop()
        self._open: web.WebSocketResponse | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)
        self._thread.start()
        assert self._ready.wait(20)

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        app = web.Application()
        app.router.add_get("/line", self._talk)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"ws://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/line"
        self._ready.set()
        await self._over.wait()
        await runner.cleanup()

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.send_json({"type": "hello"})
        self._open = line
        self.lines += 1
        async for message in line:
            if message.type is WSMsgType.TEXT:
                self.came.append(json.loads(message.data))
        return line

    def send(self, envelope: dict) -> None:
        assert self._open is not None
        asyncio.run_coroutine_threadsafe(self._open.send_json(envelope), self._loop).result(10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)
        self._loop.close()


def wait(done: Callable[[], object], seconds: float = 20) -> None:
    for _ in range(int(seconds * 100)):
        if done():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it did not happen")


def envelope(slack: StandIn, name: str, question: str) -> dict:
    payload = json.loads(direct(slack.write("DANN", question)))
    return {"type": "events_api", "envelope_id": name, "payload": payload, "accepts_response_payload": False}
