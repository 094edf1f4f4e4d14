"""The tools: what an assistant may do. All of them read; none changes anything."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel, TypeAdapter

from api.asking import Given
from api.linked import linked
from api.output import paragraph_text, section_text
from api.protocol.standards import Standards, standards
from api.protocol.wanted import Editions, Name, Nothing, Query, Question, Selection
from api.reading import Shown
from api.routes.documents import Documents, listed
from api.routes.search import Ranked
from api.service import Service
from api.signin.users import User
from corpus.model import Section
from retriever.answer import Answer


@dataclass(frozen=True)
class Caller:
    """Who calls, what is open to them, and the address at which they reach the reader (empty over stdio)."""

    service: Service
    user: User
    base: str


@dataclass(frozen=True)
class Said:
    """What a tool gives back: words for a reader or a model, and the same as data."""

    text: str
    data: Any


@dataclass(frozen=True)
class Tool:
    """A tool as it is listed and called; its function gets arguments of the type `takes`, its data has the type `gives`."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type
    run: Callable[[Caller, Any], Awaitable[Said]]

    @cached_property
    def input_schema(self) -> dict[str, Any]:
        """The arguments as a JSON schema."""
        return self.takes.model_json_schema()

    @cached_property
    def output_schema(self) -> dict[str, Any]:
        """What comes back as a JSON schema."""
        return TypeAdapter(self.gives).json_schema(mode="serialization")


async def ask(caller: Caller, wanted: Question) -> Said:
    """Answer, and keep the answer as the HTTP API does."""
    given = await caller.service.asking.ask(caller.user.id, wanted.wanted)
    return Said(linked(given, caller.base, ids=True), given)


async def search(caller: Caller, wanted: Query) -> Said:
    """Rank paragraphs; nothing is kept."""
    service = caller.service
    hits = await service.pool.run(lambda: service.assistant.search(wanted.query, wanted.k, wanted.as_of))
    return Said("\n\n".join(f"{hit.id} ({hit.label}, {hit.status})\n{hit.text}" for hit in hits), Ranked(tuple(hits)))


async def read_paragraph(caller: Caller, wanted: Name) -> Said:
    """Show a paragraph or section."""
    shown = caller.service.reading.show(wanted.id, wanted.as_of)
    return Said(paragraph(caller.service, wanted.id), shown)


async def compare_editions(caller: Caller, wanted: Editions) -> Said:
    """Set two documents side by side; nothing is kept."""
    service = caller.service
    both = await service.pool.run(lambda: service.assistant.compare(wanted.one, wanted.other, wanted.topic, wanted.as_of))
    return Said(linked(both, caller.base, ids=True), both)


async def list_documents(caller: Caller, wanted: Nothing) -> Said:
    """List the documents."""
    library = caller.service.library
    found = Documents(tuple(map(listed, library.documents.values())), library.manifest.fingerprint)
    lines = [f"{d.id}: {d.title}, {d.edition} ({d.status}, {'' if d.in_force else 'not '}in force)" for d in found.documents]
    return Said("\n".join(lines), found)


async def list_standards(caller: Caller, wanted: Selection) -> Said:
    """List statements of the practitioner standards."""
    found: Standards = await caller.service.pool.run(lambda: standards(caller.service, wanted))
    return Said("\n".join(f"{s.id}: {s.text}" for s in found.statements) or "There is no such statement.", found)


def paragraph(service: Service, name: str) -> str:
    """A paragraph or section as text, with its standing."""
    found = service.library.find(name)
    document = service.library.documents[found.doc]
    if isinstance(found, Section):
        return section_text(found, [service.library.paragraphs[own] for own in found.paragraphs])
    return paragraph_text(found, document.status)


def plain(said: Said, tool: Tool) -> Any:
    """A tool's data as JSON values."""
    return TypeAdapter(tool.gives).dump_python(said.data, mode="json")


TOOLS = (
    Tool(
        "ask",
        "Ask the guidance",
        "Answer a question on child protection in England in the words of the statutory guidance, with the paragraphs that "
        "say it, whether they are in force, and whether they say must, should or may. Its words are quotations: repeat them "
        "unchanged, with their citations and notices. 'abstain' means that the library does not hold the answer: say so.",
        Question,
        Given,
        ask,
    ),
    Tool("search", "Search the guidance", "Rank paragraphs of the guidance for words, best first.", Query, Ranked, search),
    Tool(
        "read_paragraph",
        "Read a paragraph",
        "Show a paragraph or section by its id: its words, standing, duties, footnotes, what it refers to and what cites it.",
        Name,
        Shown,
        read_paragraph,
    ),
    Tool(
        "compare_editions",
        "Compare two documents",
        "Set what two documents or editions say on a topic side by side, each with its standing.",
        Editions,
        Answer,
        compare_editions,
    ),
    Tool(
        "list_documents",
        "List the documents",
        "List the documents of the library with their status, dates and notes.",
        Nothing,
        Documents,
        list_documents,
    ),
    Tool(
        "standards",
        "Look up the practitioner standards",
        "List statements of the Lead Child Protection Practitioner standards: outcomes, what is to be learned, and skills.",
        Selection,
        Standards,
        list_standards,
    ),
)
