import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from starlette.testclient import TestClient

from api.cli import main
from api.errors import SettingsError
from api.service import open_service
from api.settings import Settings
from api.signin.provider import KEPT_S, PAUSE_S
from api.signin.users import Role
from tests.api.conftest import Served
from tests.api.oidc_provider import CLIENT, SECRET, OidcProvider, provider

OPEN = ("/healthz", "/openapi.json")
CLOSED = ("/v1/documents", "/v1/conversations", "/v1/paragraphs/wt-2026/167", "/metrics")


@pytest.fixture
def keyed(serve: Served) -> TestClient:
    return serve(api_keys=True)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_on_loopback_without_sign_in_everything_is_open(client: TestClient) -> None:
    assert {client.get(path).status_code for path in (*OPEN, *CLOSED)} == {200}


def test_with_sign_in_nothing_but_health_is_open(keyed: TestClient) -> None:
    assert {client_status(keyed, path) for path in OPEN} == {200}
    for path in CLOSED:
        response = keyed.get(path)
        assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
        assert "Sign in first" in response.json()["detail"]
    assert keyed.post("/v1/ask", json={"question": "What is neglect?"}).status_code == 401


def client_status(client: TestClient, path: str) -> int:
    return client.get(path).status_code


def test_a_key_lets_in_and_is_kept_as_a_hash(keyed: TestClient, settings: Settings) -> None:
    key = keyed.service.keys.create("Team North's bot", Role.READER)
    assert keyed.get("/v1/documents", headers=bearer(key)).status_code == 200
    keyed.service.store.engine.dispose()
    assert not any(key.rpartition("_")[2].encode() in path.read_bytes() for path in settings.home.rglob("*") if path.is_file())


@pytest.mark.parametrize("change", ["", "cv_", "cv_0_0", "cv_\u00b9_0", "x", "\u00e9", "..."])
def test_a_wrong_key_does_not(keyed: TestClient, change: str) -> None:
    key = keyed.service.keys.create("bot", Role.READER)
    for wrong in (change, key + "x", key[:-1], f"cv_{key.split('_')[1]}_{change}", key.replace("cv_", "cv_f", 1)):
        assert keyed.get("/v1/documents", headers={"Authorization": f"Bearer {wrong}".encode()}).status_code == 401
    for scheme in ("Basic", "Token", ""):
        assert keyed.get("/v1/documents", headers={"Authorization": f"{scheme} {key}"}).status_code == 401


def test_a_revoked_key_ends_at_once(keyed: TestClient) -> None:
    key = keyed.service.keys.create("bot", Role.READER)
    keyed.service.keys.revoke("bot")
    response = keyed.get("/v1/documents", headers=bearer(key))
    assert (response.status_code, "revoked" in response.json()["detail"]) == (401, True)


def test_roles_may_do_what_those_below_them_may(keyed: TestClient) -> None:
    for role, status in ((Role.READER, 403), (Role.TRAINER, 403), (Role.OPERATOR, 200)):
        key = keyed.service.keys.create(role.value, role)
        assert keyed.get("/metrics", headers=bearer(key)).status_code == status
        assert keyed.get("/v1/documents", headers=bearer(key)).status_code == 200


def test_one_persons_conversations_are_unknown_to_another(keyed: TestClient) -> None:
    ann, ben = (bearer(keyed.service.keys.create(name, Role.READER)) for name in ("ann", "ben"))
    given = keyed.post("/v1/ask", json={"question": "What is neglect?"}, headers=ann).json()
    path = f"/v1/conversations/{given['conversation']}"
    assert keyed.get(path, headers=ann).status_code == 200
    assert keyed.get(path, headers=ben).status_code == 404
    assert keyed.delete(path, headers=ben).status_code == 404
    assert keyed.post("/v1/feedback", json={"answer": given["id"], "right": True}, headers=ben).status_code == 404


