"""What others made is read in a process of its own, within limits; whatever it does costs a sentence."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Barrier

import docx
import pytest

from ingest.apart import AHEAD, ROOT, Limits, at_once, read_apart
from ingest.errors import UnreadableFile
from tests.ingest.made import HTML, document, pdf, read, saved, word

ANY = Limits()


def refused(name: str, data: bytes, limits: Limits = ANY) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_apart(document(name, data), data, limits)
    said = str(caught.value)
    assert said.count("\n") == 0
    assert said.endswith((".", "?"))
    return said


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", word()), ("a.html", HTML.encode()), ("a.pdf", pdf(["Purpose", "The aim is this."]))]
)
def test_read_apart_is_read_the_same(name: str, data: bytes) -> None:
    assembled, seen = read_apart(document(name, data), data)
    assert assembled == read(name, data).assembled
    assert seen.paragraphs + seen.rows + seen.footnotes == len(assembled.paragraphs)


def test_a_file_that_takes_too_long_or_too_much_is_a_sentence() -> None:
    data = ("<h2>A</h2>" + "<p>Words of a page.</p>" * 400_000).encode()
    assert "takes longer" in refused("long.html", data, Limits(seconds=2))
    assert "memory" in refused("large.txt", bytes(400_000_000), Limits(memory=300_000_000))


BOMB = 400_000_000


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, b" " * BOMB if name == "word/document.xml" else old.read(name))
    return kept.getvalue()


def test_a_zip_bomb_is_never_unfolded() -> None:
    data = bomb()
    assert len(data) < BOMB / 500
    assert "unfolds" in refused("bomb.docx", data, Limits(memory=400_000_000))


def with_document(xml: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return kept.getvalue()


WORD_XML = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    ['<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x "&l9;">]>'],
    ids=["external", "laughs"],
)
def test_entities_are_neither_fetched_nor_unfolded(doctype: str) -> None:
    xml = doctype + WORD_XML.format(body="<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")
    said = refused("entity.docx", with_document(xml))
    assert "entities" in said or "damaged" in said
    page = f"{doctype}<html><body><h2>A</h2><p>The page says &x; here.</p></body></html>".encode()
    assembled, _ = read_apart(document("entity.html", page), page)
    assert "root:" not in str(assembled)
    assert "haha" not in str(assembled)


def test_deep_nesting_is_refused() -> None:
    assert "nested" in refused("deep.html", b"<div>" * 100_000 + b"words")
    deep = "<w:sdt><w:sdtContent>" * 5_000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 5_000
    assert "damaged" in refused("deep.docx", with_document(WORD_XML.format(body=deep)))
    assert "No paragraphs" in refused("deep.md", b">" * 50_000 + b" words")


def test_a_huge_page_is_refused(monkeypatch) -> None:
    assert "larger" in refused("huge.html", (b"<p>" + b"word " * 400_000 + b"</p>") * 6)
    monkeypatch.setattr("ingest.read.LONGEST", 1000)
    with pytest.raises(UnreadableFile, match="more than 1,000 characters"):
        read("long.html", b"<h1>A</h1>" + b"<p>Words of a page.</p>" * 100)


def test_names_in_an_archive_write_nothing(tmp_path: Path) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("../../../../tmp/escaped.xml", "<a/>")
        new.writestr(str(tmp_path / "absolute.xml"), "<a/>")
    assert read_apart(document("paths.docx", kept.getvalue()), kept.getvalue())[0].paragraphs
    assert not Path("/tmp/escaped.xml").exists()
    assert not list(tmp_path.iterdir())


def test_a_template_far_away_is_not_fetched() -> None:
    own = docx.Document()
    own.add_heading("Purpose", 1)
    own.add_paragraph("The aim.")
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    own.part.rels.get_or_add_ext_rel(relation, "http://127.0.0.1:9/footnotes.xml")
    data = saved(own)
    assert read_apart(document("far.docx", data), data)[0].paragraphs[0].text == "The aim."


def test_the_process_has_no_variables_of_ours_and_cannot_write(tmp_path: Path) -> None:
    """The same start as a reader's, with another thing to do."""
    script = (
        "import json, os, sys; sys.argv=['', '5', '1000000000']\n"
        "from ingest import apart\n"
        "apart._limit(5, 1000000000)\n"
        f"f = open({str(tmp_path / 'big')!r}, 'wb')\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n    f.truncate(apart.ANSWER + 1)\n    wrote = True\nexcept OSError:\n    wrote = False\n"
        "print(json.dumps(wrote))"
    )
    own = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-P", "-c", script], env=own, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) is False


def test_secrets_of_the_service_are_not_in_the_readers_environment(monkeypatch) -> None:
    seen: dict[str, str] = {}
    run = subprocess.run

    def watched(*args, **kwargs):
        seen.update(kwargs["env"])
        return run(*args, **kwargs)

    monkeypatch.setenv("VERSE_MODEL_KEY", "secret")
    monkeypatch.setattr("ingest.apart.subprocess.run", watched)
    read_apart(document("a.html", HTML.encode()), HTML.encode())
    assert not [name for name in seen if name.startswith("VERSE") or name in ("HOME", "PATH")]
    assert "secret" not in seen.values()
    assert os.environ["VERSE_MODEL_KEY"] == "secret"


def test_a_reader_that_dies_is_a_sentence(monkeypatch) -> None:
    monkeypatch.setattr("ingest.apart.sys.executable", "/bin/false")
    assert "broke its reader" in refused("a.html", HTML.encode())


def test_a_reader_that_its_allocator_aborts_took_too_much_memory(monkeypatch, tmp_path: Path) -> None:
    aborts = tmp_path / "aborts"
    aborts.write_text("#!/bin/sh\nkill -ABRT $$\n")
    aborts.chmod(0o755)
    monkeypatch.setattr("ingest.apart.sys.executable", str(aborts))
    assert "takes more memory" in refused("a.html", HTML.encode())


def test_a_pdf_that_takes_too_much_memory_is_not_called_damaged(monkeypatch) -> None:
    def greedy(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("ingest.pdf.page_runs", greedy)
    with pytest.raises(MemoryError):
        read("a.pdf", pdf(["Purpose", "The aim is this."]))


def test_files_are_read_a_few_ahead_of_their_turn_and_in_their_order(monkeypatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1, 2})
    together, begun = Barrier(3, timeout=30), []

    def read(number: int) -> int:
        begun.append(number)
        if number < 3:
            together.wait()  # broken unless three are read at once
        return 10 * number

    made = at_once(read, range(40))
    assert [next(made) for _ in range(3)] == [0, 10, 20]
    assert len(begun) <= 3 + (AHEAD + 1) * 3
    assert list(made) == [10 * number for number in range(3, 40)]


def test_nothing_more_is_read_after_a_file_that_cannot_be(monkeypatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0})
    begun = []

    def read(number: int) -> int:
        begun.append(number)
        if number == 1:
            raise UnreadableFile("Broken.")
        return number

    with pytest.raises(UnreadableFile):
        list(at_once(read, range(40)))
    assert len(begun) < 10
