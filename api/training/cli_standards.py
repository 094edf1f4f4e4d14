"""verse training standards, statement, behind, serves, coverage."""

import argparse
import re
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from api.arguments import Subparsers
from api.output import as_json
from api.training.standards_csv import coverage_csv, found_csv, statements_csv, support_csv, write_whole
from api.training.standards_shown import Found, Support, coverage_shown, found_shown, statement_shown, support_shown
from corpus.library import Library
from training.alignment import behind, serves
from training.coverage import By, Coverage, Level, coverage
from training.coverage_picture import picture
from training.standards import Statement, standards
from training.topics import statements_on

WIDTH = 100
_NUMBERED = re.compile(r"^(?:Chapter|Section|Appendix) \w+: ")
STANDING = {"statutory": "in force", "non-statutory": "not statutory", "consultation": "proposal, not in force"}


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    listed = _command(commands, "standards", "the LCPP standards' statements, or all that cover a topic", _standards)
    listed.add_argument("--standard", type=int, metavar="N", help="one standard alone")
    listed.add_argument("--topic", metavar="T", help="what they should be about, for example 'coercive control'")
    one = _command(commands, "statement", "one statement, by its id", _statement, table=False)
    one.add_argument("id", metavar="ID", help="for example S3.T12")
    supported = _command(commands, "behind", "the guidance that stands behind a statement, word for word", _behind)
    supported.add_argument("id", metavar="ID", help="for example S3.T12")
    served = _command(commands, "serves", "the statements that a paragraph or section stands behind", _serves)
    served.add_argument("id", metavar="PARAGRAPH", help="for example wt-2026/167")
    matrix = _command(
        commands, "coverage", "statements by chapter: what stands behind them, and what neither reaches", _coverage
    )
    matrix.add_argument(
        "--level", type=Level, choices=list(Level), default=Level.STANDARDS, help="what the lines are (standards)"
    )
    matrix.add_argument("--by", type=By, choices=list(By), default=By.CHAPTERS, help="what the columns are (chapters)")
    matrix.add_argument("--svg", type=Path, metavar="FILE", help="the picture of all statements by sections")


def _command(commands: "Subparsers[Any]", name: str, about: str, run: Any, table: bool = True) -> argparse.ArgumentParser:
    own: argparse.ArgumentParser = commands.add_parser(name, help=about)
    own.add_argument("--json", action="store_true")
    if table:
        own.add_argument("--csv", type=Path, metavar="FILE", help="write a table ('-' is standard output)")
    own.set_defaults(run=run)
    return own


def _standards(arguments: argparse.Namespace) -> int:
    library = Library()
    if arguments.topic is not None:
        matches = statements_on(library, arguments.topic, arguments.standard)
        found = found_shown(arguments.topic, arguments.standard, matches)
        return _out(arguments, found, found_csv(found), _found_text(found))
    own = standards(library)
    chosen = own.of(arguments.standard) if arguments.standard is not None else own.statements
    shown = [statement_shown(s) for s in chosen]
    titles = {number: own.titles[number] for number in dict.fromkeys(s.standard for s in chosen)}
    return _out(arguments, {"standards": titles, "statements": shown}, statements_csv(shown), _listing(titles, chosen))


def _statement(arguments: argparse.Namespace) -> int:
    library = Library()
    statement = standards(library).find(arguments.id)
    shown = statement_shown(statement)
    behind_it = ", ".join(f"{count} of {doc}" for doc, count in shown.support.items()) or "nothing"
    page = f", heading on page {statement.paragraph.page}" if statement.paragraph.page else ""
    text = (
        f"{statement.name} ({statement.id}{page})\n{' > '.join(statement.paragraph.heading)}\n\n"
        f"{_wrapped(statement.text)}\n\nParagraphs behind it: {behind_it} (verse training behind {statement.short})"
    )
    return _out(arguments, shown, "", text)


def _behind(arguments: argparse.Namespace) -> int:
    library = Library()
    statement = standards(library).find(arguments.id)
    rows = support_shown(behind(library, statement.id), library, date.today())
    text = f"{statement.name} ({statement.short})\n{_wrapped(statement.text)}\n\n{_support_text(rows)}"
    return _out(arguments, {"statement": statement_shown(statement), "rows": rows}, support_csv(rows), text)


def _serves(arguments: argparse.Namespace) -> int:
    library = Library()
    rows = support_shown(serves(library, arguments.id), library, date.today())
    label = library.find(arguments.id).label
    lines = [f"{label} stands behind {len({r.statement.id for r in rows})} statements"]
    for row in rows:
        lines += [f"\n{row.statement.short}  {row.strength}  {row.paragraph}", _wrapped(row.statement.text)]
        lines += [_wrapped(f"‘{row.words}’", "      ")]
    return _out(arguments, {"id": arguments.id, "label": label, "rows": rows}, support_csv(rows), "\n".join(lines))


