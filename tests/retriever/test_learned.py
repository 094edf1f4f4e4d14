"""What was learned is read as it was learned, or refused in a sentence."""

from importlib.resources import files
from pathlib import Path

import pytest

from retriever import answerable, learned, search, selection
from retriever.errors import LearnedError

LOADERS = [
    ("weights.toml", "weights", search.learned_weights),
    ("sentences.toml", "sentences", selection.learned_sentence_weights),
    ("answerable.toml", "answerable", answerable.learned_judgement),
]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the learned files that may be spoiled."""
    for name, _, loader in LOADERS:
        (tmp_path / name).write_bytes(files("retriever").joinpath(name).read_bytes())
        loader.cache_clear()
    monkeypatch.setattr(learned, "files", lambda room: tmp_path)
    yield tmp_path
    for _, _, loader in LOADERS:
        loader.cache_clear()


def another_name(text: str) -> str:
    return "\n".join(line.replace('"', '"new ', 1) if line.startswith('"') else line for line in text.splitlines())


SPOILT = {
    "is damaged": lambda text: text[: len(text) // 2] + "\n= =",
    "has no table": lambda text: "nothing = 1",
    "is of another version": another_name,
    "holds something that is no number": lambda text: text.replace(
        next(x for x in text.split() if "." in x and x[-1].isdigit()), "true", 1
    ),
}


@pytest.mark.faults("corrupted model file", "the service does not start: one sentence says which file to reinstall")
@pytest.mark.parametrize("said", SPOILT)
@pytest.mark.parametrize(("name", "step", "loader"), LOADERS)
def test_a_learned_file_that_does_not_fit_is_a_sentence_with_the_remedy(room: Path, name, step, loader, said) -> None:
    (room / name).write_text(SPOILT[said]((room / name).read_text()))
    with pytest.raises(LearnedError) as refused:
        loader()
    assert f"'retriever/{name}' {said}" in str(refused.value)
    assert f"'verse train {step}'" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("name", "step", "loader"), LOADERS)
def test_a_learned_file_that_is_missing_is_a_sentence(room: Path, name, step, loader) -> None:
    (room / name).unlink()
    with pytest.raises(LearnedError, match="cannot be read"):
        loader()


@pytest.mark.parametrize(("name", "step", "loader"), LOADERS)
def test_the_files_of_this_version_fit(room: Path, name, step, loader) -> None:
    assert loader()
