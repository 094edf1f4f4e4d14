"""verse training pack, check."""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from api.arguments import Subparsers
from api.extras import need
from api.output import as_json
from api.settings import load_settings
from api.training.check_text import report_text
from corpus.library import Library
from training.alignment import alignment
from training.errors import TrainingError
from training.pack import Kept, Pack, Wanted
from training.staying_true import check, edition
from training.staying_true_material import material, of_rows, read

HITS = 20
"""Paragraphs that a search gives where the reviewed table is silent."""


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    pack = commands.add_parser("pack", help="a session's material: slides, facilitator's guide, handout, case, quiz")
    pack.add_argument("--topic", required=True, help="what it is on, for example 'retraction'")
    pack.add_argument("--standard", type=int, metavar="N", help="one standard alone (all four)")
    pack.add_argument("--minutes", type=int, default=90, help="how long the session is (90)")
    pack.add_argument("--audience", default="LCPPs", help="for whom, for example 'new LCPPs'")
    pack.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that does not exist yet")
    pack.add_argument("--reader", metavar="URL", help="where the links' reader is (the setting public_url, or this machine)")
    pack.add_argument("--json", action="store_true", help="print what was made as JSON")
    pack.set_defaults(run=_pack)
    checked = commands.add_parser("check", help="what in a pack, quiz or table has become doubtful since it was made")
    checked.add_argument("made", nargs="?", type=Path, metavar="PACK", help="a pack's folder or pack.json (the reviewed table)")
    checked.add_argument("--against", type=Path, metavar="LIBRARY", help="another library's data folder (the current one)")
    checked.add_argument("--from", dest="earlier", metavar="DOC", help="take this edition as replaced, for example wt-2015")
    checked.add_argument("--to", dest="later", metavar="DOC", help="by this one, for example wt-2026")
    checked.add_argument("--json", action="store_true")
    checked.set_defaults(run=_check)


def _pack(arguments: argparse.Namespace) -> int:
    for module in ("docx", "pptx"):
        need(module, "training", "'verse training pack'")
    from training.pack_file import check_target, files, write
    from training.pack_making import make

    check_target(arguments.out)
    library = Library()
    wanted = Wanted(arguments.topic, arguments.minutes, arguments.audience, arguments.standard)
    pack = make(library, wanted, _search(library))
    made = files(pack, library, arguments.reader or _reader())
    write(made, arguments.out)
    print(
        as_json({"folder": str(arguments.out), "files": list(made), "pack": pack})
        if arguments.json
        else _said(pack, arguments.out, made)
    )
    return 0


def _search(library: Library) -> Callable[[str], Sequence[str]]:
    """The library's search; the model is loaded when something is searched for."""

    @cache
    def assistant() -> Any:
        from retriever.ask import Assistant
        from training.topics import searcher_of

        print("Loading the search model ...", file=sys.stderr)
        return Assistant(library, searcher_of(library))

    return lambda query: [hit.id for hit in assistant().search(query, HITS)]


def _reader() -> str:
    settings = load_settings()
    return settings.public_url or f"http://127.0.0.1:{settings.port}"


def _said(pack: Pack, folder: Path, made: dict[str, bytes]) -> str:
    lines = [f"{pack.title}: {pack.minutes} minutes for {pack.audience}, {len(pack.objectives)} objectives."]
    for objective in pack.objectives:
        places = ", ".join(dict.fromkeys(line.id for line in objective.guidance))
        lines.append(f"  {objective.short} ({objective.kind}): {places or 'nothing behind it'}")
        lines += [f"    {objective.remark}"] if objective.remark else []
    asked = len(pack.quiz.items) if pack.quiz else 0
    lines.append(f"Case: {pack.case.title} (fictional). Quiz: {asked} questions. It stands on {len(pack.sources)} paragraphs.")
    lines += [f"  {folder / name} ({len(data):,} bytes)" for name, data in made.items()]
    return "\n".join(lines)


def _check(arguments: argparse.Namespace) -> int:
    if arguments.later and not arguments.earlier:
        raise TrainingError("'--to' needs '--from': say which edition is replaced, for example --from wt-2015 --to wt-2026.")
    library = Library()
    against = _against(arguments.against) if arguments.against else library
    replaced = _replaced(arguments, against)
    report = check(_made(arguments, library), against, replaced=replaced)
    print(as_json(report) if arguments.json else report_text(report))
    return 0 if report.true else 1


def _against(folder: Path) -> Library:
    if not folder.is_dir():
        raise TrainingError(f"There is no library in {str(folder)!r}; give a data folder that 'verse ingest' has built.")
    return Library(folder)


def _replaced(arguments: argparse.Namespace, library: Library) -> dict[str, str]:
    for doc in (arguments.earlier, arguments.later):
        if doc and doc not in library.documents:
            raise TrainingError(f"There is no document {doc!r}; the library holds {', '.join(library.documents)}.")
    if arguments.later and arguments.later == arguments.earlier:
        raise TrainingError("An edition cannot replace itself; name two different documents.")
    return {arguments.earlier: arguments.later} if arguments.later else {}


def _made(arguments: argparse.Namespace, library: Library) -> tuple[Kept, ...]:
    """The material: a file's, an edition's, or the reviewed table's."""
    if arguments.made:
        return material(read(arguments.made), library)
    if arguments.earlier:
        return edition(library, arguments.earlier)
    return of_rows([row for rows in alignment().values() for row in rows], library)
