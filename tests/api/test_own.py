"""verse ingest --add, --replaces, --remove with the real search: local text is labelled and stands after national text."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from api.cli import main
from corpus.late import QUESTION_TOKENS
from corpus.library import HOME, Library
from retriever import search
from retriever.ask import Assistant
from retriever.compose import LOCAL
from retriever.search import Searcher
from tests.ingest.made import HTML, word

REFERRALS = """# Referral procedure

## Deciding on referrals

Within one working day of receiving a referral, the duty manager of the borough must decide what response is required.

## Zebra protocol

The zebra protocol applies when a giraffe is seen in the car park. The caretaker must telephone the zoo within {hours} hours.
"""


@pytest.fixture(scope="module")
def own(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a folder of one's own documents taken in, one of them being no document."""
    copy, folder = tmp_path_factory.mktemp("own") / "home", tmp_path_factory.mktemp("folder")
    shutil.copytree(home, copy, symlinks=True)
    (folder / "below").mkdir()
    (folder / "below" / "Procedures.docx").write_bytes(word())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 cut off")
    (folder / "referral-procedure.md").write_text(REFERRALS.format(hours=2))
    (folder / "Threshold document.html").write_text(HTML)
    (folder / ".hidden.txt").write_text("Hidden.")
    (folder / "link.txt").symlink_to("/etc/hostname")
    (folder / "twice").mkdir()
    (folder / "twice" / "Procedures.docx").write_bytes(word(9))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(HOME, str(copy))
        assert main(["ingest", "--add", str(folder), "--published", "2026-01-01", "--quiet", "--json"]) == 1
    return copy


