"""Case detail does not stay: what identifies somebody is in no log, database, export, figure or file (DESIGN, principle 5)."""

import json
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api.cli import main
from api.settings import Settings
from api.stages import ToldSearcher
from eval.gold import own_gold
from retriever.ask import Assistant
from tests.api.running import running


def nhs_number(first: str) -> str:
    """A number with the right check digit."""
    check = 11 - sum((10 - n) * int(digit) for n, digit in enumerate(first)) % 11
    assert check != 10
    return f"{first[:3]} {first[3:6]} {first[6:]}{check % 11}"


@dataclass(frozen=True)
class Planted:
    """A message with case detail, and the words of it that must not stay."""

    message: str
    secret: tuple[str, ...]


def planted() -> list[Planted]:
    number = nhs_number("619283746")
    return [
        Planted("A boy called Tyrell Okonjo, aged 9, told his teacher he is scared. Who do I tell?", ("Tyrell", "Okonjo")),
        Planted("My client Jurgita Vaitkute has moved to another county, who holds the plan?", ("Jurgita", "Vaitkute")),
        Planted("Child, DOB 17/11/2016, has a bruise on her ear. Is a strategy discussion needed?", ("17/11/2016",)),
        Planted("She was born on 23rd May 2013. Can she consent to a medical?", ("23rd May", "May 2013")),
        Planted("They live at 47 Quarrington Avenue, LS6 2QX and the door is broken. Who visits?", ("Quarrington", "LS6 2QX")),
        Planted("Ring mum on 07700 900461 or 0161 496 0777 about the conference", ("900461", "496 0777")),
        Planted("Email t.okonjo@example.org about the core group, who should be in it?", ("okonjo@", "example.org")),
        Planted(f"NHS number {number}: who shares health data before a conference?", (number, number.replace(" ", ""))),
        Planted("His National Insurance number is QQ 12 34 56 C, does the guidance ask for it?", ("QQ 12 34 56", "QQ123456")),
        Planted(
            "Case number CP/7731/26 and Mosaic 7718293 have no plan on file. How soon is a review?", ("7731/26", "7718293")
        ),
    ]


PLANTED = planted()
SECRET = tuple(dict.fromkeys(word for one in PLANTED for word in one.secret))
ADVERSARIAL = [row for row in own_gold() if row.kind == "adversarial"]


