"""verse mcp."""

import argparse
import sys
from typing import Any

from api.arguments import Subparsers
from api.extras import need
from api.settings import load_settings


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    mcp = commands.add_parser("mcp", help="let an assistant on this machine ask, over standard input and output (MCP)")
    mcp.set_defaults(run=_mcp)


def _mcp(arguments: argparse.Namespace) -> int:
    need("mcp", "mcp", "'verse mcp'")
    settings = load_settings()
    from api.protocol.stdio import serve_stdio

    print(f"Opening the library in {settings.home} ...", file=sys.stderr)
    return serve_stdio(settings)
