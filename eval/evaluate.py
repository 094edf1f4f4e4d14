"""What the commands do: choose rows, ask them, keep the run."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from corpus.encoder import Encoder
from corpus.library import Library
from corpus.register import load_register
from eval.baselines import baselines, pieces, run_baseline
from eval.beir import is_beir, load_beir, run_beir
from eval.errors import GoldError
from eval.gold import GoldRow, load_gold, own_gold
from eval.latency import Stopwatch, TimedSearcher
from eval.report import report
from eval.run import Case, run, timed_asker
from eval.saved import RUNS, new_folder, save
from eval.settings import settings_of
from ingest.progress import Progress

REPORTED = ("test", "test-other")
"""The splits of a run that names none: 'dev' is for choosing, these are for reporting."""
SPLITS = ("dev", *REPORTED)

RowsBySplit = Mapping[str, Sequence[GoldRow]]


def chosen_rows(split: str | None, gold: Path | None) -> RowsBySplit:
    """The rows asked for: a file of the gold format or a folder of such files, or the project's own by split."""
    if gold is not None:
        return {gold.stem: load_gold(_gold_files(gold))}
    names = SPLITS if split == "all" else (split,) if split else REPORTED
    return {name: own_gold(name) for name in names}


def evaluate(rows: RowsBySplit, as_of: date, progress: Progress) -> tuple[list[Case], Library]:
    """Ask every row; the cases carry their split."""
    library = Library()
    _check_documents(rows, library)
    stopwatch = Stopwatch()
    ask = timed_asker(TimedSearcher(library, stopwatch), stopwatch, as_of)
    return [case for split, own in rows.items() for case in run(own, ask, progress, split)], library


def evaluate_gold(split: str | None, gold: Path | None, as_of: date, out: Path | None) -> tuple[list[Case], Path]:
    """Run gold rows, or a BEIR-style folder, and keep the run with its report."""
    asked = {"gold": gold or "own", "split": split or "", "as of": as_of}
    if gold is not None and is_beir(gold):
        cases, manifest = run_beir(load_beir(gold), Encoder.own(), Progress()), None
    else:
        cases, library = evaluate(chosen_rows(split, gold), as_of, Progress())
        manifest = library.manifest
    return cases, keep(cases, settings_of(manifest, **asked), out)


def evaluate_baselines(split: str | None, as_of: date, out: Path | None) -> tuple[dict[str, list[Case]], Path]:
    """Run the baselines and the product on the same answerable rows, and keep a run each under one folder."""
    rows = {name: [r for r in own if r.answerable] for name, own in chosen_rows(split, None).items()}
    own_cases, library = evaluate(rows, as_of, Progress())
    texts = pieces(load_register())
    systems: dict[str, list[Case]] = {}
    for system, rank in baselines(texts, Progress()).items():
        systems[system] = [c for name, own in rows.items() for c in run_baseline(rank, texts, own, name)]
    systems["product"] = own_cases
    folder = out or new_folder(RUNS)
    for system, cases in systems.items():
        settings = settings_of(library.manifest, system=system, split=split or "", **{"as of": as_of})
        keep(cases, settings, folder / system)
    return systems, folder


def keep(cases: Sequence[Case], settings: Mapping[str, object], out: Path | None) -> Path:
    """Save a run and its report."""
    folder = save(cases, settings, out)
    (folder / "report.html").write_text(report(cases, settings), "utf-8")
    return folder


def _gold_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(path.glob("*.jsonl"))
    if not found:
        raise GoldError(f"{str(path)!r} is neither a gold file, a folder of them nor a BEIR-style folder.")
    return found


def _check_documents(rows: RowsBySplit, library: Library) -> None:
    """Refuse rows whose evidence no answer could hold."""
    for row in (row for own in rows.values() for row in own):
        unknown = next((e.doc for e in row.evidence if e.doc not in library.documents), None)
        if unknown is not None:
            known = ", ".join(library.documents)
            raise GoldError(f"Row {row.id!r} wants words of {unknown!r}; the library holds only {known}.")