@dataclass
class Everywhere:
    """A client of the running service, and where it leaves traces."""

    client: httpx.Client
    home: Path
    log: Path
    said: list[str]
    """What came back from asking."""

    def ask(self, message: str, history: Sequence[str] = ()) -> None:
        """By program: as JSON, then as a stream, each a turn of one conversation; then say that it was not right."""
        given = self.client.post("/v1/ask", json={"question": message, "history": list(history)})
        assert given.status_code == 200, given.text
        stream = {"Accept": "text/event-stream"}
        told = self.client.post(
            "/v1/ask", json={"question": message, "conversation": given.json()["conversation"]}, headers=stream
        )
        assert "event: answer" in told.text
        opinion = {"answer": given.json()["id"], "right": False, "reason": "incomplete", "comment": f"= {message}"}
        assert self.client.post("/v1/feedback", json=opinion).status_code == 201
        self.said += [given.text, told.text]

    def ask_on_the_page(self, message: str) -> None:
        """By the page's form, and its feedback form."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/").text)[1]
        page = self.client.post("/", data={"question": message, "csrf": token}, follow_redirects=True)
        assert page.status_code == 200
        answer = re.search(r"/answers/([0-9a-f]{32})", page.text)[1]
        form = {"csrf": token, "right": "false", "reason": "wrong-paragraph", "comment": f"{message}\nAgain: {message}"}
        assert self.client.post(f"/answers/{answer}/feedback", data=form).status_code == 303
        self.said += [
            page.text,
            self.client.get(f"/answers/{answer}").text,
            self.client.get(f"/answers/{answer}/record.txt").text,
        ]

    def look_up(self, message: str) -> None:
        """By all that keeps nothing."""
        assert self.client.post("/v1/search", json={"query": message, "k": 3}).status_code == 200
        assert self.client.post("/v1/suggest", json={"typed": message[:200]}).status_code == 200
        both = {"one": "wt-2015", "other": "wt-2026", "topic": message}
        assert self.client.post("/v1/compare", json=both).status_code == 200
        assert self.client.get("/compare", params={"topic": message}).status_code == 200

    def blunder(self, message: str) -> None:
        """By all that is refused."""
        refused = [
            self.client.post("/v1/ask", json={"question": message + " Who minutes the core group?" * 80}),
            self.client.post("/v1/ask", json={message: message}),
            self.client.post("/v1/ask", content=message.encode()),
            self.client.post("/", data={"question": message, "csrf": "forged"}),
            self.client.get(f"/v1/paragraphs/wt-2026/{message}"),
            self.client.get("/v1/documents", headers={"Authorization": f"Bearer {message}", "X-Forwarded-For": message}),
        ]
        assert [r.status_code for r in refused] == [422, 422, 422, 403, 404, 200]

    def traces(self) -> Iterator[tuple[str, bytes]]:
        """Every byte that is kept or shown to whoever runs it."""
        for path in sorted(self.home.rglob("*")):
            if path.is_file():
                yield path.name, path.read_bytes()
        yield "log", self.log.read_bytes()
        yield "metrics", self.client.get("/metrics").content


@pytest.fixture
def everywhere(tmp_path: Path, library) -> Iterator[Everywhere]:
    """The real assistant in the real service, on a socket, with every logger at DEBUG from before anything is opened."""
    settings = Settings(home=tmp_path / "home", rate_per_user="100000/second", rate_per_address="100000/second")
    handler = logging.FileHandler(tmp_path / "log")
    handler.addFilter(lambda record: not record.name.startswith(("httpx", "httpcore")))  # the test's own client
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in ("api", "retriever", "uvicorn", "httpx")]
    before = [(logger, logger.level) for logger in (root, *ours)]
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with running(settings, Assistant(library, ToldSearcher(library))) as own:
            for logger in ours:
                logger.setLevel(logging.DEBUG)
            with httpx.Client(base_url=own.url, timeout=120) as client:
                yield Everywhere(client, settings.home, tmp_path / "log", [])
    finally:
        root.removeHandler(handler)
        handler.close()
        for logger, level in before:
            logger.setLevel(level)


def found(secret: Sequence[str], traces: Iterator[tuple[str, bytes]]) -> list[tuple[str, str]]:
    return [(name, word) for name, held in traces for word in secret if word.lower().encode() in held.lower()]


def test_nothing_that_identifies_anybody_stays_anywhere(everywhere: Everywhere, monkeypatch, capsys) -> None:
    for one in PLANTED:
        everywhere.ask(one.message, [f"Earlier: {one.message}"])
        everywhere.ask_on_the_page(one.message)
        everywhere.look_up(one.message)
        everywhere.blunder(one.message)
    traces = dict(everywhere.traces())
    assert {"service.db", "service.db-wal", "log", "metrics"} <= set(traces)
    assert b"Context impl" in traces["log"]  # what libraries say is in it
    assert found(SECRET, iter(traces.items())) == []
    assert found(SECRET, iter([("answer", text.encode()) for text in everywhere.said])) == []
    monkeypatch.setenv("VERSE_HOME", str(everywhere.home))
    for command in (["export", "feedback", "--csv"], ["export", "feedback"]):
        assert main(command) == 0
        out = capsys.readouterr().out
        assert out.count("[name]") > 2
        assert found(SECRET, iter([("export", out.encode())])) == []
    rows = json.loads(everywhere.client.get("/v1/conversations").text)["conversations"]
    assert len(rows) == 2 * len(PLANTED)


def test_whoever_tries_to_talk_it_round_leaves_no_more_behind(everywhere: Everywhere) -> None:
    """Every adversarial row, with case detail behind it."""
    for n, row in enumerate(ADVERSARIAL):
        one = PLANTED[n % len(PLANTED)]
        everywhere.ask(f"{row.question} {one.message}", row.history)
        if n % 5 == 0:
            everywhere.ask_on_the_page(f"{row.question} {one.message}")
    assert found(SECRET, everywhere.traces()) == []
    assert found(SECRET, iter([("answer", text.encode()) for text in everywhere.said])) == []
    assert len(ADVERSARIAL) > 40


def test_our_own_log_lines_hold_nothing_of_a_question(everywhere: Everywhere, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for row in ADVERSARIAL[:10]:
        everywhere.ask(row.question)
        everywhere.look_up(row.question)
    ours = [
        r.getMessage() for r in caplog.records if r.name.split(".")[0] in ("api", "retriever", "corpus", "uvicorn", "asyncio")
    ]
    assert len(ours) > 10
    assert not [said for said in ours for row in ADVERSARIAL if row.question[:25] in said]
