"""Databases to break: one with the sample catalogue is made once and copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.forking import Forks
from tests.faults.hosts import make_database

Copy = Callable[[], Path]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that holds the sample catalogue and no party."""
    file = tmp_path_factory.mktemp("template") / "festplan.db"
    make_database(file)
    return file


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    process = Forks(tmp_path_factory.mktemp("forks"))
    yield process
    process.close()


@pytest.fixture
def fresh(template: Path, tmp_path: Path) -> Copy:
    """Makes a new database without a party at every call."""
    made: list[Path] = []

    def copy() -> Path:
        made.append(tmp_path / f"festplan-{len(made)}.db")
        return Path(shutil.copy(template, made[-1]))

    return copy


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis gets ten seconds, so that a busy machine is no broken Redis."""
    monkeypatch.setattr("festplan.cache.redis.TIMEOUT_SECONDS", 10.0)
