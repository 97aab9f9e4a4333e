"""Kill who plans in batches, anywhere: nothing is sent or paid twice, and all is planned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.faults.batch_dying import DEATH, POINTS, Batched
from tests.faults.conftest import Copy
from tests.faults.forking import Forks

QUICK = ("as the provider takes it",)
LONG = range(65)

Die = Callable[..., list[str]]


@pytest.fixture
def die(forks: Forks, fresh: Copy, tmp_path: Path) -> Die:
    """Lives until the point is reached; gives what is wrong once the job was gone on with."""

    def play(point: str, seed: int, sabotage: str = "") -> list[str]:
        taken = tmp_path / f"taken-{seed}"
        taken.touch()
        batched = Batched(str(fresh()), str(taken), point, seed, sabotage)
        status, report = forks.run("batch", **asdict(batched))
        assert status == DEATH, f"{point} was never reached: {report}"
        status, report = forks.run("go on", **asdict(batched))
        assert not status, report
        return report

    return play


@pytest.mark.parametrize("point", QUICK)
def test_a_death_among_batches_sends_nothing_twice_and_pays_nothing_twice(
    die: Die, point: str
) -> None:
    assert die(point, 0) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG)
def test_deaths_at_every_point_among_batches_send_and_pay_nothing_twice(
    die: Die, seed: int
) -> None:
    assert die(POINTS[seed % len(POINTS)], seed) == []


def test_a_batch_that_is_sent_again_because_nobody_noted_it_is_told(die: Die) -> None:
    wrong = die("as the provider takes it", 0, "sent again")
    assert any("sent twice" in one for one in wrong), wrong
