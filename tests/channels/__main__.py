"""make channels: serve the application once on loopback, with the real library, and run every real client against it."""

import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from api.service import Service, open_assistant
from api.settings import Settings, load_settings
from api.signin.users import Role
from tests.api.running import running
from tests.channels.channel import Served
from tests.channels.http import HTTP
from tests.channels.openai_style import LANGCHAIN, OPENAI
from tests.channels.protocol import PROTOCOL, PROTOCOL_IN_MEMORY, PROTOCOL_STDIO
from tests.channels.run import run, table
from tests.channels.slack import SLACK, SLACK_SOCKET
from tests.channels.teams import TEAMS

CHANNELS = (HTTP, OPENAI, LANGCHAIN, PROTOCOL, PROTOCOL_STDIO, PROTOCOL_IN_MEMORY, SLACK, SLACK_SOCKET, TEAMS)
"""Every way in that has a real client; a new one is one more name here."""
BOUNDLESS = "1000000/second"


def settings(folder: Path, needed: Iterable[Mapping[str, Any]]) -> Settings:
    """The library of this machine, everything that is kept in a folder of its own, and what the channels need."""
    kept = {"database": f"sqlite:///{folder / 'service.db'}", "secret": "channels" * 8, "api_keys": True}
    rates = {"rate_per_user": BOUNDLESS, "rate_per_address": BOUNDLESS}
    joined = {name: value for own in needed for name, value in own.items()}
    return load_settings({}, home=load_settings().home, **kept, **rates, **joined)


def ready(service: Service) -> None:
    """Return once the model has answered for the first time."""
    while not service.ready:
        if service.broken:
            raise SystemExit("The model could not be loaded.")
        time.sleep(0.1)


def main() -> int:
    """Print the table; 1 if anything failed."""
    installed = [channel for channel in CHANNELS if channel.version]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        beside = {opened: stack.enter_context(opened()) for opened in {it.stand_in for it in installed} if opened}
        own = settings(Path(folder), [it.settings for it in (*installed, *beside.values())])
        print(f"Opening the library in {own.home} ...", file=sys.stderr)
        with running(own, open_assistant(own)) as served:
            service = served.server.config.app.state.service
            ready(service)
            key = service.keys.create("channels", Role.READER)
            rows = [run(channel, Served(served.url, key, service, beside.get(channel.stand_in))) for channel in CHANNELS]
    print(table(rows))
    return 0 if all(row.good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
