"""Documents of one's own: described, kept, superseded, taken out."""

from datetime import date
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.model import Status
from ingest.added import Candidate, Details, added, described, document_id, keep, kept_builds, look, remove, sources
from ingest.build import build
from ingest.errors import IngestError
from ingest.preview import Preview
from ingest.progress import Progress
from tests.ingest.made import HTML, pdf, read, word
from tests.ingest.test_build import fake_encode

QUIET = Progress(quiet=True)
SEEN = Preview("", 0, 0, 0, 0, 0, 0, 0, (), ())
TEXT = "Visits\n\nA social worker should visit within {days} days.\n"


def take(home: Path, name: str, data: bytes, **details) -> str:
    """Keep a document without reading it apart first, which other tests do."""
    document = described(home, name, data, Details(**details))
    keep(home, Candidate(document, data, SEEN))
    return document.id


class NoRegister:
    documents = ()


def made(home: Path, today: date = date(2026, 11, 25)) -> Library:
    found = sources(home, NoRegister(), today)
    build(home, found, QUIET, fake_encode, kept_builds(home, found))
    return Library(home)


def everything(home: Path) -> bytes:
    return b"".join(p.read_bytes() for p in home.rglob("*") if p.is_file())


def test_a_look_tells_what_was_understood_and_keeps_nothing(tmp_path: Path) -> None:
    own = look(tmp_path, "Borough Procedures (v3).docx", word(), Details())
    assert (own.document.id, own.document.title, own.document.status) == (
        "borough-procedures-v3",
        "Borough procedures",
        "local",
    )
    assert own.preview.counted == "3 headings, 6 paragraphs, 6 of them numbered, 2 rows of tables"
    assert any("Tables were found" in warning for warning in own.preview.warnings)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        (
            "plain.txt",
            b"the aim is to keep the child safe and to say so. nothing more.",
            ("No headings", "No paragraph numbers"),
        ),
        ("levels.html", HTML.encode(), ("Tables were found (2 rows)",)),
    ],
)
def test_doubts_are_said(name: str, source: bytes, said: tuple[str, ...]) -> None:
    from ingest.preview import preview

    warnings = preview(read(name, source)).warnings
    assert all(any(w.startswith(s) for w in warnings) for s in said), warnings


def test_two_columns_are_said() -> None:
    line = "The aim of this part of the procedure is to keep every child safe"
    warnings = read("columns.pdf", pdf([f"{line[:48]}" for _ in range(60)], columns=2)).reading.warnings
    assert warnings == ("Page 1 of the file are set in columns: check that they were read one after the other.",)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "..\\..\\boot.txt", "/etc/shadow.txt", "a\x00b.txt", "💥.txt", ".txt.txt"]
)
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    take(home, name, TEXT.encode())
    assert [p.parent for p in tmp_path.rglob("*") if p.is_file()] == [home / "added"] * 2
    assert all("/" not in d.file and ".." not in d.file for d in added(home))


def test_script_and_direction_marks_in_a_title_do_not_stay(tmp_path: Path) -> None:
    title = "\u202eProcedures\x00 <script>\n2027" + "x" * 500
    document = described(tmp_path, "a.txt", b"x", Details(title=title))
    assert document.title.startswith("Procedures <script> 2027")
    assert len(document.title) <= 200


def test_a_removed_document_leaves_nothing_not_in_the_build_before_either(tmp_path: Path) -> None:
    take(tmp_path, "stays.txt", TEXT.format(days=3).encode())
    made(tmp_path)
    take(tmp_path, "zebra.txt", b"Zebras\n\nThe zebra protocol applies at once.\n")
    assert "zebra" in set(made(tmp_path).documents)
    remove(tmp_path, "zebra")
    assert set(made(tmp_path).documents) == {"stays"}
    assert b"zebra" not in everything(tmp_path).lower()
    assert len(list((tmp_path / "builds").iterdir())) == 1


