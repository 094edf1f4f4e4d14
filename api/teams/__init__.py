"""Microsoft Teams: personal chat, mention in a channel or group chat, and a message extension, all on `/api/messages`."""

import os
import warnings

from fastapi import FastAPI

from api.errors import SettingsError
from api.service import Service

MISSING = "The Teams bot needs the extra: pip install 'chapter-and-verse[teams]'."


def add_teams(app: FastAPI, service: Service) -> None:
    """Serve the bot that the settings describe; raises SettingsError if it cannot be."""
    # The library loads any '.env' it finds when it is imported; our settings are read elsewhere.
    os.environ.setdefault("PYTHON_DOTENV_DISABLED", "true")
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", r".* is in preview")  # parts of it that are not used here
            from api.teams.mount import mount
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("microsoft_teams"):
            raise
        raise SettingsError(MISSING) from error
    mount(app, service)
