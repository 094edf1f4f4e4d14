"""An OpenID Connect provider: what it says of itself, its keys (cached), and bearer tokens checked against them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

import httpx
import jwt
from jwt import PyJWK, PyJWKSet

from api.errors import SignInError
from api.settings import Settings
from api.signin.users import Role, User

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Public-key algorithms alone: a token 'signed' with none, or with a public key as a shared secret, is refused."""
KEPT_S = 3600.0
"""How long keys are kept."""
PAUSE_S = 30.0
"""Between two looks for keys: neither forged key ids nor its being away make us call the provider each time."""
LEEWAY_S = 30
log = logging.getLogger(__name__)
UNREACHABLE = "The sign-in provider cannot be reached; try again in a moment."


@dataclass(frozen=True)
class Endpoints:
    """Where the provider does what (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization: str
    token: str
    jwks: str
    end_session: str = ""


class Provider:
    """Checks the tokens of one provider."""

    def __init__(self, settings: Settings, http: httpx.Client, clock: Callable[[], float] = monotonic) -> None:
        self.settings = settings
        self._http = http
        self._clock = clock
        self._lock = Lock()
        self._endpoints: Endpoints | None = None
        self._keys: dict[str, PyJWK] = {}
        self._fetched = self._looked = float("-inf")

    def endpoints(self) -> Endpoints:
        """What the provider says of itself; it must name the issuer that was configured."""
        if self._endpoints is None:
            issuer = self.settings.oidc_issuer.rstrip("/")
            told = self._get(f"{issuer}/.well-known/openid-configuration")
            if str(told.get("issuer", "")).rstrip("/") != issuer:
                raise SignInError("The sign-in provider names another issuer than the setting 'oidc_issuer'.")
            self._endpoints = _endpoints(told)
        return self._endpoints

    def bearer(self, token: str) -> User:
        """Whose access token it is; raises SignInError if it is forged, expired or meant for somebody else."""
        return self._user(self.claims(token, self.settings.oidc_audience or self.settings.oidc_client_id))

    def identity(self, token: str, nonce: str) -> User:
        """Who an ID token is about, if it was issued to this service for this very sign-in."""
        claims = self.claims(token, self.settings.oidc_client_id)
        if claims.get("nonce") != nonce:
            raise SignInError("The sign-in was not begun here; start again.")
        return self._user(claims)

    def claims(self, token: str, audience: str) -> dict[str, Any]:
        """A token's claims, once its signature, times, issuer and audience are checked."""
        try:
            key = self._key(str(jwt.get_unverified_header(token).get("kid", "")))
            required = ["exp", "iss", "aud", "sub"]
            return jwt.decode(
                token,
                key.key,
                algorithms=[a for a in ALGORITHMS if a == key.algorithm_name],
                audience=audience,
                issuer=self.endpoints().issuer,
                leeway=LEEWAY_S,
                options={"require": required},
            )
        except jwt.ExpiredSignatureError as error:
            raise SignInError("The token has expired; sign in again.") from error
        except jwt.PyJWTError as error:
            raise SignInError("The token is not valid; sign in again.") from error

    def _key(self, kid: str) -> PyJWK:
        with self._lock:
            age = self._clock() - self._looked
            if age > PAUSE_S and (kid not in self._keys or self._clock() - self._fetched > KEPT_S):
                self._looked = self._clock()
                self._fetch(kid)
            if kid not in self._keys:
                raise SignInError("The token is signed with a key the sign-in provider does not have; sign in again.")
            return self._keys[kid]

    def _fetch(self, wanted: str) -> None:
        """Get the keys anew; while the provider is away those that are known go on being believed."""
        try:
            found = PyJWKSet.from_dict(self._get(self.endpoints().jwks))
        except SignInError:
            if wanted not in self._keys:
                raise
            log.warning("The sign-in provider's keys could not be fetched; those known are used.")
            return
        self._keys = {str(key.key_id): key for key in found.keys}
        self._fetched = self._clock()

    def _get(self, url: str) -> dict[str, Any]:
        try:
            told = self._http.get(url).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise SignInError(UNREACHABLE) from error
        if not isinstance(told, dict):
            raise SignInError(UNREACHABLE)
        return told

    def _user(self, claims: dict[str, Any]) -> User:
        held = claims.get(self.settings.oidc_roles_claim)
        said = held if isinstance(held, list) else [held]
        roles = [role for role in Role if role.value in said]
        name = str(claims.get("name") or claims.get("preferred_username") or claims["sub"])
        return User(f"oidc:{claims['sub']}"[:255], name[:100], max(roles, key=list(Role).index, default=Role.READER))


def _endpoints(told: dict[str, Any]) -> Endpoints:
    names = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    if missing := next((name for name in names if not isinstance(told.get(name), str)), None):
        raise SignInError(f"The sign-in provider does not say its {missing!r}; check the setting 'oidc_issuer'.")
    issuer, authorization, token, jwks = (str(told[name]) for name in names)
    return Endpoints(issuer, authorization, token, jwks, str(told.get("end_session_endpoint", "")))
