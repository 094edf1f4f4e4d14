"""What Microsoft runs, on loopback: keys, tokens for the bot, and the Bot Connector that takes its replies and checks them."""

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any
from urllib.parse import parse_qs, unquote

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from microsoft_teams.api.auth.cloud_environment import PUBLIC, CloudEnvironment, with_overrides

APP = "6f1d9a52-3c0b-4f0e-9d55-0a9be1c7a001"
SECRET = "the-bot's-secret"
TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
LARGEST = 28 * 1024
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ACTIVITIES = re.compile(r"/teams/v3/conversations/([^/]+)/activities")


class Microsoft(ThreadingHTTPServer):
    """Records each reply with its conversation; what is wrong with one stands in `wrong`."""

    request_queue_size = 256
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.replies: list[tuple[str, dict[str, Any]]] = []
        self.wrong: list[str] = []
        self.refusals: list[tuple[int, dict[str, str]]] = []
        self.asked: Counter[str] = Counter()
        self.keys_away = False
        self.came = Condition()

    @property
    def service_url(self) -> str:
        return f"{self.url}/teams/"

    @property
    def cloud(self) -> CloudEnvironment:
        metadata = f"{self.url}/v1/.well-known/openidconfiguration"
        return with_overrides(PUBLIC, login_endpoint=self.url, openid_metadata_url=metadata)

    def token(self, key: Any = KEY, kid: str = "first", algorithm: str = "RS256", **changed: Any) -> str:
        """A token of the Bot Connector for this bot; changed claims of None are left out."""
        now = int(time.time())
        claims = {"iss": PUBLIC.token_issuer, "aud": APP, "nbf": now - 10, "exp": now + 3600, "serviceurl": self.service_url}
        kept = {name: value for name, value in {**claims, **changed}.items() if value is not None}
        return jwt.encode(kept, key, algorithm, {"kid": kid})

    def wait(self, many: int, seconds: float = 60) -> list[dict[str, Any]]:
        """The first replies, once there are so many."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.replies) >= many, seconds), f"{len(self.replies)} of {many} replies"
        assert self.wrong == []
        return [reply for _, reply in self.replies]

    def take(self, path: str, authorization: str, reply: dict[str, Any], length: int) -> tuple[int, dict[str, Any]]:
        with self.came:
            if self.refusals:
                return self.refusals.pop(0)
            self.wrong += _wrong(authorization, reply, length)
            found = ACTIVITIES.fullmatch(path)
            self.replies.append((unquote(found[1]) if found else path, reply))
            self.came.notify_all()
            return 201, {"id": f"reply-{len(self.replies)}"}

    def issue(self, tenant: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        wanted = {"grant_type": "client_credentials", "client_id": APP, "client_secret": SECRET, "scope": PUBLIC.bot_scope}
        if tenant != TENANT or form != wanted:
            return 401, {"error": "invalid_client"}
        return 200, {"token_type": "Bearer", "expires_in": 3600, "access_token": jwt.encode({"aud": "connector"}, KEY, "RS256")}


def _wrong(authorization: str, reply: dict[str, Any], length: int) -> Iterator[str]:
    """What the Bot Connector would not take."""
    if not authorization.startswith("Bearer ") or jwt.decode(
        authorization.removeprefix("Bearer "), KEY.public_key(), ["RS256"], audience="connector"
    ) != {"aud": "connector"}:
        yield "not the bot's token"
    text = json.dumps(reply, ensure_ascii=False)
    if max(length, len(text.encode()), len(text.encode("utf-16-le"))) >= LARGEST:
        yield f"{length} bytes are too many"
    if reply.get("type") != "message" or not (reply.get("text") or reply.get("attachments")):
        yield "no message"
    cited = [c["position"] for c in citations(reply)]
    if any(f"[{number}]" not in reply["text"] for number in cited) or len(cited) > 20 or len(set(cited)) < len(cited):
        yield f"citations {cited} do not stand in the text"
    for attachment in reply.get("attachments", []):
        yield from wrong_card(attachment)


def wrong_card(attachment: dict[str, Any]) -> Iterator[str]:
    """What Teams would not show of an Adaptive Card."""
    card = attachment["content"]
    if attachment["contentType"] != "application/vnd.microsoft.card.adaptive" or card["type"] != "AdaptiveCard":
        yield "no Adaptive Card"
    if tuple(map(int, card["version"].split("."))) > (1, 5) or not card["body"]:
        yield "a version that Teams does not show, or nothing in it"
    for item in card["body"]:
        if item["type"] not in ("TextBlock", "Container"):
            yield f"an element {item['type']}"
        if item["type"] == "TextBlock" and not item["text"]:
            yield "an empty text"


def citations(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """The citations of a reply."""
    return [c for e in reply.get("entities", []) for c in e.get("citation", [])]


class _Handler(BaseHTTPRequestHandler):
    server: Microsoft

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        if self.path != "/v1/.well-known/keys" or self.server.keys_away:
            return self._json(503 if self.server.keys_away else 404, {})
        own = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return self._json(200, {"keys": [{**own, "kid": "first", "use": "sig", "endorsements": ["msteams"]}]})

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if self.path.endswith("/oauth2/v2.0/token"):
            self.server.asked["token"] += 1
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            return self._json(*self.server.issue(self.path.split("/")[1], form))
        status, told = self.server.take(self.path, self.headers.get("Authorization", ""), json.loads(body), length)
        return self._json(status, {} if status >= 400 else told, told if status >= 400 else {})

    def log_message(self, *_: Any) -> None:
        return

    def _json(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def microsoft() -> Iterator[Microsoft]:
    """It, running."""
    with Microsoft() as own:
        Thread(target=own.serve_forever, args=(0.05,), daemon=True).start()
        yield own
        own.shutdown()
