"""The standards' pages and API: what they hold, what they refuse, and who may see them."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest

from api.forms import FIELD

HTML = {"accept": "text/html"}
PAGES = ("/training/standards", "/training/standards/S3.T12", "/training/serves/wt-2026/167", "/training/coverage")


@pytest.fixture
def client(trainer):
    """Of the application that is open for the whole run."""
    return trainer


@pytest.fixture
def reader(client):
    client.headers.update(HTML)
    return client


def find(reader, topic: str, standard: str = ""):
    token = re.search(rf'name="{FIELD}" value="([^"]+)"', reader.get("/training/standards").text)[1]
    return reader.post("/training/standards", data={FIELD: token, "topic": topic, "standard": standard})


def test_every_page_has_one_heading_and_no_inline_style_or_script(reader):
    for path in PAGES:
        page = reader.get(path)
        assert page.status_code == 200, path
        assert page.text.count("<h1") == 1, path
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son\w+=", page.text), path


def test_a_topic_shows_every_statement_with_its_words_marked(reader):
    page = find(reader, "retraction").text
    assert "3 statements on ‘retraction’" in page
    assert all(f'href="/training/standards/{name}"' in page for name in ("S3.T15", "S3.H1", "S3.H7"))
    assert "<mark>Retraction</mark>" in page


def test_a_topic_that_is_not_held_is_said_beside_the_box_and_shown_as_text(reader):
    page = find(reader, "kittens")
    assert page.status_code == 422
    assert "no statement on &#39;kittens&#39;" in page.text
    assert "<b>x" not in find(reader, "retraction <b>x</b>").text


def test_a_statement_shows_the_words_behind_it_and_their_standing(reader):
    page = reader.get("/training/standards/S3.T12").text
    assert 'href="/read/wt-2026#231"' in page
    assert "particular vulnerabilities of looked after children" in page
    assert "In force</strong>" in page
    assert "Proposal</strong>" in page
    assert "Nothing in force supports" not in page


def test_a_statement_that_nothing_supports_says_so(reader):
    assert "Nothing in force supports this statement." in reader.get("/training/standards/S4.H10").text


def test_what_is_not_there_is_not_found(client):
    for path in ("/training/standards/S9.T1", "/training/serves/wt-2026/999", "/training/standards?standard=7"):
        assert client.get(path).status_code == 404, path


def test_the_matrix_is_a_table_with_scope_and_a_picture_with_words(reader):
    page = reader.get("/training/coverage").text
    assert page.count('scope="row"') == 169
    assert re.search(r'<img src="/training/coverage.svg" alt="\d+ of \d+ paragraphs', page)
    picture = reader.get("/training/coverage.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    tree = ElementTree.fromstring(picture.content)
    assert [tree[0].tag.partition("}")[2], tree[1].tag.partition("}")[2]] == ["title", "desc"]


def test_the_matrix_as_a_file_has_a_line_a_statement_and_a_column_a_section(reader):
    rows = list(csv.reader(io.StringIO(reader.get("/training/coverage.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 170
    assert len(rows[0]) > 100
    assert {len(row) for row in rows} == {len(rows[0])}


def test_the_interface_says_the_same(client):
    listed = client.get("/v1/training/standards").json()
    assert len(listed["statements"]) == 169
    assert list(listed["standards"]) == ["1", "2", "3", "4"]
    found = client.post("/v1/training/topic", json={"topic": "retraction"}).json()
    assert [m["statement"]["short"] for m in found["matches"]] == ["S3.T15", "S3.H1", "S3.H7"]
    assert found["counts"] == {"says it": 3}
    rows = client.get("/v1/training/statements/s3.t12").json()["rows"]
    assert {"wt-2026/218", "wt-2026/231"} <= {row["paragraph"] for row in rows if row["strength"] == "direct"}
    assert all(row["current"] for row in rows)
    served = client.get("/v1/training/serves/wt-2026/231").json()
    assert "S3.T12" in {row["statement"]["short"] for row in served["rows"]}
    matrix = client.get("/v1/training/coverage", params={"level": "outcomes", "by": "sections"}).json()
    assert len(matrix["lines"]) == 18


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/training/topic", {"topic": "kittens"}, 404),
        ("/v1/training/topic", {"topic": "retraction", "standard": 7}, 404),
        ("/v1/training/topic", {"topic": ""}, 422),
        ("/v1/training/topic", {"topic": "x" * 301}, 422),
    ],
)
def test_a_wrong_topic_is_answered_in_one_sentence(client, path, body, status):
    answer = client.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("path", ["/v1/training/standards", "/training/coverage.svg"])
def test_nobody_sees_it_unasked_where_one_signs_in(serve, path):
    assert serve(api_keys=True).get(path).status_code == 401
