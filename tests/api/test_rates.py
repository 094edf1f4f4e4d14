from starlette.testclient import TestClient

from tests.api.conftest import Served

ASK = {"query": "neglect"}


def test_who_asks_too_often_is_told_when_to_come_back(serve: Served) -> None:
    client = serve(rate_per_user="3/day")
    responses = [client.post("/v1/search", json=ASK) for _ in range(4)]
    assert [r.status_code for r in responses] == [200, 200, 200, 429]
    assert responses[0].headers["ratelimit-policy"] == '"user";q=3;w=86400'
    assert [r.headers["x-ratelimit-remaining"] for r in responses] == ["2", "1", "0", "0"]
    last = responses[-1]
    assert 0 < int(last.headers["retry-after"]) <= 86_401
    assert last.headers["content-type"] == "application/problem+json"
    assert "999" in last.json()["detail"]


def test_addresses_are_counted_before_anybody_signs_in(serve: Served) -> None:
    client = serve(rate_per_address="2/day", api_keys=True)
    assert [client.post("/v1/search", json=ASK).status_code for _ in range(3)] == [401, 401, 429]


def forwarded(client: TestClient, *hops: str) -> int:
    return client.post("/v1/search", json=ASK, headers={"X-Forwarded-For": ", ".join(hops)}).status_code


def test_a_forwarded_address_counts_only_from_a_known_proxy(serve: Served) -> None:
    client = serve(rate_per_address="1/day")
    assert [forwarded(client, "192.0.2.1"), forwarded(client, "192.0.2.2")] == [200, 429]
    client = behind_a_proxy(serve)
    assert [forwarded(client, "192.0.2.1"), forwarded(client, "192.0.2.2")] == [401, 401]
    assert forwarded(client, "192.0.2.9", "192.0.2.1") == 429


def behind_a_proxy(serve: Served) -> TestClient:
    """Nobody is signed in: an address is counted before (401), and refused when it came too often (429)."""
    provider = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "verse"}
    return serve(rate_per_address="1/day", trusted_proxies=("127.0.0.0/8",), **provider)


def test_an_ipv6_network_counts_as_one_address(serve: Served) -> None:
    client = behind_a_proxy(serve)
    assert [forwarded(client, "2001:db8::1"), forwarded(client, "[2001:db8::2]:4711")] == [401, 429]
    assert forwarded(client, "2001:db8:0:1::1") == 401


def test_an_ipv4_address_written_as_ipv6_is_the_same_and_no_others(serve: Served) -> None:
    client = behind_a_proxy(serve)
    assert [forwarded(client, "::ffff:192.0.2.1"), forwarded(client, "192.0.2.1")] == [401, 429]
    assert forwarded(client, "::ffff:192.0.2.2") == 401


def test_another_port_or_a_line_of_ones_own_does_not_make_another_address(serve: Served) -> None:
    client = behind_a_proxy(serve)
    assert [forwarded(client, "192.0.2.1:5001"), forwarded(client, "192.0.2.1:5002")] == [401, 429]
    made_up = [("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-For", "192.0.2.1")]
    assert client.post("/v1/search", json=ASK, headers=made_up).status_code == 429


def test_typing_costs_no_answer(serve: Served) -> None:
    client = serve(rate_per_address="2/minute")
    typed = [client.post("/v1/suggest", json={"typed": "who"}).status_code for _ in range(3)]
    assert typed == [200, 200, 429]
    assert client.post("/v1/search", json=ASK).status_code == 200


def test_health_is_not_limited(serve: Served) -> None:
    client = serve(rate_per_address="1/hour", rate_per_user="1/hour")
    assert {client.get("/healthz").status_code for _ in range(5)} == {200}
