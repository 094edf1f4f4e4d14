import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.encoder import Encoder
from corpus.models import DIMENSIONS, Vectors
from eval.beir import is_beir, load_beir, run_beir
from eval.errors import GoldError
from ingest.progress import Progress


class LetterEncoder(Encoder):
    """Unit vectors of how often each letter stands in a text."""

    def encode(self, texts: Sequence[str], progress: Callable[[int], Any] = lambda done: None) -> Vectors:
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            np.add.at(row, [ord(c) % DIMENSIONS for c in text.lower()], 1.0)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"d1": "apples grow on trees", "d2": "boats sail the sea", "d3": "clouds bring rain"}
    rows = [json.dumps({"_id": i, "title": "About", "text": t}) for i, t in texts.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(rows))
    queries = {"q1": "where do apples grow", "q2": "what do clouds bring", "q3": "never judged"}
    (tmp_path / "queries.jsonl").write_text("\n".join(json.dumps({"_id": i, "text": t}) for i, t in queries.items()))
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td3\t1\nq2\tgone\t1\n")
    return tmp_path


def test_judged_queries_are_asked_of_the_texts(folder: Path) -> None:
    first, second = run_beir(load_beir(folder), LetterEncoder(None), Progress(quiet=True))
    assert (first.id, first.passages[0], first.metrics["recall@1"], first.metrics["ndcg@10"]) == ("q1", "d1", 1.0, 1.0)
    assert (second.found, second.metrics["recall@10"]) == ((1, None), 0.5)


def test_the_usual_other_place_of_the_grades_is_known(folder: Path) -> None:
    (folder / "qrels" / "test.tsv").rename(folder / "qrels.tsv")
    assert load_beir(folder).grades["q1"] == {"d1": 2, "d2": 0}


def test_a_folder_of_gold_rows_is_no_beir_folder(tmp_path: Path) -> None:
    assert not is_beir(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("qrels/test.tsv", "q1\td1\tmany\nq1\td1\tfew\n", "line 2"),
        ("queries.jsonl", "not json", "line 1 is not JSON"),
        ("queries.jsonl", '{"text": "no id"}', "'_id'"),
        ("corpus.jsonl", "[1]", "line 1 is not a JSON object"),
    ],
)
def test_a_fault_is_named_with_its_place(folder: Path, name: str, text: str, fault: str) -> None:
    (folder / name).write_text(text)
    with pytest.raises(GoldError, match=fault):
        load_beir(folder)
