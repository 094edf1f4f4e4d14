"""The files for whoever runs the service fit the service."""

import json
import re
from pathlib import Path

import pytest
import yaml

from api.metrics import Metrics
from api.settings import Settings

OPERATE = Path(__file__).parent.parent / "docs" / "operate"
PAGE = OPERATE.parent / "operate.md"


def figures() -> dict[str, set[str]]:
    """Every figure's name, with its labels, as Prometheus sees it."""
    known: dict[str, set[str]] = {}
    metrics = Metrics()
    metrics.refused.labels("site"), metrics.requests.labels("GET", "/", 200), metrics.seconds.labels("/")
    metrics.answers.labels("answer"), metrics.reads("f")
    for family in metrics.registry.collect():
        for sample in family.samples:
            known.setdefault(sample.name, set()).update(sample.labels)
    return known


def expressions() -> list[str]:
    board = json.loads((OPERATE / "grafana-dashboard.json").read_text("utf-8"))
    rules = yaml.safe_load((OPERATE / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
    return [t["expr"] for p in board["panels"] for t in p["targets"]] + [rule["expr"] for rule in rules]


@pytest.mark.parametrize("expression", expressions())
def test_every_figure_that_is_watched_is_one_that_is_shown(expression: str) -> None:
    known = figures()
    names = set(re.findall(r"\bverse_\w+", expression))
    assert names <= set(known), names - set(known)
    labels = {label for group in re.findall(r"by \(([^)]*)\)", expression) for label in re.split(r",\s*", group)}
    labels |= set(re.findall(r"[{,]\s*(\w+)\s*(?:=|!)", expression))
    assert labels <= set().union(*(known[name] for name in names), {"job"})


def test_every_figure_that_is_shown_is_on_the_board() -> None:
    watched = " ".join(expressions())
    assert [n for n in figures() if not n.endswith(("_created", "_sum", "_count", "_bucket")) and n not in watched] == []


@pytest.mark.parametrize("path", sorted(OPERATE.glob("*.yaml")), ids=lambda path: path.name)
def test_the_files_are_yaml_and_what_they_mount_is_there(path: Path) -> None:
    held = yaml.safe_load(path.read_text("utf-8"))
    for service in held.get("services", {}).values() if isinstance(held, dict) else ():
        mounted = [v.split(":")[0] for v in service.get("volumes", ())]
        assert all((OPERATE / name).is_file() for name in mounted if name.startswith("./"))


def test_every_setting_in_the_files_is_one_of_the_service() -> None:
    text = "".join((OPERATE / name).read_text("utf-8") for name in ("compose.yaml", "Dockerfile", "chapter-and-verse.service"))
    named = {name.lower() for name in re.findall(r"\bVERSE_([A-Z_]+)\b", text)}
    assert named - set(Settings.model_fields) == set()


def test_the_page_names_every_setting() -> None:
    text = PAGE.read_text("utf-8") + (PAGE.parent / "teams.md").read_text("utf-8")
    assert [name for name in Settings.model_fields if f"`{name}`" not in text] == []


def test_the_page_leads_to_files_that_are_there() -> None:
    for page in (PAGE, PAGE.parent / "security.md"):
        for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            assert link.startswith("http") or (page.parent / link).exists(), (page.name, link)


def test_every_defence_names_tests_that_there_are() -> None:
    text = (PAGE.parent / "security.md").read_text("utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 40
    for path, test in named:
        held = (PAGE.parent.parent / path).read_text("utf-8")
        assert re.search(rf"^(async )?def {test}\(", held, re.MULTILINE), (path, test)
