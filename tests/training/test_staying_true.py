"""Staying true: on the real edition change, on a changed document, on files of every kind."""

import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.model import Kind, Paragraph, Part
from training.alignment import alignment
from training.errors import TrainingError
from training.pack import Kept, Wanted
from training.pack_file import as_json
from training.pack_making import make
from training.quiz import quiz
from training.source import digest
from training.staying_true import Doubt, check, edition, successor
from training.staying_true_material import material, of_rows, read
from training.whereabouts import Whereabouts

REWORDED, MOVED, CUT = "wt-2026/186", "wt-2026/188", "wt-2026/192"


def old_rows(library: Library) -> dict:
    """What a trainer would have found behind the statements in the 2015 edition."""
    row = next(r for rows in alignment().values() for r in rows if r.paragraph)
    return {
        f"lcpp-2026/{name}": [
            replace(row, statement=f"lcpp-2026/{name}", paragraph=p, words=library.paragraphs[p].sentences[0].text)
        ]
        for name, p in (("S3.T15", "wt-2015/1.1"), ("S3.H1", "wt-2015/1.27"), ("S3.H7", "wt-2015/1.58"))
    }


@pytest.fixture(scope="module")
def old_pack(library: Library) -> bytes:
    rows = old_rows(library)
    return as_json(make(library, Wanted("retraction", 90, "LCPPs", 3), lambda q: [], edition="wt-2015", rows=rows))


@pytest.fixture(scope="module")
def pack(library: Library) -> bytes:
    return as_json(make(library, Wanted("retraction", 90, "LCPPs", 3), lambda q: []))


