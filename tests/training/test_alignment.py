"""The reviewed table: every statement, every quotation verbatim, every paragraph and digest current; and the matrix."""

from collections import Counter
from xml.etree import ElementTree

import pytest

from corpus.errors import UnknownParagraph
from corpus.library import Library
from training import alignment as table
from training.alignment import DOCUMENTS, GUIDANCE, Row, Strength, alignment, behind, doubtful, read_rows, serves, written
from training.coverage import By, Level, coverage
from training.coverage_picture import picture
from training.errors import TrainingError
from training.standards import UnknownStatement, standards


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [row for own in alignment().values() for row in own]


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_every_statement_has_a_row(library: Library):
    assert set(alignment()) == {s.id for s in standards(library).statements}
    assert len(alignment()) == 169


def test_every_paragraph_is_there_and_every_quotation_verbatim(library, rows):
    for row in rows:
        if row.paragraph is None:
            assert (row.strength, row.words) == (Strength.NONE, "")
            assert row.note
        else:
            assert spaced(row.words) in spaced(library.paragraphs[row.paragraph].text), row
            assert len(row.words.split()) >= 3, row
            assert row.strength is not Strength.NONE


def test_no_pair_comes_twice_and_nothing_withdrawn_at_all(rows):
    assert max(Counter((row.statement, row.paragraph) for row in rows).values()) == 1
    assert {row.doc for row in rows if row.paragraph} == set(DOCUMENTS)


def test_nothing_in_force_is_said_only_where_nothing_in_force_is(rows):
    supported = {row.statement for row in rows if row.doc == GUIDANCE}
    unsupported = {row.statement for row in rows if row.paragraph is None}
    assert not supported & unsupported
    assert len(supported | unsupported) == 169


def test_every_digest_is_current(library):
    assert doubtful(library) == ()


def test_a_changed_paragraph_makes_its_rows_doubtful(library, monkeypatch):
    rows = read_rows('{"statement": "lcpp-2026/S1.T1", "paragraph": "wt-2026/167", "strength": "direct", "digest": "old"}')
    monkeypatch.setattr(table, "alignment", lambda: {"lcpp-2026/S1.T1": tuple(rows)})
    assert doubtful(library) == tuple(rows)


def test_the_guidance_in_force_comes_first_and_the_most_direct_first(library):
    own = behind(library, "s3.t12")
    assert [row.doc for row in own] == sorted((row.doc for row in own), key=DOCUMENTS.index)
    assert own[0].strength is Strength.DIRECT
    with pytest.raises(UnknownStatement):
        behind(library, "S3.T99")


def test_what_a_paragraph_serves_is_what_it_stands_behind(library, rows):
    own = serves(library, "wt-2026/231")
    assert own
    assert set(own) == {row for row in rows if row.paragraph == "wt-2026/231"}
    section = library.sections["wt-2026/strategy-discussion"]
    whole = {row for name in section.paragraphs for row in serves(library, name)}
    assert set(serves(library, section.id)) == whole
    with pytest.raises(UnknownParagraph, match="no paragraph 'wt-2026/999'"):
        serves(library, "wt-2026/999")


def test_rows_are_written_as_they_are_read(rows):
    assert read_rows(written(rows)) == rows


@pytest.mark.parametrize("line", ["{", '{"statement": "x"}', '{"statement": "x", "paragraph": null, "strength": "much"}'])
def test_a_line_that_is_no_row_is_named(line):
    with pytest.raises(TrainingError, match=r"Line 2 of alignment\.jsonl"):
        read_rows("\n" + line)


@pytest.mark.parametrize(("level", "lines"), [(Level.STATEMENTS, 169), (Level.OUTCOMES, 18), (Level.STANDARDS, 4)])
@pytest.mark.parametrize("by", list(By))
def test_every_row_of_the_guidance_stands_in_the_matrix_once(library, rows, level, lines, by):
    found = coverage(library, level, by)
    own = [r for r in rows if r.doc == GUIDANCE and (level is not Level.OUTCOMES or ".O" in r.statement)]
    assert len(found.lines) == lines
    assert sum(line.whole.total for line in found.lines) == len(own)
    assert sum(line.whole.direct for line in found.lines) == sum(r.strength is Strength.DIRECT for r in own)


def test_what_is_covered_and_what_is_not_make_the_whole(library, rows):
    found = coverage(library, Level.STANDARDS, By.SECTIONS)
    left = {name for ids in found.uncovered.values() for name in ids}
    every = {name for place in found.places for name in place.paragraphs}
    assert left == every - {row.paragraph for row in rows}
    assert found.covered + len(left) == found.paragraphs == len(every)
    assert {place.title for place in found.empty} >= {"Funding", "National reviews"}
    thin = {s.id for s in found.thin} | {s.id for s, _ in found.unsupported}
    assert thin == {
        s for s in alignment() if not any(r.strength is Strength.DIRECT and r.doc == GUIDANCE for r in alignment()[s])
    }


def test_the_picture_is_sound_says_itself_in_words_and_draws_every_cell(library):
    found = coverage(library, Level.STATEMENTS, By.SECTIONS)
    root = ElementTree.fromstring(picture(found))
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text.startswith("Which guidance stands behind")
    assert f"{found.covered} of {found.paragraphs} paragraphs" in root.find(f"{space}desc").text
    drawn = [t.text for t in root.iter(f"{space}title") if t.text.endswith(("direct", "partial", "background"))]
    assert len(drawn) == sum(bool(cell.total) for line in found.lines for cell in line.cells)
