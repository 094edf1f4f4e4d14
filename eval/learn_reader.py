"""Train the reader (see `retriever.reader`) on the question bank (see `eval.reader_lessons`)."""

import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from corpus.encoder import Encoder, learnable, load_model, mean_of_tokens, thread_a_processor
from corpus.library import Library
from corpus.models import ADAPTER, HEADS, adapter_folder
from eval.reader_lessons import Message, Pair, Recipe, messages, pairs
from ingest.progress import Progress
from retriever.comparing import Beside
from retriever.reader import MESSAGE_TOKENS, PAIR_TOKENS
from retriever.routes import Route

Row = TypeVar("Row")
ALIKE = 16
"""So many batches are drawn at once and sorted by length."""


def train_reader(folder: Path, recipe: Recipe, progress: Progress) -> None:
    """Train on the library as it stands and write adapter and heads under `folder`."""
    import torch
    from peft import LoraConfig

    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    library = Library()
    learned, spoken = pairs(library, Encoder.own(), recipe, progress), messages(library, recipe)
    own = adapter_folder()
    sentence_model: Any = load_model([own] if own else [])
    config = LoraConfig(r=recipe.rank, lora_alpha=2 * recipe.rank, target_modules=["query", "key", "value", "dense"])
    model = learnable(sentence_model[0].auto_model, config)
    heads = torch.nn.ModuleDict(
        {
            "answer": torch.nn.Linear(384, 1),
            "route": torch.nn.Linear(384, len(Route)),
            "beside": torch.nn.Linear(384, len(Beside)),
            "asked": torch.nn.Linear(384, len(Beside)),
        }
    )
    steps = recipe.epochs * (len(learned) // recipe.pairs)
    batches = zip(
        _drawn(learned, recipe.pairs, steps, _pair_length), _drawn(spoken, recipe.messages, steps, _length), strict=True
    )
    _learn((sentence_model, model, heads), batches, Schedule(steps, recipe.rate), progress)
    learn_again((sentence_model, model, heads), learned, spoken, recipe, progress)
    _save(folder, model, heads, recipe)


def learn_again(
    networks: tuple[Any, Any, Any], learned: Sequence[Pair], spoken: Sequence[Message], recipe: Recipe, progress: Progress
) -> None:
    """
    Some more steps, in which most messages are of those whose route is known; what is kept lies halfway there.

    The mean of the weights before and after gives fewer false alarms than either where it sees about as much danger (Wortsman
    et al., 2022, 'Robust fine-tuning of zero-shot models'; eval/ABLATION.md).
    """
    import torch

    _, model, heads = networks
    weights = [*(w for w in model.parameters() if w.requires_grad), *heads.parameters()]
    before = [weight.detach().clone() for weight in weights]
    routed = [message for message in spoken if message.routed]
    known = 2 * recipe.again_messages // 3
    told = zip(
        _drawn(routed, known, recipe.again, _length),
        _drawn(spoken, recipe.again_messages - known, recipe.again, _length),
        strict=True,
    )
    batches = zip(
        _drawn(learned, recipe.again_pairs, recipe.again, _pair_length), ([*one, *other] for one, other in told), strict=True
    )
    _learn(networks, batches, Schedule(recipe.again, recipe.again_rate), progress)
    with torch.no_grad():
        for weight, was in zip(weights, before, strict=True):
            weight.copy_((weight + was) / 2)


@dataclass(frozen=True)
class Schedule:
    """How many steps are learned, and the highest rate."""

    steps: int
    rate: float


def _learn(
    networks: tuple[Any, Any, Any],
    batches: Iterable[tuple[Sequence[Pair], Sequence[Message]]],
    schedule: Schedule,
    progress: Progress,
) -> None:
    """One run of steps, on a thread a processor."""
    import torch

    sentence_model, model, heads = networks
    weights = [*(w for w in model.parameters() if w.requires_grad), *heads.parameters()]
    optimiser = torch.optim.AdamW(weights, lr=schedule.rate, weight_decay=0.01)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, schedule.rate, total_steps=schedule.steps + 1, pct_start=0.1)
    model.train()
    with progress.step("Training the reader", schedule.steps) as advance, thread_a_processor() as threads:
        share = torch.get_num_threads()
        for chosen, told in batches:
            parts = [(chosen[part::share], told[part::share]) for part in range(share)]
            slopes = threads.map(lambda part: _slopes(_loss(sentence_model, heads, *part) / share, weights), parts)
            for weight, *both in zip(weights, *slopes, strict=True):
                weight.grad = torch.stack(both).sum(dim=0)
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            rates.step()
            advance(1)


def _pair_length(pair: Pair) -> int:
    return len(pair.question + pair.passage)


def _length(message: Message) -> int:
    return len(message.text)


def _drawn(rows: Sequence[Row], size: int, steps: int, length: Callable[[Row], int]) -> Iterator[Sequence[Row]]:
    """`steps` batches of rows of about one length, so that little is padded; every row about once before any comes again."""
    left: list[Sequence[Row]] = []
    for _ in range(steps):
        if not left:
            drawn = random.sample(list(rows), len(rows))
            for start in range(0, len(drawn), ALIKE * size):
                alike = sorted(drawn[start : start + ALIKE * size], key=length)
                left += [alike[at : at + size] for at in range(0, max(len(alike) - size, 0) + 1, size)]
            random.shuffle(left)
        yield left.pop()


def _slopes(loss: Any, weights: Sequence[Any]) -> Sequence[Any]:
    """What the loss changes by with each weight; nothing by one that it does not depend on (the pooler's)."""
    import torch

    return torch.autograd.grad(loss, weights, materialize_grads=True)


def _loss(model: Any, heads: Any, chosen: Sequence[Pair], told: Sequence[Message]) -> Any:
    import torch

    names = [route.value for route in Route]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        pooled = mean_of_tokens(model, [p.question for p in chosen], [p.passage for p in chosen], PAIR_TOKENS)
        spoken = mean_of_tokens(model, [m.text for m in told], None, MESSAGE_TOKENS)
    right = torch.tensor([float(p.answers) for p in chosen])
    answer = torch.nn.functional.binary_cross_entropy_with_logits(heads["answer"](pooled.float()).squeeze(1), right)
    route = torch.nn.functional.cross_entropy(
        heads["route"](spoken.float()), torch.tensor([names.index(m.route) for m in told])
    )
    set_beside = torch.tensor([[float(kind in m.beside) for kind in Beside] for m in told])
    compared = torch.nn.functional.binary_cross_entropy_with_logits(heads["beside"](spoken.float()), set_beside)
    said = torch.tensor([m.asked is not None for m in told])
    wanted = torch.tensor([[float(kind in (m.asked or ())) for kind in Beside] for m in told])
    asked = torch.nn.functional.binary_cross_entropy_with_logits(
        heads["asked"](spoken.float()), wanted, weight=said.unsqueeze(1).float()
    )
    return answer + route + len(Beside) * (compared + asked)  # each kind counts as much as the route


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
        "beside": heads["beside"].weight, "beside bias": heads["beside"].bias,
        "asked": heads["asked"].weight, "asked bias": heads["asked"].bias,
    }  # fmt: skip
    arrays: dict[str, Any] = {name: value.detach().numpy() for name, value in kept.items()}
    np.savez(folder / HEADS, **arrays)
    (folder / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1) + "\n", "utf-8")
