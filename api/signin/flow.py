"""The authorization code flow with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636), by authlib."""

import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client

from api.errors import SignInError
from api.settings import Settings
from api.signin.entrance import Session
from api.signin.provider import UNREACHABLE, Provider
from api.signin.users import User

BEGUN = "sign-in"
CALLBACK = "/sign-in/callback"
AFTER = "/sign-in"
ELSEWHERE = "The sign-in was not begun here, or too long ago; start again."


class Flow:
    """Takes a reader to the provider and back; what was begun is kept in the reader's signed session, for one use."""

    def __init__(self, settings: Settings, provider: Provider) -> None:
        self._settings = settings
        self._provider = provider

    def begin(self, session: Session, onward: str) -> str:
        """The provider's address to send the reader to."""
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        with self._client() as client:
            url, state = client.create_authorization_url(
                self._provider.endpoints().authorization, nonce=nonce, code_verifier=verifier
            )
        session[BEGUN] = {"state": state, "nonce": nonce, "verifier": verifier, "onward": onward}
        return str(url)

    def finish(self, session: Session, address: str) -> tuple[User, str]:
        """Who came back to `address` (with the provider's code), and where they wanted to go."""
        begun = session.pop(BEGUN, None)
        query = parse_qs(urlsplit(address).query)
        if not isinstance(begun, dict) or query.get("state") != [begun["state"]]:
            raise SignInError(ELSEWHERE)
        if "error" in query or "code" not in query:
            raise SignInError("The sign-in provider did not let you in; ask your operator.")
        token = self._token(query["code"][0], begun["verifier"])
        return self._provider.identity(token, begun["nonce"]), str(begun["onward"])

    def leave(self) -> str:
        """Where a reader signs out of the provider too (RP-Initiated Logout 1.0); empty if it has no such place."""
        end = self._provider.endpoints().end_session
        back = f"{base_url(self._settings)}{AFTER}"
        query = urlencode({"client_id": self._settings.oidc_client_id, "post_logout_redirect_uri": back})
        return f"{end}{'&' if '?' in end else '?'}{query}" if end else ""

    def _token(self, code: str, verifier: str) -> str:
        try:
            with self._client() as client:
                given = client.fetch_token(self._provider.endpoints().token, code=code, code_verifier=verifier)
        except OAuthError as error:
            raise SignInError("The sign-in provider refused; start again.") from error
        except httpx.HTTPError as error:
            raise SignInError(UNREACHABLE) from error
        return str(given.get("id_token", ""))

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            self._settings.oidc_client_id,
            self._settings.oidc_client_secret.get_secret_value() or None,
            scope="openid profile",
            redirect_uri=f"{base_url(self._settings)}{CALLBACK}",
            code_challenge_method="S256",
            timeout=5.0,
        )


def base_url(settings: Settings) -> str:
    """How a browser reaches the service."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"
