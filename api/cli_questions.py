"""verse ask, search, show."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.arguments import Subparsers, count, day, existing_file
from api.fit import fits
from api.output import answer_text, as_json, hit_line, paragraph_text, section_text
from corpus.library import Library, library_home
from corpus.model import Paragraph, Section
from ingest.progress import Progress
from retriever.drafts.writer import Writer, WriterSettings, open_writer
from retriever.errors import BadQuestion
from training.chat import build_assistant


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    ask = commands.add_parser("ask", help="answer a question with the paragraph that says it")
    ask.add_argument("question", nargs="?", help="the question; '-' reads it from standard input")
    ask.add_argument("--history", action="append", default=[], metavar="QUESTION", help="an earlier question, oldest first")
    ask.add_argument("--as-of", type=day, metavar="YYYY-MM-DD", help="answer from what was in force on that day")
    ask.add_argument("-k", type=count, default=10, help="how many ranked paragraphs to return (10)")
    ask.add_argument("--full", action="store_true", help="quote the paragraphs whole")
    ask.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    ask.add_argument("--batch", type=existing_file, metavar="IN.jsonl", help='rows {"id", "question", "history"}')
    ask.add_argument("--out", type=Path, metavar="OUT.jsonl", help="where the batch's answers go (standard output)")
    ask.set_defaults(run=_ask)
    search = commands.add_parser("search", help="rank paragraphs for words")
    search.add_argument("query")
    search.add_argument("-k", type=count, default=10, help="how many (10)")
    search.add_argument("--as-of", type=day, metavar="YYYY-MM-DD")
    search.add_argument("--json", action="store_true")
    search.set_defaults(run=_search)
    show = commands.add_parser("show", help="print a paragraph or section by its id")
    show.add_argument("id", help="for example wt-2026/167, wt-2026/fn-127, wt-2026/strategy-discussion")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_show)


def _ask(arguments: argparse.Namespace) -> int:
    if arguments.batch is not None:
        return _batch(arguments)
    if arguments.out is not None:
        raise BadQuestion("--out goes with --batch; a single answer is printed on standard output.")
    if arguments.question is None:
        raise BadQuestion("No question was given; write it after 'verse ask', in quotes.")
    question = _standard_input() if arguments.question == "-" else _text(arguments.question)
    if not fits(library_home()):
        from api.libraries import make_fit  # brings all that builds

        make_fit(library_home())
    assistant = build_assistant(Library(), writer=_writer())
    answer = assistant.ask(question, [_text(h) for h in arguments.history], arguments.as_of, arguments.k, arguments.full)
    print(as_json(answer) if arguments.json else answer_text(answer))
    return 0


def _writer() -> Writer | None:
    """The language model that the environment names, if any."""
    settings = WriterSettings.from_environment()
    return open_writer(settings) if settings else None


def _text(argument: str) -> str:
    """An argument as text; bytes that are not UTF-8 are refused rather than guessed."""
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError:
        raise BadQuestion("The question is not UTF-8 text; set your terminal to UTF-8 and type it again.") from None
    return argument


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise BadQuestion("The question is not UTF-8 text; set your terminal to UTF-8 and type it again.") from None


def _batch(arguments: argparse.Namespace) -> int:
    """Answer a file of questions; a bad row is named and skipped, the rest is answered, and the exit code is 1."""
    rows = list(_rows(arguments.batch))
    assistant = build_assistant(Library(), writer=_writer())
    bad = 0
    out = arguments.out.open("w", encoding="utf-8") if arguments.out else sys.stdout
    with Progress().step("Answering", len(rows)) as advance:
        for number, row in rows:
            try:
                question, history = _asked(row)
                answer = assistant.ask(question, history, arguments.as_of, arguments.k, arguments.full)
                fields = json.loads(as_json(answer))
                print(json.dumps({"id": row.get("id"), **fields}, ensure_ascii=False), file=out)
            except BadQuestion as error:
                bad += 1
                print(f"verse: row {number}: {error}", file=sys.stderr)
            advance(1)
    if arguments.out:
        out.close()
    return 1 if bad else 0


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise BadQuestion(f'{str(path)!r} line {number} is not a JSON object; each line is one {{"id", "question"}}.')
        yield number, row


def _asked(row: dict[str, Any]) -> tuple[str, list[str]]:
    question, history = row.get("question"), row.get("history") or []
    if not isinstance(question, str) or not isinstance(history, list) or not all(isinstance(h, str) for h in history):
        raise BadQuestion('The row needs a "question" (text) and may have a "history" (a list of texts).')
    return question, history


def _search(arguments: argparse.Namespace) -> int:
    hits = build_assistant(Library()).search(_text(arguments.query), arguments.k, arguments.as_of)
    if arguments.json:
        print(as_json({"passages": hits}))
    else:
        print("\n".join(hit_line(h) for h in hits))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    library = Library()
    found: Paragraph | Section = library.find(arguments.id)
    if arguments.json:
        fields = json.loads(as_json(found))
        if isinstance(found, Paragraph):
            fields = {**fields, "text": found.text, "href": found.href, "status": library.documents[found.doc].status}
        print(json.dumps(fields, ensure_ascii=False))
    elif isinstance(found, Paragraph):
        print(paragraph_text(found, library.documents[found.doc].status))
    else:
        print(section_text(found, [library.paragraphs[p] for p in found.paragraphs]))
    return 0
