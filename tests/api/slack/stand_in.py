"""A stand-in of Slack's Web API on loopback: it keeps channels and threads, checks each payload, refuses what Slack would."""

import json
import sys
import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import randrange
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.api.slack import block_kit

BOT, TEAM, TOKEN = "UBOT", "THOME", "xoxb-hush-token"
Call = tuple[str, dict[str, Any]]


class _Server(ThreadingHTTPServer):
    request_queue_size = 300
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that did not wait for its answer, as nobody waits long for a status."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class StandIn:
    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.broken: list[str] = []
        self.refusals: dict[str, list[tuple[int, dict[str, str], dict[str, Any]]]] = defaultdict(list)
        self.outside: set[str] = set()
        self.silences: dict[str, list[float]] = defaultdict(list)
        self.line = ""
        self._threads: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self._ts = 1_790_000_000
        self._part = f"{randrange(10**6):06}"  # what one stand-in said is no repetition of what another did
        self._lock = threading.RLock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.api, self.hook = f"http://{self.host}/api/", f"http://{self.host}/hook/1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def write(self, channel: str, text: str, thread: str = "", user: str = "UANN", **more: Any) -> dict[str, Any]:
        """Somebody writes a message; the message as events carry it."""
        with self._lock:
            own = {"type": "message", "user": user, "text": text, "ts": self._next(), "channel": channel, "team": TEAM, **more}
            if thread:
                own["thread_ts"] = thread
            self._threads[channel, thread or own["ts"]].append(own)
        return own

    def said(self, *methods: str) -> list[dict[str, Any]]:
        return [payload for name, payload in list(self.calls) if name in methods]

    def wait(self, method: str, count: int = 1, seconds: float = 20) -> list[dict[str, Any]]:
        """What was called, once it was as often as this."""
        until = time.monotonic() + seconds
        while len(found := self.said(method)) < count:
            assert time.monotonic() < until, f"{method} was called {len(found)} times: {[name for name, _ in self.calls]}"
            time.sleep(0.01)
        return found

    def refuse(self, method: str, status: int = 200, times: int = 1, error: str = "", **headers: str) -> None:
        answer = {"ok": False, "error": error or "ratelimited"}
        self.refusals[method] += [(status, {name.replace("_", "-"): own for name, own in headers.items()}, answer)] * times

    def be_silent(self, method: str, seconds: float) -> None:
        """Leave the next call without an answer for so long, and take nothing of it."""
        self.silences[method].append(seconds)

    def answer(self, method: str, payload: dict[str, Any], token: str) -> tuple[int, dict[str, str], dict[str, Any]]:
        if self.silences[method]:
            self.calls.append((f"lost {method}", payload))
            time.sleep(self.silences[method].pop(0))
            return 500, {}, {}
        with self._lock:
            if self.refusals[method]:
                self.calls.append((f"refused {method}", payload))
                return self.refusals[method].pop(0)
            self.calls.append((method, payload))
            if method != "hook" and token != f"Bearer {TOKEN}" and method != "apps.connections.open":
                return 200, {}, {"ok": False, "error": "invalid_auth"}
            wrong = list(_wrong(method, payload))
            self.broken += [f"{method}: {own}" for own in wrong]
            if wrong:
                return 200, {}, {"ok": False, "error": "invalid_blocks", "echo": payload}
            return 200, {}, self._answer(method, payload)

    def _answer(self, method: str, payload: dict[str, Any]) -> dict[str, Any]:
        if payload.get("channel") in self.outside and method.startswith("chat.post"):
            return {"ok": False, "error": "not_in_channel"}
        match method:
            case "auth.test":
                return {"ok": True, "user_id": BOT, "bot_id": "BBOT", "team_id": TEAM, "team": "Home"}
            case "chat.postMessage":
                ts = self._next()
                thread = payload.get("thread_ts") or ts
                own = {"type": "message", "bot_id": "BBOT", "user": BOT, "ts": ts, "thread_ts": thread, **payload}
                self._threads[payload["channel"], thread].append(own)
                return {"ok": True, "ts": ts, "channel": payload["channel"], "message": own}
            case "conversations.replies":
                return self._replies(payload)
            case "chat.getPermalink":
                return {"ok": True, "permalink": f"https://home.slack.test/{payload['channel']}/{payload['message_ts']}"}
            case "apps.connections.open":
                return {"ok": True, "url": self.line}
            case _:
                return {"ok": True}

    def _replies(self, payload: dict[str, Any]) -> dict[str, Any]:
        whole = self._threads[payload["channel"], payload["ts"]]
        before = [m for m in whole if "latest" not in payload or float(m["ts"]) < float(payload["latest"])]
        start, most = int(payload.get("cursor") or 0), min(int(payload["limit"]), 3)
        more = start + most < len(before)
        page = before[start : start + most]
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": str(start + most) if more else ""}}

    def _next(self) -> str:
        self._ts += 1
        return f"{self._ts}.{self._part}"


def _wrong(method: str, payload: dict[str, Any]) -> list[str]:
    match method:
        case "chat.postMessage" | "hook":
            return list(block_kit.message(payload))
        case "chat.postEphemeral":
            return [*block_kit.message(payload), *([] if payload.get("user") else ["nobody to show it to"])]
        case "views.open":
            return [*block_kit.view(payload["view"]), *([] if payload.get("trigger_id") else ["no trigger"])]
        case "assistant.threads.setSuggestedPrompts":
            return [] if 1 <= len(payload["prompts"]) <= 4 else ["prompts"]
        case _:
            return []


def _handler(own: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            address = urlsplit(self.path)
            method = "hook" if address.path.startswith("/hook") else address.path.removeprefix("/api/")
            payload = dict(parse_qsl(address.query))
            if body:
                payload |= json.loads(body) if "json" in self.headers["content-type"] else dict(parse_qsl(body))
            for name in ("blocks", "view", "prompts", "metadata"):
                if isinstance(payload.get(name), str):
                    payload[name] = json.loads(payload[name])
            status, headers, answer = own.answer(method, payload, self.headers.get("authorization") or "")
            sent = json.dumps(answer).encode() if method != "hook" else b"ok"
            self.send_response(status)
            for name, value in {**headers, "content-type": "application/json", "content-length": str(len(sent))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *said: object) -> None:
            pass

    return Handler
