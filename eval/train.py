"""verse train: learn from the question bank and the tuning rows, and write what was learned into the checkout."""

import argparse
import shutil
import sys
import tempfile
from argparse import _SubParsersAction
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from corpus.bank import load_bank
from corpus.library import Library, library_home
from corpus.model import Passage, PassageKind
from corpus.models import ADAPTER
from corpus.register import load_register
from eval.gold import GoldRow, own_gold, tuning_rows
from eval.halves import ROWS, for_judge
from eval.learn import as_toml, learn, lessons
from eval.learn_answerable import Planned, asked, learn_answerable
from eval.learn_answerable import as_toml as answerable_toml
from eval.learn_reader import train_reader
from eval.learn_sentences import sentence_lessons
from eval.reader_lessons import Recipe as ReaderRecipe
from ingest.build import Source, build
from ingest.passages import passages
from ingest.progress import Progress
from ingest.read import understand
from ingest.tuning import Recipe, train
from retriever.comparing import Meant
from retriever.features import NAMES
from retriever.followup import standing
from retriever.question import Plan
from retriever.question import understand as understood
from retriever.reader import Reader
from retriever.routes import Router
from retriever.search import Searcher, learned_weights
from retriever.selection import NAMES as SENTENCE_NAMES
from retriever.selection import Selector, learned_sentence_weights

CHECKOUT = Path(__file__).parent.parent
LEARNED = CHECKOUT / "corpus" / "adapter"
RETRIEVER = CHECKOUT / "retriever"
TODAY = date(2026, 11, 22)
"""The day on which gold questions are asked, whenever they are asked."""


STEPS = ("encoder", "weights", "reader", "sentences", "answerable")
"""What is learned, in the order in which one rests on another."""
WHOLE = {"retriever": STEPS[:2], "answers": STEPS[2:]}
"""What is learned together: to find paragraphs, and to answer from what was found."""


def add_commands(commands: "_SubParsersAction[Any]") -> None:
    """Declare the command of this module."""
    parser = commands.add_parser("train", help="teach the search from the question bank (developers)")
    parser.add_argument("what", choices=[*WHOLE, *STEPS], help="to find, to answer, or one step of either")
    parser.add_argument(
        "--without", nargs="+", metavar="DOC", default=(), help="leave documents' questions out, to see how new ones would fare"
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the adapter there instead of into the checkout")
    parser.set_defaults(run=_train)


def _train(arguments: argparse.Namespace) -> int:
    started = perf_counter()
    wanted = WHOLE.get(arguments.what, (arguments.what,))
    known = [document.id for document in load_register().documents]
    if unknown := sorted({*arguments.without}.difference(known)):
        print(f"verse: There is no document {unknown[0]!r} to leave out; the register has {', '.join(known)}.", file=sys.stderr)
        return 2
    if "encoder" in wanted:
        train_encoder(arguments.out or LEARNED, arguments.without)
    for step in wanted:
        if step in TRAINERS:
            TRAINERS[step]()
    print(f"Trained in {perf_counter() - started:.0f} s.", file=sys.stderr)
    return 0


def train_encoder(folder: Path, without: Collection[str] = ()) -> None:
    """Train the adapter into `folder`; what was there before is replaced only when the new one is whole."""
    with tempfile.TemporaryDirectory() as made:
        train(Path(made), bank_passages(without), Recipe(), Progress())
        folder.mkdir(parents=True, exist_ok=True)
        for name in (ADAPTER, "adapter_config.json", "recipe.json"):
            shutil.copy(Path(made) / name, folder / name)


def bank_passages(without: Collection[str] = ()) -> list[Passage]:
    """The passages of all documents with the bank's questions, but those about documents in `without`."""
    register = load_register()
    found: list[Passage] = []
    for document in register.documents:
        read = understand(document, register.read(document)).assembled
        bank = () if document.id in without else load_bank(document.id)
        found += passages(read.paragraphs, read.sections, bank)
    return [p for p in found if p.kind is not PassageKind.SENTENCE]


def train_weights() -> None:
    """Learn the weights of the search with the present encoder, and write them."""
    searcher, planned = _opened()
    rows = _apart()
    start = np.array([learned_weights()[n] for n in NAMES], dtype=np.float32)
    weights = learn(lessons(rows, _plans(rows, searcher, planned), searcher), start)
    (RETRIEVER / "weights.toml").write_text(as_toml(weights, NAMES, "features.py"), "utf-8")
    learned_weights.cache_clear()


def train_the_reader() -> None:
    """Train the reader on the library with the present encoder, and write it."""
    _opened()
    train_reader(CHECKOUT / "corpus" / "reader", ReaderRecipe(), Progress())


def train_sentences() -> None:
    """Learn which sentences answer, and write it."""
    searcher, planned = _opened()
    rows = _apart()
    start = np.array([learned_sentence_weights()[n] for n in SENTENCE_NAMES], dtype=np.float32)
    found = sentence_lessons(rows, _plans(rows, searcher, planned), searcher, Selector(searcher.library))
    (RETRIEVER / "sentences.toml").write_text(as_toml(learn(found, start), SENTENCE_NAMES, "selection.py"), "utf-8")
    learned_sentence_weights.cache_clear()


def train_answerable() -> None:
    """Learn when to decline, and write it."""
    searcher, planned = _opened()
    seen = asked(tuning_rows(), planned, searcher, Reader(searcher.library), Progress())
    (RETRIEVER / "answerable.toml").write_text(answerable_toml(learn_answerable(seen)), "utf-8")


TRAINERS = {
    "weights": train_weights,
    "reader": train_the_reader,
    "sentences": train_sentences,
    "answerable": train_answerable,
}


def _apart() -> list[GoldRow]:
    """The answerable tuning rows that do not stand in the bank: the judge's, and gold's `dev`."""
    rows = [r for r in tuning_rows() if r.answerable]
    judging = {r.id for r in [*own_gold("dev"), *for_judge(rows, ROWS)]}
    return [r for r in rows if r.id in judging]


def _plans(rows: Sequence[GoldRow], searcher: Searcher, planned: Planned) -> list[Plan]:
    """What to look for, as the assistant plans it: with what the library's reader tells of documents."""
    router = Router(Reader(searcher.library))
    told = (router.route(r.question, standing(r.question, r.history)).meant for r in rows)
    return [planned(r.question, r.history, meant) for r, meant in zip(rows, told, strict=True)]


def _opened() -> tuple[Searcher, Planned]:
    """The library with the present encoder, and what plans a question on the day of the gold rows."""
    register = load_register()
    build(library_home(), [Source(d, register.read(d)) for d in register.documents], Progress())
    library = Library()
    known = {*library.paragraphs, *library.sections}

    def planned(question: str, history: tuple[str, ...], meant: Meant) -> Plan:
        return understood(question, history, library.documents, known, TODAY, meant)

    return Searcher(library), planned
