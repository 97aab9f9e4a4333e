"""Kill Festplan anywhere: what was acknowledged is there, `verify` is silent, the plan is whole."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Copy
from tests.faults.crashing import DEATH, POINTS, Life, Look

ROOT = Path(__file__).parents[2]
QUICK = range(2)
LONG = range(2, 50)


class Forks:
    """The process that forks; `run` gives a child's exit and its report."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.crashing"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, kind: str, **task: Any) -> tuple[int, list[str]]:
        self._made += 1
        report = self._folder / f"report-{self._made}"
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"kind": kind, "report": str(report), **task}) + "\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        return status, json.loads(report.read_text()) if report.exists() else []

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    process = Forks(tmp_path_factory.mktemp("forks"))
    yield process
    process.close()


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
