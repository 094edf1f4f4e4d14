"""The OpenAPI description is complete and true."""

import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from api.settings import Settings
from tests.api.fake import FakeAssistant
from tests.api.running import running

SCHEMATHESIS = ("run", "--max-examples", "25", "--seed", "1", "--no-color")


def test_schemathesis_finds_nothing(settings: Settings, library, searcher) -> None:
    """Examples, edges, made-up requests, right and wrong, and chains of them, with all its checks."""
    boundless = {"rate_per_user": "1000000/second", "rate_per_address": "1000000/second", "queue": 1000}
    program = str(Path(sys.executable).with_name("schemathesis"))
    with running(settings.model_copy(update=boundless), FakeAssistant(library)) as own:
        command = [program, *SCHEMATHESIS, f"{own.url}/openapi.json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=900, cwd=settings.home)
    assert done.returncode == 0, done.stdout[-5000:]
    assert "Tested: 29" in done.stdout


@pytest.fixture
def description(client) -> dict:
    return client.get("/openapi.json").json()


def test_every_endpoint_has_an_example_of_what_comes_back(description: dict) -> None:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            done = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
            for kind, content in done.get("content", {}).items():
                assert kind == "text/plain" or "example" in content or "examples" in content, (method, path, kind)
            assert {"422", "429", "503"} <= set(operation["responses"]), (method, path)


def test_every_example_is_true_to_its_schema(description: dict) -> None:
    checked = 0
    for methods in description["paths"].values():
        for operation in methods.values():
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for content in (c for body in bodies for c in body.get("content", {}).values()):
                own = content.get("schema", {})
                shown = [content["example"]] if "example" in content else []
                shown += [example["value"] for example in content.get("examples", {}).values()]
                shown += resolved(own, description).get("examples", [])
                for example in shown:
                    jsonschema.validate(example, {**own, "components": description["components"]})
                    checked += 1
    assert checked > 50


def resolved(schema: dict, description: dict) -> dict:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict = description["components"]["schemas"].get(name, schema)
    return found


def test_the_description_names_no_page(description: dict) -> None:
    assert all(path.startswith(("/v1/", "/healthz", "/readyz", "/metrics")) for path in description["paths"])
