import json

import pytest
from sqlalchemy.exc import OperationalError

from api.completions.errors import turned as turned_for_openai
from api.errors import Busy
from api.problems import Problem
from api.protocol.failures import said, turned
from retriever.errors import BadQuestion

PROBLEM = Problem(title="Busy", status=503, detail="Too many questions are waiting.", instance="urn:error:1", id="1")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Busy(2), "Too many questions are waiting; ask again in a moment. If a child is in immediate danger, call 999."),
        (BadQuestion("The question is empty."), "The question is empty."),
        (OperationalError("SELECT secret", {}, Exception("secret")), "cannot be reached; try again in a moment."),
        (ValueError("secret"), "Something went wrong here; try again, and quote the id"),
    ],
)
def test_an_assistant_is_told_a_sentence_and_nothing_of_the_error(error: Exception, words: str, caplog) -> None:
    assert words in said(error)
    assert "secret" not in said(error) + caplog.text


def test_a_busy_service_is_a_json_rpc_error_with_its_status() -> None:
    response = turned({"path": "/mcp"}, PROBLEM)
    error = json.loads(response.body)["error"]
    assert (response.status_code, error["code"], error["message"]) == (503, -32603, PROBLEM.detail)


def test_a_busy_service_is_an_openai_style_server_error_with_an_id() -> None:
    response = turned_for_openai({"path": "/v1/chat/completions"}, PROBLEM)
    error = json.loads(response.body)["error"]
    assert (response.status_code, error["type"], error["code"]) == (503, "server_error", "overloaded")
    assert error["message"] == f"{PROBLEM.detail} (id 1)"
