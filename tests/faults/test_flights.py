"""An answer is paid for once, however many ask for it at once, in one process or in several."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from festplan.engine.flight import Flights
from festplan.engine.ladder import Answer
from festplan.store.database import Database
from festplan.store.leases import SqlLeases
from festplan.store.sql_store import SqlStore
from tests.faults.conftest import Copy
from tests.faults.flying import NAME, QUESTION, Flight, fly, keep, known

ROOT = Path(__file__).parents[2]
NOW = "2026-11-28T10:00:00.000000+00:00"


@pytest.fixture
def flight(fresh: Copy, tmp_path: Path) -> Flight:
    return Flight(str(fresh()), str(tmp_path / "calls"), asks=50, call_seconds=0.3)


def started(flight: Flight) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.flying", flight.text()]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> dict[str, int]:
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    told: dict[str, int] = json.loads(said)
    return told


def calls(flight: Flight) -> list[str]:
    file = Path(flight.calls)
    return file.read_text().splitlines() if file.exists() else []


def until_called(flight: Flight, times: int) -> None:
    until = time.monotonic() + 60
    while len(calls(flight)) < times:
        assert time.monotonic() < until, "nobody called"
        time.sleep(0.01)


def test_a_hundred_equal_asks_in_one_process_make_one_call(flight: Flight) -> None:
    told = asyncio.run(fly(replace(flight, asks=100)))
    assert told == {"led": 1, "followed": 99, "answers": 1}
    assert len(calls(flight)) == 1


def test_a_hundred_equal_asks_in_two_processes_make_one_call(flight: Flight) -> None:
    told = [ended(process) for process in [started(flight), started(flight)]]
    assert sum(one.get("led", 0) for one in told) == 1
    assert [one["answers"] for one in told] == [1, 1]
    assert len(calls(flight)) == 1


def test_without_leases_two_processes_call_twice(
    flight: Flight, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def always(*_arguments: object) -> bool:
        return True

    async def two() -> None:
        await asyncio.gather(fly(flight), fly(flight))

    monkeypatch.setattr(SqlLeases, "take", always)
    asyncio.run(two())
    assert len(calls(flight)) == 2


def test_the_answer_of_a_killed_process_is_asked_for_again_once_its_lease_has_run_out(
    flight: Flight,
) -> None:
    flight = replace(flight, call_seconds=30, lease_seconds=2)
    first = started(flight)
    until_called(flight, 1)
    second = started(replace(flight, call_seconds=0.1))
    time.sleep(0.5)
    assert len(calls(flight)) == 1
    first.kill()
    first.communicate()
    assert ended(second)["answers"] == 1
    assert len(calls(flight)) == 2


def test_a_call_that_takes_longer_than_a_lease_keeps_it(flight: Flight) -> None:
    flight = replace(flight, asks=5, call_seconds=4, lease_seconds=1.5)
    first = started(flight)
    until_called(flight, 1)
    assert ended(started(flight)) == {"followed": 5, "answers": 1}
    assert ended(first)["led"] == 1
    assert len(calls(flight)) == 1


def test_a_provisional_answer_is_kept_for_nobody_and_called_for_again(flight: Flight) -> None:
    flight = replace(flight, asks=2, call_seconds=0, provisional=True)
    asyncio.run(fly(flight))
    asyncio.run(fly(flight))
    assert len(calls(flight)) == 2


def test_who_leaves_early_leaves_a_paid_answer_to_the_others(fresh: Copy) -> None:
    async def live() -> None:
        database = Database(f"sqlite:///{fresh()}")
        database.open()
        store, called = SqlStore(database, lambda: NOW), asyncio.Event()
        flights = Flights(SqlLeases(database, lambda: NOW), store)

        async def call() -> Answer:
            called.set()
            await asyncio.sleep(0.05)
            await keep(store, answer := Answer({"theme": "jungle"}, "small", 1200))
            return answer

        leader = asyncio.create_task(flights.join(NAME, call, known))
        await called.wait()
        leader.cancel()
        assert NAME in flights
        led, answer = await flights.join(NAME, call, known)
        assert (led, answer.result) == (False, {"theme": "jungle"})
        assert await known(store) == answer
        database.close()

    asyncio.run(live())


def test_a_call_that_fails_lets_the_next_one_set_out(flight: Flight) -> None:
    async def live() -> None:
        database = Database(f"sqlite:///{flight.database}")
        database.open()
        store = SqlStore(database, lambda: NOW)
        here, there = (Flights(SqlLeases(database, lambda: NOW), store) for _ in range(2))

        async def fails() -> Answer:
            raise RuntimeError("the provider refused")

        async def works() -> Answer:
            return Answer({}, "small", 1200)

        with pytest.raises(RuntimeError, match="refused"):
            await here.join(NAME, fails, known)
        assert await there.join(NAME, works, known) == (True, Answer({}, "small", 1200))
        database.close()

    asyncio.run(live())


@pytest.mark.parametrize(
    ("stored", "next_one", "stands"),
    [
        (("rules", 0), ("small", 900), "small"),
        (("small", 900), ("rules", 0), "small"),
        (("small", 900), ("large", 9000), "small"),
    ],
)
def test_a_models_answer_takes_the_place_of_one_by_rules_alone(
    fresh: Copy, stored: tuple[str, int], next_one: tuple[str, int], stands: str
) -> None:
    async def live() -> None:
        database = Database(f"sqlite:///{fresh()}")
        database.open()
        store = SqlStore(database, lambda: NOW)
        for tier, cost in (stored, next_one):
            await keep(store, Answer({"by": tier}, tier, cost))
        found = (await store.recall(QUESTION, "")).answer
        assert found is not None
        assert (found.tier, await store.body(found.result)) == (stands, {"by": stands})
        database.close()

    asyncio.run(live())
