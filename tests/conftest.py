import os
from pathlib import Path

import pytest

from api.cli_training import PARTS
from corpus.library import HOME, Library
from corpus.register import Register, load_register
from ingest.build import Source, build
from ingest.progress import Progress
from ingest.read import Understood, understand
from retriever.ask import Assistant
from retriever.search import Searcher
from training.topics import searcher_of

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def home() -> Path:
    """The library of this checkout; built if it is not up to date."""
    folder = Path(os.environ.get(HOME) or ROOT / ".verse")
    register = load_register()
    build(folder, [Source(d, register.read(d)) for d in register.documents], Progress(quiet=True))
    return folder


@pytest.fixture(scope="session")
def library(home: Path) -> Library:
    return Library(home)


@pytest.fixture(scope="session")
def searcher(library: Library) -> Searcher:
    """The one search of a run: the training room's topics are compared by it too."""
    return searcher_of(library)


@pytest.fixture(scope="session")
def assistant(library: Library, searcher: Searcher) -> Assistant:
    return Assistant(library, searcher)


@pytest.fixture(scope="session")
def register() -> Register:
    return load_register()


@pytest.fixture(scope="session")
def understood(register: Register) -> dict[str, Understood]:
    """Each document read from its text edition."""
    return {d.id: understand(d, register.read(d)) for d in register.documents}


@pytest.fixture
def commands(library: Library, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The training room's commands, called in this process, find the run's library open already."""
    monkeypatch.setenv(HOME, str(home))
    for part in PARTS:
        monkeypatch.setattr(part, "Library", lambda *folder: Library(*folder) if folder else library)
