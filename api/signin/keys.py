"""
API keys: `cv_<id>_<secret>`, shown once; what is kept is a keyed hash (HMAC-SHA-256 under the service's secret).

The secret part has 256 random bits, so a keyed hash is as good as a slow one and costs a request nothing.
"""

import hmac
import re
import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from api.errors import SignInError, StoreError, Unknown
from api.signin.users import Role, User
from api.store.store import Store
from api.store.tables import ApiKey

PREFIX = "cv_"
LONGEST = 100
"""Characters of a name."""
_ID = re.compile(r"[0-9a-f]{12}")


class Keys:
    """The keys in one store."""

    def __init__(self, store: Store, secret: bytes) -> None:
        self._store = store
        self._secret = secret

    def create(self, name: str, role: Role) -> str:
        """Make a key and return it: nobody can read it again; raises StoreError if the name does not do."""
        name = name.strip()
        if not name.isprintable() or not 1 <= len(name) <= LONGEST:
            raise StoreError(f"A key's name is one line of 1 to {LONGEST} characters that says whose it is.")
        own, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = ApiKey(id=own, name=name, role=role.value, digest=self._digest(secret), made=self._store.clock())
        try:
            with self._store.session() as session:
                session.add(row)
        except IntegrityError as error:
            raise StoreError(f"There is a key named {name!r} already; choose another name.") from error
        return f"{PREFIX}{own}_{secret}"

    def list(self) -> Sequence[ApiKey]:
        """Every key, the oldest first."""
        with self._store.session() as session:
            return session.scalars(select(ApiKey).order_by(ApiKey.made)).all()

    def revoke(self, key: str) -> ApiKey:
        """End a key, named by its id or its name, at once."""
        with self._store.session() as session:
            row = session.get(ApiKey, key) or session.scalar(select(ApiKey).where(ApiKey.name == key.strip()))
            if row is None:
                raise Unknown(f"There is no key {key!r}; 'verse keys list' shows them.")
            row.revoked = row.revoked or self._store.clock()
            return row

    def user(self, key: str) -> User:
        """Whose key it is; raises SignInError if it is nobody's any more."""
        own, _, secret = key.removeprefix(PREFIX).partition("_")
        with self._store.session() as session:
            row = session.get(ApiKey, own) if _ID.fullmatch(own) else None
        # Hashed whether there is such an id or not: the time says nothing.
        known = hmac.compare_digest(self._digest(secret), row.digest if row else "")
        if row is None or not known:
            raise SignInError("The API key is not known; make one with 'verse keys create'.")
        return _active(row)

    def holder(self, key_id: str) -> User:
        """Whose key has an id: for sessions that were begun with it."""
        with self._store.session() as session:
            row = session.get(ApiKey, key_id)
        if row is None:
            raise SignInError("The API key of this session is gone; sign in again.")
        return _active(row)

    def _digest(self, secret: str) -> str:
        return hmac.new(self._secret, b"api key:" + secret.encode(), "sha256").hexdigest()


def _active(row: ApiKey) -> User:
    if row.revoked is not None:
        raise SignInError("The API key was revoked; ask your operator for another.")
    return User(f"key:{row.id}", row.name, Role(row.role))