def _coverage(arguments: argparse.Namespace) -> int:
    library = Library()
    found = coverage(library, arguments.level, arguments.by)
    if arguments.svg:
        write_whole(picture(coverage(library, Level.STATEMENTS, By.SECTIONS)), arguments.svg)
    return _out(arguments, coverage_shown(found), coverage_csv(found), _coverage_text(found))


def _out(arguments: argparse.Namespace, shown: object, table: str, text: str) -> int:
    """Print one of the forms, and write what is to go into a file."""
    target: Path | None = getattr(arguments, "csv", None)
    if target is not None:
        write_whole(table, target)
    if arguments.json:
        print(as_json(shown))
    elif target is None or str(target) != "-":
        print(text)
    return 0


def _listing(titles: dict[int, str], statements: Sequence[Statement]) -> str:
    lines = [f"{len(statements)} statements"]
    for (number, kind), group in groupby(statements, key=lambda s: (s.standard, s.kind)):
        lines += ["", f"Standard {number}: {titles[number]} ({kind})"]
        lines += [_wrapped(f"{s.short:<8}{' '.join(s.text.split())}", " " * 8) for s in group]
    return "\n".join(lines)


def _found_text(found: Found) -> str:
    counts = ", ".join(f"{count} {fit}" for fit, count in found.counts.items())
    lines = [f"{len(found.matches)} statements on ‘{found.topic}’: {counts}"]
    for fit, group in groupby(found.matches, key=lambda m: m.fit):
        lines += ["", fit.capitalize()]
        for match in group:
            lines += [_wrapped(f"{match.statement.short:<8}{' '.join(match.statement.text.split())}", " " * 8)]
            lines += [_wrapped(f"        ({match.why})", " " * 9)]
    return "\n".join(lines)


def _support_text(rows: Iterable[Support]) -> str:
    lines: list[str] = []
    for row in rows:
        if row.paragraph is None:
            lines += [_wrapped(f"Nothing in force supports it: {row.note or 'not said what is missing'}"), ""]
            continue
        changed = "" if row.current else "; CHANGED SINCE THIS ROW WAS CONFIRMED"
        lines += [
            f"{row.strength:<11}{row.label} ({STANDING.get(row.status, row.status)}{changed})",
            f"           {row.paragraph}",
        ]
        lines += [_wrapped(f"           ‘{row.words}’", " " * 12)]
        lines += [_wrapped(f"           Note: {row.note}", " " * 12)] if row.note else []
        lines.append("")
    return "\n".join(lines).rstrip()


def _coverage_text(found: Coverage) -> str:
    lines = [f"What stands behind the statements in {found.edition}: paragraphs (of these direct)", ""]
    width = max(len(line.name) for line in found.lines) + 2
    for number, place in enumerate(found.places, 1):
        lines.append(f"{number:>4}  {place.chapter}: {_NUMBERED.sub('', place.title)}")
    lines += ["", " " * width + "".join(f"{number:>8}" for number in range(1, len(found.places) + 1)) + "     all"]
    for line in found.lines:
        cells = [*line.cells, line.whole]
        shown = (f"{c.total}{f'({c.direct})' if c.direct else ''}" if c.total else "." for c in cells)
        lines.append(f"{line.name:<{width}}" + "".join(f"{cell:>8}" for cell in shown))
    whole = [line.whole for line in found.lines]
    lines += [
        "",
        f"Rows: {sum(c.total for c in whole)} ({sum(c.direct for c in whole)} direct, {sum(c.partial for c in whole)} partial, "
        f"{sum(c.background for c in whole)} background)",
        f"Guidance: {found.covered} of {found.paragraphs} paragraphs stand behind a statement",
        _wrapped(f"No statement covers: {'; '.join(p.title for p in found.empty) or 'every place has one'}", "    "),
        f"Nothing in force behind {len(found.unsupported)} statements:",
        *(_wrapped(f"    {s.short}: {missing}", " " * 8) for s, missing in found.unsupported),
        _wrapped(f"Nothing direct behind {len(found.thin)}: {', '.join(s.short for s in found.thin)}", "    "),
    ]
    return "\n".join(lines)


def _wrapped(text: str, hang: str = "") -> str:
    """Lines no longer than a terminal's; a text's own lines stay apart."""
    return "\n".join(textwrap.fill(line, WIDTH, subsequent_indent=hang, break_on_hyphens=False) for line in text.split("\n"))