def test_a_page_session_begins_with_a_key_and_ends_when_it_is_revoked(keyed: TestClient) -> None:
    key = keyed.service.keys.create("ann", Role.READER)
    form = {"key": key, "csrf": token_of(keyed), "onward": "//evil.example"}
    response = keyed.post("/sign-in/key", data=form, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert keyed.get("/v1/documents").status_code == 200
    keyed.service.keys.revoke("ann")
    assert keyed.get("/v1/documents").status_code == 401


def test_signing_out_ends_the_session(keyed: TestClient) -> None:
    form = {"key": keyed.service.keys.create("ann", Role.READER), "csrf": token_of(keyed)}
    keyed.post("/sign-in/key", data=form, follow_redirects=False)
    keyed.post("/sign-in/out", data={"csrf": token_of(keyed)}, follow_redirects=False)
    assert keyed.get("/v1/documents").status_code == 401


def test_a_session_ends_after_a_working_day_however_busy_it_was(keyed: TestClient) -> None:
    form = {"key": keyed.service.keys.create("ann", Role.READER), "csrf": token_of(keyed)}
    keyed.post("/sign-in/key", data=form, follow_redirects=False)
    entrance, began = keyed.service.entrance, time.time()
    for hours, status in ((4, 200), (7.9, 200), (8.1, 401)):
        entrance.clock = lambda hours=hours: began + hours * 3600
        assert keyed.get("/v1/documents").status_code == status


def test_a_form_cannot_be_replayed_with_another_sessions_token(keyed: TestClient) -> None:
    form = {"key": keyed.service.keys.create("ann", Role.READER), "csrf": token_of(keyed)}
    keyed.cookies.clear()
    assert keyed.post("/sign-in/key", data=form, follow_redirects=False).status_code == 403


def token_of(client: TestClient) -> str:
    page = client.get("/sign-in", headers={"Accept": "text/html"}).text
    return page.split('name="csrf" value="', 1)[1].split('"', 1)[0]


def test_a_forged_session_is_nobodys(keyed: TestClient) -> None:
    keyed.cookies.set("verse_session", "eyJ1c2VyIjogeyJpZCI6ICJ4IiwgInJvbGUiOiAib3BlcmF0b3IifX0=.x.y")
    assert keyed.get("/v1/documents").status_code == 401


def test_elsewhere_it_does_not_open_before_there_is_a_key(tmp_path: Path, fake) -> None:
    settings = Settings(home=tmp_path, host="0.0.0.0", api_keys=True)
    with pytest.raises(SettingsError, match="There is no API key yet"):
        open_service(settings, fake)


def test_keys_are_made_listed_and_revoked_on_the_command_line(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("VERSE_HOME", str(tmp_path))
    assert main(["keys", "create", "Team North", "--role", "trainer"]) == 0
    key = capsys.readouterr().out.strip()
    assert main(["keys", "list"]) == 0
    listed = capsys.readouterr().out
    assert "trainer   Team North" in listed
    assert key.rpartition("_")[2] not in listed
    assert main(["keys", "create", "Team North"]) == 1
    assert "choose another name" in capsys.readouterr().err
    assert main(["keys", "revoke", "Team North"]) == 0
    assert main(["keys", "revoke", "Team South"]) == 1
    assert "There is no key 'Team South'" in capsys.readouterr().err
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


@pytest.fixture
def oidc() -> Iterator[OidcProvider]:
    with provider() as own:
        yield own


@pytest.fixture
def signed(serve: Served, oidc: OidcProvider) -> TestClient:
    return serve(oidc_issuer=oidc.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET, public_url="http://127.0.0.1")


def through_the_provider(client: TestClient, onward: str = "/") -> httpx.Response:
    begun = client.get("/sign-in/oidc", params={"onward": onward}, follow_redirects=False)
    back = httpx.get(begun.headers["location"]).headers["location"]
    return client.get(back, follow_redirects=False)


def test_a_reader_signs_in_at_the_provider_and_comes_back(signed: TestClient) -> None:
    response = through_the_provider(signed, "/read/wt-2026")
    assert (response.status_code, response.headers["location"]) == (303, "/read/wt-2026")
    assert signed.get("/v1/documents").status_code == 200
    assert signed.get("/metrics").status_code == 403


def test_an_address_elsewhere_is_not_gone_to(signed: TestClient) -> None:
    for onward in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert through_the_provider(signed, onward).headers["location"] == "/"


def test_a_way_back_works_once_and_only_for_who_began_it(signed: TestClient) -> None:
    begun = signed.get("/sign-in/oidc", follow_redirects=False)
    back = httpx.get(begun.headers["location"]).headers["location"]
    mine = dict(signed.cookies)
    signed.cookies.clear()
    assert signed.get(back, follow_redirects=False).status_code == 401
    signed.cookies.update(mine)
    forged = back.replace("state=", "state=x")
    assert signed.get(forged, follow_redirects=False).status_code == 401
    signed.cookies.update(mine)
    assert signed.get(back, follow_redirects=False).status_code == 303
    assert signed.get(back, follow_redirects=False).status_code == 401


def test_a_reader_leaves_the_provider_too(signed: TestClient, serve: Served, oidc: OidcProvider) -> None:
    assert signed.get("/sign-in/leave", follow_redirects=False).headers["location"] == (
        f"{oidc.issuer}/leave?client_id={CLIENT}&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%2Fsign-in"
    )
    assert "/sign-in/leave" in signed.get("/sign-in?out=true").text
    keyed = serve(api_keys=True)
    assert "/sign-in/leave" not in keyed.get("/sign-in?out=true").text
    assert keyed.get("/sign-in/leave", follow_redirects=False).headers["location"] == "/"


def test_an_identity_meant_for_another_sign_in_is_refused(signed: TestClient, oidc: OidcProvider) -> None:
    oidc.nonce_of_another = True
    assert through_the_provider(signed).status_code == 401
    assert signed.get("/v1/documents").status_code == 401


def test_the_code_is_bound_to_its_verifier(signed: TestClient, oidc: OidcProvider) -> None:
    begun = signed.get("/sign-in/oidc", follow_redirects=False)
    back = httpx.get(begun.headers["location"]).headers["location"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    oidc.codes[code]["code_challenge"] = "another"
    assert signed.get(back, follow_redirects=False).status_code == 401


def test_a_bearer_token_lets_in_and_keys_are_fetched_once(signed: TestClient, oidc: OidcProvider) -> None:
    for _ in range(3):
        assert signed.get("/v1/documents", headers=bearer(oidc.token())).status_code == 200
    assert oidc.keys_fetched == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": 1},
        {"exp": None},
        {"aud": "another-service"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"sub": None},
        {"nbf": int(time.time()) + 3600},
    ],
)
def test_a_token_expired_or_meant_for_others_does_not(signed: TestClient, oidc: OidcProvider, changed: dict) -> None:
    response = signed.get("/v1/documents", headers=bearer(oidc.token(**changed)))
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"


def test_a_forged_token_does_not(signed: TestClient, oidc: OidcProvider) -> None:
    good = oidc.token()
    head, body, signature = good.split(".")
    claims = jwt.decode(good, options={"verify_signature": False})
    unsigned = jwt.encode({**claims, "roles": ["operator"]}, "", "none", {"kid": oidc.kid})
    shared = jwt.encode(claims, "x" * 32, "HS256", {"kid": oidc.kid})
    forged = (unsigned, shared, f"{head}.{body}.", f"{head}.{body[:-2]}AA.{signature}", "a.b.c", "not a token")
    assert {signed.get("/v1/documents", headers=bearer(token)).status_code for token in forged} == {401}


def test_unknown_key_ids_do_not_make_us_call_the_provider_each_time(signed: TestClient, oidc: OidcProvider) -> None:
    signed.get("/v1/documents", headers=bearer(oidc.token()))
    oidc.new_key("second")
    for _ in range(5):
        assert signed.get("/v1/documents", headers=bearer(oidc.token())).status_code == 401
    assert oidc.keys_fetched == 1
    signed.service.entrance.provider._clock = lambda: time.monotonic() + PAUSE_S + 1
    assert signed.get("/v1/documents", headers=bearer(oidc.token())).status_code == 200
    assert oidc.keys_fetched == 2


def test_while_the_provider_is_away_known_keys_are_believed_and_it_is_not_called_each_time(
    signed: TestClient, oidc: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = bearer(oidc.token())
    assert signed.get("/v1/documents", headers=known).status_code == 200
    own, calls = signed.service.entrance.provider, []

    def away(url: str) -> None:
        calls.append(url)
        raise httpx.ConnectError("away")

    monkeypatch.setattr(own._http, "get", away)
    own._clock = lambda: time.monotonic() + KEPT_S + 1
    oidc.new_key("second")
    assert [signed.get("/v1/documents", headers=known).status_code for _ in range(3)] == [200] * 3
    assert [signed.get("/v1/documents", headers=bearer(oidc.token())).status_code for _ in range(3)] == [401] * 3
    assert len(calls) == 1


ROLES = [
    (["operator"], 200),
    ("operator", 200),
    (["reader", "operator"], 200),
    (["king"], 403),
    (None, 403),
    ([], 403),
    ({"roles": ["operator"]}, 403),
    ([{"a": 1}, 7], 403),
    (7, 403),
]


@pytest.mark.parametrize(("roles", "status"), ROLES)
def test_roles_come_from_the_providers_claim(signed: TestClient, oidc: OidcProvider, roles, status: int) -> None:
    assert signed.get("/metrics", headers=bearer(oidc.token(roles=roles))).status_code == status


def test_a_provider_that_is_away_is_said(serve: Served) -> None:
    client = serve(oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT)
    response = client.get("/sign-in/oidc", follow_redirects=False)
    assert (response.status_code, "cannot be reached" in response.json()["detail"]) == (401, True)
