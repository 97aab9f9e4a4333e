"""Settings, read once: environment variables named `FESTPLAN_*`, with a default for everything."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, get_args

from platformdirs import user_cache_path, user_data_path
from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from festplan.ports.models import CapName

CAPS = get_args(CapName)
DEFAULT_BOOK = "today"
"""The price book that asks nothing for work on this machine."""


def _microdollars(dollars: object) -> int | None:
    """A cap in dollars ("0.05", "2") as microdollars; part of one is left out."""
    if dollars is None or dollars == "":
        return None
    try:
        amount = Decimal(str(dollars)).scaleb(6)
    except InvalidOperation as error:
        raise ValueError("an amount of dollars, like 0.05") from error
    if not amount.is_finite() or not 0 <= amount <= MOST_MICRODOLLARS:
        raise ValueError("an amount of dollars from 0 to a billion")
    return int(amount)


MOST_MICRODOLLARS = 10**15
Dollars = Annotated[int | None, BeforeValidator(_microdollars)]
"""Set in dollars, kept in microdollars."""


class Settings(BaseSettings):
    """Where Festplan keeps its data and where it listens."""

    model_config = SettingsConfigDict(
        env_prefix="FESTPLAN_", frozen=True, extra="ignore", populate_by_name=True
    )

    data_dir: Path = Field(default_factory=lambda: user_data_path("festplan", appauthor=False))
    """The folder of the database; made where it does not exist."""
    cache_dir: Path = Field(default_factory=lambda: user_cache_path("festplan", appauthor=False))
    """The folder of what can be made again; made where it does not exist."""
    encoder_dir: Path | None = None
    """A folder with the encoder's model.safetensors and tokenizer.json; else the package's."""
    database_url: str = ""
    """An SQLAlchemy URL; empty for an SQLite file in `data_dir`."""
    redis_url: str = Field(default="", repr=False, pattern=r"^(|(rediss?|unix)://.+)$")
    """A Redis between memory and the database for shared answers; empty for none."""
    host: str = "127.0.0.1"
    port: int = Field(default=8321, ge=0, le=65535)
    locale: str = "en_US"
    """How numbers and dates of hosts are read."""
    overpass_url: str = "https://overpass-api.de/api/interpreter"
    """The Overpass API that `festplan catalogue fetch` asks for places of OpenStreetMap."""
    overpass_pause_seconds: float = Field(default=1, ge=0)
    """How long it waits between two questions; a server of your own needs no such rest."""
    heartbeat_seconds: float = Field(default=15, gt=0)
    """How often an idle event stream says that it is alive, so that no proxy ends it."""
    price_book: str = DEFAULT_BOOK
    """The book that calls and work are priced by: today, or case-study."""
    prices_file: Path | None = None
    """A TOML file with prices of your own, in the form of the books; they go before the book's."""
    cap_call: Dollars = None
    cap_run: Dollars = None
    cap_party: Dollars = None
    cap_host: Dollars = None
    cap_agent: Dollars = None
    """The most that an agent's calls may cost in a calendar month (UTC)."""
    cap_month: Dollars = None
    cap_all: Dollars = None
    """The most that paid calls may cost, in dollars; None where there is no cap."""

    models: str = ""
    """Who may be asked, like "small=openai:gpt-4o-mini,large=openai:gpt-4o"; empty for rules."""
    openai_base_url: str = ""
    """Another server that speaks OpenAI's protocol: https, or this machine."""
    openai_api_key: SecretStr = SecretStr("")
    """The key of that server; OPENAI_API_KEY is sent to OpenAI alone."""
    openai_key: SecretStr = Field(default=SecretStr(""), validation_alias="OPENAI_API_KEY")
    gemini_key: SecretStr = Field(default=SecretStr(""), validation_alias="GEMINI_API_KEY")
    anthropic_key: SecretStr = Field(default=SecretStr(""), validation_alias="ANTHROPIC_API_KEY")
    model_call_seconds: float = Field(default=20, gt=0)
    """How long one call of a model may take."""
    model_backoff_seconds: float = Field(default=0.5, ge=0)
    """How long to wait before a second attempt, where the provider names no time."""
    model_run_seconds: float = Field(default=60, gt=0)
    """How long models may be asked in one run, from its beginning."""

    @property
    def model_keys(self) -> dict[str, str]:
        """API keys by provider; "own" is that of the server at `openai_base_url`."""
        keys = {
            "openai": self.openai_key,
            "own": self.openai_api_key,
            "gemini": self.gemini_key,
            "anthropic": self.anthropic_key,
        }
        return {name: key.get_secret_value() for name, key in keys.items()}

    @property
    def caps(self) -> dict[CapName, int]:
        """The caps that are set, in microdollars."""
        found = {name: getattr(self, f"cap_{name}") for name in CAPS}
        return {name: limit for name, limit in found.items() if limit is not None}

    @property
    def url(self) -> str:
        """The URL of the database in use."""
        return self.database_url or f"sqlite:///{self.data_dir / 'festplan.db'}"
