"""
Teach the embedding model the field: LoRA on the question bank, contrastive, with hard negatives.

A question is pulled towards the passage that answers it and towards other questions about the same paragraph, and
pushed from everything else in its batch and from one passage that the model, as it stands at the start of the epoch,
mistakes for the answer (van den Oord, Li and Vinyals, 2018; Xiong et al., 2020; Hu et al., 2021). Everything is seeded.
"""

import json
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.encoder import TOKENIZING, Encoder, learnable, thread_a_processor
from corpus.model import Passage, PassageKind
from corpus.models import Vectors
from ingest.progress import Progress

if TYPE_CHECKING:
    import torch


BASE = "all-MiniLM-L6-v2"
"""What the adapter is for; where the model lies is each machine's own affair."""


CHUNK = 32
"""Texts of like length that go through the model together, so that little of the work is padding."""


@dataclass(frozen=True)
class Recipe:
    """How the model is trained."""

    seed: int = 7
    epochs: int = 2
    drawn: int = 20_000
    """Of the examples at most so many an epoch, other ones each time."""
    batch: int = 64
    rate: float = 6e-4
    rank: int = 16
    layers: tuple[int, ...] = (2, 3, 4, 5)
    """Layers of the six that learn; what lies below keeps the publisher's weights and needs no gradient."""
    kept: float = 0.7
    """The share of what was learned that is kept: nearer to where it began, documents that it has not seen are found better
    (Wortsman et al., 2022, 'Robust fine-tuning of zero-shot models'; eval/ABLATION.md)."""
    scale: float = 20.0
    question_tokens: int = 56
    passage_tokens: int = 96
    sibling: float = 0.3
    """Share of examples whose positive is another question about the same paragraph."""
    confusable: int = 30
    """The hard negative is drawn from the model's first so many passages, or in half of the cases from so many questions about
    other paragraphs: what the index holds is both."""
    nearest: float = 0.95
    """A passage nearer to the question than this share of the answer's nearness may answer it too and is no negative
    (Moreira et al., 2024)."""
    late: float = 1.0
    """What the loss of matching token by token counts beside that of the mean vectors (Khattab and Zaharia, 2020)."""
    same: float = 0.9
    """A question nearer than this share of the nearest about the same paragraph may ask the same and is no negative."""


@dataclass(frozen=True)
class Example:
    """A question, texts that answer it or ask the same, and passages and questions that only seem to."""

    target: str
    question: str
    answers: tuple[str, ...]
    siblings: tuple[str, ...]
    confusable: tuple[tuple[str, ...], ...]
    """Passages, and questions about other paragraphs."""


def examples(passages: Sequence[Passage], vectors: Vectors, recipe: Recipe) -> list[Example]:
    """The training set: one example a question of the bank among `passages`; `vectors` are the model's at present."""
    words = [i for i, p in enumerate(passages) if p.kind in (PassageKind.WORDS, PassageKind.SECTION)]
    questions = [i for i, p in enumerate(passages) if p.kind is PassageKind.QUESTION]
    answered: dict[str, list[str]] = {}
    for i in questions:
        answered.setdefault(passages[i].text, []).append(passages[i].paragraph)
    words_of, asked_of = _by_paragraph(passages, words), _by_paragraph(passages, questions)
    of_words, of_questions = vectors[words], vectors[questions]
    found = []
    for i in questions:
        passage, vector = passages[i], vectors[i]
        right = answered[passage.text]
        answers = sorted(words_of[passage.paragraph], key=lambda j: -float(vectors[j] @ vector))
        siblings = [j for j in asked_of[passage.paragraph] if passages[j].text != passage.text]
        nearest = float(vectors[answers[0]] @ vector)
        nearest_asked = max([nearest, *(float(vectors[j] @ vector) for j in siblings)])
        confusable = (
            _confusable(passages, words, of_words @ vector, recipe.nearest * nearest, right, recipe.confusable),
            _confusable(passages, questions, of_questions @ vector, recipe.same * nearest_asked, right, recipe.confusable),
        )
        texts = [tuple(passages[j].text for j in chosen) for chosen in (answers[:2], siblings)]
        found.append(Example(passage.paragraph, passage.text, texts[0], texts[1], tuple(filter(None, confusable))))
    return found


