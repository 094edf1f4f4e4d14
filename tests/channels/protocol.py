"""The Model Context Protocol: the mcp client over streamable HTTP, over stdio and in memory."""

import asyncio
import os
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.channels.channel import EXPECTED, QUESTION, Channel, Exercise, Served

PARAGRAPH = "wt-2026/167"
Do = Callable[[Any], Awaitable[None]]
ARGUMENTS: dict[str, dict[str, Any]] = {
    "ask": {"question": QUESTION},
    "search": {"query": "rapid review"},
    "read_paragraph": {"id": PARAGRAPH},
    "compare_editions": {"one": "wt-2015", "other": "wt-2026", "topic": "referral"},
    "list_documents": {},
    "standards": {"standard": 3},
}


async def _tools(client: Any) -> None:
    """Call each tool; the client itself checks what comes back against the listed schema."""
    assert {tool.name for tool in (await client.list_tools()).tools} == set(ARGUMENTS)
    results = {name: await client.call_tool(name, arguments) for name, arguments in ARGUMENTS.items()}
    assert not [name for name, result in results.items() if result.is_error]
    assert EXPECTED in results["ask"].content[0].text
    assert results["ask"].structured_content["citations"]


async def _resources_and_prompts(client: Any) -> None:
    for resource in (await client.list_resources()).resources:
        assert (await client.read_resource(resource.uri)).contents[0].text
    assert "one working day" in (await client.read_resource(f"verse://paragraphs/{PARAGRAPH}")).contents[0].text
    assert QUESTION in (await client.get_prompt("answer", {"question": QUESTION})).messages[0].content.text


def over_http(do: Do, mode: str = "auto") -> Callable[[Served], None]:
    async def talked(served: Served, key: str) -> None:
        import httpx2
        from mcp.client import Client
        from mcp.client.streamable_http import streamable_http_client

        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=120) as http,
            Client(streamable_http_client(f"{served.url}/mcp", http_client=http), mode=mode) as client,
        ):
            await do(client)

    return lambda served: asyncio.run(talked(served, served.key))


def forged(served: Served) -> None:
    try:
        over_http(_tools)(replace(served, key="cv_0_forged"))
    except Exception as error:
        # The client raises groups of groups; what it was told stands somewhere in them.
        if "The API key is not known" in "".join(traceback.format_exception(error)):
            return
        raise
    raise AssertionError("a forged key was let in")


def over_stdio(do: Do) -> Callable[[Served], None]:
    async def talked() -> None:
        from mcp.client import Client
        from mcp.client.stdio import StdioServerParameters

        with tempfile.TemporaryDirectory() as folder:
            kept = {"VERSE_DATABASE": f"sqlite:///{folder}/service.db", "PYTHONPATH": str(Path(__file__).parents[2])}
            command = StdioServerParameters(command=sys.executable, args=["-m", "api.cli", "mcp"], env={**os.environ, **kept})
            async with Client(command, read_timeout_seconds=600) as client:
                await do(client)

    return lambda served: asyncio.run(talked())


def in_memory(do: Do) -> Callable[[Served], None]:
    async def talked(served: Served) -> None:
        from mcp.client import Client

        from api.protocol.server import open_server

        async with Client(open_server(served.service)) as client:
            await do(client)

    return lambda served: asyncio.run(talked(served))


TOOLS = "six tools, data checked against their schemas"
REST = "resources, prompts"
PROTOCOL = Channel(
    "MCP over HTTP",
    "mcp",
    (
        Exercise(TOOLS, over_http(_tools)),
        Exercise("with the handshake of earlier clients", over_http(_tools, "legacy")),
        Exercise(REST, over_http(_resources_and_prompts)),
        Exercise("forged key refused", forged),
    ),
    {"mcp": True},
)
PROTOCOL_STDIO = Channel(
    "MCP over stdio (verse mcp)",
    "mcp",
    (Exercise(TOOLS, over_stdio(_tools)), Exercise(REST, over_stdio(_resources_and_prompts))),
)
PROTOCOL_IN_MEMORY = Channel(
    "MCP in memory", "mcp", (Exercise(TOOLS, in_memory(_tools)), Exercise(REST, in_memory(_resources_and_prompts)))
)
