"""
Train the reader (see `retriever.reader`) on the question bank.

A question beside a passage of its paragraph is an answer; beside passages of other paragraphs that the search puts high,
and for a near miss beside whatever the search finds, it is none. Messages and their routes come from the bank as well.
"""

import json
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bank import load_bank, load_near_misses, load_routes
from corpus.encoder import ADAPTER, Encoder, Vectors, adapter_folder, load_model
from corpus.library import Library
from corpus.model import PassageKind
from ingest.progress import Progress
from retriever.reader import HEADS, MESSAGE_TOKENS, PAIR_TOKENS, read
from retriever.routes import Route


@dataclass(frozen=True)
class Recipe:
    """How the reader is trained."""

    seed: int = 11
    epochs: int = 1
    pairs: int = 32
    messages: int = 24
    rate: float = 5e-4
    rank: int = 16
    one_in: int = 3
    """Of the bank's questions, so many as one beside passages."""
    plain_one_in: int = 4
    """Of the bank's questions, so many as one among the messages, as an ordinary one."""
    shown: int = 2
    """Passages that the search finds for a near miss, beside the one known to mislead."""
    confusable: int = 8
    """A wrong passage is drawn from the first so many."""
    nearest: float = 0.97
    """A passage nearer than this share of the right one's nearness may answer too, and is not called wrong."""


@dataclass(frozen=True)
class Pair:
    """A question, a passage, and whether it answers."""

    question: str
    passage: str
    answers: bool


def pairs(library: Library, encoder: Encoder, recipe: Recipe, progress: Progress) -> list[Pair]:
    """What there is to learn from, from one library."""
    words = [i for i, p in enumerate(library.passages) if p.kind is PassageKind.WORDS]
    owners = [library.passages[i].paragraph for i in words]
    vectors = library.dense.vectors[words]
    texts = [library.passages[i].text for i in words]
    asked = [i for i, p in enumerate(library.passages) if p.kind is PassageKind.QUESTION][:: recipe.one_in]
    chance = random.Random(recipe.seed)
    found: list[Pair] = []
    for i in asked:
        question = library.passages[i]
        near = vectors @ library.dense.vectors[i]
        found += _bank_pairs(question.text, question.paragraph, near, owners, texts, chance, recipe)
    missed = load_near_misses()
    with progress.step("Embedding near misses", len(missed)) as advance:
        near_vectors = encoder.encode([m.question for m in missed], advance)
    for miss, vector in zip(missed, near_vectors, strict=True):
        order = [int(i) for i in np.argsort(-(vectors @ vector))]
        shown = order[: recipe.shown] + [i for i in order if owners[i] == miss.near][:1]
        found += [Pair(miss.question, texts[i], answers=False) for i in dict.fromkeys(shown)]
    return found


def messages(library: Library, recipe: Recipe) -> list[tuple[str, str]]:
    """Messages and their routes: those of the bank, and its questions and near misses as ordinary ones."""
    ordinary = [q.question for d in library.documents for q in load_bank(d)][:: recipe.plain_one_in]
    ordinary += [m.question for m in load_near_misses()]
    return [(m.question, m.label) for m in load_routes()] + [(q, Route.QUESTION.value) for q in ordinary]


def _bank_pairs(
    question: str,
    target: str,
    near: Vectors,
    owners: Sequence[str],
    texts: Sequence[str],
    chance: random.Random,
    recipe: Recipe,
) -> Iterator[Pair]:
    order = [int(i) for i in np.argsort(-near)]
    own = [i for i in order if owners[i] == target or owners[i].startswith(f"{target}/")]
    if not own:
        return
    yield Pair(question, texts[own[0]], answers=True)
    wrong = [i for i in order if i not in own and near[i] < recipe.nearest * near[own[0]]][: recipe.confusable]
    if wrong:
        yield Pair(question, texts[chance.choice(wrong)], answers=False)


def train_reader(folder: Path, recipe: Recipe, progress: Progress) -> None:
    """Train on the library as it stands and write adapter and heads under `folder`."""
    import torch
    from peft import LoraConfig, get_peft_model

    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    library = Library()
    learned, spoken = pairs(library, Encoder.own(), recipe, progress), messages(library, recipe)
    own = adapter_folder()
    sentence_model: Any = load_model([own] if own else [])
    config = LoraConfig(r=recipe.rank, lora_alpha=2 * recipe.rank, target_modules=["query", "key", "value", "dense"])
    model: Any = get_peft_model(sentence_model[0].auto_model, config)
    heads = torch.nn.ModuleDict({"answer": torch.nn.Linear(384, 1), "route": torch.nn.Linear(384, len(Route))})
    weights = [*(w for w in model.parameters() if w.requires_grad), *heads.parameters()]
    optimiser = torch.optim.AdamW(weights, lr=recipe.rate, weight_decay=0.01)
    steps = recipe.epochs * (len(learned) // recipe.pairs)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=steps + 1, pct_start=0.1)
    for layer in model.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = 0.0
    model.train()
    with progress.step("Training the reader", steps) as advance:
        for chosen, told in zip(_drawn(learned, recipe.pairs, steps), _drawn(spoken, recipe.messages, steps), strict=True):
            loss = _loss(sentence_model, heads, chosen, told)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            schedule.step()
            advance(1)
    _save(folder, model, heads, recipe)


def _drawn(rows: Sequence[Any], size: int, steps: int) -> Iterator[Sequence[Any]]:
    """`steps` batches, every row once before any comes again."""
    left: list[Any] = []
    for _ in range(steps):
        if len(left) < size:
            left += random.sample(list(rows), len(rows))
        yield left[:size]
        left = left[size:]


def _loss(model: Any, heads: Any, chosen: Sequence[Pair], told: Sequence[tuple[str, str]]) -> Any:
    import torch

    names = [route.value for route in Route]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        pooled = read(model, [p.question for p in chosen], [p.passage for p in chosen], PAIR_TOKENS)
        spoken = read(model, [m for m, _ in told], None, MESSAGE_TOKENS)
    right = torch.tensor([float(p.answers) for p in chosen])
    answer = torch.nn.functional.binary_cross_entropy_with_logits(heads["answer"](pooled.float()).squeeze(1), right)
    route = torch.nn.functional.cross_entropy(
        heads["route"](spoken.float()), torch.tensor([names.index(label) for _, label in told])
    )
    return answer + route


def _save(folder: Path, model: Any, heads: Any, recipe: Recipe) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model.peft_config["default"].base_model_name_or_path = "all-MiniLM-L6-v2 with corpus/adapter"
    with tempfile.TemporaryDirectory() as made:
        model.save_pretrained(made)
        for name in (ADAPTER, "adapter_config.json"):
            shutil.copy(Path(made) / name, folder / name)
    kept = {
        "answer": heads["answer"].weight[0], "answer bias": heads["answer"].bias[0],
        "route": heads["route"].weight, "route bias": heads["route"].bias,
    }  # fmt: skip
    arrays: dict[str, Any] = {name: value.detach().numpy() for name, value in kept.items()}
    np.savez(folder / HEADS, **arrays)
    (folder / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1) + "\n", "utf-8")
