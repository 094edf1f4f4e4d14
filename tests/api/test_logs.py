"""Log lines and traces say what was served and how it went, in a form for machines, and no word of what was asked."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from api.errors import SettingsError
from api.figures import Figures
from api.logs import Json, Plain, log_config
from api.metrics import Metrics
from api.settings import Settings
from api.tracing import open_tracing
from tests.api.fake import FakeAssistant
from tests.api.running import running

QUESTION = {"question": "What does zebra crossing mean for neglect?"}


@contextmanager
def logged(formatter: logging.Formatter) -> Iterator[StringIO]:
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    log = logging.getLogger("api")
    log.addHandler(handler)
    before = log.level
    log.setLevel(logging.INFO)
    try:
        yield out
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


def test_a_line_of_the_log_is_an_object_with_the_id_that_the_client_was_given(client) -> None:
    with logged(Json()) as out:
        response = client.post("/v1/ask", json=QUESTION)
    (line,) = [json.loads(one) for one in out.getvalue().splitlines()]
    assert line["request"] == response.headers["x-request-id"]
    said = {"method": "POST", "route": "/v1/ask", "status": 200, "level": "info", "logger": "api"}
    assert {name: line[name] for name in said} == said
    assert isinstance(line["ms"], int)
    assert "zebra" not in out.getvalue()


def test_a_problem_in_the_log_has_the_id_that_the_reader_was_shown(client) -> None:
    with logged(Json()) as out:
        response = client.post("/v1/ask", json={"question": ""})
    lines = [json.loads(one) for one in out.getvalue().splitlines()]
    assert response.json()["id"] in [line.get("problem") for line in lines]
    assert {line["request"] for line in lines} == {response.headers["x-request-id"]}


@pytest.mark.parametrize("form", [Plain("%(message)s"), Json()])
def test_of_an_error_the_log_has_the_sort_and_the_place_never_the_message(form: logging.Formatter) -> None:
    with logged(form) as out:
        try:
            raise ValueError("Tyrell Okonjo")
        except ValueError:
            logging.getLogger("api").exception("It failed.")
    assert "ValueError at test_logs.py:" in out.getvalue()
    assert "Tyrell" not in out.getvalue()
    assert out.getvalue().count("\n") == (1 if isinstance(form, Json) else 2)


def test_the_form_of_the_log_is_a_setting(tmp_path) -> None:
    assert log_config(Settings(home=tmp_path, log_format="json").log_format)["formatters"]["own"]["()"] is Json
    assert log_config(Settings(home=tmp_path).log_format)["formatters"]["own"]["()"] is Plain
    with pytest.raises(ValueError, match="plain"):
        Settings(home=tmp_path, log_format="xml")


class Collector:
    """A collector on loopback, as OpenTelemetry's is."""

    def __init__(self) -> None:
        self.spans = []
        self.bytes = b""
        own = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                import gzip

                body = self.rfile.read(int(self.headers["Content-Length"]))
                body = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
                own.bytes += body
                for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                    own.spans += [span for scope in resource.scope_spans for span in scope.spans]
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Stay quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def collector() -> Iterator[Collector]:
    own = Collector()
    thread = Thread(target=own.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield own
    own.server.shutdown()
    thread.join()
    own.server.server_close()


def attributes(span) -> dict[str, str]:
    return {a.key: a.value.string_value or str(a.value.int_value) for a in span.attributes}


def test_traces_have_a_span_a_request_and_one_for_the_answer_and_nothing_of_the_question(
    settings: Settings, fake: FakeAssistant, collector: Collector
) -> None:
    begun = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with running(settings.model_copy(update={"otel_endpoint": collector.url}), fake) as served:
        httpx.post(f"{served.url}/v1/ask", json=QUESTION, headers={"traceparent": begun})
        httpx.get(f"{served.url}/compare", params={"topic": "zebra"})
        httpx.get(f"{served.url}/healthz")
    spans = {span.name: span for span in collector.spans}
    assert set(spans) == {"POST /v1/ask", "answer", "GET /compare"}
    assert spans["POST /v1/ask"].trace_id.hex() == begun.split("-")[1]
    assert spans["answer"].parent_span_id == spans["POST /v1/ask"].span_id
    assert attributes(spans["answer"]) == {"verse.kind": "answer", "verse.library": fake.library.manifest.fingerprint}
    assert attributes(spans["POST /v1/ask"])["http.response.status_code"] == "200"
    assert b"zebra" not in collector.bytes


def test_nothing_is_sent_unless_it_is_set_whatever_the_environment_says(
    settings: Settings, fake: FakeAssistant, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    with running(settings, fake) as served:
        assert httpx.post(f"{served.url}/v1/ask", json=QUESTION).status_code == 200
    assert collector.bytes == b""


def test_a_collector_that_is_away_hinders_no_answer(settings: Settings, fake: FakeAssistant, monkeypatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "1")
    with running(settings.model_copy(update={"otel_endpoint": "http://127.0.0.1:9"}), fake) as served:
        assert httpx.post(f"{served.url}/v1/ask", json=QUESTION, timeout=10).status_code == 200


def test_without_the_extra_one_sentence_says_which(settings: Settings, monkeypatch) -> None:
    monkeypatch.setattr("api.extras.find_spec", lambda module: None)
    with pytest.raises(SettingsError, match=r"chapter-and-verse\[otel\]"):
        open_tracing(settings.model_copy(update={"otel_endpoint": "http://127.0.0.1:4318"}))


def test_figures_of_all_workers_are_shown_by_any(tmp_path, monkeypatch) -> None:
    for worker, times in (("11", 2), ("22", 3)):
        metrics = Metrics()
        metrics.refused.labels("site").inc(times)
        own = Figures(metrics, tmp_path)
        own._name = f"figures-{worker}.json"
        own.write(tmp_path)
    text = own.text().decode()
    assert 'verse_refused_total{why="site",worker="11"} 2.0' in text
    assert 'verse_refused_total{why="site",worker="22"} 3.0' in text
    assert text.count("# TYPE verse_refused_total counter") == 1
    monkeypatch.setattr("api.figures.STALE_S", -1.0)
    assert "verse_refused_total{" not in own.text().decode()
