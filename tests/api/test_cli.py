import json
import re
import shutil
from pathlib import Path

import pytest
from pypdf import PdfWriter

from api.cli import ROOMS, main
from corpus.library import HOME
from retriever.answerable import learned_judgement


@pytest.fixture(autouse=True)
def _library(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME, str(home))


def run(capsys, *argv: str) -> tuple[int, str, str]:
    try:
        code = main(argv)
    except SystemExit as stop:
        code = int(stop.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


def one_sentence(err: str) -> bool:
    return bool(re.fullmatch(r"verse: [^\n]+\n", err)) and "Traceback" not in err


def test_ask_json_keeps_the_contract(capsys) -> None:
    code, out, _ = run(capsys, "ask", "--json", "Within how long must a referral be decided on?")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) >= {
        "kind",
        "question",
        "understood",
        "answer",
        "citations",
        "notices",
        "passages",
        "library",
        "seconds",
    }
    assert set(answer["citations"][0]) >= {
        "id", "doc", "label", "heading", "page", "text", "quote", "status", "in_force", "obligation", "href"
    }  # fmt: skip
    assert len(answer["passages"]) == 10
    assert set(answer["passages"][0]) >= {"id", "doc", "label", "text", "score"}
    assert answer["citations"][0]["href"].startswith("/read/wt-2026#")


def test_ask_for_a_reader_names_paragraph_status_and_duty(capsys) -> None:
    code, out, _ = run(capsys, "ask", "How soon after the strategy discussion is the ICPC held?")
    assert code == 0
    assert "15 working days" in out
    assert "statutory guidance, in force; says SHOULD" in out


def test_compare_sets_two_documents_side_by_side(capsys) -> None:
    code, out, _ = run(capsys, "compare", "wt-2015", "wt-2026", "--topic", "who decides about a referral", "--json")
    assert code == 0
    assert {c["doc"] for c in json.loads(out)["citations"]} == {"wt-2015", "wt-2026"}


def test_diff_counts_what_became_of_each_paragraph(capsys) -> None:
    code, out, _ = run(capsys, "diff", "wt-2015", "wt-2026", "--only", "reworded")
    assert code == 0
    assert re.match(r"wt-2015 -> wt-2026: \d+ same, \d+ reworded, \d+ new, \d+ gone\n", out)
    code, _, err = run(capsys, "diff", "wt-2015", "wt-1999")
    assert code == 1
    assert one_sentence(err)


def test_search_json(capsys) -> None:
    code, out, _ = run(capsys, "search", "--json", "-k", "3", "rapid review")
    assert code == 0
    assert len(json.loads(out)["passages"]) == 3


def test_a_batch_answers_every_row_and_names_bad_ones(capsys, tmp_path: Path) -> None:
    rows = [{"id": "a", "question": "What is neglect?", "history": []}, {"id": "b", "question": " "}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    out_file = tmp_path / "out.jsonl"
    code, _, err = run(capsys, "ask", "--batch", str(tmp_path / "in.jsonl"), "--out", str(out_file))
    assert code == 1
    assert "row 2: The question is empty" in err
    assert [json.loads(line)["id"] for line in out_file.read_text().splitlines()] == ["a"]


def test_show_prints_a_paragraph_a_footnote_and_a_section(capsys) -> None:
    assert "Within one working day" in run(capsys, "show", "wt-2026/167")[1]
    assert json.loads(run(capsys, "show", "--json", "wt-2026/fn-127")[1])["noted_in"] == ["wt-2026/242"]
    assert "wt-2026/strategy-discussion/tasks" in run(capsys, "show", "wt-2026/strategy-discussion")[1]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("wt-2026/999", "paragraphs 1 to 456"),
        ("wt-2026/stratgy-discussion/tasks", "Did you mean wt-2026/strategy-discussion/tasks?"),
        ("kcsie/1", "There is no document 'kcsie'"),
    ],
)
def test_an_unknown_id_says_what_there_is(capsys, name: str, said: str) -> None:
    code, _, err = run(capsys, "show", name)
    assert code == 1
    assert one_sentence(err.replace(". ", " "))
    assert said in err


def test_the_census_is_as_the_register_says(capsys) -> None:
    code, out, _ = run(capsys, "documents", "--census")
    assert code == 0
    assert "Every count is as the register says." in out


@pytest.mark.parametrize("question", ["", "   ", "x" * 100_000, "\x01\x02", "\udcff\udcfe"])
def test_bad_questions_are_usage_errors(capsys, question: str) -> None:
    code, out, err = run(capsys, "ask", question)
    assert (code, out) == (2, "")
    assert one_sentence(err)


