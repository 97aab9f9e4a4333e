"""The sample catalogue, made once and copied for every world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from festplan.catalogue.sqlite import SqliteCatalogue
from tests.faults.hosts import make_database
from tests.redis_server import RedisServer, running

T = TypeVar("T")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the schema and the sample catalogue, and no party in it."""
    file = tmp_path_factory.mktemp("template") / "festplan.db"
    make_database(file)
    return file


@pytest.fixture(scope="session")
def catalogue(template: Path) -> Iterator[SqliteCatalogue]:
    engine = sa.create_engine(f"sqlite:///{template}")
    with engine.connect() as connection:

        async def run(work: Callable[[sa.Connection], T], /) -> T:
            return work(connection)

        yield SqliteCatalogue(run)
    engine.dispose()


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis gets ten seconds, so that a busy machine is no broken Redis."""
    monkeypatch.setattr("festplan.cache.redis.TIMEOUT_SECONDS", 10.0)
