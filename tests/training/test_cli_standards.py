"""verse training standards, statement, behind, serves, coverage: what they print, write and refuse."""

import csv
import io
import json

import pytest

from api.cli import main

pytestmark = pytest.mark.usefixtures("commands")


def printed(capsys, *arguments: str) -> str:
    assert main(["training", *arguments]) == 0
    return capsys.readouterr().out


def test_a_topic_lists_its_statements_with_the_reason(capsys):
    text = printed(capsys, "standards", "--topic", "retraction")
    assert text.startswith("3 statements on ‘retraction’: 3 says it")
    assert "(on retraction: ‘retracted’)" in text
    found = json.loads(printed(capsys, "standards", "--topic", "retraction", "--json"))
    assert [m["statement"]["short"] for m in found["matches"]] == ["S3.T15", "S3.H1", "S3.H7"]


def test_all_statements_are_listed_by_standard_and_kind(capsys):
    assert printed(capsys, "standards").startswith("169 statements")
    assert len(json.loads(printed(capsys, "standards", "--standard", "2", "--json"))["statements"]) == 35


def test_a_table_goes_whole_into_its_file_or_to_standard_output(capsys, tmp_path):
    printed(capsys, "standards", "--csv", str(tmp_path / "all.csv"))
    assert len(list(csv.reader(io.StringIO((tmp_path / "all.csv").read_text("utf-8-sig"))))) == 170
    assert [p.name for p in tmp_path.iterdir()] == ["all.csv"]
    rows = list(csv.reader(io.StringIO(printed(capsys, "behind", "S3.T12", "--csv", "-").lstrip("\ufeff"))))
    assert {row[0] for row in rows[1:]} == {"S3.T12"}


def test_a_statement_and_what_stands_behind_it(capsys):
    assert "lcpp-2026/S3.T12" in printed(capsys, "statement", "s3.t12")
    text = printed(capsys, "behind", "S3.T12")
    assert "direct     Working Together 2026, paragraph 231 (in force)" in text
    assert "(proposal, not in force)" in text
    assert "Nothing in force supports it" in printed(capsys, "behind", "S3.T15")


def test_what_a_paragraph_serves(capsys):
    assert "S3.T12  direct  wt-2026/231" in printed(capsys, "serves", "wt-2026/231")
    assert "stands behind 0 statements" in printed(capsys, "serves", "wt-2026/104")


def test_the_matrix_with_its_counts_and_its_picture(capsys, tmp_path):
    text = printed(capsys, "coverage", "--svg", str(tmp_path / "coverage.svg"))
    assert "Rows: 1006 (290 direct, 689 partial, 27 background)" in text
    assert "of 566 paragraphs stand behind a statement" in text
    assert (tmp_path / "coverage.svg").read_text("utf-8").startswith("<svg ")
    found = json.loads(printed(capsys, "coverage", "--level", "outcomes", "--by", "sections", "--json"))
    assert len(found["lines"]) == 18


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("standards", "--topic", ""), "The topic is empty"),
        (("standards", "--standard", "7"), "There is no standard 7"),
        (("behind", "S3.T99"), "standard 3 has S3.T1 to S3.T16"),
        (("statement", "nonsense"), "is not the id of a statement"),
        (("serves", "wt-2026/999"), "There is no paragraph 'wt-2026/999'"),
    ],
)
def test_bad_input_is_one_sentence(capsys, arguments, said):
    assert main(["training", *arguments]) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert said in error
    assert error.count("\n") == 1


def test_a_file_that_cannot_be_written_leaves_nothing(capsys, tmp_path):
    assert main(["training", "coverage", "--csv", str(tmp_path / "none" / "matrix.csv")]) == 1
    assert "Cannot use" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
