"""A small real OpenID Connect provider on loopback: discovery, keys, authorization code with PKCE, ID and access tokens."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "chapter-and-verse", "the-client's-secret"


class OidcProvider(ThreadingHTTPServer):
    """
    Signs everybody in as `claims` say; counts how often its keys were fetched.

    With `asks` it shows a page with a button first. Whoever signs out of it is noted in `left`.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.claims: dict[str, Any] = {"sub": "ann-1", "name": "Ann Example", "roles": ["trainer"]}
        self.codes: dict[str, dict[str, str]] = {}
        self.keys_fetched = 0
        self.nonce_of_another = False
        self.asks = False
        self.left: list[dict[str, str]] = []
        self.new_key("first")

    def new_key(self, kid: str) -> None:
        self.kid, self.key = kid, rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def token(self, **changed: Any) -> str:
        """An access token for this service, valid for a minute; changed claims of None are left out."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims, **changed}
        kept = {key: value for key, value in claims.items() if value is not None}
        return jwt.encode(kept, self.key, "RS256", {"kid": self.kid})

    @property
    def discovery(self) -> dict[str, str]:
        ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        ends["end_session_endpoint"] = "/leave"
        return {"issuer": self.issuer, **{name: self.issuer + path for name, path in ends.items()}}

    @property
    def jwks(self) -> dict[str, Any]:
        self.keys_fetched += 1
        own = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**own, "kid": self.kid, "alg": "RS256", "use": "sig"}]}

    def authorize(self, query: dict[str, str]) -> str:
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_hex(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        begun = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if begun is None or begun["code_challenge"] != challenge or authorization != basic:
            return 400, {"error": "invalid_grant"}
        nonce = "another" if self.nonce_of_another else begun["nonce"]
        return 200, {"token_type": "Bearer", "access_token": self.token(), "id_token": self.token(nonce=nonce)}


class _Handler(BaseHTTPRequestHandler):
    server: OidcProvider

    def do_GET(self) -> None:
        at = urlsplit(self.path)
        match at.path:
            case "/.well-known/openid-configuration":
                self._json(200, self.server.discovery)
            case "/keys":
                self._json(200, self.server.jwks)
            case "/authorize" if self.server.asks and "yes" not in _first(at.query):
                self._page(_first(at.query))
            case "/authorize":
                self._go(self.server.authorize(_first(at.query)))
            case "/leave":
                self.server.left.append(_first(at.query))
                self._go(_first(at.query)["post_logout_redirect_uri"])
            case _:
                self._json(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._json(*self.server.exchange(_first(body), self.headers.get("Authorization", "")))

    def _go(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def _page(self, query: dict[str, str]) -> None:
        fields = "".join(f'<input type="hidden" name="{key}" value="{escape(value)}">' for key, value in query.items())
        self._send(
            200,
            "text/html",
            f"<title>Sign in</title><form>{fields}<button name=yes value=1>Sign in as Ann</button></form>".encode(),
        )

    def log_message(self, *_: Any) -> None:
        return

    def _json(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(body).encode())

    def _send(self, status: int, media: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _first(query: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(query).items()}


@contextmanager
def provider() -> Iterator[OidcProvider]:
    """A running provider."""
    with OidcProvider() as own:
        Thread(target=own.serve_forever, args=(0.05,), daemon=True).start()
        yield own
        own.shutdown()
