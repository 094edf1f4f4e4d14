"""The documents, their paragraphs and sections as resources: `verse://documents/...` and `verse://paragraphs/...`."""

from dataclasses import dataclass
from urllib.parse import unquote

from api.protocol.tools import paragraph
from api.routes.documents import listed
from api.service import Service
from corpus.errors import UnknownParagraph
from corpus.library import Library
from corpus.register import Document

DOCUMENTS = "verse://documents"
PARAGRAPHS = "verse://paragraphs"
MOST_COMPLETIONS = 100


@dataclass(frozen=True)
class Read:
    """What a resource holds."""

    text: str
    media: str = "text/markdown"


def document_uri(doc: str) -> str:
    """The address of a document."""
    return f"{DOCUMENTS}/{doc}"


def read(service: Service, uri: str) -> Read:
    """What is at an address; raises UnknownParagraph."""
    if uri == DOCUMENTS:
        return Read("\n\n".join(about(document) for document in service.library.documents.values()))
    kind, _, name = uri.removeprefix("verse://").partition("/")
    if kind == "documents" and uri.startswith(DOCUMENTS):
        return Read(_document(service.library, unquote(name)))
    if kind == "paragraphs" and uri.startswith(PARAGRAPHS):
        return Read(paragraph(service, unquote(name)), "text/plain")
    raise UnknownParagraph(f"There is no resource {uri!r}; they begin with {DOCUMENTS}/ or {PARAGRAPHS}/.")


def about(document: Document) -> str:
    """A document's title, standing and notes."""
    standing = "in force" if listed(document).in_force else "not in force"
    head = f"# {document.title} (`{document.id}`)\n\n{document.publisher}, {document.edition}; {document.status}, {standing}."
    return "\n".join((head, *(f"\n{note}" for note in document.notes), f"\n{document.licence}"))


def names(library: Library, argument: str, begun: str) -> list[str]:
    """Ids that begin with what is typed so far: of documents, or of paragraphs and sections."""
    known = library.documents if argument == "document" else (*library.paragraphs, *library.sections)
    return [name for name in known if name.startswith(begun)][: MOST_COMPLETIONS + 1]


def _document(library: Library, doc: str) -> str:
    """A document's contents: every section and paragraph with its id, to be read by it."""
    if doc not in library.documents:
        raise UnknownParagraph(f"There is no document {doc!r}; the library holds {', '.join(library.documents)}.")
    lines = [about(library.documents[doc])]
    heading: tuple[str, ...] = ("",)
    for found in library.paragraphs.values():
        if found.doc == doc:
            if found.heading != heading:
                heading = found.heading
                lines.append(f"\n## {' > '.join(heading)}\n")
            lines.append(f"- `{found.id}` {found.label}")
    return "\n".join(lines)