@pytest.fixture
def at_home(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(HOME, str(own))
    return own


def test_one_bad_file_never_stops_the_rest(at_home: Path) -> None:
    added = {d for d, document in Library(at_home).documents.items() if document.status == "local"}
    assert added == {"procedures", "referral-procedure", "threshold-document"}


def test_national_text_stands_first_where_both_answer(own: Path) -> None:
    assistant = Assistant(Library(own))
    answer = assistant.ask("Within how long must a referral be decided on?")
    local = [c.status == "local" for c in answer.citations]
    assert answer.citations[0].doc == answer.passages[0].doc == "wt-2026"
    assert True in local, "the borough says it too"
    assert local == sorted(local)
    assert answer.answer.count(LOCAL) == sum(local)
    assert "local" in {n.kind for n in answer.notices}


def test_what_only_a_local_document_says_is_found_and_labelled(own: Path) -> None:
    assistant = Assistant(Library(own))
    assert assistant.search("giraffe in the car park")[0].doc == "referral-procedure"
    answer = assistant.ask("What does our referral procedure say about a giraffe in the car park?")
    assert {c.status for c in answer.citations} == {"local"}
    assert answer.answer.count(LOCAL) == len(answer.citations) > 0
    assert [n.kind for n in answer.notices] == ["local"]


def test_a_preview_takes_nothing_in(at_home: Path, tmp_path: Path, capsys) -> None:
    before = (at_home / "current").resolve()
    (tmp_path / "note.html").write_text(HTML)
    assert main(["ingest", "--add", str(tmp_path / "note.html"), "--preview"]) == 1
    assert "in the library already, as 'threshold-document'" in capsys.readouterr().err
    (tmp_path / "note.html").write_text(HTML.replace("four", "six"))
    assert main(["ingest", "--add", str(tmp_path / "note.html"), "--preview"]) == 0
    out = capsys.readouterr().out
    assert "Understood: 2 headings, 1 paragraphs, 2 rows of tables, 1 footnotes." in out
    assert "  ! Tables were found (2 rows)" in out
    assert (at_home / "current").resolve() == before
    assert not (at_home / "added" / "note.json").exists()


def test_a_new_edition_supersedes_the_old_and_a_removed_one_leaves_nothing(at_home: Path, tmp_path: Path, capsys) -> None:
    path = tmp_path / "referral-procedure.md"
    path.write_text(REFERRALS.format(hours=4))
    given = ["--title", "Referral procedure 2026", "--published", "2026-06-01", "--replaces", "referral-procedure", "--quiet"]
    assert main(["ingest", "--add", str(path), *given]) == 0
    said = capsys.readouterr().err
    assert "It takes the place of referral-procedure, which is kept as withdrawn: 1 same, 1 reworded, 0 new, 0 gone." in said
    library = Library(at_home)
    assert library.documents["referral-procedure"].status == "withdrawn"
    hit = Assistant(library).search("giraffe in the car park")[0]
    assert (hit.doc, hit.in_force) == ("referral-procedure-2", True)
    assert main(["diff", "referral-procedure", "referral-procedure-2", "--only", "reworded"]) == 0
    assert "**4" in capsys.readouterr().out
    for doc in ("referral-procedure-2", "referral-procedure"):
        assert main(["ingest", "--remove", doc, "--quiet"]) == 0
    kept = b"".join(p.read_bytes() for p in at_home.rglob("*.json*") if p.is_file())
    assert b"giraffe" not in kept
    assert main(["ingest", "--remove", "referral-procedure"]) == 1


@pytest.mark.parametrize(
    "argv",
    [
        ["ingest", "--preview"],
        ["ingest", "--title", "T"],
        ["ingest", "--add", "{folder}", "--title", "T"],
        ["ingest", "--add", "{folder}/none.txt"],
        ["ingest", "--add", "{folder}", "--remove", "x"],
    ],
)
def test_wrong_usage_is_said(argv: list[str], tmp_path: Path, capsys) -> None:
    with pytest.raises(SystemExit) as stop:
        main([word.format(folder=tmp_path) for word in argv])
    assert stop.value.code == 2
    assert capsys.readouterr().out == ""


def test_a_folder_without_files_says_so(tmp_path: Path, capsys) -> None:
    assert main(["ingest", "--add", str(tmp_path)]) == 1
    assert "There is no file in" in capsys.readouterr().err


def test_the_table_of_a_folder_names_each_file(at_home: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "good.md").write_text("# A\n\nWords of it.\n\n# B\n\nMore.\n")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04")
    assert main(["ingest", "--add", str(tmp_path), "--preview"]) == 1
    out = capsys.readouterr().out
    assert "bad.docx  not taken: This is not a Word file, or it is damaged" in out
    assert "good.md   taken as good: 2 headings, 2 paragraphs" in out
    assert "    ! No paragraph numbers were found" in out
    assert out.endswith("1 of 2 files taken.\n")
    assert main(["ingest", "--add", str(tmp_path), "--preview", "--json"]) == 1
    assert [f["taken"] for f in json.loads(capsys.readouterr().out)["files"]] == [False, True]


def test_a_file_that_is_there_twice_is_taken_once(at_home: Path, tmp_path: Path, capsys) -> None:
    for name in ("one.md", "two.md"):
        (tmp_path / name).write_text("# A\n\nWords of it.\n\n# B\n\nMore.\n")
    assert main(["ingest", "--add", str(tmp_path), "--preview"]) == 1
    assert "two.md  not taken: It holds the same as 'one.md', which was taken before it." in capsys.readouterr().out


def test_added_documents_are_matched_token_by_token_and_national_ones_are_not(own: Path) -> None:
    library = Library(own)
    kept = {p.doc for p in library.passages if library.late.tokens(p.key) is not None}
    assert kept == {d for d, document in library.documents.items() if document.status == "local"}


def test_whose_tokens_match_comes_first_among_added_documents_and_changes_nothing_for_others(own: Path, monkeypatch) -> None:
    library = Library(own)
    searcher = Searcher(library)
    plan = Assistant(library).plan("Within how long must a referral be decided on under the referral procedure?")
    scores = searcher.scores(plan, searcher.features.signals(plan))
    before, added = scores.copy(), ~searcher.features.targets.asked
    monkeypatch.setattr(search, "TOKENS", 100_000.0)
    searcher._match_tokens(scores, plan)
    assert np.array_equal(scores[~added], before[~added])
    assert np.array_equal(np.sort(scores[added]), np.sort(before[added]))
    question = library.encoder.network.token_vectors(plan.understood, QUESTION_TOKENS)
    looked_at = [i for i in np.argsort(-before, kind="stable")[: search.MATCHED] if added[i] and np.isfinite(before[i])]
    keys = [[library.passages[row].key for row in searcher._words(searcher.features.targets.ids[i])] for i in looked_at]
    matched = [library.late.match(question, own) for own in keys]
    assert len(looked_at) > 2
    assert max(looked_at, key=lambda i: scores[i]) == looked_at[int(np.argmax(matched))]
