import pytest
from starlette.testclient import TestClient

from api.suggestions import Suggestions
from corpus.bank import BankQuestion


def test_search_ranks_paragraphs(client: TestClient) -> None:
    found = client.post("/v1/search", json={"query": "rapid review", "k": 3}).json()["passages"]
    assert len(found) == 3
    assert set(found[0]) >= {"id", "doc", "label", "text", "score", "status", "in_force"}


def test_a_paragraph_has_its_neighbours_references_and_what_cites_it(client: TestClient, library) -> None:
    shown = client.get("/v1/paragraphs/wt-2026/167").json()
    assert "Within one working day" in shown["text"]
    assert (shown["previous"]["id"], shown["next"]["id"]) != (None, None)
    citing = next(p for p in library.paragraphs.values() if any(i in library.paragraphs for r in p.references for i in r.ids))
    cited = next(i for r in citing.references for i in r.ids if i in library.paragraphs)
    assert citing.id in [link["id"] for link in client.get(f"/v1/paragraphs/{cited}").json()["cited_by"]]
    assert client.get(f"/v1/paragraphs/{citing.id}").json()["references"]


def test_a_section_is_shown_as_a_whole(client: TestClient) -> None:
    shown = client.get("/v1/paragraphs/wt-2026/strategy-discussion").json()
    assert shown["kind"] == "section"
    assert "wt-2026/strategy-discussion/tasks" in shown["paragraphs"]


def test_force_is_judged_on_a_day(client: TestClient) -> None:
    path = "/v1/paragraphs/wt-2015/1.58"
    assert not client.get(path).json()["in_force"]
    assert client.get(path, params={"as_of": "2016-05-01"}).json()["in_force"]


@pytest.mark.parametrize("name", ["wt-2026/9999", "kcsie/1", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "wt-2026/%00", "'"])
def test_an_unknown_paragraph_is_a_404_in_a_sentence(client: TestClient, name: str) -> None:
    response = client.get(f"/v1/paragraphs/{name}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert "root:" not in response.text


def test_documents_say_what_is_in_force(client: TestClient) -> None:
    listed = {d["id"]: d for d in client.get("/v1/documents").json()["documents"]}
    assert listed["wt-2026"]["in_force"]
    assert not listed["wt-2015"]["in_force"]
    assert not listed["consultation-2026"]["in_force"]


def test_contents_list_sections_and_paragraphs(client: TestClient) -> None:
    contents = client.get("/v1/documents/lcpp-2026/contents").json()
    assert "lcpp-2026/S3.T12" in [p["id"] for p in contents["paragraphs"]]
    assert contents["sections"]
    assert client.get("/v1/documents/kcsie/contents").status_code == 404


def test_two_documents_are_compared_on_a_topic_and_paragraph_by_paragraph(client: TestClient) -> None:
    body = {"one": "wt-2015", "other": "wt-2026", "topic": "referral"}
    assert client.post("/v1/compare", json=body).json()["kind"] == "answer"
    assert client.post("/v1/compare", json={**body, "other": "kcsie"}).status_code == 404
    aligned = client.get("/v1/compare/wt-2015/wt-2026").json()
    assert sum(aligned["counts"].values()) == len(aligned["pairs"])
    assert client.get("/v1/compare/wt-2015/kcsie").status_code == 404


def test_suggestions_begin_with_what_is_typed_or_hold_its_words() -> None:
    asked = ["Who chairs the conference?", "When is the chair told?", "whos chair", "Who chairs? " + "x" * 200]
    styles = ["plain", "plain", "typo", "plain"]
    own = Suggestions(BankQuestion("wt-2026/1", q, s) for q, s in zip(asked, styles, strict=True))
    assert [s.question for s in own.find("who ch", 5)] == ["Who chairs the conference?"]
    assert [s.question for s in own.find("chair", 5)] == ["When is the chair told?", "Who chairs the conference?"]
    assert own.find("", 5) == own.find("?!", 5) == own.find("zebra", 5) == ()


def test_suggest_answers_from_the_bank(client: TestClient) -> None:
    found = client.post("/v1/suggest", json={"typed": "who chairs", "k": 3}).json()["suggestions"]
    assert len(found) == 3
    assert all("chair" in s["question"].lower() for s in found)


def test_what_is_typed_is_redacted_before_it_is_looked_for(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for: list[str] = []
    monkeypatch.setattr(client.service.suggestions, "find", lambda typed, k: looked_for.append(typed) or ())
    assert client.post("/v1/suggest", json={"typed": "who tells Sarah Jones, 07700 900123"}).status_code == 200
    assert len(looked_for) == 1
    assert not any(value in looked_for[0] for value in ("Sarah", "Jones", "07700"))


def test_feedback_is_kept_once_a_person(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "What is neglect?"}).json()["id"]
    for right in (True, False):
        said = client.post("/v1/feedback", json={"answer": answer, "right": right, "comment": "Ring 07700 900123"})
        assert said.status_code == 201
    kept = client.service.store.feedback()
    assert [(f.right, f.comment) for f in kept] == [(False, "Ring [phone]")]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"answer": "0" * 32}, 404),
        ({"answer": "../1"}, 422),
        ({"right": "yes"}, 422),
        ({"reason": "dull"}, 422),
        ({"x": 1}, 422),
    ],
)
def test_wrong_feedback_is_refused(client: TestClient, changed: dict, status: int) -> None:
    answer = client.post("/v1/ask", json={"question": "What is neglect?"}).json()["id"]
    response = client.post("/v1/feedback", json={"answer": answer, "right": True, **changed})
    assert response.status_code == status
    assert not client.service.store.feedback()


def test_a_conversation_can_be_deleted(client: TestClient) -> None:
    name = client.post("/v1/ask", json={"question": "What is neglect?"}).json()["conversation"]
    assert [c["id"] for c in client.get("/v1/conversations").json()["conversations"]] == [name]
    assert client.delete(f"/v1/conversations/{name}").status_code == 204
    assert client.get(f"/v1/conversations/{name}").status_code == 404
    assert client.get("/v1/conversations").json() == {"conversations": []}
