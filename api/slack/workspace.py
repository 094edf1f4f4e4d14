"""Which workspace the bot is in, under which name, and whose members it answers."""

import asyncio
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from api.slack.asked import Person


@dataclass(frozen=True)
class Own:
    """The bot's user and the workspace, or organisation, that its token belongs to."""

    bot: str
    teams: frozenset[str]


class Workspace:
    """Asks Slack once whose token it is."""

    def __init__(self, client: AsyncWebClient, allowed: tuple[str, ...]) -> None:
        self._client = client
        self._allowed = frozenset(allowed)
        self._lock = asyncio.Lock()
        self._own: Own | None = None

    async def own(self) -> Own:
        """Who the bot is; raises SlackApiError if Slack does not take its token."""
        async with self._lock:
            if self._own is None:
                told = await self._client.auth_test()
                teams = frozenset(own for own in (told.get("team_id"), told.get("enterprise_id")) if own)
                self._own = Own(told["user_id"], teams)
            return self._own

    async def answers(self, person: Person) -> bool:
        """Whether somebody is a member of a workspace that is answered: those allowed, else the bot's own."""
        allowed = self._allowed or (await self.own()).teams
        return not allowed.isdisjoint((person.team, *person.teams))
