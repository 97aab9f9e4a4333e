"""Kill Festplan anywhere: what was acknowledged is there, `verify` is silent, the plan is whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from festplan.store.database import Database
from tests.faults.conftest import Copy
from tests.faults.crashing import DEATH, POINTS, Life, Look
from tests.faults.forking import Forks
from tests.faults.hosts import url

QUICK = range(2)
LONG = range(2, 50)


Die = Callable[..., list[str]]


@pytest.fixture
def die(forks: Forks, fresh: Copy, template: Path, tmp_path: Path) -> Die:
    """Lives until the point is reached; gives what is wrong with the database after that."""

    def play(point: str, seed: int, sabotage: str = "") -> list[str]:
        database, said = str(fresh()), str(tmp_path / "said")
        Path(said).touch()
        status, report = forks.run("live", **asdict(Life(database, said, point, seed, sabotage)))
        assert status == DEATH, f"{point} was never reached: {report}"
        status, report = forks.run("look", **asdict(Look(database, said, str(template))))
        return report

    return play


@pytest.mark.parametrize("seed", QUICK)
@pytest.mark.parametrize("point", POINTS)
def test_a_death_at_any_point_loses_nothing_that_was_acknowledged(
    die: Die, point: str, seed: int
) -> None:
    assert die(point, seed) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG)
@pytest.mark.parametrize("point", POINTS)
def test_many_deaths_at_any_point_lose_nothing_that_was_acknowledged(
    die: Die, point: str, seed: int
) -> None:
    assert die(point, seed) == []


def test_an_acknowledgement_before_the_commit_is_told(die: Die) -> None:
    wrong = die("after the acknowledgement", 1, "acknowledged before the commit")
    assert any("lost" in one for one in wrong), wrong


def test_a_commit_in_pieces_is_told(die: Die) -> None:
    wrong = die("inside the insert of results", 1, "without a transaction")
    assert any("Finding" in one for one in wrong), wrong


def test_a_commit_is_on_the_disk_before_it_is_acknowledged(fresh: Copy) -> None:
    database = Database(url(fresh()))
    database.open()
    try:

        def pragma(name: str, connection: sa.Connection) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        async def ask(name: str) -> object:
            return await database.hop(partial(pragma, name))

        assert asyncio.run(ask("synchronous")) == 2
        assert asyncio.run(ask("journal_mode")) == "wal"
    finally:
        database.close()
