"""What is worked out once for each library is made once, by whoever asks first."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from types import SimpleNamespace
from typing import Any

import pytest

from corpus.library import Library
from training.once import KEPT, once
from training.prepared import prepare
from training.quiz_ground import ground
from training.registers import Register, all_rows
from training.said import said


def named(folder: str) -> Any:
    return SimpleNamespace(folder=Path(folder))


def counting() -> tuple[Any, list[str]]:
    made: list[str] = []

    @once
    def make(library: Library, what: str = "") -> object:
        made.append(f"{library.folder} {what}".strip())
        return object()

    return make, made


def test_all_who_ask_at_once_get_the_one_thing_that_is_made() -> None:
    make, made = counting()
    together = Barrier(8)

    def ask(_: int) -> object:
        together.wait()
        return make(named("a"))

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1
    assert made == ["a"]


def test_another_library_and_another_choice_have_their_own() -> None:
    make, made = counting()
    found = {make(named("a")), make(named("a"), "x"), make(named("b"), "x"), make(named("a"), "x")}
    assert (len(found), made) == (3, ["a", "a x", "b x"])


def test_no_more_than_two_libraries_are_kept() -> None:
    make, made = counting()
    for name in ("a", "b", "c", "c", "b", "a"):
        make(named(name))
    assert (made, KEPT) == (["a", "b", "c", "a"], 2)


def test_what_is_made_already_is_there_while_another_librarys_is_made() -> None:
    making, done = Event(), Event()

    @once
    def make(library: Library) -> Path:
        if library.folder == Path("b"):
            making.set()
            done.wait(20)
        return library.folder

    make(named("a"))
    with ThreadPoolExecutor(2) as threads:
        other = threads.submit(make, named("b"))
        making.wait(20)
        try:
            assert threads.submit(make, named("a")).result(5) == Path("a")
        finally:
            done.set()
        assert other.result() == Path("b")


def test_what_fails_is_tried_again() -> None:
    tried: list[int] = []

    @once
    def make(library: Library) -> int:
        tried.append(1)
        return 1 // (len(tried) - 1)

    with pytest.raises(ZeroDivisionError):
        make(named("a"))
    assert make(named("a")) == 1


def test_registers_and_quizzes_read_the_sentences_once(library: Library) -> None:
    prepare(library)
    rows = [all_rows(register, library) for register in Register]
    assert all(rows)
    assert all(one is all_rows(register, library) for one, register in zip(rows, Register, strict=True))
    assert said(library) is said(library)
    assert ground(library) is ground(Library(library.folder.parent.parent))
