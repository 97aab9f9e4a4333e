"""Settings, read once: environment variables named `FESTPLAN_*`, with a default for everything."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where Festplan keeps its data and where it listens."""

    model_config = SettingsConfigDict(env_prefix="FESTPLAN_", frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=lambda: user_data_path("festplan", appauthor=False))
    """The folder of the database; made where it does not exist."""
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

    @property
    def url(self) -> str:
        """The URL of the database in use."""
        return self.database_url or f"sqlite:///{self.data_dir / 'festplan.db'}"
