"""A signed-in user and the roles."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; each role may do what those before it may."""

    READER = "reader"
    TRAINER = "trainer"
    OPERATOR = "operator"

    def covers(self, other: "Role") -> bool:
        """Whether this role may do what `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True)
class User:
    """Somebody who may ask; `id` is stable and unique over all ways of signing in."""

    id: str
    name: str
    role: Role


LOCAL = User("local", "this machine", Role.OPERATOR)
"""Whoever sits at the machine, where only it can reach the service."""
