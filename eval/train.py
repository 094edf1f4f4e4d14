"""verse train: learn from the question bank and the gold set's dev rows, and write what was learned into the checkout."""

import argparse
import shutil
import sys
import tempfile
from argparse import _SubParsersAction
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from corpus.bank import load_bank
from corpus.encoder import ADAPTER, Encoder
from corpus.library import Library, library_home
from corpus.model import Passage
from corpus.register import load_register
from eval.gold import own_gold
from eval.learn import as_toml, learn, lessons
from ingest.build import Source, build
from ingest.passages import passages
from ingest.progress import Progress
from ingest.read import understand
from ingest.tuning import Recipe, examples, train
from retriever.ask import Assistant
from retriever.features import NAMES
from retriever.search import Searcher, learned_weights

CHECKOUT = Path(__file__).parent.parent
LEARNED = CHECKOUT / "corpus" / "adapter"
WEIGHTS = CHECKOUT / "retriever" / "weights.toml"
TODAY = date(2026, 11, 22)
"""The day on which gold questions are asked, whenever they are asked."""


def add_commands(commands: "_SubParsersAction[Any]") -> None:
    """Declare the command of this module."""
    parser = commands.add_parser("train", help="teach the search from the question bank (developers)")
    parser.add_argument("what", choices=["retriever", "encoder", "weights"], help="both, the encoder or the weights alone")
    parser.add_argument("--without", metavar="DOC", help="leave a document's questions out, to see how a new one would fare")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="write the adapter there instead of into the checkout")
    parser.set_defaults(run=_train)


def _train(arguments: argparse.Namespace) -> int:
    started = perf_counter()
    if arguments.what in ("retriever", "encoder"):
        train_encoder(arguments.out or LEARNED, arguments.without)
    if arguments.what in ("retriever", "weights"):
        train_weights()
    print(f"Trained in {perf_counter() - started:.0f} s.", file=sys.stderr)
    return 0


def train_encoder(folder: Path, without: str | None = None) -> None:
    """Train the adapter into `folder`; what was there before is replaced only when the new one is whole."""
    indexed = bank_passages(without)
    progress = Progress()
    with progress.step("Embedding passages", len(indexed)) as advance:
        vectors = Encoder(adapter=None).encode([p.text for p in indexed], advance)
    recipe = Recipe()
    with tempfile.TemporaryDirectory() as made:
        train(Path(made), examples(indexed, vectors, recipe), recipe, progress)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (ADAPTER, "adapter_config.json", "recipe.json"):
            shutil.copy(Path(made) / name, folder / name)


def bank_passages(without: str | None = None) -> list[Passage]:
    """The passages of all documents with the bank's questions, but those about `without`."""
    register = load_register()
    found: list[Passage] = []
    for document in register.documents:
        read = understand(document, register.read(document)).assembled
        bank = () if document.id == without else load_bank(document.id)
        found += passages(read.paragraphs, read.sections, bank)
    return found


def train_weights() -> None:
    """Learn the weights of the search on dev rows with the present encoder, and write them."""
    register = load_register()
    build(library_home(), [Source(d, register.read(d)) for d in register.documents], Progress())
    library = Library()
    searcher = Searcher(library, Encoder.own())
    assistant = Assistant(library, searcher)
    rows = [r for r in own_gold("dev") if r.answerable]
    plans = [assistant.plan(r.question, r.history, TODAY) for r in rows]
    start = np.array([learned_weights()[n] for n in NAMES], dtype=np.float32)
    WEIGHTS.write_text(as_toml(learn(lessons(rows, plans, searcher), start)), "utf-8")