@pytest.fixture
def changed(library: Library, tmp_path: Path) -> Library:
    """The same library after a document was changed: one paragraph reworded, one renumbered, one taken out."""
    build = tmp_path / "builds" / "changed"
    build.mkdir(parents=True)
    rows = [json.loads(line) for line in (library.folder / "paragraphs.jsonl").read_text("utf-8").splitlines()]
    kept = [row for row in rows if row["id"] != CUT]
    for row in kept:
        if row["id"] == REWORDED:
            row["parts"][0]["text"] = row["parts"][0]["text"].replace("No system can fully", "No local system can ever fully")
        if row["id"] == MOVED:
            row["id"] = "wt-2026/188-a"
    (build / "paragraphs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in kept), "utf-8")
    shutil.copy(library.folder / "manifest.json", build)
    (tmp_path / "current").symlink_to(build)
    return Library(tmp_path)


def remembered(library: Library, *names: str) -> list[Kept]:
    return [
        Kept(n, digest(library.paragraphs[n]), library.paragraphs[n].label, library.paragraphs[n].text, ("here",))
        for n in names
    ]


def test_a_pack_of_the_edition_in_force_is_true(library: Library, pack: bytes) -> None:
    report = check(material(pack, library), library)
    assert report.true
    assert report.looked_at > 15


def test_a_pack_made_from_the_2015_edition_is_reported(library: Library, old_pack: bytes) -> None:
    report = check(material(old_pack, library), library)
    doubtful = {d.before: d for d in report.doubtful}
    assert {"wt-2015/1.1", "wt-2015/1.27", "wt-2015/1.58"} <= set(doubtful)
    assert not [d for d in report.doubtful if not d.before.startswith("wt-2015/")]
    for own in report.doubtful:
        assert own.old == library.paragraphs[own.before].text
        assert own.used_in
        if own.after:
            assert own.after.startswith("wt-2026/")
            assert own.new == library.paragraphs[own.after].text


def test_old_words_shown_as_old_are_no_doubt(library: Library) -> None:
    shown = replace(remembered(library, "wt-2015/1.1")[0], as_current=False)
    assert check([shown], library).true


def test_the_edition_change_as_a_whole(library: Library) -> None:
    report = check(edition(library, "wt-2015"), library)
    assert report.looked_at == len(report.doubtful) > 100
    assert {d.doubt for d in report.doubtful} == {Doubt.REWORDED, Doubt.MOVED, Doubt.GONE}


def test_another_edition_may_be_taken_as_the_next(library: Library) -> None:
    own = remembered(library, "wt-2026/167")
    assert check(own, library).true
    assert [d.before for d in check(own, library, replaced={"wt-2026": "wt-2015"}).doubtful] == ["wt-2026/167"]


def test_the_successor_has_the_same_title_but_for_the_year(library: Library) -> None:
    found = successor(library, "wt-2015")
    assert found is not None
    assert found.id == "wt-2026"


def test_a_changed_document_is_reported_with_old_and_new_words(library: Library, changed: Library) -> None:
    report = check(remembered(library, REWORDED, MOVED, CUT, "wt-2026/167"), changed)
    by = {d.before: d for d in report.doubtful}
    assert set(by) == {REWORDED, MOVED, CUT}
    assert (by[REWORDED].doubt, by[REWORDED].after) == (Doubt.REWORDED, REWORDED)
    assert "No system can fully" in by[REWORDED].old
    assert "No local system can ever fully" in by[REWORDED].new
    assert (by[MOVED].doubt, by[MOVED].after) == (Doubt.MOVED, "wt-2026/188-a")
    assert by[CUT].doubt is Doubt.GONE


def test_a_quiz_as_json_is_checked(library: Library, changed: Library) -> None:
    own = quiz(library, "", 3, "", 5, 1)
    kept = material(json.dumps(asdict(own)).encode(), library)
    assert {k.id for k in kept} == {p.source.id for i in own.items for p in i.proofs}
    assert check(kept, library).true


def test_the_reviewed_table_is_checked(library: Library, changed: Library) -> None:
    kept = of_rows([row for rows in alignment().values() for row in rows], library)
    assert check(kept, library).true
    doubtful = check(kept, changed).doubtful
    assert {d.before for d in doubtful} == {REWORDED, MOVED, CUT} & {k.id for k in kept}
    assert all(used.startswith("row S") for d in doubtful for used in d.used_in)


def test_rows_of_a_table_as_json_lines_are_checked(library: Library) -> None:
    lines = "".join(json.dumps({"paragraph": n, "digest": "0" * 16, "words": "Other words."}) + "\n" for n in (REWORDED, MOVED))
    report = check(material(lines.encode(), library), library)
    assert [d.before for d in report.doubtful] == [REWORDED, MOVED]


def test_what_was_withdrawn_when_the_file_was_made_is_not_taken_as_current(library: Library) -> None:
    own = {"id": "wt-2015/1.1", "digest": digest(library.paragraphs["wt-2015/1.1"])}
    assert not check(material(json.dumps({"proof": own}).encode(), library), library).true
    assert check(material(json.dumps({**own, "standing": "withdrawn"}).encode(), library), library).true


def test_words_are_found_again_by_the_share_they_have_in_common() -> None:
    texts = ("The police visit the family.", "The police visit the school.", "The police visit the family.", "Nobody else.")
    rows = (Paragraph(str(n), "d", "", Kind.NUMBERED, (), (Part(text),)) for n, text in enumerate(texts))
    own = Whereabouts({row.id: row for row in rows})
    assert own.same(texts[0], other_than="0").id == "2"
    assert own.same("", other_than="0") is None
    found, share = own.likest("The police visit the families", other_than="0")
    assert (found.id, round(share, 2)) == ("2", 1.0)
    assert own.likest("zebra", other_than="0") == (None, 0.0)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"not json", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 5000, "not JSON"),
        (b"{}", "remembers no paragraph"),
        (b'{"kind": "training-pack", "format": 99}', "another version (format 99"),
        (b'{"kind": "training-pack", "format": 1}', "damaged"),
        (b'{"kind": "training-pack", "format": 1, "sources": [{"id": 3}]}', "damaged"),
        (b'{"kind": "training-pack", "format": 1, "sources": 7}', "damaged"),
        (
            b'{"kind": "training-pack", "format": 1, "sources": [{"id": 1, "digest": 2, "label": 3, "text": 4}]}',
            "damaged",
        ),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_in_one_sentence(library: Library, data: bytes, says: str) -> None:
    with pytest.raises(TrainingError) as refused:
        material(data, library)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="There is no file"):
        read(tmp_path / "none.json")
    with pytest.raises(TrainingError, match=r"holds no pack\.json"):
        read(tmp_path)


def test_an_unknown_edition_is_named(library: Library) -> None:
    with pytest.raises(TrainingError, match="There is no document 'wt-1999'"):
        edition(library, "wt-1999")
