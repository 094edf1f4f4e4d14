"""
BEIR-style folders (Thakur et al., 2021), so that the search can be held against published figures.

A folder holds corpus.jsonl (_id, title, text), queries.jsonl (_id, text) and qrels/test.tsv or qrels.tsv
(query-id, corpus-id, score, with a head line). The corpus is indexed in memory by the product's encoder and BM25,
fused by rank; what the product knows of guidance (sections, question bank, editions) plays no part.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from corpus.encoder import Encoder
from corpus.lexical import LexicalIndex, build_lexical
from eval.errors import GoldError
from eval.fusion import best, fuse
from eval.metrics import BUDGET, CUTS, RankedText, graded_ndcg, recall, reciprocal_rank
from eval.run import OPENING, SHOWN, Case
from ingest.progress import Progress

DEPTH = 100
"""Texts ranked for a query, as the published figures have it."""
LEXICAL_WEIGHT = 0.5


@dataclass(frozen=True)
class Collection:
    """A folder's texts, its judged queries, and by query the grade of each judged text."""

    texts: tuple[RankedText, ...]
    queries: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]


def is_beir(path: Path) -> bool:
    """Whether a path is such a folder."""
    return (path / "corpus.jsonl").is_file()


def load_beir(folder: Path) -> Collection:
    """Read a folder; queries that nobody judged are left out."""
    texts = tuple(
        RankedText(str(_key(row, "_id")), "", f"{row.get('title') or ''}\n{_key(row, 'text')}".strip())
        for row in _lines(folder / "corpus.jsonl")
    )
    grades = _grades(folder)
    queries = {str(_key(row, "_id")): str(_key(row, "text")) for row in _lines(folder / "queries.jsonl")}
    return Collection(texts, {q: text for q, text in queries.items() if q in grades}, grades)


def run_beir(collection: Collection, encoder: Encoder, progress: Progress) -> list[Case]:
    """Index the texts, ask every query, measure against the grades."""
    words = [t.text for t in collection.texts]
    with progress.step("Embedding the texts", len(words)) as advance:
        vectors = encoder.encode(words, advance)
    cases = []
    with TemporaryDirectory() as folder, progress.step("Asking", len(collection.queries)) as advance:
        build_lexical(Path(folder), words)
        lexical = LexicalIndex(Path(folder))
        for query, text in collection.queries.items():
            started = perf_counter()
            dense = best(vectors @ encoder.encode([text])[0], DEPTH + 1)
            ranked = fuse([(1.0, dense), (LEXICAL_WEIGHT, best(lexical.scores(text), DEPTH + 1))], DEPTH + 1)
            seconds = perf_counter() - started
            cases.append(_case(query, [collection.texts[i] for i in ranked], collection, seconds))
            advance(1)
    return cases


def _case(query: str, ranked: Sequence[RankedText], collection: Collection, seconds: float) -> Case:
    grades = collection.grades[query]
    texts = [t for t in ranked if t.id != query][:DEPTH]  # a query that is a text of the corpus does not find itself
    places = {text.id: rank for rank, text in enumerate(texts, 1)}
    found = [places.get(name) for name, grade in grades.items() if grade > 0]
    return Case(
        id=query,
        kind="query",
        doc="",
        tags=(),
        style="",
        question=collection.queries[query],
        metrics={
            **{f"recall@{k}": recall(found, k) for k in (*CUTS, DEPTH)},
            "recall@4000c": recall(found, _read_whole(texts)),
            "mrr": reciprocal_rank(found),
            "ndcg@10": graded_ndcg([t.id for t in texts], grades),
            "seconds": seconds,
        },
        found=tuple(found),
        passages=tuple(t.id for t in texts),
        evidence=tuple(name for name, grade in grades.items() if grade > 0),
        answer="",
        answer_kind="",
        shown=tuple(f"{t.id}\n{t.text[:OPENING]}" for t in texts[:SHOWN]),
        split="beir",
    )


def _read_whole(texts: Sequence[RankedText]) -> int:
    """How many texts are read to their end before the budget is used up."""
    left = BUDGET
    for number, text in enumerate(texts):
        left -= len(text.text)
        if left < 0:
            return number
    return len(texts)


def _grades(folder: Path) -> dict[str, dict[str, int]]:
    path = next((p for p in (folder / "qrels" / "test.tsv", folder / "qrels.tsv") if p.is_file()), None)
    if path is None:
        raise GoldError(f"{str(folder)!r} has neither qrels/test.tsv nor qrels.tsv.")
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        fields = line.split("\t")
        if number == 1 and not fields[-1].strip().lstrip("-").isdigit():
            continue
        try:
            query, text, grade = fields[0], fields[-2], int(fields[-1])
        except (ValueError, IndexError) as error:
            raise GoldError(f"{path.name} line {number} is not 'query, text, grade' with tabs between.") from error
        grades.setdefault(query, {})[text] = grade
    return grades


def _lines(path: Path) -> list[dict[str, object]]:
    if not path.is_file():
        raise GoldError(f"{path.name} is missing in {str(path.parent)!r}.")
    rows = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path.name} line {number} is not JSON.") from error
        if not isinstance(row, dict):
            raise GoldError(f"{path.name} line {number} is not a JSON object.")
        rows.append(row)
    return rows


def _key(row: Mapping[str, object], name: str) -> object:
    if name not in row:
        raise GoldError(f"A row of the folder has no {name!r}: {str(dict(row))[:80]}.")
    return row[name]
