"""verse eval: measure, compare, hold against baselines and gates."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from api.arguments import Subparsers, day
from eval.errors import BadUsage, EvalError

DAY = date(2026, 11, 22)
"""The day on which the gold rows were judged; 'in force' means in force then."""
SPLITS = ("dev", "test", "test-other", "all")
Command = Callable[[argparse.Namespace], int]


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the command and its parts."""
    top = commands.add_parser(
        "eval",
        help="measure search and answers on the gold questions",
        description="Ask the gold questions (test and test-other unless told otherwise) and report how good it is.",
    )
    _shared_options(top, None, DAY)
    top.add_argument(
        "--gold", type=_existing, metavar="PATH", help="a file or folder of gold rows, or a BEIR-style folder, instead"
    )
    top.add_argument("--gates", action="store_true", help="fail with exit code 1 if a floor of eval/gates.toml is missed")
    top.set_defaults(run=_reported(_eval))
    parts = top.add_subparsers(metavar="compare | baselines")
    compare = parts.add_parser("compare", help="two saved runs on the same rows, with exact tests")
    compare.add_argument("a", type=_existing, metavar="A", help="folder of the run before")
    compare.add_argument("b", type=_existing, metavar="B", help="folder of the run after")
    compare.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    compare.set_defaults(run=_reported(_compare))
    baselines = parts.add_parser("baselines", help="the tutorial recipe, BM25 and their fusion beside the product")
    _shared_options(baselines, argparse.SUPPRESS, argparse.SUPPRESS)
    baselines.set_defaults(run=_reported(_baselines))


def _shared_options(parser: argparse.ArgumentParser, default: Any, as_of: Any) -> None:
    """Options of the command and of its parts; a part leaves alone what was given before its name."""
    parser.add_argument("--split", choices=SPLITS, default=default, help="which rows (test and test-other, apart)")
    parser.add_argument("--as-of", type=day, default=as_of, metavar="YYYY-MM-DD", help=f"the day asked about ({DAY})")
    parser.add_argument("--out", type=Path, default=default, metavar="FOLDER", help="where to save (eval/runs/<date>)")
    parser.add_argument("--json", action="store_true", default=default or False, help="print the figures as JSON")


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is nothing at {text!r}")
    return path


def _reported(command: Command) -> Command:
    """A command whose failures are one sentence on stderr."""

    def run(arguments: argparse.Namespace) -> int:
        try:
            return command(arguments)
        except EvalError as error:
            print(f"verse: {error}", file=sys.stderr)
            return 2 if isinstance(error, BadUsage) else 1

    return run


def _eval(arguments: argparse.Namespace) -> int:
    from eval.evaluate import evaluate_gold
    from eval.gates import load_gates, missed
    from eval.saved import as_json, split_cases, summaries
    from eval.summary import summary
    from eval.tables import run_table

    if arguments.gold is not None and (arguments.gates or arguments.split):
        raise BadUsage("--gold brings its own rows; --split and --gates go with the project's own.")
    gates = load_gates() if arguments.gates else []
    cases, folder = evaluate_gold(arguments.split, arguments.gold, arguments.as_of, arguments.out)
    splits = split_cases(cases)
    faults = missed(gates, {name: summary(own) for name, own in splits.items()})
    if arguments.json:
        print(as_json({"run": str(folder), "splits": summaries(cases), "missed": faults}))
    else:
        print("\n\n\n".join(run_table(name, own) for name, own in splits.items()))
        print(f"\nSaved with its report in {folder}")
    for fault in faults:
        print(f"verse: {fault}", file=sys.stderr)
    return 1 if faults else 0


def _compare(arguments: argparse.Namespace) -> int:
    from eval.compare import compare
    from eval.saved import as_json, load_run
    from eval.tables import comparison_table

    compared = compare(load_run(arguments.a), load_run(arguments.b))
    if arguments.json:
        print(as_json({split: [asdict(c) for c in own] for split, own in compared.items()}))
    else:
        print("\n\n".join(comparison_table(split, own) for split, own in compared.items()))
    return 0


def _baselines(arguments: argparse.Namespace) -> int:
    from eval.evaluate import evaluate_baselines
    from eval.saved import as_json, split_cases, summaries
    from eval.tables import systems_table

    if arguments.gold is not None or arguments.gates:
        raise BadUsage("--gold and --gates do not go with baselines, which are measured on the project's own rows.")
    systems, folder = evaluate_baselines(arguments.split, arguments.as_of, arguments.out)
    if arguments.json:
        print(as_json({"run": str(folder), "systems": {name: summaries(own) for name, own in systems.items()}}))
        return 0
    for split in split_cases(systems["product"]):
        print(systems_table(split, {name: split_cases(own)[split] for name, own in systems.items()}), end="\n\n")
    print(f"Saved in {folder}; compare two with: verse eval compare {folder}/tutorial {folder}/product")
    return 0
