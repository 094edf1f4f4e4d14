import json
import threading
import time
from datetime import date

import pytest
from starlette.testclient import TestClient

from api.engine import engine
from api.output import as_json
from api.replay import replay
from api.routes.ask import _shown
from api.stages import Stage, ToldSearcher
from corpus.errors import IndexAway
from retriever.ask import Assistant
from tests.api.conftest import Served
from tests.api.fake import FakeAssistant

QUESTION = "How soon must a referral be decided on?"


def events(text: str) -> list[tuple[str, dict]]:
    blocks = [dict(line.split(": ", 1) for line in block.split("\n")) for block in text.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def test_an_answer_is_what_the_command_line_prints_and_where_it_is_kept(client: TestClient, fake: FakeAssistant) -> None:
    given = client.post("/v1/ask", json={"question": QUESTION}).json()
    printed = json.loads(as_json(fake.ask(QUESTION)))
    assert {key: given[key] for key in printed} == printed
    assert set(given) - set(printed) == {"id", "conversation"}


def test_history_and_the_day_are_passed_on(client: TestClient, fake: FakeAssistant) -> None:
    client.post("/v1/ask", json={"question": "Who chairs it?", "history": ["What is an ICPC?"], "as_of": "2016-05-01"})
    assert fake.asked[-1] == ("Who chairs it?", ("What is an ICPC?",), date(2016, 5, 1))


def test_an_answer_is_kept_with_all_that_made_it(client: TestClient) -> None:
    given = client.post("/v1/ask", json={"question": QUESTION, "k": 7, "full": True}).json()
    record = client.service.store.answer(given["id"])
    assert record.settings == {"k": 7, "full": True, "model": "", "engine": engine()}
    assert (record.library, record.understood) == (given["library"], QUESTION)
    assert replay(record, client.service.assistant, "").made_with == ()
    assert replay(record, client.service.assistant, "another").made_with == ("model none -> another",)


def test_a_conversation_lends_its_earlier_questions(client: TestClient, fake: FakeAssistant) -> None:
    first = client.post("/v1/ask", json={"question": QUESTION}).json()
    second = client.post("/v1/ask", json={"question": "And by whom?", "conversation": first["conversation"]}).json()
    assert fake.asked[-1][:2] == ("And by whom?", (QUESTION,))
    assert second["conversation"] == first["conversation"]
    kept = client.get(f"/v1/conversations/{first['conversation']}").json()
    assert [a["question"] for a in kept["answers"]] == [QUESTION, "And by whom?"]


def test_the_stream_tells_the_stages_then_the_answer_whole(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
    told = events(response.text)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert [name for name, _ in told] == ["understood", "searched", "answer"]
    assert told[0][1] == {"understood": QUESTION}
    assert told[2][1]["citations"]
    assert told[2][1]["id"]


def test_no_word_of_an_answer_goes_out_before_it_is_checked(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
    before, _, answer = response.text.partition("event: answer")
    assert json.loads(answer.split("data: ", 1)[1])["answer"][:40] not in before


def test_a_search_that_finds_nothing_says_so_in_its_stage() -> None:
    assert json.loads(_shown(Stage("searched"))) == {"found": []}
    assert json.loads(_shown(Stage("understood", understood="x"))) == {"understood": "x"}


def test_what_is_looked_up_in_an_emergency_is_no_stage_of_the_question(serve: Served, library) -> None:
    client = serve(Assistant(library, ToldSearcher(library)))
    asked = {"question": "he is holding a knife to the baby right now what do i do"}
    told = events(client.post("/v1/ask", json=asked, headers={"Accept": "text/event-stream"}).text)
    assert [name for name, _ in told] == ["understood", "searched", "answer"]
    assert "knife" in told[0][1]["understood"]
    assert told[2][1]["kind"] == "emergency"


def test_what_is_no_question_is_a_problem_also_for_a_stream(client: TestClient) -> None:
    for accept in ("application/json", "text/event-stream"):
        response = client.post("/v1/ask", json={"question": "word " * 500}, headers={"Accept": accept})
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"
        assert "2,000 are the most" in response.json()["detail"]


def test_an_emergency_is_answered_whatever_its_length(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "he has been stabbed " + "and then " * 2200})
    assert (response.status_code, response.json()["kind"]) == (200, "emergency")
    assert client.post("/v1/ask", json={"question": "stabbed " + "x" * 20_000}).status_code == 422


def test_a_full_queue_is_503_with_retry_after_and_999(serve: Served, library) -> None:
    hold = threading.Event()
    client = serve(FakeAssistant(library, hold), threads=1, queue=1)
    hold_on = [threading.Thread(target=client.post, args=("/v1/ask",), kwargs={"json": {"question": QUESTION}})]
    hold_on[0].start()
    while client.service.pool.taken < 2:  # the warm-up question and ours
        pass
    response = client.post("/v1/ask", json={"question": QUESTION})
    assert client.get("/healthz").status_code == 200
    hold.set()
    hold_on[0].join()
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
    assert "999" in response.json()["detail"]
    assert client.post("/v1/ask", json={"question": QUESTION}).status_code == 200


@pytest.mark.faults("database fails while serving", "the answer, and under it that it could not be kept", "that record")
def test_an_answer_goes_out_even_if_it_cannot_be_kept(client: TestClient) -> None:
    with client.service.store.session() as session:
        session.connection().exec_driver_sql("DROP TABLE feedback")
        session.connection().exec_driver_sql("DROP TABLE answers")
    given = client.post("/v1/ask", json={"question": "he was stabbed"}).json()
    assert (given["kind"], given["id"], given["conversation"]) == ("emergency", None, None)
    assert given["notices"][-1]["kind"] == "not-recorded"
    assert "verse_answers_unrecorded_total 1.0" in client.get("/metrics").text


def test_an_unknown_conversation_is_a_404(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": QUESTION, "conversation": "0" * 32})
    assert response.status_code == 404
    assert "conversation" in response.json()["detail"]


@pytest.mark.parametrize("ready", [True, False])
def test_ready_means_the_model_has_answered(serve: Served, library, ready: bool) -> None:
    hold = threading.Event()
    client = serve(FakeAssistant(library, hold))
    if ready:
        hold.set()
        while not client.service.ready:
            pass
    response = client.get("/readyz")
    hold.set()
    assert response.status_code == (200 if ready else 503)
    assert client.get("/healthz").status_code == 200


def test_a_model_that_cannot_be_loaded_is_said(serve: Served, library) -> None:
    class Broken(FakeAssistant):
        def ask(self, *asked, **more):
            raise FileNotFoundError("weights")

    client = serve(Broken(library))
    while not client.service.broken:
        pass
    response = client.get("/readyz")
    assert (response.status_code, "could not be loaded" in response.json()["detail"]) == (503, True)


def test_an_engine_that_is_away_at_the_start_is_waited_for(serve: Served, library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.app.AGAIN_S", 0.01)
    back = threading.Event()

    class Away(FakeAssistant):
        def ask(self, *asked, **more):
            if not back.is_set():
                raise IndexAway("The engine does not answer.")
            return super().ask(*asked, **more)

    client = serve(Away(library))
    assert client.get("/readyz").status_code == 503
    assert not client.service.broken
    back.set()
    until = time.monotonic() + 10
    while not client.service.ready and time.monotonic() < until:
        time.sleep(0.01)
    assert client.get("/readyz").status_code == 200


def test_what_goes_wrong_after_the_first_stage_ends_the_stream_with_a_problem(serve: Served, library) -> None:
    class Failing(FakeAssistant):
        def _answer(self, *made):
            raise ValueError(made)

    response = serve(Failing(library)).post("/v1/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"})
    name, problem = events(response.text)[-1]
    assert (name, problem["status"]) == ("problem", 500)
    assert "999" in problem["detail"]
