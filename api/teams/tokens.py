"""The bot's own access token, with which it answers: OAuth 2.0 client credentials (RFC 6749, section 4.4)."""

import asyncio
from collections.abc import Callable
from time import monotonic

import httpx
from microsoft_teams.api.auth.cloud_environment import CloudEnvironment

from api.errors import ServiceError
from api.settings import Settings

EARLY_S = 300.0
"""A token is replaced so long before it expires."""


class AppToken:
    """Fetches the token of the app registration, and keeps it until shortly before it expires."""

    def __init__(
        self, settings: Settings, cloud: CloudEnvironment, http: httpx.Client, clock: Callable[[], float] = monotonic
    ) -> None:
        self._url = f"{cloud.login_endpoint}/{settings.teams_tenants[0]}/oauth2/v2.0/token"
        self._form = {
            "grant_type": "client_credentials",
            "client_id": settings.teams_app_id,
            "client_secret": settings.teams_client_secret.get_secret_value(),
            "scope": cloud.bot_scope,
        }
        self._http = http
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token = ""
        self._until = float("-inf")

    async def __call__(self, scope: object = None, tenant: str | None = None) -> str:
        """The token; raises ServiceError if it is not given. The bot has one scope and one tenant of its own."""
        async with self._lock:
            if self._clock() >= self._until:
                self._token, lasts_s = await asyncio.to_thread(self._fetched)
                self._until = self._clock() + lasts_s - EARLY_S
            return self._token

    def _fetched(self) -> tuple[str, float]:
        try:
            told = self._http.post(self._url, data=self._form).raise_for_status().json()
            return str(told["access_token"]), float(told["expires_in"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise ServiceError(
                "Microsoft gives the Teams bot no token; check 'teams_app_id', 'teams_client_secret' and 'teams_tenants'."
            ) from error
