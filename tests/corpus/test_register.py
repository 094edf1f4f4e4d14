import hashlib
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import RegisterError
from corpus.model import Status
from corpus.register import load_register, parse_register

ENTRY = """
[[document]]
id = "one"
title = "One"
short = "One"
publisher = "Somebody"
edition = "1"
published = 2026-01-01
status = "local"
licence = "none"
file = "one.txt"
sha256 = "{sha}"
"""


def entry(data: bytes = b"words", extra: str = "") -> str:
    return ENTRY.format(sha=hashlib.sha256(data).hexdigest()) + extra


def test_the_products_own_documents_are_the_publishers_bytes() -> None:
    register = load_register()
    assert [d.id for d in register.documents] == ["wt-2026", "lcpp-2026", "ffp-2025", "consultation-2026", "wt-2015"]
    assert all(register.read(d) for d in register.documents)


def test_an_altered_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"other words")
    register = parse_register(entry(), tmp_path)
    with pytest.raises(RegisterError, match=r"'one\.txt' of document 'one' was altered"):
        register.read(register["one"])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    register = parse_register(entry(), tmp_path)
    with pytest.raises(RegisterError, match=r"'one\.txt' of document 'one' is missing"):
        register.read(register["one"])


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="colour"):
        parse_register(entry(extra='colour = "red"\n'), tmp_path)


def test_a_doubled_id_and_broken_toml_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="'one' twice"):
        parse_register(entry() + entry(), tmp_path)
    with pytest.raises(RegisterError, match="not valid TOML"):
        parse_register("[[document", tmp_path)


def test_what_is_in_force_depends_on_the_day() -> None:
    register = load_register()
    assert register["wt-2026"].in_force(date(2026, 11, 22))
    assert not register["wt-2026"].in_force(date(2016, 5, 1))
    assert register["wt-2015"].in_force(date(2016, 5, 1))
    assert not register["wt-2015"].in_force(date(2026, 11, 22))
    assert not register["consultation-2026"].in_force(date(2026, 11, 22))


def test_a_proposal_is_never_in_force() -> None:
    proposed = load_register()["wt-2026"].model_copy(update={"status": Status.CONSULTATION})
    assert not proposed.in_force(date(2026, 11, 22))
