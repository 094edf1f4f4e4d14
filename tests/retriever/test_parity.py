"""The models that questions are asked with give what torch gives, whatever was learned last."""

from itertools import islice

import numpy as np
import pytest
import torch

from corpus.bank import load_bank, load_near_misses, load_routes
from corpus.encoder import load_model, mean_of_tokens
from corpus.library import Library
from corpus.models import HEADS, QUERY_TOKENS, adapter_folder, reader_folder
from retriever.reader import MESSAGE_TOKENS, PAIR_TOKENS, Reader

QUESTIONS, PAIRS, MESSAGES, AT_ONCE = 500, 200, 100, 20
ODD = ["", "?", "Ünïcödé: 子どもの保護, s47", "👶 baby", "word " * 600]
"""Questions unlike those of the bank; the last is longer than either model reads."""


@pytest.fixture(scope="module")
def bank() -> list[str]:
    own = [q.question for doc in ("wt-2026", "lcpp-2026", "ffp-2025") for q in load_bank(doc)]
    return own[:: len(own) // QUESTIONS][:QUESTIONS]


@pytest.fixture(scope="module")
def reader_in_torch():
    adapters = [a for a in (adapter_folder(), reader_folder()) if a]
    with np.load(reader_folder() / HEADS) as stored:
        return load_model(adapters), {name: torch.from_numpy(stored[name]) for name in stored.files}


def means(model, first: list[str], second: list[str] | None, tokens: int) -> torch.Tensor:
    """As torch has them, in full precision and in batches with padding."""
    with torch.inference_mode():
        rows = range(0, len(first), AT_ONCE)
        parts = [mean_of_tokens(model, first[i : i + AT_ONCE], second and second[i : i + AT_ONCE], tokens) for i in rows]
    return torch.cat(parts)


def test_the_encoder_has_the_vectors_of_torch(library: Library, bank: list[str]) -> None:
    texts = [*bank, *ODD]
    model = load_model([a for a in (adapter_folder(),) if a])
    right = torch.nn.functional.normalize(means(model, texts, None, QUERY_TOKENS), dim=1).numpy()
    own = np.array(library.encoder.embed_documents(texts))
    assert np.allclose(np.linalg.norm(own, axis=1), 1, atol=1e-5)
    assert (own * right).sum(axis=1).min() >= 0.999


def test_a_question_has_the_same_vector_alone_and_among_others(library: Library, bank: list[str]) -> None:
    assert library.encoder.embed_documents(bank[:7])[3] == library.encoder.embed_query(bank[3])


def test_the_reader_finds_passages_as_likely_as_torch_does(library: Library, bank: list[str], reader_in_torch) -> None:
    model, heads = reader_in_torch
    passages = [p.text for p in library.passages[:: len(library.passages) // PAIRS]][:PAIRS]
    questions = bank[:PAIRS]
    right = torch.sigmoid(means(model, questions, passages, PAIR_TOKENS) @ heads["answer"] + heads["answer bias"]).numpy()
    reader = Reader(library)
    own = np.concatenate([reader.answers(q, [p]) for q, p in zip(questions, passages, strict=True)])
    assert np.abs(own - right).max() < 0.005


def test_the_reader_finds_routes_and_comparisons_as_likely_as_torch_does(library: Library, reader_in_torch) -> None:
    model, heads = reader_in_torch
    messages = [*(m.question for m in islice(load_routes(), MESSAGES)), *(m.question for m in load_near_misses()[:20]), *ODD]
    pooled = means(model, messages, None, MESSAGE_TOKENS)
    told = Reader(library).messages(messages)
    right = torch.softmax(pooled @ heads["route"].T + heads["route bias"], dim=1)
    assert np.abs(told.routes - right.numpy()).max() < 0.005
    assert np.allclose(told.routes.sum(axis=1), 1, atol=1e-5)
    for name, own in (("beside", told.beside), ("asked", told.asked)):
        assert np.abs(own - torch.sigmoid(pooled @ heads[name].T + heads[f"{name} bias"]).numpy()).max() < 0.005


def test_what_is_read_at_once_is_what_is_read_one_by_one(library: Library, bank: list[str]) -> None:
    question, passages = bank[0], [p.text for p in library.passages[:5]]
    together = Reader(library).answers(question, passages)
    alone = [Reader(library).answers(question, [p])[0] for p in passages]
    assert together == pytest.approx(alone, abs=1e-6)
    assert Reader(library).answers(question, []).shape == (0,)
