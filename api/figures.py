"""The figures of all workers in one answer to Prometheus, whichever worker it reached: each leaves its own in a file."""

import asyncio
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import time

from prometheus_client import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from api.metrics import Metrics

EVERY_S = 5.0
"""How often a worker writes its figures down."""
STALE_S = 30.0
"""Figures that were not written for so long are those of a worker that has ended."""
WORKER = "worker"
Family = tuple[str, str, str, list[tuple[str, dict[str, str], float]]]


class Figures:
    """What /metrics shows: of one process, or with a `folder` that they share of all, told apart by the label 'worker'."""

    def __init__(self, metrics: Metrics, folder: Path | None = None) -> None:
        self._metrics = metrics
        self._folder = folder
        self._name = f"figures-{os.getpid()}.json"

    async def writing(self) -> None:
        """Write this worker's figures down again and again, if there are others to read them."""
        while self._folder:
            await asyncio.to_thread(self.write, self._folder)
            await asyncio.sleep(EVERY_S)

    def write(self, folder: Path) -> None:
        """Write this worker's figures down, whole or not at all."""
        aside = folder / f"{self._name}.new"
        aside.write_text(json.dumps([_plain(metric) for metric in self._metrics.registry.collect()]), "utf-8")
        aside.replace(folder / self._name)

    def text(self) -> bytes:
        """The figures in Prometheus' text format."""
        if self._folder is None:
            return generate_latest(self._metrics.registry)
        self.write(self._folder)
        return generate_latest(_Together(self._folder))


class _Together(Collector):
    """The families of every file of a folder, each sample with the number of its worker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterable[Metric]:
        """Each family once."""
        families: dict[str, Metric] = {}
        for worker, (name, about, kind, samples) in _read(self._folder):
            family = families.setdefault(name, Metric(name, about, kind))
            for sample, labels, value in samples:
                family.add_sample(sample, {**labels, WORKER: worker}, value)
        return families.values()


def _read(folder: Path) -> Iterator[tuple[str, Family]]:
    for path in sorted(folder.glob("figures-*.json")):
        if path.stat().st_mtime > time() - STALE_S:
            for family in json.loads(path.read_text("utf-8")):
                yield path.stem.partition("-")[2], family


def _plain(metric: Metric) -> Family:
    return metric.name, metric.documentation, metric.type, [(s.name, dict(s.labels), s.value) for s in metric.samples]
