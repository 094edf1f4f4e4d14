"""verse documents: the register, the contents, the census."""

import argparse
import json
from collections import Counter
from typing import Any

from api.arguments import Subparsers
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.model import Kind
from corpus.register import Document


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    documents = commands.add_parser("documents", help="the documents, their status, and what was read of them")
    documents.add_argument("--census", action="store_true", help="count the paragraphs; fails if a count is off")
    documents.add_argument("--contents", metavar="DOC", help="list every paragraph of one document")
    documents.add_argument("--json", action="store_true")
    documents.set_defaults(run=_documents)


def _documents(arguments: argparse.Namespace) -> int:
    library = Library()
    if arguments.contents:
        return _contents(library, arguments.contents, arguments.json)
    if arguments.census:
        return _census(library, arguments.json)
    if arguments.json:
        print(json.dumps({"documents": [d.model_dump(mode="json") for d in library.documents.values()]}, ensure_ascii=False))
        return 0
    for document in library.documents.values():
        print(_described(document))
    return 0


def _described(document: Document) -> str:
    lines = [f"{document.id}: {document.title} ({document.publisher}, {document.edition}), {document.status}"]
    lines += [f"    {note}" for note in document.notes]
    lines.append(f"    {document.licence}, {document.nation}, {document.file}, SHA-256 {document.sha256[:16]}...")
    return "\n".join(lines)


def _contents(library: Library, doc: str, as_json: bool) -> int:
    if doc not in library.documents:
        raise LibraryError(f"There is no document {doc!r}; the library holds {', '.join(library.documents)}.")
    rows = [{"id": p.id, "label": p.label, "page": p.page} for p in library.paragraphs.values() if p.doc == doc]
    if as_json:
        print(json.dumps({"contents": rows}, ensure_ascii=False))
    else:
        print("\n".join(f"{row['id']}  {row['label']}" for row in rows))
    return 0


def _census(library: Library, as_json: bool) -> int:
    """Print what was counted beside what must be there; 1 if they differ anywhere."""
    counts = {doc: Counter(p.kind.value for p in library.paragraphs.values() if p.doc == doc) for doc in library.documents}
    expected = {doc: document.census.model_dump() for doc, document in library.documents.items()}
    off = {
        doc: {kind: (counts[doc][kind], wanted) for kind, wanted in expected[doc].items() if wanted != counts[doc][kind]}
        for doc in counts
        if any(expected[doc].values())
    }
    off = {doc: kinds for doc, kinds in off.items() if kinds}
    if as_json:
        print(json.dumps({"census": counts, "expected": expected, "off": off}))
    else:
        _print_census(counts, off)
    return 1 if off else 0


def _print_census(counts: dict[str, Counter[str]], off: dict[str, dict[str, tuple[int, int]]]) -> None:
    kinds = [k.value for k in Kind]
    print(f"{'document':<20}" + "".join(f"{k:>11}" for k in kinds) + f"{'all':>8}")
    for doc, found in counts.items():
        print(f"{doc:<20}" + "".join(f"{found[k]:>11}" for k in kinds) + f"{found.total():>8}")
    for doc, wrong in off.items():
        for kind, (found_, wanted) in wrong.items():
            print(f"OFF: {doc} has {found_} of kind {kind}, the register says {wanted}.")
    if not off:
        print("Every count is as the register says.")
