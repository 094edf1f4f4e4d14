"""
The service's settings: defaults, then a TOML file, then the environment (VERSE_*), the later over the earlier.

The file is the one that VERSE_CONFIG names, else `verse.toml` in the data folder. A key is written in capitals with
VERSE_ before it in the environment, and as it stands in the file. Unknown keys are refused by name.
"""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from api.errors import SettingsError
from corpus.errors import IndexUrlError
from corpus.index import MILVUS, WRITTEN, Address, read_address
from corpus.library import library_home
from retriever.drafts.writer import WriterSettings

PREFIX = "VERSE_"
CONFIG = "VERSE_CONFIG"
FILE = "verse.toml"
UUID = r"^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$"


class Settings(BaseModel):
    """What the service runs with; numbers are bounded, secrets never printed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    home: Path = Field(default_factory=library_home, description="the data folder")
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    workers: int = Field(1, ge=1, le=64, description="processes")
    public_url: str = Field("", pattern=r"^(https?://[^/?#]+)?$", description="how a reader's browser reaches the service")
    hosts: tuple[str, ...] = Field((), description="names the service answers to beside its own address")
    threads: int = Field(2, ge=1, le=64, description="questions answered at once")
    queue: int = Field(64, ge=1, le=10_000, description="questions that may wait")
    patience_s: float = Field(30, gt=0, le=600, description="how long shutdown waits for what was asked")
    database: SecretStr = Field(SecretStr(""), description="an SQLAlchemy URL; empty is SQLite in the data folder")
    index_url: str = Field("", description="what searches the passages (docs/operate.md); empty suits the library's size")
    retention_days: int = Field(30, ge=1, le=3650)
    max_body_bytes: int = Field(262_144, ge=1024, le=10_000_000)
    max_upload_bytes: int = Field(20_000_000, ge=100_000, le=60_000_000, description="of a document that an operator uploads")
    body_timeout_s: float = Field(10, gt=0, le=120)
    log_format: Literal["plain", "json"] = Field("plain", description="lines for people, or an object a line for machines")
    otel_endpoint: str = Field(
        "", pattern=r"^(https?://[^/?#]+(/[^?#]*)?)?$", description="where traces go (OTLP over HTTP); empty is nowhere"
    )
    rate_per_user: str = "60/minute"
    rate_per_address: str = "120/minute"
    cors_origins: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = Field((), description="networks whose X-Forwarded-For is believed")
    secret: SecretStr = Field(SecretStr(""), description="signs sessions, hashes API keys; empty is kept in the data folder")
    api_keys: bool = Field(False, description="sign-in by API key")
    oidc_issuer: str = Field("", pattern=r"^(https://.+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/.*)?)?$")
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_audience: str = Field("", description="what a bearer token is issued for; empty is the client's id")
    oidc_roles_claim: str = "roles"
    teams_app_id: str = Field("", pattern=UUID, description="the Teams bot's app registration; empty is no bot")
    teams_client_secret: SecretStr = SecretStr("")
    teams_tenants: tuple[str, ...] = Field((), description="who may use the bot; the first is where it is registered")
    mcp: bool = Field(False, description="serve assistants at /mcp; needs the extra 'mcp'")
    model: str = ""
    model_base_url: str = ""
    model_key: SecretStr = SecretStr("")
    slack_bot_token: SecretStr = Field(SecretStr(""), description="'xoxb-...'; set, it answers in Slack")
    slack_signing_secret: SecretStr = Field(SecretStr(""), description="checks what Slack posts to /slack/events")
    slack_app_token: SecretStr = Field(SecretStr(""), description="'xapp-...' for Socket Mode, which needs no address")
    slack_teams: tuple[str, ...] = Field((), description="workspaces whose members are answered; empty is the bot's own")
    slack_api_url: str = Field(
        "https://slack.com/api/", pattern=r"^(https://.+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?/.*)$"
    )

    @field_validator("rate_per_user", "rate_per_address")
    @classmethod
    def _is_a_rate(cls, value: str) -> str:
        from limits import parse

        try:
            rate = parse(value)
        except ValueError:
            raise ValueError("write a rate like '60/minute'") from None
        if rate.amount < 1 or rate.get_expiry() < 1:
            raise ValueError("a rate of none refuses everybody; write one like '60/minute'")
        return value

    @field_validator("index_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        try:
            return str(read_address(value)) if value else value
        except IndexUrlError:
            raise ValueError(f"write {WRITTEN}") from None

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network)
        return value

    @field_validator("teams_tenants")
    @classmethod
    def _are_tenants(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(tenant and re.match(UUID, tenant) for tenant in value):
            raise ValueError("write the ids of tenants, like 72f988bf-86f1-41af-91ab-2d7cd011db47")
        return value

    @model_validator(mode="after")
    def _has_all_for_teams(self) -> Self:
        if self.teams_app_id and not (self.teams_client_secret.get_secret_value() and self.teams_tenants):
            raise ValueError("'teams_app_id' needs 'teams_client_secret' and, for who may use the bot, 'teams_tenants'")
        return self

    @model_validator(mode="after")
    def _says_who_may_enter(self) -> Self:
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("'oidc_issuer' needs 'oidc_client_id', the name this service has at the provider")
        if self.for_others and not self.signs_in:
            where = f"on host {self.host!r}" if not self.loopback else "by the setting 'public_url' or 'trusted_proxies'"
            raise ValueError(
                f"{where} others can reach the service: set 'api_keys' to true and make keys with "
                "'verse keys create', or set 'oidc_issuer' and 'oidc_client_id', or serve on 127.0.0.1 alone"
            )
        return self

    @model_validator(mode="after")
    def _has_an_index_for_all_workers(self) -> Self:
        if self.workers > 1 and self.index_url == str(Address(MILVUS)):
            raise ValueError("'index_url' names Milvus Lite, whose file one process opens: serve with one worker, or a server")
        return self

    @model_validator(mode="after")
    def _says_how_slack_comes_in(self) -> Self:
        ways = self.slack_signing_secret.get_secret_value() or self.slack_app_token.get_secret_value()
        if self.slack and not ways:
            raise ValueError("'slack_bot_token' needs 'slack_signing_secret' (over HTTP) or 'slack_app_token' (Socket Mode)")
        if ways and not self.slack:
            raise ValueError("'slack_signing_secret' and 'slack_app_token' need 'slack_bot_token'")
        return self

    @property
    def slack(self) -> bool:
        """Whether questions from Slack are answered."""
        return bool(self.slack_bot_token.get_secret_value())

    @property
    def loopback(self) -> bool:
        """Whether it listens to this machine alone."""
        return _is_loopback(self.host)

    @property
    def for_others(self) -> bool:
        """Whether others reach it: by its host, or through a proxy on this machine."""
        outside = urlsplit(self.public_url).hostname
        return not self.loopback or (outside is not None and not _is_loopback(outside)) or bool(self.trusted_proxies)

    @property
    def signs_in(self) -> bool:
        """Whether somebody has to say who they are."""
        return self.api_keys or bool(self.oidc_issuer)

    @property
    def database_url(self) -> str:
        """Where conversations, feedback and audit rows are kept."""
        return self.database.get_secret_value() or f"sqlite:///{self.home / 'service.db'}"

    @property
    def writer(self) -> WriterSettings | None:
        """The language model that writes, if one is set."""
        own = {
            "VERSE_MODEL": self.model,
            "VERSE_MODEL_BASE_URL": self.model_base_url,
            "VERSE_MODEL_KEY": self.model_key.get_secret_value(),
        }
        return WriterSettings.from_environment(own)

    def shown(self) -> str:
        """The settings as JSON, secrets hidden."""
        return json.dumps(self.model_dump(mode="json"), indent=1, ensure_ascii=False)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def load_settings(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """The settings of this process; `given` (the command line) goes over everything."""
    values = {**file_settings(environment), **_variables(environment), **{k: v for k, v in given.items() if v is not None}}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_said(error)) from error


def _variables(environment: Mapping[str, str]) -> dict[str, Any]:
    found = {k.removeprefix(PREFIX).lower(): v for k, v in environment.items() if k.startswith(PREFIX) and k != CONFIG}
    return {key: _value(key, text) for key, text in found.items() if text or key == "host"}


def _value(key: str, text: str) -> Any:
    """A variable's text as its field wants it: lists are written with commas."""
    field = Settings.model_fields.get(key)
    if field is not None and field.annotation == tuple[str, ...]:
        return tuple(piece.strip() for piece in text.split(",") if piece.strip())
    return text


def file_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """What the settings file says, as it stands there; raises SettingsError if it cannot be read."""
    named = environment.get(CONFIG)
    home = environment.get("VERSE_HOME")
    path = Path(named) if named else (Path(home) if home else library_home()) / FILE
    if not named and not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"The settings file {str(path)!r} cannot be read ({error}); correct it or unset {CONFIG}."
        ) from error


def _said(error: ValidationError) -> str:
    """The first thing that is wrong, in a sentence that names the key and never a value: it may be a secret."""
    first = error.errors(include_input=False)[0]
    key = ".".join(str(piece) for piece in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"There is no setting {key!r}; the settings are {', '.join(Settings.model_fields)}."
    said = first["msg"].removeprefix("Value error, ")
    return f"The setting {key!r} is wrong: {said}." if key else f"The settings are wrong: {said}."
