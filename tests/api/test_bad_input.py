"""Bad input of every kind: a clear error, nothing leaked, nothing lost."""

import logging

import pytest
from starlette.testclient import TestClient

from api.watch import HEADERS
from tests.api.conftest import Served

PLANTED = "Jayden Smith, DOB 03/05/2019, NHS 943 476 5919, of 14 Acacia Avenue, LS1 4AB, 07700 900123, jayden@example.org"
VALUES = ("Jayden", "Smith", "03/05/2019", "943 476 5919", "9434765919", "Acacia", "LS1 4AB", "07700 900123", "jayden@")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"[]",
        b"null",
        b'"What is neglect?"',
        b'{"question": null}',
        b'{"question": ["What is neglect?"]}',
        b'{"question": {"$gt": ""}}',
        b'{"question": "   "}',
        b'{"question": "?!"}',
        b'{"question": "\\ud800 half a pair"}',
        b'{"question": "caf\xe9"}',
        b'{"question": "x", "k": 0}',
        b'{"question": "x", "k": "10"}',
        b'{"question": "x", "k": 1e999}',
        b'{"question": "x", "full": "yes"}',
        b'{"question": "x", "as_of": "yesterday"}',
        b'{"question": "x", "as_of": "2026-02-30"}',
        b'{"question": "x", "as_of": 0}',
        b'{"question": "x", "as_of": "1700000000"}',
        b'{"question": "x", "k": true}',
        b'{"question": "x", "history": "y"}',
        b'{"question": "x", "history": [1]}',
        b'{"question": "x", "conversation": "../../etc/passwd"}',
        b'{"question": "x", "admin": true}',
        b'{"question": "x"' + b"[" * 5000,
        b"[" * 100_000,
    ],
)
def test_a_malformed_question_is_a_problem_in_a_sentence(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "instance", "id", "errors"}
    assert problem["id"] in problem["instance"]
    assert "Traceback" not in response.text
    assert "half a pair" not in response.text
    assert client.get("/v1/conversations").json() == {"conversations": []}


def test_only_json_is_taken_for_json(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        response = client.post("/v1/ask", content=b'{"question": "What is neglect?"}', headers={"Content-Type": kind})
        assert response.status_code == 422


def test_a_method_that_is_not_taken_is_told_all_that_are(client: TestClient) -> None:
    response = client.put(f"/v1/conversations/{'0' * 32}")
    assert (response.status_code, response.headers["allow"]) == (405, "DELETE, GET")
    assert client.get("/v1/ask").headers["allow"] == "POST"


def test_history_has_a_most(client: TestClient) -> None:
    assert client.post("/v1/ask", json={"question": "x1", "history": ["y"] * 20}).status_code == 200
    assert client.post("/v1/ask", json={"question": "x1", "history": ["y"] * 21}).status_code == 422


def test_a_body_too_large_is_refused_unread(serve: Served) -> None:
    client = serve(max_body_bytes=2000)
    whole = {"question": "x" * 2000}

    def pieces():
        for _ in range(50):
            yield b"x" * 100

    for sent in ({"json": whole}, {"content": pieces()}):
        response = client.post("/v1/ask", **sent)
        assert response.status_code == 413
        assert "2,000 bytes" in response.json()["detail"]


@pytest.mark.parametrize("header", ["x\r\nSet-Cookie: a=b", "x\nX-Evil: 1"])
def test_header_injection_reaches_no_header(client: TestClient, header: str) -> None:
    response = client.get("/sign-in/oidc", params={"onward": header}, follow_redirects=False)
    assert "x-evil" not in response.headers
    assert "a=b" not in response.headers.get("set-cookie", "")


@pytest.mark.parametrize("path", ["/healthz", "/v1/documents", "/nowhere", "/v1/paragraphs/x/y"])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert response.headers["cache-control"] == "no-store"


def test_https_is_asked_for_where_it_is_served(serve: Served) -> None:
    assert "strict-transport-security" not in serve().get("/healthz").headers
    client = serve(public_url="https://chat.example.org", oidc_issuer="http://127.0.0.1:9", oidc_client_id="verse")
    assert "max-age" in client.get("/healthz").headers["strict-transport-security"]


def test_other_sites_can_neither_read_nor_post(client: TestClient) -> None:
    question = {"question": "What is neglect?"}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/v1/ask", json=question, headers=headers).status_code == 403
    response = client.get("/v1/documents", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in response.headers
    assert client.post("/v1/ask", json=question, headers={"Origin": "http://127.0.0.1"}).status_code == 200


def test_a_site_that_is_allowed_may_ask(serve: Served) -> None:
    client = serve(cors_origins=("https://intranet.example",))
    response = client.post("/v1/search", json={"query": "neglect"}, headers={"Origin": "https://intranet.example"})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "https://intranet.example"
    assert client.post("/v1/search", json={"query": "x"}, headers={"Origin": "https://other.example"}).status_code == 403


def test_another_hosts_name_is_not_answered_on_loopback(client: TestClient) -> None:
    assert client.get("/healthz", headers={"Host": "rebound.example"}).status_code == 421
    assert client.get("/healthz", headers={"Host": "localhost:8000"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "[::1]:8000"}).status_code == 200


def test_a_form_without_its_token_is_refused(client: TestClient) -> None:
    for data in ({}, {"csrf": ""}, {"csrf": "guessed"}):
        response = client.post("/sign-in/out", data=data)
        assert response.status_code == 403
        assert "load the page again" in response.json()["detail"]


def test_what_goes_wrong_inside_leaks_nothing(serve: Served, library, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def __init__(self) -> None:
            self.library = library

        def ask(self, question: str, *more: object) -> None:
            raise ValueError(f"cannot understand {question}")

    caplog.set_level(logging.DEBUG)
    response = serve(Broken()).post("/v1/ask", json={"question": f"{PLANTED}: what now?"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["id"] in caplog.text
    assert "ValueError" in caplog.text
    assert not any(value in caplog.text + response.text for value in VALUES)


def test_a_program_that_sends_no_host_is_told(client: TestClient) -> None:
    assert client.get("/healthz", headers={"Host": ""}).status_code == 421


def test_every_refusal_is_problem_json_with_an_id_of_its_own(serve: Served, library) -> None:
    client = serve(rate_per_user="1/minute", max_body_bytes=1024)
    found = [
        (404, client.get("/nowhere")),
        (404, client.get("/v1/nowhere/../..//etc/passwd")),
        (405, client.put("/v1/ask")),
        (413, client.post("/v1/ask", json={"question": "x" * 2000})),
        (422, client.post("/v1/ask", json={})),
        (429, client.post("/v1/ask", json={"question": "What is neglect?"})),
    ]
    assert [response.status_code for _, response in found] == [status for status, _ in found]
    assert {response.headers["content-type"] for _, response in found} == {"application/problem+json"}
    assert all(response.json()["status"] == status for status, response in found)
    assert len({response.json()["id"] for _, response in found}) == len(found)


def test_what_is_wrong_with_a_request_is_not_listed_without_end(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "x", **{f"unknown {n}": n for n in range(5000)}})
    assert (response.status_code, len(response.json()["errors"])) == (422, 20)


def test_a_made_up_method_makes_no_figure_of_its_own(client: TestClient) -> None:
    for n in range(3):
        assert client.request(f"JAYDEN{n}", "/v1/documents").status_code == 405
    figures = client.get("/metrics").text
    assert "JAYDEN" not in figures
    assert 'verse_requests_total{method="other",route="/v1/documents",status="405"} 3.0' in figures
