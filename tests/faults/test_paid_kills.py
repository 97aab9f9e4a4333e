"""Kill Festplan between reserve, call, answer and settle: nothing settled is paid twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.faults.conftest import Copy
from tests.faults.forking import Forks
from tests.faults.paying import DEATH, POINTS, Paid

QUICK = range(2)
LONG = range(200)

Die = Callable[..., list[str]]


@pytest.fixture
def die(forks: Forks, fresh: Copy, tmp_path: Path) -> Die:
    """Lives until the point is reached; gives what is wrong once the runs are recovered."""

    def play(point: str, seed: int, sabotage: str = "") -> list[str]:
        served = tmp_path / "served"
        served.touch()
        paid = Paid(str(fresh()), str(served), point, seed, sabotage)
        status, report = forks.run("pay", **asdict(paid))
        assert status == DEATH, f"{point} was never reached: {report}"
        status, report = forks.run("reckon", **asdict(paid))
        return report

    return play


@pytest.mark.parametrize("seed", QUICK)
@pytest.mark.parametrize("point", POINTS)
def test_a_death_around_a_paid_call_pays_nothing_twice_and_lists_what_is_unknown(
    die: Die, point: str, seed: int
) -> None:
    assert die(point, seed) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG)
def test_two_hundred_deaths_around_paid_calls_pay_nothing_twice(die: Die, seed: int) -> None:
    assert die(POINTS[seed % len(POINTS)], seed) == []


def test_a_settlement_before_the_answer_is_durable_is_told(die: Die) -> None:
    wrong = [one for seed in range(3) for one in die("after the settlement", seed, "settle first")]
    assert any("paid twice" in one for one in wrong), wrong
