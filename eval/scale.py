"""
How the engines bear a large library: python -m eval.scale [PASSAGES ...] ('make scale', 'make scale N=1000000').

Passages are made up of the real ones (`eval.synthetic`). Each engine is filled and asked in a process of its own, so that its
memory is its own; what is right is found by comparing everything. The bare encoder's rate is that of the same run.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from corpus.index import EXACT, MILVUS, build_index, open_index, read_address
from corpus.library import Library
from corpus.models import Vectors
from corpus.vectors import Batch, VectorIndex, WordIndex, build_vectors
from eval.synthetic import BEST, DOCUMENT, Sentences, keep_sentences, kept_sentences, passages, read_sentences, right_answers

SIZES = (10_000, 100_000)
ENGINES = ("exact:", "chroma:", "milvus:")
LITE_UP_TO = 100_000
"""Milvus Lite looks at every passage in Python: with more it is no measure of Milvus."""
NAME = "passages_synthetic"
MADE_OF, RIGHT = "sentences.npz", "right.npy"
"""What a measuring process is given: what passages are made of, and the right answers."""
SAMPLE = 600
"""Passages that the bare encoder embeds."""
WARM_UP = 20
FILTERED = 30
"""Questions that are put to one document only."""
HEAD = (
    f"{'passages':>9} {'engine':<8} {'put in/s':>9} {'of encoder':>10} {'memory MB':>9} {'disk MB':>8} "
    f"{'p50 ms':>7} {'p95 ms':>7} {'recall@10':>9} {'one doc.':>9} {'words':>7}"
)


@dataclass(frozen=True)
class Measured:
    """What one engine did with one library; milliseconds, megabytes, passages a second."""

    engine: str
    passages: int
    rate: float
    memory_mb: float
    disk_mb: float
    p50_ms: float
    p95_ms: float
    recall: float
    filtered_ms: float
    """The median of questions to one document."""
    words_ms: float | None
    """The median of searches by words, where the engine has them."""

    def line(self, encoder: float) -> str:
        """The row of the table; beside an encoder of so many texts a second."""
        words = f"{self.words_ms:.1f}" if self.words_ms is not None else "-"
        return (
            f"{self.passages:>9,} {self.engine:<8} {self.rate:>9,.0f} {self.rate / (self.rate + encoder):>10.0%} "
            f"{self.memory_mb:>9,.0f} {self.disk_mb:>8,.0f} {self.p50_ms:>7.1f} {self.p95_ms:>7.1f} {self.recall:>9.3f} "
            f"{self.filtered_ms:>9.1f} {words:>7}"
        )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.scale", description=__doc__)
    parser.add_argument("passages", nargs="*", type=int, default=SIZES, help="how many, one table row each (10000 100000)")
    parser.add_argument("--engines", nargs="+", default=ENGINES, metavar="URL", help="which (exact: chroma: milvus:)")
    parser.add_argument("--measure", nargs=2, metavar=("URL", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(asdict(_measured(given.measure[0], given.passages[0], Path(given.measure[1])))))
        return 0
    made_of = read_sentences(Library())
    encoder = _encoder_rate(made_of)
    print(f"The bare encoder embeds {encoder:,.0f} such passages a second.\n{HEAD}", flush=True)
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keep_sentences(made_of, folder / MADE_OF)
        for size in sorted(set(given.passages)):
            np.save(folder / RIGHT, right_answers(made_of, size))
            for url in given.engines:
                if read_address(url).engine != MILVUS or size <= LITE_UP_TO:
                    found.append(_in_a_process(url, size, folder))
                    print(found[-1].line(encoder), flush=True)
    _say_growth(found)
    return 0


def _say_growth(found: list[Measured]) -> None:
    for url in dict.fromkeys(m.engine for m in found):
        own = [m for m in found if m.engine == url]
        if len(own) > 1:
            growth = own[-1].p50_ms / own[0].p50_ms
            print(f"{url} from {own[0].passages:,} to {own[-1].passages:,} passages the median grows {growth:.1f} times")


def _encoder_rate(made_of: Sentences) -> float:
    """Texts a second of the encoder as the build runs it, once it is loaded."""
    from corpus.encoder import Encoder

    texts = next(passages(made_of, SAMPLE)).texts
    encoder = Encoder.own()
    encoder.encode(texts[:50])
    started = perf_counter()
    encoder.encode(texts)
    return len(texts) / (perf_counter() - started)


def _in_a_process(url: str, size: int, given: Path) -> Measured:
    command = [sys.executable, "-m", "eval.scale", str(size), "--measure", url, str(given)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 (no shell)
    return Measured(**json.loads(done.stdout))


def _measured(url: str, size: int, given: Path) -> Measured:
    made_of = kept_sentences(given / MADE_OF)
    address = read_address(url)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        batches = _Timed(passages(made_of, size, words=address.engine == MILVUS))
        started = perf_counter()
        if address.engine == EXACT:
            build_vectors(folder, size, batches)
        else:
            build_index(address, folder, NAME, batches)
        took = perf_counter() - started - batches.seconds
        disk = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
        index = open_index(address, folder, NAME)
        seconds, found = _asked(index, made_of.asked)
        doc = f"synthetic-{size // DOCUMENT // 2}"
        filtered, _ = _asked(index, made_of.asked[:FILTERED], (doc,))
        words = _words(index, made_of)
        index.close()
    memory = _peak_mb()
    p50, p95 = (1000 * float(np.percentile(seconds, share)) for share in (50, 95))
    hits = [len(set(own) & set(best)) for own, best in zip(found, np.load(given / RIGHT).tolist(), strict=True)]
    share = sum(hits) / BEST / len(hits)
    return Measured(url, size, size / took, memory, disk / 1e6, p50, p95, share, 1000 * float(np.median(filtered)), words)


def _peak_mb() -> float:
    """The most memory that this process has held, where the system tells it; getrusage counts its parent's too."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), float("nan"))


class _Timed:
    """Batches, and the seconds that it took to make them."""

    def __init__(self, batches: Iterator[Batch]) -> None:
        self._batches = batches
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Batch]:
        while True:
            started = perf_counter()
            batch = next(self._batches, None)
            self.seconds += perf_counter() - started
            if batch is None:
                return
            yield batch


def _asked(index: VectorIndex, queries: Vectors, docs: tuple[str, ...] | None = None) -> tuple[list[float], list[list[int]]]:
    """The seconds of each question, and the rows it found."""
    for query in queries[:WARM_UP]:
        index.search(query, BEST, docs)
    seconds, found = [], []
    for query in queries:
        started = perf_counter()
        hits = index.search(query, BEST, docs)
        seconds.append(perf_counter() - started)
        found.append(hits.rows.tolist())
    return seconds, found


def _words(index: VectorIndex, made_of: Sentences) -> float | None:
    if not isinstance(index, WordIndex):
        return None
    seconds = []
    for question in made_of.questions[:FILTERED]:
        started = perf_counter()
        index.search_words(question, BEST)
        seconds.append(perf_counter() - started)
    return 1000 * float(np.median(seconds))


if __name__ == "__main__":
    sys.exit(main())
