"""What does not answer is asked no more until a probe finds it back."""

from __future__ import annotations

import asyncio

import pytest

from festplan.cache import breaker
from festplan.cache.breaker import FAILURES, Breaker


class Patient:
    """Something that is down for so many probes."""

    def __init__(self, down: int) -> None:
        self.down = down
        self.probes = 0

    async def probe(self) -> bool:
        self.probes += 1
        return self.probes > self.down


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "PROBE_SECONDS", 0)


def test_it_opens_after_failures_in_a_row_alone() -> None:
    async def live() -> None:
        kept = Breaker(Patient(0).probe)
        for _ in range(10):
            kept.failed()
            assert not kept.is_open
            kept.worked()
        for _ in range(FAILURES):
            kept.failed()
        assert kept.is_open
        await kept.close()

    asyncio.run(live())


def test_it_closes_once_a_probe_is_answered() -> None:
    async def live() -> None:
        patient = Patient(3)
        kept = Breaker(patient.probe)
        for _ in range(FAILURES + 5):
            kept.failed()
        for _ in range(20):
            await asyncio.sleep(0)
        assert (kept.is_open, patient.probes) == (False, 4)

    asyncio.run(live())


def test_it_can_be_ended_while_it_is_open() -> None:
    async def live() -> None:
        kept = Breaker(Patient(10**9).probe)
        for _ in range(FAILURES):
            kept.failed()
        await asyncio.sleep(0)
        await kept.close()
        assert not kept.is_open
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(live())