def test_what_cannot_be_removed_says_so(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="own document"):
        remove(tmp_path, "wt-2026")
    with pytest.raises(IngestError, match="none"):
        remove(tmp_path, "../added")


def test_the_same_name_again_replaces_the_bytes_and_leaves_nothing_of_the_old(tmp_path: Path) -> None:
    take(tmp_path, "visits.txt", b"Visits\n\nThe old zebra rule.\n")
    made(tmp_path)
    take(tmp_path, "visits.md", TEXT.format(days=5).encode())
    made(tmp_path)
    assert [p.name for p in sorted((tmp_path / "added").iterdir())] == ["visits.json", "visits.md"]
    assert b"zebra" not in everything(tmp_path)


def test_a_new_edition_withdraws_the_old_from_its_first_day(tmp_path: Path) -> None:
    old = take(tmp_path, "visits.txt", TEXT.format(days=10).encode(), published=date(2025, 1, 1))
    new = take(
        tmp_path, "visits.txt", TEXT.format(days=5).encode(), published=date(2026, 9, 1), replaces=old, title="Visits 2026"
    )
    assert new != old
    before, after = (made(tmp_path, day).documents for day in (date(2026, 8, 31), date(2026, 9, 1)))
    assert (before[old].status, before[old].in_force_to) == (Status.LOCAL, date(2026, 8, 31))
    assert (after[old].status, after[old].formerly, after[old].replaced_by) == (Status.WITHDRAWN, Status.LOCAL, "Visits 2026")
    assert after[new].replaces == "visits (2025-01-01)"
    remove(tmp_path, new)
    assert made(tmp_path).documents[old].status is Status.LOCAL


def test_an_edition_of_national_guidance_takes_its_place_only_with_its_standing(tmp_path: Path) -> None:
    day = date(2027, 3, 1)
    with pytest.raises(IngestError, match="local document cannot"):
        described(tmp_path, "next.txt", b"x", Details(published=day, replaces="wt-2026"))
    take(tmp_path, "next.txt", TEXT.encode(), status=Status.STATUTORY, published=day, replaces="wt-2026")
    found = {s.document.id: s.document for s in sources(tmp_path, today=date(2027, 3, 2))}
    assert (found["wt-2026"].status, found["wt-2026"].formerly) == (Status.WITHDRAWN, None)
    assert not found["wt-2026"].in_force(day)


@pytest.mark.parametrize(
    ("name", "details", "said"),
    [
        ("wt-2026.txt", Details(), "own document is called"),
        ("copy.txt", Details(), "in the library already, as 'visits'"),
        ("new.txt", Details(replaces="nothing"), "no document 'nothing' to replace"),
        ("new.txt", Details(replaces="visits", published=date(2025, 1, 1)), "must begin on a later day"),
    ],
)
def test_what_may_not_be_added_says_why(tmp_path: Path, name: str, details: Details, said: str) -> None:
    take(tmp_path, "visits.txt", TEXT.encode(), published=date(2025, 1, 1))
    with pytest.raises(IngestError, match=said):
        described(tmp_path, name, TEXT.encode() if name == "copy.txt" else b"other", details)


def test_an_altered_or_misnamed_file_beside_the_library_is_named(tmp_path: Path) -> None:
    take(tmp_path, "visits.txt", TEXT.encode())
    kept = tmp_path / "added" / "visits.txt"
    kept.write_bytes(b"altered")
    with pytest.raises(IngestError, match="altered"):
        sources(tmp_path)
    described_by = kept.with_suffix(".json")
    described_by.write_text(described_by.read_text().replace('"visits.txt"', '"../visits.txt"'))
    with pytest.raises(IngestError, match="cannot be read"):
        added(tmp_path)


def test_an_added_document_has_no_questions_of_the_bank(tmp_path: Path) -> None:
    take(tmp_path, "routes.txt", TEXT.encode())
    assert set(made(tmp_path).documents) == {document_id("routes")}
