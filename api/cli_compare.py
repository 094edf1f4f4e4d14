"""verse compare, diff."""

import argparse
from typing import Any

from api.arguments import Subparsers, day
from api.output import answer_text, as_json, pair_text
from corpus.library import Library
from retriever.alignment import Change, align
from training.chat import build_assistant


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    compare = commands.add_parser("compare", help="what two documents say on a topic, side by side")
    compare.add_argument("one", metavar="A", help="for example wt-2015")
    compare.add_argument("other", metavar="B", help="for example wt-2026")
    compare.add_argument("--topic", required=True, help="what to compare, in plain words")
    compare.add_argument("--as-of", type=day, metavar="YYYY-MM-DD", help="the day on which force is judged (today)")
    compare.add_argument("--json", action="store_true")
    compare.set_defaults(run=_compare)
    diff = commands.add_parser("diff", help="two editions paragraph by paragraph: same, reworded, new, gone")
    diff.add_argument("earlier", metavar="A", help="the earlier edition, for example wt-2015")
    diff.add_argument("later", metavar="B", help="the later edition, for example wt-2026")
    diff.add_argument("--only", choices=[c.value for c in Change], help="one sort of change alone")
    diff.add_argument("--json", action="store_true")
    diff.set_defaults(run=_diff)


def _compare(arguments: argparse.Namespace) -> int:
    answer = build_assistant(Library()).compare(arguments.one, arguments.other, arguments.topic, arguments.as_of)
    print(as_json(answer) if arguments.json else answer_text(answer))
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    library = Library()
    pairs = align(library, arguments.earlier, arguments.later)
    shown = [p for p in pairs if arguments.only in (None, p.change.value)]
    if arguments.json:
        print(as_json({"pairs": shown}))
        return 0
    counts = {change: sum(p.change is change for p in pairs) for change in Change}
    print(f"{arguments.earlier} -> {arguments.later}: " + ", ".join(f"{n} {change}" for change, n in counts.items()))
    for pair in shown:
        print(f"\n{pair_text(pair, library)}")
    return 0
