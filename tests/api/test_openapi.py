"""The OpenAPI description is complete and true: schemathesis makes requests of it and holds every answer against it."""

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as trying
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from tests.api.conftest import Served

CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            # What follows the schema may still be no question (over 2,000 characters and no emergency): 422 says so.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422", "5xx"]},
            # Ids of conversations and answers are made by the service: made-up ones are unknown, rightly.
            "missing_required_header": {"enabled": False},
        }
    }
)
load_all_checks()


TRIES = trying(
    max_examples=15, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_described(serve: Served, mode: GenerationMode) -> None:
    limits = {"rate_per_user": "1000000/second", "rate_per_address": "1000000/second", "queue": 1000}
    client = serve(**limits, hosts=("testserver",))
    described = schemathesis.openapi.from_asgi("/openapi.json", client.app, config=CONFIG)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 12
    for operation in operations:
        if mode is GenerationMode.POSITIVE or takes_something(operation):
            tried(operation, mode)


def takes_something(operation) -> bool:
    """Whether there is anything that a request could get wrong."""
    return any(True for _ in operation.iter_parameters()) or bool(operation.body)


def tried(operation, mode: GenerationMode) -> None:
    @TRIES
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case) -> None:
        case.call_and_validate()

    attempt()


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
