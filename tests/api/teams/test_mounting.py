"""When the bot is there, and what it takes."""

import asyncio
import sys
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.errors import ServiceError, SettingsError
from api.settings import Settings, load_settings
from api.teams import add_teams
from api.teams.tokens import AppToken
from tests.api.teams.conftest import Teams
from tests.api.teams.microsoft import APP, SECRET, TENANT, Microsoft

OWN = {"VERSE_TEAMS_APP_ID": APP, "VERSE_TEAMS_CLIENT_SECRET": SECRET, "VERSE_TEAMS_TENANTS": TENANT}


def test_without_settings_there_is_no_bot(client) -> None:
    assert client.post("/api/messages", json={}).status_code == 404


def test_without_the_extra_one_sentence_says_which_to_install(monkeypatch) -> None:
    for name in [m for m in sys.modules if m.startswith(("microsoft_teams", "api.teams."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "microsoft_teams", None)
    with pytest.raises(SettingsError) as refused:
        add_teams(FastAPI(), None)  # type: ignore[arg-type]
    assert str(refused.value) == "The Teams bot needs the extra: pip install 'chapter-and-verse[teams]'."


@pytest.mark.parametrize("missing", ["VERSE_TEAMS_CLIENT_SECRET", "VERSE_TEAMS_TENANTS"])
def test_a_bot_without_its_secret_or_its_tenants_is_refused(tmp_path: Path, missing: str) -> None:
    given = {name: value for name, value in OWN.items() if name != missing}
    with pytest.raises(SettingsError, match="'teams_app_id' needs 'teams_client_secret' and"):
        load_settings({"VERSE_HOME": str(tmp_path), **given})


@pytest.mark.parametrize(("name", "value"), [("APP_ID", "my-bot"), ("TENANTS", "*"), ("TENANTS", f"{TENANT}, common")])
def test_ids_that_are_none_are_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"The setting 'teams_{name.lower()}"):
        load_settings({"VERSE_HOME": str(tmp_path), **OWN, f"VERSE_TEAMS_{name}": value})


def test_the_secret_is_not_shown(tmp_path: Path) -> None:
    own = load_settings({"VERSE_HOME": str(tmp_path), **OWN})
    assert own.teams_tenants == (TENANT,)
    assert SECRET not in own.shown()


def test_a_secret_that_would_be_used_in_its_place_is_refused(teams_served, monkeypatch) -> None:
    monkeypatch.setenv("CLIENT_SECRET", "another's")
    with pytest.raises(SettingsError, match="Unset the environment variable 'CLIENT_SECRET'"):
        teams_served()


def test_no_variable_of_the_library_opens_the_door(teams_served, monkeypatch) -> None:
    monkeypatch.setenv("DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS", "true")
    monkeypatch.setenv("CLOUD", "China")
    teams: Teams = teams_served()
    assert teams.post(teams.activity("personal"), "").status_code == 401
    assert teams.ask("What is neglect?")


def test_the_address_is_not_in_the_description_of_the_api(teams: Teams) -> None:
    assert "/api/messages" not in teams.client.get("/openapi.json").text


def test_the_bot_takes_no_other_way_in_with_it(teams: Teams) -> None:
    paths = {getattr(route, "path", "") for route in teams.client.app.routes}
    assert {path for path in paths if path.startswith("/api/")} == {"/api/messages"}


async def _token(connector: Microsoft, **changed: object) -> str:
    own = {"teams_app_id": APP, "teams_client_secret": SECRET, "teams_tenants": (TENANT,), **changed}
    with httpx.Client() as http:
        return await AppToken(Settings.model_validate(own), connector.cloud, http)()


def test_a_secret_that_microsoft_does_not_know_is_said(connector: Microsoft) -> None:
    assert asyncio.run(_token(connector)).count(".") == 2
    with pytest.raises(ServiceError, match="check 'teams_app_id', 'teams_client_secret'"):
        asyncio.run(_token(connector, teams_client_secret="wrong"))
