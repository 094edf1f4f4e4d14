"""Who is let in: the Bot Connector's own tokens, for this bot and the tenants that are listed."""

import time
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from microsoft_teams.api.auth.cloud_environment import PUBLIC

from api.app import WARM
from api.settings import Settings
from tests.api.fake import FakeAssistant
from tests.api.teams.conftest import OWN, Teams, served
from tests.api.teams.microsoft import KEY, TENANT, microsoft

OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = "11111111-2222-3333-4444-555555555555"


@pytest.fixture(scope="module")
def door(library, tmp_path_factory) -> Iterator[Teams]:
    """A bot of which nothing is let in here, so that one serves for all."""
    own = Settings(home=tmp_path_factory.mktemp("home"), **OWN, rate_per_address="100000/second")
    with microsoft() as connector, served(own, FakeAssistant(library), connector) as teams:
        yield teams


def refused(door: Teams, status: int, activity: dict, token: str | None = None) -> None:
    response = door.post(activity, token)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert "referral" not in response.text
    assert [asked for asked, _, _ in door.service.assistant.asked if asked != WARM] == []
    assert (door.microsoft.replies, door.microsoft.asked["token"]) == ([], 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"key": OTHER_KEY},
        {"kid": "unheard-of", "key": OTHER_KEY},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"nbf": int(time.time()) + 3600},
        {"aud": OTHER},
        {"aud": None},
        {"iss": "https://api.example.org"},
        {"iss": f"{PUBLIC.login_endpoint}/{TENANT}/v2.0", "tid": TENANT, "azp": "5a807f24-c9de-44ee-a3a7-329e88a00ffc"},
        {"iss": None},
        {"serviceurl": "https://elsewhere.example.org/"},
        {"serviceurl": None},
        {"key": "a shared secret of the length that is wanted", "algorithm": "HS256"},
        {"key": None, "algorithm": "none"},
    ],
    ids=" ".join,
)
def test_a_token_that_is_not_the_bot_connectors_own_is_refused(door: Teams, changed: dict) -> None:
    refused(door, 401, door.activity("personal"), door.microsoft.token(**{"key": KEY, **changed}))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "verse-key"])
def test_what_is_no_token_is_refused(door: Teams, token: str) -> None:
    refused(door, 401, door.activity("personal"), token)


def test_an_activity_without_its_service_address_is_refused(door: Teams) -> None:
    refused(door, 401, door.activity("personal", serviceUrl=None))
    refused(door, 401, door.activity("personal", serviceUrl="https://elsewhere.example.org/"))


@pytest.mark.parametrize("name", ["personal", "channel", "search", "feedback", "installed"])
@pytest.mark.parametrize("where", ["channelData", "conversation", "both", "none"])
def test_other_tenants_are_refused_however_they_are_named(door: Teams, name: str, where: str) -> None:
    activity = door.activity(name)
    if where in ("channelData", "both"):
        activity["channelData"]["tenant"]["id"] = OTHER
    if where in ("conversation", "both"):
        activity["conversation"]["tenantId"] = OTHER
    if where == "none":
        activity["channelData"], activity["conversation"]["tenantId"] = {}, None
    refused(door, 403, activity)


def test_other_channels_of_the_bot_service_are_refused(door: Teams) -> None:
    refused(door, 403, door.activity("personal", channelId="webchat"))


def test_a_second_tenant_can_be_listed(teams_served) -> None:
    teams = teams_served(teams_tenants=(TENANT, OTHER))
    activity = teams.activity("personal", channelData={"tenant": {"id": OTHER.upper()}})
    activity["conversation"]["tenantId"] = OTHER
    assert teams.post(activity).status_code == 200
    assert teams.microsoft.wait(1)


def test_made_up_key_ids_do_not_make_us_call_microsoft(door: Teams) -> None:
    for number in range(5):
        door.post(door.activity("personal"), door.microsoft.token(OTHER_KEY, f"made-up-{number}"))
    assert door.microsoft.asked["/v1/.well-known/keys"] <= 2


def test_who_sends_forged_tokens_is_soon_not_listened_to(teams_served) -> None:
    teams = teams_served(rate_per_address="2/minute")
    forged = teams.microsoft.token(OTHER_KEY)
    assert [teams.post(teams.activity("personal"), forged).status_code for _ in range(4)] == [401, 401, 429, 429]
    assert teams.post(teams.activity("personal")).status_code == 200


def test_keys_that_cannot_be_fetched_are_no_fault_of_the_sender(teams: Teams) -> None:
    teams.microsoft.keys_away = True
    response = teams.post(teams.activity("personal"))
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    teams.microsoft.keys_away = False
    assert teams.post(teams.activity("personal")).status_code == 200


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b"null", b'"x"', b"[" * 100_000, b'{"type": "\xe9"}'])
def test_what_is_no_activity_is_a_problem_in_a_sentence(door: Teams, body: bytes) -> None:
    response = door.client.post("/api/messages", content=body, headers={"Authorization": f"Bearer {door.microsoft.token()}"})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "changed",
    [{"type": "unheard-of"}, {"type": None}, {"from": None}, {"conversation": {"tenantId": TENANT}}, {"text": {"a": 1}}],
    ids=str,
)
def test_a_malformed_activity_with_a_good_token_is_a_problem_too(door: Teams, changed: dict) -> None:
    response = door.post(door.activity("personal", **changed))
    assert response.status_code == 400
    assert "referral" not in response.text