def _by_paragraph(passages: Sequence[Passage], places: Sequence[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for i in places:
        found.setdefault(passages[i].paragraph, []).append(i)
    return found


def _confusable(
    passages: Sequence[Passage], pool: Sequence[int], nearness: Vectors, limit: float, right: Sequence[str], most: int
) -> tuple[str, ...]:
    """Of a pool the texts nearest to a question, but those nearer than `limit` and those about what answers it."""
    order = (passages[pool[j]] for j in np.argsort(-nearness) if nearness[j] < limit)
    return tuple(p.text for p in islice((p for p in order if not any(_related(p.paragraph, r) for r in right)), most))


def _related(one: str, other: str) -> bool:
    """Whether a passage of one target may well answer a question about the other: a section and what is in it."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def train(folder: Path, passages: Sequence[Passage], recipe: Recipe, progress: Progress) -> None:
    """Train on the questions among `passages` and write the adapter under `folder`."""
    import torch
    from peft import LoraConfig

    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    encoder = Encoder(adapter=None)
    config = LoraConfig(
        r=recipe.rank,
        lora_alpha=2 * recipe.rank,
        lora_dropout=0.0,
        target_modules=["query", "key", "value", "dense"],
        layers_to_transform=list(recipe.layers),
    )
    model = learnable(encoder.model[0].auto_model, config)
    weights = [w for w in model.parameters() if w.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=recipe.rate, weight_decay=0.01)
    steps = min(recipe.drawn, sum(p.kind is PassageKind.QUESTION for p in passages)) // recipe.batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=recipe.epochs * steps + 1, pct_start=0.1)
    for epoch in range(recipe.epochs):
        name = f"epoch {epoch + 1} of {recipe.epochs}"
        with progress.step(f"Embedding for {name}", len(passages)) as advance:
            training = examples(passages, encoder.encode([p.text for p in passages], advance), recipe)
        model.train()
        with progress.step(f"Training {name}", steps) as advance, thread_a_processor() as threads:
            for batch in _batches(training, recipe, epoch):
                slopes = _slopes(model, encoder.model.tokenizer, batch, recipe, weights, threads)
                for weight, slope in zip(weights, slopes, strict=True):
                    weight.grad = slope
                torch.nn.utils.clip_grad_norm_(weights, 1.0)
                optimiser.step()
                schedule.step()
                advance(1)
    model.peft_config["default"].base_model_name_or_path = BASE
    model.peft_config["default"].lora_alpha *= recipe.kept
    model.save_pretrained(str(folder))
    (folder / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1) + "\n", "utf-8")


def _batches(training: Sequence[Example], recipe: Recipe, epoch: int) -> Iterator[list[Example]]:
    """Batches of an epoch in which no two examples have the same target or question."""
    chance = random.Random(recipe.seed + epoch)
    left = chance.sample(list(training), len(training))
    for _ in range(min(recipe.drawn, len(training)) // recipe.batch):
        batch: list[Example] = []
        rest: list[Example] = []
        for example in left:
            clash = len(batch) == recipe.batch or any(
                _related(example.target, b.target) or example.question == b.question for b in batch
            )
            (rest if clash else batch).append(example)
            if len(batch) == recipe.batch and len(rest) > recipe.batch:
                break
        left = rest + left[len(batch) + len(rest) :]
        yield batch


def _slopes(
    model: Any, tokenizer: Any, batch: Sequence[Example], recipe: Recipe, weights: Sequence[Any], threads: ThreadPoolExecutor
) -> "Iterator[torch.Tensor]":
    """
    What InfoNCE over the batch's positives and hard negatives changes by with each weight.

    Each thread computes vectors on a processor of its own; when the loss is known, what it changes by with each vector goes
    back to the thread (Gao et al., 2021, without computing anything twice).
    """
    import torch

    normalize = torch.nn.functional.normalize

    def embed(texts: Sequence[str], tokens: int) -> "tuple[torch.Tensor, torch.Tensor, torch.Tensor]":
        with TOKENIZING:
            made = tokenizer(texts, padding=True, truncation=True, max_length=tokens, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model(**made).last_hidden_state
        mask = made["attention_mask"].unsqueeze(-1)
        mean = normalize((hidden.float() * mask).sum(1) / mask.sum(1), dim=1)
        return mean, normalize(hidden.float(), dim=2), made["attention_mask"].bool()

    positives, negatives = [], []
    for example in batch:
        sibling = example.siblings and random.random() < recipe.sibling
        positives.append(random.choice(example.siblings if sibling else example.answers))
        negatives.append(random.choice(random.choice(example.confusable)))
    texts = [*(e.question for e in batch), *positives, *negatives]
    order = sorted(range(len(texts)), key=lambda i: (i < len(batch), -len(texts[i])))
    parts = [order[i : i + CHUNK] for i in range(0, len(order), CHUNK)]
    limits = [recipe.question_tokens if part[0] < len(batch) else recipe.passage_tokens for part in parts]
    made = list(threads.map(embed, [[texts[i] for i in part] for part in parts], limits))
    back_to = torch.argsort(torch.tensor(order))
    own, right = len(batch), torch.arange(len(batch))
    vectors = torch.cat([mean.detach() for mean, _, _ in made])[back_to].requires_grad_()
    loss = torch.nn.functional.cross_entropy(vectors[:own] @ vectors[own:].T * recipe.scale, right)
    tokens = [rows.detach().requires_grad_() for _, rows, _ in made]
    asked = [i for i, part in enumerate(parts) if part[0] < own]
    passages = [i for i in range(len(parts)) if i not in asked]
    places = torch.argsort(torch.tensor([j for i in passages for j in parts[i]]))
    lines = []
    for i in asked:
        mask = made[i][2]
        cells = []
        for j in passages:
            near = torch.einsum("aqd,bpd->abqp", tokens[i], tokens[j]).masked_fill(~made[j][2][None, :, None, :], -1)
            cells.append((near.max(dim=3).values * mask[:, None, :]).sum(dim=2) / mask.sum(dim=1)[:, None])
        lines.append(torch.cat(cells, dim=1)[:, places])
    matched = torch.cat(lines)[torch.argsort(torch.tensor([j for i in asked for j in parts[i]]))]
    loss = loss + recipe.late * torch.nn.functional.cross_entropy(matched * recipe.scale, right)
    back, *each_back = torch.autograd.grad(loss, [vectors, *tokens])

    def slopes(place: int) -> "Sequence[torch.Tensor]":
        mean, rows, _ = made[place]
        return torch.autograd.grad([mean, rows], weights, [back[parts[place]], each_back[place]], materialize_grads=True)

    for each in zip(*threads.map(slopes, range(len(parts))), strict=True):
        yield torch.stack(each).sum(dim=0)
