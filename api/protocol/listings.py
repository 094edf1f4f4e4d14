"""How tools, resources and prompts are listed."""

from mcp_types import Prompt, PromptArgument, Resource, ResourceTemplate, Tool, ToolAnnotations

from api.protocol import prompts, resources, tools
from corpus.register import Document

INSTRUCTIONS = (
    "Chapter & Verse holds England's guidance on child protection and answers in its own words. Call 'ask' for a question, "
    "'search' and 'read_paragraph' to look further, 'compare_editions' for what changed, 'standards' for what practitioners "
    "must learn. Quote what it says unchanged, with the label and id of each paragraph, and pass on its notices. It does not "
    "know local procedures or anything about a particular child. If a child is in immediate danger: call 999 first."
)
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

TOOLS = tuple(
    Tool(
        name=own.name,
        title=own.title,
        description=own.description,
        input_schema=own.input_schema,
        output_schema=own.output_schema,
        annotations=_READS,
    )
    for own in tools.TOOLS
)
DOCUMENTS = Resource(
    uri=resources.DOCUMENTS,
    name="documents",
    title="The documents",
    description="Every document with its standing and notes.",
    mime_type="text/markdown",
)
TEMPLATES = (
    ResourceTemplate(
        uri_template=f"{resources.DOCUMENTS}/{{document}}",
        name="document",
        title="A document",
        description="A document's standing, notes and contents: the ids of all its paragraphs.",
        mime_type="text/markdown",
    ),
    ResourceTemplate(
        uri_template=f"{resources.PARAGRAPHS}/{{+id}}",
        name="paragraph",
        title="A paragraph or section",
        description="The words of a paragraph or section, for example wt-2026/167.",
        mime_type="text/plain",
    ),
)
PROMPTS = tuple(
    Prompt(
        name=own.name,
        title=own.title,
        description=own.description,
        arguments=[PromptArgument(name=a.name, description=a.description, required=True) for a in own.arguments],
    )
    for own in prompts.PROMPTS
)


def listed_document(document: Document) -> Resource:
    """A document as a resource."""
    return Resource(
        uri=resources.document_uri(document.id),
        name=document.id,
        title=document.title,
        description=f"{document.publisher}, {document.edition}; {document.status}.",
        mime_type="text/markdown",
    )
