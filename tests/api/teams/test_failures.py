"""Many at once, queues that are full, a database and a Bot Connector that are away, defects: nothing lost, nothing told."""

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from microsoft_teams.api.activities import ActivityTypeAdapter
from sqlalchemy.exc import OperationalError

from api.settings import Settings
from api.store.tables import Feedback, Record
from api.teams.delivery import asked_s
from tests.api.fake import FakeAssistant
from tests.api.teams.conftest import BOUNDLESS, OWN, Teams, served
from tests.api.teams.microsoft import Microsoft, citations
from tests.api.test_bad_input import PLANTED, VALUES

QUESTION = "How quickly must a referral be decided on?"


def test_200_activities_at_once_are_all_answered_where_they_were_asked(teams_served, fake: FakeAssistant) -> None:
    teams = teams_served(**BOUNDLESS, queue=20)
    activities = [
        teams.activity("personal", id=f"m-{n}", chat=f"a:{n}", by=f"p{n}", text=f"What is neglect, number{n}?")
        for n in range(200)
    ]
    token = teams.microsoft.token()
    with ThreadPoolExecutor(32) as threads:
        statuses = list(threads.map(lambda activity: teams.post(activity, token).status_code, activities))
    assert statuses == [200] * 200
    teams.microsoft.wait(200, 300)
    assert sorted(where for where, _ in teams.microsoft.replies) == sorted(f"a:{n}" for n in range(200))
    assert sum(teams.service.store.counts().values()) == 200
    assert teams.microsoft.asked["token"] == 1


def test_a_defect_in_what_the_library_calls_is_no_fault_of_teams(teams: Teams, monkeypatch, caplog) -> None:
    monkeypatch.setattr("api.teams.bot.place", lambda activity: ActivityTypeAdapter.validate_python({"text": QUESTION}))
    response = teams.post(teams.activity("personal"))
    assert response.status_code == 500
    assert QUESTION not in response.text + caplog.text


def test_a_full_queue_makes_a_question_wait_not_fail(teams_served, fake: FakeAssistant, monkeypatch) -> None:
    monkeypatch.setattr("api.pool.RETRY_AFTER_S", 0.01)
    teams = teams_served(threads=1, queue=1)
    for number in range(12):
        teams.post(teams.activity("personal", id=f"m-{number}", chat=f"a:{number}"))
    assert all(citations(reply) for reply in teams.microsoft.wait(12))


def test_a_queue_that_stays_full_is_said_with_999(teams_served, fake: FakeAssistant, monkeypatch) -> None:
    monkeypatch.setattr("api.teams.threads.PATIENCE_S", 0.0)
    monkeypatch.setattr("api.pool.RETRY_AFTER_S", 0.01)
    teams = teams_served()
    monkeypatch.setattr(teams.service.pool, "_most", 0)
    said = teams.ask(QUESTION)["text"]
    assert "Too many questions are waiting" in said
    assert "999" in said


def test_what_cannot_be_taken_on_is_refused_so_that_teams_says_so(teams: Teams, monkeypatch) -> None:
    monkeypatch.setattr("api.teams.work.MOST", 0)
    response = teams.post(teams.activity("personal"))
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
    assert "999" in response.json()["detail"]


def test_who_asks_too_often_is_told_when_to_come_back(teams_served) -> None:
    teams = teams_served(rate_per_user="1/minute")
    teams.ask(QUESTION)
    assert "wait" in teams.ask(QUESTION, 2)["text"]
    assert "999" in teams.microsoft.replies[1][1]["text"]
    assert citations(teams.ask(QUESTION, 3, by="another"))


