"""What a reader must know about the documents an answer quotes."""

from collections.abc import Sequence
from datetime import date

from corpus.model import Paragraph, Status
from corpus.register import Document
from retriever.answer import Notice


def notices(cited: Sequence[tuple[Paragraph, Document]], as_of: date) -> tuple[Notice, ...]:
    """One notice a document that is not statutory guidance in force, and one a paragraph with a remark."""
    found: list[Notice] = []
    for document in {d.id: d for _, d in cited}.values():
        found += _standing(document, as_of)
    found += [Notice("source", f"{p.label}: {remark}") for p, _ in cited for remark in p.remarks]
    return tuple(dict.fromkeys(found))


def _standing(document: Document, as_of: date) -> list[Notice]:
    match document.status:
        case Status.WITHDRAWN if not document.in_force(as_of):
            return [Notice("not-in-force", f"{document.title} is withdrawn. {' '.join(document.notes)}")]
        case Status.CONSULTATION:
            return [Notice("proposals-only", " ".join(document.notes))]
        case Status.NON_STATUTORY:
            return [Notice("non-statutory", f"{document.title} ({document.edition}): {' '.join(document.notes)}")]
        case _:
            return []
