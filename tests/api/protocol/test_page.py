import json
import re
from pathlib import Path

from api.completions.models import MODELS
from api.protocol.prompts import PROMPTS
from api.protocol.tools import TOOLS

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "mcp.md").read_text("utf-8")


def test_the_page_names_every_tool_its_arguments_and_every_prompt() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE, re.MULTILINE))
    assert set(rows) == {tool.name for tool in TOOLS}
    for tool in TOOLS:
        assert all(f"`{name}`" in rows[tool.name] for name in tool.takes.model_fields), tool.name
    for prompt in PROMPTS:
        assert f"`{prompt.name}` ({', '.join(argument.name for argument in prompt.arguments)})" in PAGE


def test_the_files_on_the_page_can_be_read_by_an_assistant() -> None:
    blocks = re.findall(r"```json\n(.+?)```", PAGE, re.DOTALL)
    servers = [json.loads(block)["mcpServers"]["chapter-and-verse"] for block in blocks]
    assert servers[0] == {"command": "verse", "args": ["mcp"]}
    assert servers[1]["url"].endswith("/mcp")


def test_the_other_page_names_every_model() -> None:
    page = (DOCS / "openai-clients.md").read_text("utf-8")
    assert all(f"| `{name}` |" in page for name in MODELS)
