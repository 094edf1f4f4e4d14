"""verse serve."""

import argparse
import sys
from typing import Any

from api.arguments import Subparsers
from api.settings import load_settings


def add_commands(commands: "Subparsers[Any]") -> None:
    """Declare the commands of this module."""
    serve = commands.add_parser("serve", help="serve the chat, the reader and the API over HTTP")
    serve.add_argument("--host", help="the address to listen on (127.0.0.1); any other needs sign-in")
    serve.add_argument("--port", type=int, help="the port (8000)")
    serve.add_argument("--workers", type=int, help="processes (1)")
    serve.add_argument("--show-settings", action="store_true", help="print the settings, secrets hidden, and stop")
    serve.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    settings = load_settings(host=arguments.host, port=arguments.port, workers=arguments.workers)
    if arguments.show_settings:
        print(settings.shown())
        return 0
    from api.serving import serve, serve_several

    print(f"Opening the library in {settings.home} ...", file=sys.stderr)
    return serve(settings) if settings.workers == 1 else serve_several(settings)
