"""The server: tools, resources and prompts over one open service."""

import logging
from typing import Any

from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    CompleteRequestParams,
    CompleteResult,
    Completion,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    PromptMessage,
    ReadResourceRequestParams,
    ReadResourceResult,
    TextContent,
    TextResourceContents,
)
from pydantic import ValidationError

from api.protocol import resources
from api.protocol.failures import said, said_of_arguments
from api.protocol.listings import DOCUMENTS, INSTRUCTIONS, PROMPTS, TEMPLATES, TOOLS, listed_document
from api.protocol.prompts import BadPrompt, prompt
from api.protocol.tools import TOOLS as OFFERED
from api.protocol.tools import Caller, plain
from api.service import Service
from api.signin.users import LOCAL
from api.version import version
from corpus.errors import UnknownParagraph

NAME = "chapter-and-verse"
Context = ServerRequestContext[Any, Any]


def open_server(service: Service) -> "Server[Any]":
    """A server; over HTTP the request's state says who calls, elsewhere it is this machine."""
    # The library logs exceptions with their text, which may hold a question; what goes wrong is logged by ourselves.
    logging.getLogger("mcp").setLevel(logging.CRITICAL + 1)
    handlers = Handlers(service)
    return Server(
        NAME,
        version=version().rpartition(" ")[2],
        title="Chapter & Verse",
        instructions=INSTRUCTIONS,
        website_url=service.settings.public_url or None,
        get_tool_input_schema=lambda name: next((tool.input_schema for tool in OFFERED if tool.name == name), None),
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
        on_completion=handlers.complete,
    )


class Handlers:
    """Answers each kind of request; what goes wrong is a sentence."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def list_tools(self, context: Context, params: PaginatedRequestParams | None) -> ListToolsResult:
        """The tools."""
        return ListToolsResult(tools=list(TOOLS))

    async def call_tool(self, context: Context, params: CallToolRequestParams) -> CallToolResult:
        """What a tool says and gives; an error that the assistant can mend is said to it."""
        tool = next((own for own in OFFERED if own.name == params.name), None)
        if tool is None:
            known = ", ".join(own.name for own in OFFERED)
            raise MCPError(INVALID_PARAMS, f"There is no tool {params.name[:100]!r}; the tools are {known}.")
        try:
            wanted = tool.takes.model_validate(params.arguments or {})
        except ValidationError as error:
            return _wrong(said_of_arguments(error))
        try:
            found = await tool.run(self._caller(context), wanted)
            return CallToolResult(content=[TextContent(text=found.text)], structured_content=plain(found, tool))
        except Exception as error:  # whatever it is, the caller gets a sentence and the log no question
            return _wrong(said(error))

    async def list_resources(self, context: Context, params: PaginatedRequestParams | None) -> ListResourcesResult:
        """The list of documents and each document."""
        documents = [listed_document(document) for document in self._service.library.documents.values()]
        return ListResourcesResult(resources=[DOCUMENTS, *documents])

    async def list_templates(self, context: Context, params: PaginatedRequestParams | None) -> ListResourceTemplatesResult:
        """How documents and paragraphs are addressed."""
        return ListResourceTemplatesResult(resource_templates=list(TEMPLATES))

    async def read_resource(self, context: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        """What is at an address."""
        try:
            found = resources.read(self._service, params.uri)
        except UnknownParagraph as error:
            raise MCPError(INVALID_PARAMS, str(error), {"uri": params.uri}) from error
        return ReadResourceResult(contents=[TextResourceContents(uri=params.uri, mime_type=found.media, text=found.text)])

    async def list_prompts(self, context: Context, params: PaginatedRequestParams | None) -> ListPromptsResult:
        """The prompts."""
        return ListPromptsResult(prompts=list(PROMPTS))

    async def get_prompt(self, context: Context, params: GetPromptRequestParams) -> GetPromptResult:
        """A prompt, filled."""
        try:
            own = prompt(params.name)
            text = own.filled(params.arguments or {})
        except BadPrompt as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error
        message = PromptMessage(role="user", content=TextContent(text=text))
        return GetPromptResult(description=own.description, messages=[message])

    async def complete(self, context: Context, params: CompleteRequestParams) -> CompleteResult:
        """Ids that begin with what is typed so far."""
        found = resources.names(self._service.library, params.argument.name, params.argument.value)
        most = resources.MOST_COMPLETIONS
        return CompleteResult(completion=Completion(values=found[:most], has_more=len(found) > most))

    def _caller(self, context: Context) -> Caller:
        if context.request is None:
            return Caller(self._service, LOCAL, self._service.settings.public_url)
        return Caller(self._service, context.request.state.user, context.request.state.base)


def _wrong(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=sentence)], is_error=True)
