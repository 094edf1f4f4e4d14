import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from corpus.library import Library
from training.quiz import quiz
from training.quiz_csv import cell, quiz_csv
from training.quiz_items import ItemKind, Quiz
from training.quiz_moodle import moodle_xml
from training.quiz_qti import ASI, CP, qti_files, qti_zip

SCHEMAS = Path(__file__).parent / "schemas"
NAMES = {"q": ASI, "c": CP}


@pytest.fixture(scope="module")
def made(library: Library) -> Quiz:
    own = quiz(library, count=60, seed=2)
    assert {item.kind for item in own.items} == set(ItemKind)
    return own


def schema(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / name))


def assert_valid(data: bytes, name: str) -> etree._Element:
    own = schema(name)
    root = etree.fromstring(data)
    assert own.validate(root), own.error_log
    return root


def test_moodle_xml_is_valid(made: Quiz):
    root = assert_valid(moodle_xml(made), "moodle.rng")
    assert len(root) == len(made.items) + 1
    ids = [e.text for e in root.iter("idnumber")]
    assert ids == [item.id for item in made.items]


def test_moodle_takes_a_title_with_a_slash_as_one_category(made: Quiz):
    root = etree.fromstring(moodle_xml(replace(made, title="and/or")))
    assert root.findtext("question/category/text") == "$course$/top/and//or"


def test_what_looks_like_markup_is_text_in_moodle(made: Quiz):
    item = replace(made.items[0], question="Is <b>this</b> & that so?\x00")
    root = assert_valid(moodle_xml(replace(made, items=(item,))), "moodle.rng")
    assert root.findtext("question/questiontext/text") == "<p>Is &lt;b&gt;this&lt;/b&gt; &amp; that so?</p>"


def test_what_abbreviations_stand_for_is_in_every_export(made: Quiz):
    said = "(LCSPR: local child safeguarding practice review)"
    assert any(item.question.endswith(said) for item in made.items)
    qti = b"".join(qti_files(made).values()).decode()
    for exported in (moodle_xml(made).decode(), quiz_csv(made), qti):
        assert said in exported


def test_every_file_of_the_qti_package_is_valid(made: Quiz):
    files = qti_files(made)
    for name, data in files.items():
        assert_valid(data, "imscp.rng" if name == "imsmanifest.xml" else "qti3.rng")
    assert len(files) == len(made.items) + 2


def test_the_manifest_names_every_file_and_the_test_every_item(made: Quiz):
    files = qti_files(made)
    manifest, test = etree.fromstring(files["imsmanifest.xml"]), etree.fromstring(files["test.xml"])
    assert {*manifest.xpath("//c:file/@href", namespaces=NAMES), "imsmanifest.xml"} == set(files)
    refs = test.xpath("//q:qti-assessment-item-ref", namespaces=NAMES)
    own = {files_id(files[r.get("href")]): r.get("identifier") for r in refs}
    assert list(own) == list(own.values())
    assert manifest.xpath("//c:dependency/@identifierref", namespaces=NAMES) == [r.get("identifier") for r in refs]


def files_id(data: bytes) -> str:
    return str(etree.fromstring(data).get("identifier"))


def test_a_qti_items_key_names_its_own_choices(made: Quiz):
    for item in made.items:
        if item.kind is ItemKind.LIMIT:
            continue
        root = etree.fromstring(qti_files(replace(made, items=(item,)))[f"items/{item.id}.xml"])
        choices = root.xpath("//q:qti-simple-choice/@identifier|//q:qti-simple-associable-choice/@identifier", namespaces=NAMES)
        assert len(choices) == len(set(choices))
        for value in root.xpath("//q:qti-correct-response/q:qti-value/text()", namespaces=NAMES):
            assert set(value.split()) <= set(choices)


def test_the_same_quiz_is_the_same_archive_with_the_manifest_first(made: Quiz):
    assert qti_zip(made) == qti_zip(made)
    with zipfile.ZipFile(io.BytesIO(qti_zip(made))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "imsmanifest.xml"


def test_a_schema_refuses_what_is_not_so(made: Quiz):
    broken = moodle_xml(made).replace(b'fraction="100"', b'fraction="99"', 1)
    assert not schema("moodle.rng").validate(etree.fromstring(broken))
    name, data = next((n, d) for n, d in qti_files(made).items() if n.startswith("items/multiple"))
    assert not schema("qti3.rng").validate(etree.fromstring(data.replace(b'max-choices="1"', b'max-choices="2"'))), name


def test_the_table_has_a_row_for_each_item(made: Quiz):
    rows = list(csv.DictReader(io.StringIO(quiz_csv(made).removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == [item.id for item in made.items]
    assert all(row["answer"] and row["paragraphs"].startswith("wt-2026/") for row in rows)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd", "＝1"])
def test_no_cell_is_a_formula(text: str):
    assert cell(text).startswith("'")


def test_a_planted_formula_is_defused_in_the_table(made: Quiz):
    item = replace(made.items[0], question='=HYPERLINK("http://example.org")')
    rows = list(csv.reader(io.StringIO(quiz_csv(replace(made, items=(item,))))))
    assert rows[1][3].startswith("'=")
