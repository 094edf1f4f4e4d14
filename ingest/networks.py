"""
Write the models that questions are asked with into a library: exported once from torch, then handed from build to build.

A model that the previous library has already is linked from it rather than made again.
"""

import shutil
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus.encoder import HEADS, adapter_folder, load_model, model_folder, model_name, reader_folder, reader_name
from corpus.errors import NoLibrary
from corpus.library import read_manifest
from corpus.runtime import ENCODER, FOLDER, INPUTS, OUTPUT, READER, TOKENIZER

OPSET = 17


def write_networks(folder: Path, previous: Path, advance: Callable[[int], object]) -> None:
    """Write encoder, reader, heads and tokenizer under `folder`; `previous` is the library in use, if there is one."""
    own = [a for a in [adapter_folder()] if a]
    made = folder / FOLDER
    made.mkdir()
    model, reader = _had(previous)
    _linked_or_made(previous if model == model_name() else None, made / ENCODER, own)
    advance(1)
    _linked_or_made(previous if reader == reader_name() else None, made / READER, [*own, reader_folder()])
    advance(1)
    shutil.copy(model_folder() / TOKENIZER, made / TOKENIZER)
    shutil.copy(reader_folder() / HEADS, made / HEADS)


def _had(previous: Path) -> tuple[str, str]:
    """What the previous library's models were made from."""
    try:
        manifest = read_manifest(previous)
    except NoLibrary:
        return "", ""
    return manifest.model, manifest.reader


def _linked_or_made(previous: Path | None, path: Path, adapters: Sequence[Path]) -> None:
    had = previous / FOLDER / path.name if previous else None
    if had is not None and had.is_file():
        try:
            path.hardlink_to(had)
        except OSError:  # a file system without links
            shutil.copy(had, path)
        return
    export(path, adapters)


def export(path: Path, adapters: Sequence[Path]) -> None:
    """The mean of a model's token vectors as a network for one text of any length."""
    import torch

    class Mean(torch.nn.Module):
        def __init__(self, transformer: Any) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, tokens: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
            hidden: torch.Tensor = self.transformer(input_ids=tokens, token_type_ids=kinds).last_hidden_state
            return hidden.mean(1)

    example = torch.ones((1, 7), dtype=torch.long)
    with warnings.catch_warnings():
        # The exporter of torch's own tracing needs no package but onnx; it is announced to go, and torch is pinned.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Mean(load_model(adapters)[0].auto_model).eval(),
            (example, torch.zeros_like(example)),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes={name: {1: "length"} for name in INPUTS},
        )
