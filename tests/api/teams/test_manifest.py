"""The app package an administrator uploads is what Teams takes and what the bot understands."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from api.teams.extension import PARAMETER

FOLDER = Path(__file__).parents[3] / "docs" / "teams"
MANIFEST = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
APP = "00000000-0000-0000-0000-000000000000"


def test_names_and_descriptions_are_within_what_teams_shows() -> None:
    limits = {("name", "short"): 30, ("name", "full"): 100, ("description", "short"): 80, ("description", "full"): 4000}
    for (one, other), most in limits.items():
        assert 0 < len(MANIFEST[one][other]) <= most
    assert len(MANIFEST["developer"]["name"]) <= 32
    assert re.fullmatch(r"#[0-9A-Fa-f]{6}", MANIFEST["accentColor"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", MANIFEST["version"])
    assert MANIFEST["manifestVersion"] in MANIFEST["$schema"]


def test_only_what_the_page_says_to_replace_has_to_be() -> None:
    assert MANIFEST["id"] == MANIFEST["bots"][0]["botId"] == MANIFEST["composeExtensions"][0]["botId"] == APP
    hosts = {host for host in re.findall(r"https://([^/\"]+)", json.dumps(MANIFEST)) if not host.endswith("microsoft.com")}
    assert hosts == {"guidance.example.org"}
    assert MANIFEST["validDomains"] == ["guidance.example.org"]
    page = (FOLDER.parent / "teams.md").read_text("utf-8")
    assert APP in page
    assert "guidance.example.org" in page


def test_the_bot_is_offered_where_it_answers() -> None:
    bot = MANIFEST["bots"][0]
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert not bot["supportsFiles"]
    for listed in bot["commandLists"]:
        assert set(listed["scopes"]) <= set(bot["scopes"])
        assert 0 < len(listed["commands"]) <= 10
        for command in listed["commands"]:
            assert len(command["title"]) <= 32
            assert len(command["description"]) <= 128


def test_the_search_sends_what_the_bot_reads() -> None:
    (command,) = MANIFEST["composeExtensions"][0]["commands"]
    assert (command["type"], command["initialRun"]) == ("query", True)
    assert [p["name"] for p in command["parameters"]] == [PARAMETER]
    assert len(command["title"]) <= 32
    assert len(command["description"]) <= 128
    assert set(command["context"]) <= {"compose", "commandBox", "message"}


def test_it_asks_for_no_permission() -> None:
    assert "authorization" not in MANIFEST
    assert "webApplicationInfo" not in MANIFEST


@pytest.mark.parametrize(("name", "side"), [("color", 192), ("outline", 32)])
def test_the_icons_are_as_teams_wants_them(name: str, side: int) -> None:
    with Image.open(FOLDER / MANIFEST["icons"][name]) as icon:
        assert (icon.format, icon.size) == ("PNG", (side, side))
        if name == "outline":
            data = icon.convert("RGBA").tobytes()
            pixels = [tuple(data[at : at + 4]) for at in range(0, len(data), 4)]
            assert {p[:3] for p in pixels if p[3]} == {(255, 255, 255)}
            assert any(p[3] == 0 for p in pixels)
