"""Who may send activities: the Bot Connector alone, by its signed token, for the tenants that are listed."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import jwt
from jwt.exceptions import PyJWKClientConnectionError
from microsoft_teams.api import JsonWebToken
from microsoft_teams.api.auth.cloud_environment import CloudEnvironment
from microsoft_teams.apps.auth import TokenValidator

from api.errors import Forbidden, ServiceError, SignInError
from api.settings import Settings

CHANNEL = "msteams"
UNSIGNED = "Only the Bot Connector of Microsoft Teams may send activities here, with its token."


class KeysAway(ServiceError):
    """The keys that tokens are checked against cannot be fetched."""


class Entry:
    """Admits activities whose token is the Bot Connector's own, for this bot, for their service address, and still valid."""

    def __init__(self, settings: Settings, cloud: CloudEnvironment) -> None:
        self._tenants = {tenant.lower() for tenant in settings.teams_tenants}
        # Tokens of the Bot Connector only: those of Entra, which the library takes too, are not bound to an address.
        self._validator = TokenValidator.for_service(settings.teams_app_id, cloud=cloud)

    async def admit(self, authorization: str, activity: Mapping[str, Any]) -> JsonWebToken:
        """The token, checked; raises SignInError, Forbidden for a tenant that is not listed, KeysAway."""
        scheme, _, raw = authorization.partition(" ")
        address = activity.get("serviceUrl")
        if scheme.lower() != "bearer" or not raw or not isinstance(address, str) or not address:
            raise SignInError(UNSIGNED)
        await asyncio.to_thread(self._check, raw, address)
        self._check_tenants(activity)
        return JsonWebToken(raw)

    def _check(self, raw: str, address: str) -> None:
        """Check a token, off the event loop: the library fetches keys with a call that blocks."""
        try:
            claims = asyncio.run(self._validator.validate_token(raw, address))
        except PyJWKClientConnectionError as error:
            raise KeysAway("The keys of the Bot Connector cannot be fetched; try again in a moment.") from error
        except jwt.PyJWTError as error:
            raise SignInError(UNSIGNED) from error
        if "exp" not in claims:
            raise SignInError(UNSIGNED)

    def _check_tenants(self, activity: Mapping[str, Any]) -> None:
        named = set(_tenants(activity))
        if activity.get("channelId") != CHANNEL or not named or not named <= self._tenants:
            raise Forbidden("This bot is not for your organisation; ask your operator to list its tenant.")


def _tenants(activity: Mapping[str, Any]) -> Iterator[str]:
    """Every tenant that an activity names, in small letters."""
    for way in (("channelData", "tenant", "id"), ("conversation", "tenantId"), ("from", "tenantId")):
        found: Any = activity
        for step in way:
            found = found.get(step) if isinstance(found, Mapping) else None
        if found is not None:
            yield str(found).lower()
