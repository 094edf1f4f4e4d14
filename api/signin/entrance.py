"""The one place that says who asks: from a bearer token or key, a session, or, on loopback, the machine."""

from collections.abc import Callable, MutableMapping
from time import time
from typing import Any

from api.errors import SignInError
from api.settings import Settings
from api.signin.keys import PREFIX, Keys
from api.signin.provider import Provider
from api.signin.users import LOCAL, Role, User

Session = MutableMapping[str, Any]
USER = "user"
SESSION_S = 8 * 3600
"""After so long, a working day, somebody signs in again, however busy they were: who has left does not stay in."""
MISSING = "Sign in first, or send 'Authorization: Bearer' with an API key or a token."


class Entrance:
    """Tells users by what they bring."""

    def __init__(self, settings: Settings, keys: Keys, provider: Provider | None, clock: Callable[[], float] = time) -> None:
        self.clock = clock
        self._settings = settings
        self._keys = keys
        self.provider = provider

    def user(self, authorization: str, session: Session) -> User:
        """Who asks; raises SignInError. A header goes before a session."""
        if not self._settings.signs_in:
            return LOCAL
        if authorization:
            scheme, _, given = authorization.partition(" ")
            if scheme.lower() != "bearer" or not given.strip():
                raise SignInError(MISSING)
            return self.bearer(given.strip())
        return self._of_session(session)

    def bearer(self, given: str) -> User:
        """Whose API key or access token it is."""
        if given.startswith(PREFIX):
            if not self._settings.api_keys:
                raise SignInError("API keys are not in use here; sign in with your provider.")
            return self._keys.user(given)
        if self.provider is None:
            raise SignInError("The API key is not known; make one with 'verse keys create'.")
        return self.provider.bearer(given)

    def remember(self, user: User, session: Session) -> None:
        """Begin a session, a new one: nothing of the one before is kept."""
        session.clear()
        until = int(self.clock()) + SESSION_S
        session[USER] = {"id": user.id, "name": user.name, "role": user.role.value, "until": until}

    def _of_session(self, session: Session) -> User:
        kept = session.get(USER)
        if not isinstance(kept, dict) or kept.get("until", 0) < self.clock():
            raise SignInError(MISSING)
        if str(kept["id"]).startswith("key:"):
            return self._keys.holder(str(kept["id"]).removeprefix("key:"))
        return User(str(kept["id"]), str(kept["name"]), Role(kept["role"]))
