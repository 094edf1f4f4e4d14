"""Put Slack into the application, where its settings are there and its extra is installed."""

from fastapi import FastAPI

from api.errors import SettingsError

OF_THE_EXTRA = ("aiohttp", "slack_bolt", "slack_sdk")


def add_slack(app: FastAPI) -> None:
    """Answer in Slack as well; raises SettingsError if the extra is missing."""
    try:
        from api.slack.mount import mount
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in OF_THE_EXTRA:
            raise
        raise SettingsError("Slack needs the extra: pip install 'chapter-and-verse[slack]'.") from error
    mount(app)
