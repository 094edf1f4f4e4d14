import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from api.service import Service
from tests.api.conftest import Served
from tests.api.teams.microsoft import APP, SECRET, TENANT, Microsoft, microsoft

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", r".* is in preview")
    from api.teams import mount

RECORDED = Path(__file__).parent / "activities"
SITE = "https://guidance.example.org"
BOUNDLESS = {"rate_per_user": "100000/second"}


@dataclass
class Teams:
    """The bot, served; what it replies is at `microsoft`."""

    client: TestClient
    microsoft: Microsoft

    @property
    def service(self) -> Service:
        return self.client.service  # type: ignore[attr-defined]

    def activity(self, name: str, **changed: Any) -> dict[str, Any]:
        """A recorded activity; `chat` and `by` are its conversation's and its sender's ids."""
        text = (RECORDED / f"{name}.json").read_text("utf-8")
        own = json.loads(text.replace("SERVICE", self.microsoft.service_url).replace("TENANT", TENANT))
        if chat := changed.pop("chat", None):
            own["conversation"]["id"] = chat
        if by := changed.pop("by", None):
            own["from"] = {"id": f"29:{by}", "aadObjectId": by}
        return {**own, **changed}

    def post(self, activity: Any, token: str | None = None) -> httpx2.Response:
        own = self.microsoft.token() if token is None else token
        return self.client.post("/api/messages", json=activity, headers={"Authorization": f"Bearer {own}"} if own else {})

    def ask(self, text: str, number: int = 1, **changed: Any) -> dict[str, Any]:
        """The reply to a question in a chat with the bot alone; `number` is how many there are then."""
        activity = self.activity("personal", text=text, id=f"m-{number}", **changed)
        assert self.post(activity).status_code == 200
        return self.microsoft.wait(number)[number - 1]


@pytest.fixture
def connector() -> Iterator[Microsoft]:
    with microsoft() as own:
        yield own


@pytest.fixture
def teams_served(serve: Served, connector: Microsoft, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Teams]:
    monkeypatch.setattr(mount, "CLOUD", connector.cloud)
    own = {"teams_app_id": APP, "teams_client_secret": SECRET, "teams_tenants": (TENANT,), "public_url": SITE}

    def start(*assistant: Any, **changed: Any) -> Teams:
        return Teams(serve(*assistant, **{**own, **changed}), connector)

    return start


@pytest.fixture
def teams(teams_served: Callable[..., Teams]) -> Teams:
    return teams_served()
