"""A library is carried to another machine whole, or not at all."""

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.library import MANIFEST, Library, write_manifest
from ingest import carry
from ingest.build import build
from ingest.carry import ABOUT, INSIDE, export_library, import_library
from ingest.errors import IngestError
from tests.ingest.test_build import QUIET, fake_encode, source

Members = dict[str, bytes]


@pytest.fixture
def built(tmp_path: Path) -> Library:
    build(tmp_path / "from", [source()], QUIET, fake_encode)
    return Library(tmp_path / "from")


@pytest.fixture
def file(built: Library, tmp_path: Path) -> Path:
    export_library(built, tmp_path / "library.tar", QUIET)
    return tmp_path / "library.tar"


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """Where another library is in use already."""
    build(tmp_path / "to", [source(days=3)], QUIET, fake_encode)
    return tmp_path / "to"


def rewritten(file: Path, change: Callable[[Members], object]) -> Path:
    with tarfile.open(file) as tar:
        members = {m.name: tar.extractfile(m).read() for m in tar}
    change(members)
    with tarfile.open(file, "w") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return file


def about(members: Members, **changed: object) -> None:
    members[ABOUT] = json.dumps({**json.loads(members[ABOUT]), **changed}).encode()


def test_what_was_exported_is_what_is_imported(built: Library, file: Path, tmp_path: Path) -> None:
    said = import_library(tmp_path / "new", file, QUIET)
    library = Library(tmp_path / "new")
    assert said.fingerprint == library.manifest.fingerprint == built.manifest.fingerprint
    assert library.paragraphs == built.paragraphs
    assert np.array_equal(library.dense.vectors, built.dense.vectors)
    assert library.lexical.scores("visit").tolist() == built.lexical.scores("visit").tolist()
    names = {str(p.relative_to(library.folder)) for p in library.folder.rglob("*") if p.is_file()}
    assert names == {str(p.relative_to(built.folder)) for p in built.folder.rglob("*") if p.is_file()}


def test_an_imported_library_is_built_upon(file: Path, tmp_path: Path) -> None:
    import_library(tmp_path / "new", file, QUIET)
    assert not build(tmp_path / "new", [source()], QUIET, encode=None).fresh


def test_the_library_in_use_is_replaced_and_the_one_before_stays(file: Path, to: Path) -> None:
    before = Library(to)
    import_library(to, file, QUIET)
    assert "within 10 days" in Library(to).paragraphs["one/visits"].text
    assert "within 3 days" in before.paragraphs["one/visits"].text, "whoever has it open reads on"
    assert len(list((to / "builds").iterdir())) == 2


def test_the_same_file_may_be_imported_twice(file: Path, tmp_path: Path) -> None:
    for _ in range(2):
        import_library(tmp_path / "new", file, QUIET)
    assert "within 10 days" in Library(tmp_path / "new").paragraphs["one/visits"].text


def first(members: Members) -> str:
    return next(name for name in members if name.startswith(INSIDE))


DAMAGE = {
    "'library.tar' is no exported library": lambda m: m.pop(ABOUT),
    "'about.json' cannot be read": lambda m: m.update({ABOUT: b"{"}),
    "is not as it was exported": lambda m: m.update({first(m): m[first(m)] + b"x"}),
    "' is missing": lambda m: m.pop(first(m)),
    "it holds 'library/more', which no library has": lambda m: m.update({"library/more": b"x"}),
    "it holds 'other', which no library has": lambda m: m.update({"other": b"x"}),
    "it holds 'library/../../out', which no library has": lambda m: (
        m.update({"library/../../out": b"x"}),
        about(m, files={**json.loads(m[ABOUT])["files"], "../../out": "0"}),
    ),
    "'about.json' and 'manifest.json' differ": lambda m: about(m, fingerprint="0" * 16),
    "another version of Chapter & Verse": lambda m: about(m, format=2),
    "(of another format or with other models)": lambda m: about(m, reader="another"),
}


@pytest.mark.parametrize("said", DAMAGE)
def test_a_file_that_does_not_fit_is_a_sentence_and_changes_nothing(file: Path, to: Path, tmp_path: Path, said: str) -> None:
    with pytest.raises(IngestError) as refused:
        import_library(to, rewritten(file, DAMAGE[said]), QUIET)
    assert said in str(refused.value)
    assert "within 3 days" in Library(to).paragraphs["one/visits"].text
    assert len(list((to / "builds").iterdir())) == 1
    assert not (tmp_path / "out").exists()
    assert not (to / "out").exists()


def test_a_fingerprint_is_no_path(file: Path, to: Path) -> None:
    with pytest.raises(IngestError, match=r"'about\.json' cannot be read"):
        import_library(to, rewritten(file, lambda m: about(m, fingerprint="../../elsewhere")), QUIET)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8])
def test_half_a_file_is_a_sentence_and_changes_nothing(file: Path, to: Path, share: float) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(IngestError, match=r"'library\.tar' is damaged"):
        import_library(to, file, QUIET)
    assert "within 3 days" in Library(to).paragraphs["one/visits"].text


def test_something_else_is_no_library(to: Path, tmp_path: Path) -> None:
    (tmp_path / "note.tar").write_text("something else " * 2000)
    with pytest.raises(IngestError, match=r"'note\.tar' is damaged: it is cut short, or no tar"):
        import_library(to, tmp_path / "note.tar", QUIET)


def test_a_library_that_no_import_would_take_is_not_exported(built: Library, tmp_path: Path) -> None:
    write_manifest(built.folder, replace(built.manifest, model="forgotten"))
    with pytest.raises(IngestError, match="run 'verse ingest', then export it"):
        export_library(Library(tmp_path / "from"), tmp_path / "library.tar", QUIET)
    assert not (tmp_path / "library.tar").exists()


def test_a_full_disk_leaves_what_was_exported_before(built: Library, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file.read_bytes()

    def full(*given, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(carry.tarfile.TarFile, "addfile", full)
    with pytest.raises(OSError, match="No space"):
        export_library(built, file, QUIET)
    assert file.read_bytes() == before
    assert [p.name for p in file.parent.glob("library.tar*")] == ["library.tar"]


def test_a_disk_that_fills_up_leaves_the_library_in_use(file: Path, to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(carry.shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="No space"):
        import_library(to, file, QUIET)
    assert "within 3 days" in Library(to).paragraphs["one/visits"].text
    assert len(list((to / "builds").iterdir())) == 1


def test_what_is_exported_says_nothing_of_the_machine(built: Library, file: Path) -> None:
    with tarfile.open(file) as tar:
        members = list(tar)
    assert members[0].name == ABOUT
    assert {(m.uname, m.uid, m.mtime) for m in members} == {("", 0, 0)}
    assert f"{INSIDE}{MANIFEST}" in {m.name for m in members}