def test_with_the_database_away_the_answer_goes_out_and_says_so(teams: Teams, monkeypatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    monkeypatch.setattr(teams.service.store, "session", away)
    reply = teams.ask(QUESTION)
    assert citations(reply)
    assert "could not be kept" in reply["text"]
    assert "feedbackLoop" not in json.dumps(reply)
    assert teams.post(teams.activity("feedback")).status_code == 503
    assert citations(teams.ask("And by whom?", 2))


def test_what_teams_refuses_for_a_moment_is_sent_again(teams: Teams, monkeypatch) -> None:
    monkeypatch.setattr("api.teams.delivery.PAUSE_S", 0.0)
    teams.microsoft.refusals = [(429, {"Retry-After": "0"}), (503, {}), (502, {})]
    assert citations(teams.ask(QUESTION))
    assert len(teams.microsoft.replies) == 1


@pytest.mark.parametrize(("given", "tried", "pause_s"), [("45", 1, 45), ("120", 4, 120), ("", 3, 2), ("soon", 9, 30)])
def test_it_waits_as_long_as_teams_says(given: str, tried: int, pause_s: float) -> None:
    assert asked_s(httpx.Response(429, headers={"Retry-After": given}), tried) == pause_s


def test_a_pause_that_makes_no_sense_of_an_answer_is_not_waited_for(teams: Teams, caplog) -> None:
    teams.microsoft.refusals = [(429, {"Retry-After": "86400"})]
    teams.post(teams.activity("personal"))
    teams.client.portal.call(_settled)
    assert "Teams refused an answer (429)" in caplog.text
    assert teams.microsoft.replies == []


@pytest.mark.parametrize("status", [403, 500])
def test_what_teams_refuses_for_good_is_logged_and_the_answer_kept(teams: Teams, monkeypatch, caplog, status: int) -> None:
    monkeypatch.setattr("api.teams.delivery.PAUSE_S", 0.0)
    teams.microsoft.refusals = [(status, {})] * 5
    teams.post(teams.activity("personal"))
    teams.client.portal.call(_settled)
    assert f"({status})" in caplog.text
    assert QUESTION not in caplog.text
    assert sum(teams.service.store.counts().values()) == 1


async def _settled() -> None:
    for _ in range(600):
        others = [t for t in asyncio.all_tasks() if "_guarded" in repr(t.get_coro())]
        if not others:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the work does not end")


def test_a_defect_is_told_with_an_id_that_the_log_has(teams: Teams, fake: FakeAssistant, monkeypatch, caplog) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"cannot answer {QUESTION}")

    monkeypatch.setattr(fake, "ask", broken)
    said = teams.ask(QUESTION)["text"]
    own = said.rpartition("Error ")[2].rstrip(")")
    assert "999" in said
    assert f"problem {own}" in caplog.text
    assert QUESTION not in caplog.text


def test_shutdown_answers_what_was_taken_on(tmp_path: Path, fake: FakeAssistant, connector: Microsoft) -> None:
    with served(Settings(home=tmp_path, **OWN, **BOUNDLESS), fake, connector) as teams:
        for number in range(10):
            teams.post(teams.activity("personal", id=f"m-{number}", chat=f"a:{number}"))
    assert len(connector.replies) == 10


def test_nothing_of_a_message_is_ever_logged(teams: Teams, caplog, capfd) -> None:
    caplog.set_level(logging.DEBUG)
    reply = teams.ask(f"{PLANTED} What is neglect?")
    assert "edit or delete it" in reply["text"]
    teams.post(teams.activity("personal", text=PLANTED), "a.forged.token")
    teams.post(teams.activity("personal", text=PLANTED, id="x", **{"from": {"name": PLANTED}}))
    teams.post(teams.activity("personal", text=PLANTED, entities=[{"type": "mention", "text": PLANTED}]))
    search = teams.activity("search")
    search["value"]["parameters"][0]["value"] = PLANTED
    teams.post(search)
    feedback = teams.activity("feedback")
    feedback["value"]["actionValue"]["feedback"] = json.dumps({"feedbackText": PLANTED})
    assert teams.post(feedback).status_code == 200
    with teams.service.store.session() as session:
        kept = repr([r.body for r in session.query(Record)]) + repr([f.comment for f in session.query(Feedback)])
    out = "".join(capfd.readouterr())
    for value in VALUES:
        assert value not in caplog.text
        assert value not in out
        assert value not in kept
        assert value not in json.dumps(teams.microsoft.replies, ensure_ascii=False)
