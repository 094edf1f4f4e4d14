import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.service import Service, open_service
from api.settings import Settings
from api.teams import mount
from tests.api.fake import FakeAssistant
from tests.api.teams.microsoft import APP, SECRET, TENANT, Microsoft, microsoft

RECORDED = Path(__file__).parent / "activities"
SITE = "http://localhost:9000"
OWN = {"teams_app_id": APP, "teams_client_secret": SECRET, "teams_tenants": (TENANT,), "public_url": SITE}
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
        return self.client.post(
            "/api/messages", json=activity, headers={"Authorization": f"Bearer {own}".encode("latin-1")} if own else {}
        )

    def ask(self, text: str, number: int = 1, **changed: Any) -> dict[str, Any]:
        """The reply to a question in a chat with the bot alone; `number` is how many there are then."""
        activity = self.activity("personal", text=text, id=f"m-{number}", **changed)
        assert self.post(activity).status_code == 200
        return self.microsoft.wait(number)[number - 1]


@pytest.fixture
def connector() -> Iterator[Microsoft]:
    with microsoft() as own:
        yield own


@contextmanager
def served(settings: Settings, assistant: Any, connector: Microsoft) -> Iterator[Teams]:
    """The real application with its bot, over a real SQLite, to which `connector` is Microsoft."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mount, "CLOUD", connector.cloud)
        service = open_service(settings, assistant)
        app = create_app(settings, service)
    with TestClient(app, base_url=SITE, client=("127.0.0.1", 50000)) as client:
        client.service = service  # type: ignore[attr-defined]
        yield Teams(client, connector)


@pytest.fixture
def teams_served(tmp_path: Path, fake: FakeAssistant, connector: Microsoft) -> Iterator[Callable[..., Teams]]:
    """Serve with changed settings, and another assistant than the small fake."""
    with ExitStack() as stack:

        def start(assistant: Any = fake, **changed: Any) -> Teams:
            own = Settings.model_validate({"home": tmp_path / "home", **OWN, **changed})
            return stack.enter_context(served(own, assistant, connector))

        yield start


@pytest.fixture
def teams(teams_served: Callable[..., Teams]) -> Teams:
    return teams_served()
