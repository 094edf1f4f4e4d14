"""make channels: serve the application once on loopback, with the real library, and run every real client against it."""

import sys
import tempfile
import time
from pathlib import Path

from api.service import Service, open_assistant
from api.settings import Settings, load_settings
from api.signin.users import Role
from tests.api.running import running
from tests.channels.channel import Served
from tests.channels.http import HTTP
from tests.channels.openai_style import LANGCHAIN, OPENAI
from tests.channels.protocol import PROTOCOL, PROTOCOL_IN_MEMORY, PROTOCOL_STDIO
from tests.channels.run import run, table

CHANNELS = (HTTP, OPENAI, LANGCHAIN, PROTOCOL, PROTOCOL_STDIO, PROTOCOL_IN_MEMORY)
"""Every way in that has a real client; a new one is one more name here."""
BOUNDLESS = "1000000/second"


def settings(folder: Path) -> Settings:
    """The library of this machine, everything that is kept in a folder of its own, and what the channels need."""
    kept = {"database": f"sqlite:///{folder / 'service.db'}", "secret": "channels" * 8, "api_keys": True}
    rates = {"rate_per_user": BOUNDLESS, "rate_per_address": BOUNDLESS}
    needed = {name: value for channel in CHANNELS if channel.version for name, value in channel.settings.items()}
    return load_settings({}, home=load_settings().home, **kept, **rates, **needed)


def ready(service: Service) -> None:
    """Return once the model has answered for the first time."""
    while not service.ready:
        if service.broken:
            raise SystemExit("The model could not be loaded.")
        time.sleep(0.1)


def main() -> int:
    """Print the table; 1 if anything failed."""
    with tempfile.TemporaryDirectory() as folder:
        own = settings(Path(folder))
        print(f"Opening the library in {own.home} ...", file=sys.stderr)
        with running(own, open_assistant(own)) as served:
            service = served.server.config.app.state.service
            ready(service)
            key = service.keys.create("channels", Role.READER)
            rows = [run(channel, Served(served.url, key, service)) for channel in CHANNELS]
    print(table(rows))
    return 0 if all(row.good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
