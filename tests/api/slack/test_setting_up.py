import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.app import create_app
from api.errors import SettingsError
from api.service import open_service
from api.settings import Settings, load_settings
from api.slack.bolt import COMMAND, SHORTCUT
from api.slack.mount import PATH
from api.web.suggested import START
from tests.api.fake import FakeAssistant

DOCS = Path(__file__).parents[3] / "docs"
SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "chat.postMessage": "chat:write",
    "assistant.threads.setStatus": "assistant:write",
    "conversations.replies": "channels:history groups:history im:history mpim:history",
    "/verse": "commands",
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return yaml.safe_load((DOCS / "slack-manifest.yaml").read_text("utf-8"))


def test_the_manifest_names_what_the_service_answers_to(manifest: dict[str, Any]) -> None:
    features, settings = manifest["features"], manifest["settings"]
    own, menu = features["slash_commands"][0], features["shortcuts"][0]
    addresses = (own["url"], settings["event_subscriptions"]["request_url"], settings["interactivity"]["request_url"])
    assert set(addresses) == {f"https://verse.example.org{PATH}"}
    assert (own["command"], menu["callback_id"], menu["type"]) == (COMMAND, SHORTCUT, "message")
    assert settings["event_subscriptions"]["bot_events"] == ["app_home_opened", "app_mention", "message.im"]
    assert tuple(p["message"] for p in features["agent_view"]["suggested_prompts"]) == START
    assert features["app_home"]["messages_tab_enabled"]
    assert not features["app_home"]["messages_tab_read_only_enabled"]


def test_the_manifest_asks_for_the_scopes_it_needs_and_no_others(manifest: dict[str, Any]) -> None:
    needed = {scope for scopes in SCOPES.values() for scope in scopes.split()}
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed


def test_the_manifest_keeps_within_slacks_limits(manifest: dict[str, Any]) -> None:
    about, features = manifest["display_information"], manifest["features"]
    assert (len(about["name"]) <= 35, len(about["description"]) <= 140) == (True, True)
    assert re.fullmatch("#[0-9a-f]{6}", about["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["shortcuts"][0]["name"]) <= 24
    assert len(features["shortcuts"][0]["description"]) <= 150
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4


def test_the_page_names_every_setting() -> None:
    page = (DOCS / "slack.md").read_text("utf-8")
    own = [name for name in Settings.model_fields if name.startswith("slack_")]
    assert [name for name in own if f"`{name}`" not in page] == []
    assert "(slack-manifest.yaml)" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SLACK_BOT_TOKEN": "hush"}, "'slack_bot_token' needs 'slack_signing_secret' (over HTTP) or 'slack_app_token'"),
        ({"SLACK_SIGNING_SECRET": "hush"}, "need 'slack_bot_token'"),
        ({"SLACK_APP_TOKEN": "hush"}, "need 'slack_bot_token'"),
        ({"SLACK_API_URL": "http://example.org/api/"}, "The setting 'slack_api_url' is wrong"),
    ],
)
def test_settings_that_do_not_go_together_are_said(tmp_path: Path, given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({"VERSE_HOME": str(tmp_path), **{f"VERSE_{name}": value for name, value in given.items()}})
    assert said in str(refused.value)
    assert "hush" not in str(refused.value)


def test_tokens_are_not_shown(slack_settings: dict[str, Any]) -> None:
    shown = Settings(**slack_settings, slack_app_token="xapp-hush").shown()
    assert "hush" not in shown
    assert json.loads(shown)["slack_bot_token"]


def test_without_the_extra_it_says_what_to_install(tmp_path, fake: FakeAssistant, slack_settings, monkeypatch) -> None:
    monkeypatch.delitem(sys.modules, "api.slack.mount")
    monkeypatch.setitem(sys.modules, "slack_bolt.adapter.fastapi.async_handler", None)
    settings = Settings(home=tmp_path, **slack_settings)
    service = open_service(settings, fake)
    with pytest.raises(SettingsError) as refused:
        create_app(settings, service)
    service.close()
    assert str(refused.value) == "Slack needs the extra: pip install 'chapter-and-verse[slack]'."


def test_without_its_settings_there_is_no_way_in(client) -> None:
    assert client.post(PATH, content="{}").status_code == 404


def test_with_socket_mode_alone_nothing_comes_in_over_http(serve, slack_settings, slack) -> None:
    client = serve(**{**slack_settings, "slack_signing_secret": "", "slack_app_token": "xapp-1"})
    assert client.post(PATH, content="{}").status_code == 404
