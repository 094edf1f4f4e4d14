"""
Write the models that questions are asked with into a library: exported once from torch, then handed from build to build.

A model that the previous library has already is linked from it rather than made again, so that whoever has a library of
this version needs no torch to build the next one.
"""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus.encoder import load_model
from corpus.errors import NoLibrary
from corpus.library import read_manifest
from corpus.models import HEADS, adapter_folder, model_folder, model_name, reader_folder, reader_name
from corpus.runtime import EACH, ENCODER, FOLDER, INPUTS, OUTPUT, READER, TOKENIZER, WEIGHTS

OPSET = 17
SMALL = 1024
"""Weights of fewer bytes stay in the network's own file."""


def write_networks(folder: Path, previous: Path, advance: Callable[[int], object]) -> None:
    """Write encoder, reader, heads and tokenizer under `folder`; `previous` is the library in use, if there is one."""
    encoder = [a for a in [adapter_folder()] if a]
    made = folder / FOLDER
    made.mkdir()
    model, reader = _had(previous)
    own = previous / FOLDER
    for same, name, adapters in (
        (model == model_name(), ENCODER, encoder),
        (reader == reader_name(), READER, [*encoder, reader_folder()]),
    ):
        if not (same and _linked([own / name, weights_of(own / name)], made)):
            export(made / name, adapters)
        advance(1)
    if not (model == model_name() and _linked([own / TOKENIZER], made)):
        shutil.copy(model_folder() / TOKENIZER, made / TOKENIZER)
    shutil.copy(reader_folder() / HEADS, made / HEADS)


def has_networks(library: Path) -> bool:
    """Whether a library's encoder is there to be used."""
    own = library / FOLDER
    return all(path.is_file() for path in (own / ENCODER, weights_of(own / ENCODER), own / TOKENIZER))


def weights_of(network: Path) -> Path:
    """Where a network's weights are."""
    return network.with_suffix(WEIGHTS)


def _had(previous: Path) -> tuple[str, str]:
    """What the previous library's models were made from."""
    try:
        manifest = read_manifest(previous)
    except NoLibrary:
        return "", ""
    return manifest.model, manifest.reader


def _linked(had: Sequence[Path], folder: Path) -> bool:
    """Whether the files were there to be linked, or copied on a file system without links."""
    if not all(path.is_file() for path in had):
        return False
    for path in had:
        try:
            (folder / path.name).hardlink_to(path)
        except OSError:
            shutil.copy(path, folder / path.name)
    return True


def export(path: Path, adapters: Sequence[Path]) -> None:
    """Write a model's token vectors, and their mean, as a network for one text of any length, its weights beside it."""
    model = load_model(adapters)  # says what to install where it is not
    import onnx

    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _traced(model[0].auto_model, whole)
        beside = weights_of(path).name
        onnx.save_model(onnx.load(whole), path, save_as_external_data=True, location=beside, size_threshold=SMALL)


def _traced(transformer: Any, path: Path) -> None:
    import torch

    class Mean(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, tokens: torch.Tensor, kinds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            hidden: torch.Tensor = self.transformer(input_ids=tokens, token_type_ids=kinds).last_hidden_state
            return hidden.mean(1), hidden

    example = torch.ones((1, 7), dtype=torch.long)
    with warnings.catch_warnings():
        # Exporting by tracing needs no package but onnx; torch, which is pinned, announces that it will go.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Mean().eval(),
            (example, torch.zeros_like(example)),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=list(INPUTS),
            output_names=[OUTPUT, EACH],
            dynamic_axes={name: {1: "length"} for name in (*INPUTS, EACH)},
        )
