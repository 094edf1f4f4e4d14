import pytest

from corpus.library import Library
from ingest.build import build
from tests.api.fake import FakeAssistant
from tests.ingest.test_build import QUIET, fake_encode, source


@pytest.fixture(scope="session")
def fake(tmp_path_factory: pytest.TempPathFactory) -> FakeAssistant:
    """An assistant over one short document."""
    home = tmp_path_factory.mktemp("small")
    build(home, [source()], QUIET, fake_encode)
    return FakeAssistant(Library(home))