def test_no_library_says_how_to_build_one(capsys, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(HOME, str(tmp_path))
    code, _, err = run(capsys, "ask", "What is neglect?")
    assert code == 1
    assert "verse ingest" in err


def bad_files(folder: Path) -> dict[str, Path]:
    empty, locked = PdfWriter(), PdfWriter()
    empty.add_blank_page(600, 800)
    locked.add_blank_page(600, 800)
    locked.encrypt("secret", algorithm="AES-256")
    many = PdfWriter()
    for _ in range(10_000):
        many.add_blank_page(10, 10)
    paths = {name: folder / f"{name}.pdf" for name in ("empty", "locked", "many", "no")}
    for name, writer in (("empty", empty), ("locked", locked), ("many", many)):
        writer.write(paths[name])
    paths["no"].write_bytes(b"this is not a PDF")
    paths["text"] = folder / "latin.txt"
    paths["text"].write_bytes("caf\xe9".encode("latin-1"))
    paths["zip"] = folder / "a.zip"
    paths["zip"].write_bytes(b"PK\x03\x04")
    return paths


def test_files_that_cannot_be_read_are_refused_in_a_sentence(capsys, tmp_path: Path, home: Path) -> None:
    said = {"empty": "scan", "locked": "password", "many": "10,000", "no": "not a PDF", "text": "UTF-8", "zip": "PDF"}
    before = (home / "current").resolve()
    for name, path in bad_files(tmp_path).items():
        for how in ("--read", "--add"):
            code, out, err = run(capsys, "ingest", how, str(path))
            assert (code, out) == (1, ""), (name, how)
            assert err.startswith("verse: "), name
            assert said[name] in err, (name, err)
            assert err.count("\n") == 1, err
    assert (home / "current").resolve() == before
    assert not list(home.glob("added/*.json"))


def test_reading_a_file_prints_its_paragraphs_and_touches_nothing(capsys, home: Path) -> None:
    before = (home / "current").resolve()
    pdf = Path(__file__).parents[1] / "data" / "pdf" / "lcpp-2026.pdf"
    code, out, _ = run(capsys, "ingest", "--read", str(pdf), "--json")
    paragraphs = json.loads(out)["paragraphs"]
    assert code == 0
    assert {"id", "text", "heading", "page"} <= set(paragraphs[0])
    assert any(p["id"] == "lcpp-2026/S3.T12" for p in paragraphs)
    assert (home / "current").resolve() == before


def test_an_added_file_is_searched_and_labelled(capsys, tmp_path: Path, home: Path, monkeypatch) -> None:
    own = tmp_path / "home"
    shutil.copytree(home, own, symlinks=True)
    monkeypatch.setenv(HOME, str(own))
    note = tmp_path / "Local procedure.txt"
    note.write_text("Zebra protocol\n\nThe zebra protocol applies when a giraffe is seen in the car park.\n")
    code, _, err = run(capsys, "ingest", "--add", str(note), "--title", "Zebra procedures", "--quiet")
    assert (code, "Added local-procedure" in err) == (0, True)
    out = run(capsys, "search", "--json", "-k", "1", "giraffe in the car park")[1]
    hit = json.loads(out)["passages"][0]
    assert (hit["doc"], hit["status"]) == ("local-procedure", "local")


def test_help_exists_for_every_command(capsys) -> None:
    for command in ("ask", "search", "show", "documents", "ingest"):
        code, out, _ = run(capsys, command, "--help")
        assert code == 0
        assert "usage: verse" in out


@pytest.mark.faults("corrupted index files", "one sentence that names what is damaged and says 'verse ingest --rebuild'")
def test_a_damaged_index_is_said_in_a_sentence_and_rebuilt(capsys, tmp_path: Path, home: Path, monkeypatch) -> None:
    own = tmp_path / "home"
    shutil.copytree(home, own, symlinks=True)
    monkeypatch.setenv(HOME, str(own))
    shutil.rmtree(own / "current" / "lexical")
    code, _, err = run(capsys, "ask", "What is neglect?")
    assert code == 1
    assert "verse ingest --rebuild" in err
    assert one_sentence(err.replace("; ", " "))


@pytest.mark.faults("corrupted model file", "the service does not start: one sentence says which file to reinstall")
@pytest.mark.parametrize(
    "command", [["ask", "What is neglect?"], ["serve", "--port", "0"], ["serve", "--port", "0", "--workers", "2"]]
)
def test_a_learned_file_that_does_not_fit_is_a_sentence(capsys, monkeypatch, tmp_path: Path, command) -> None:
    monkeypatch.setattr("retriever.answerable.NAMES", ("another", "feature"))
    monkeypatch.setenv("VERSE_DATABASE", f"sqlite:///{tmp_path / 'service.db'}")
    learned_judgement.cache_clear()
    code, out, err = run(capsys, *command)
    learned_judgement.cache_clear()
    assert (code, out) == (1, "")
    assert "verse: The learned file 'retriever/answerable.toml' is of another version" in err
    assert "'verse train answerable'" in err
    assert "Traceback" not in err


def test_each_command_is_declared_by_the_module_that_is_imported_for_it(capsys) -> None:
    for command in ROOMS:
        assert run(capsys, command, "--help")[0] == 0, command


def test_help_lists_every_command_and_a_wrong_one_is_told_which_there_are(capsys) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert all(re.search(rf"^    {command}\b", out, re.MULTILINE) for command in ROOMS)
    code, _, err = run(capsys, "aks", "Who chairs?")
    assert code == 2
    assert all(command in err for command in ROOMS)
    assert run(capsys)[0] == 2


def test_a_library_that_is_no_file_or_cannot_be_written_is_one_sentence(capsys, tmp_path: Path) -> None:
    (tmp_path / "note.tar").write_text("not a library")
    code, _, err = run(capsys, "library", "import", str(tmp_path / "note.tar"))
    assert code == 1
    assert one_sentence(err)
    code, _, err = run(capsys, "library", "export", str(tmp_path / "nowhere" / "library.tar"))
    assert code == 1
    assert one_sentence(err)
