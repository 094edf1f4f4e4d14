"""verse training quiz: items with cited keys, on the terminal and as Moodle XML, QTI 3, CSV and JSON."""

import argparse
import sys
import textwrap
from pathlib import Path
from typing import Any

from api.arguments import Subparsers, count
from api.output import WIDTH, as_json
from api.training.quiz_files import write_file, write_folder
from corpus.library import Library
from training.quiz import quiz
from training.quiz_csv import answer_of, options_of, quiz_csv
from training.quiz_items import Item, ItemKind, Quiz
from training.quiz_moodle import moodle_xml
from training.quiz_qti import qti_files, qti_zip


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the command."""
    parser = commands.add_parser("quiz", help="questions on the guidance in force, every key cited, every distractor checked")
    parser.add_argument("--topic", default="", metavar="T", help="on a topic of the standards, for example 'neglect'")
    parser.add_argument("--standard", type=int, metavar="N", help="on the guidance behind one LCPP standard")
    parser.add_argument(
        "--statement", default="", metavar="ID", help="on the guidance behind one statement, for example S3.T12"
    )
    parser.add_argument("--items", type=count, default=10, metavar="N", help="how many, 1 to 100 (10)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number, other questions (1)")
    parser.add_argument("--json", action="store_true", help="print the quiz as JSON")
    parser.add_argument("--moodle", type=Path, metavar="FILE", help="write it as Moodle XML")
    parser.add_argument("--qti", type=Path, metavar="FILE.zip|DIR", help="write it as a QTI 3 package")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write it as a table for a spreadsheet")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    made = quiz(Library(), arguments.topic, arguments.standard, arguments.statement, arguments.items, arguments.seed)
    if len(made.items) < arguments.items:
        few = f"{len(made.items)} of {arguments.items} items: the guidance behind this yields no more sound ones."
        print(f"Only {few} Choose a wider topic for more.", file=sys.stderr)
    _export(made, arguments)
    print(as_json(made) if arguments.json else quiz_text(made))
    return 0


def _export(made: Quiz, arguments: argparse.Namespace) -> None:
    if arguments.moodle:
        write_file(arguments.moodle, moodle_xml(made))
    if arguments.qti and arguments.qti.suffix.lower() == ".zip":
        write_file(arguments.qti, qti_zip(made))
    elif arguments.qti:
        write_folder(arguments.qti, qti_files(made))
    if arguments.csv:
        write_file(arguments.csv, quiz_csv(made).encode())


def quiz_text(made: Quiz) -> str:
    """A quiz to read: the questions, then the answers with their citations."""
    lines = [f"{made.title} ({len(made.items)} items, seed {made.seed})", ""]
    for number, item in enumerate(made.items, 1):
        lines += [_wrapped(f"{number}. {item.question}"), *_shown(item), ""]
    lines += ["ANSWERS", ""]
    for number, item in enumerate(made.items, 1):
        lines += [_wrapped(f"{number}. {' / '.join(answer_of(item))}"), _wrapped(item.explanation, "   "), ""]
    return "\n".join(lines).rstrip()


def _shown(item: Item) -> list[str]:
    if item.kind is ItemKind.MATCH:
        duties = [item.options[place].partner for place in item.shown]
        lines = [_wrapped(f"{chr(ord('a') + n)}) {option.text}", "   ") for n, option in enumerate(item.options)]
        return [*lines, *(_wrapped(f"{n}) {text}", "   ") for n, text in enumerate(duties, 1))]
    if not item.options:
        return []
    return [_wrapped(f"{chr(ord('a') + place)}) {text}", "   ") for place, text in enumerate(options_of(item))]


def _wrapped(text: str, lead: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=lead, subsequent_indent=f"{lead}   ", break_on_hyphens=False)
