"""However many ask at once, in however many processes: caps hold, and no call is lost."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from festplan.bootstrap import SystemClock
from festplan.engine.ladder import Answer, Ask, Rules
from festplan.ports.models import CallNotOpen, CapReached, Usage
from festplan.proof.verify import verify
from festplan.service import create, edit
from festplan.service.editing import Edit
from festplan.store import calls
from festplan.store.calls import SqlCallLedger
from festplan.store.database import Database
from festplan.store.sql_store import SqlStore
from tests.faults.conftest import Copy
from tests.faults.hosts import TODAY, idle, service, url
from tests.faults.mixed_history import climbing, priced
from tests.faults.reserving import CAPS, RESERVED, a_call, reserve_at_once
from tests.faults.settling import a_call as paid_call

ROOT = Path(__file__).parents[2]


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    database = Database(url(file))
    database.open()
    try:
        yield database
    finally:
        database.close()


def a_ledger(database: Database) -> SqlCallLedger:
    return SqlCallLedger(database, SystemClock().now, CAPS)


def booked(file: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def spent(file: Path) -> int:
    found = booked(file, "SELECT microdollars FROM spending WHERE cap = 'all'")
    return int(found[0][0]) if found else 0


def fifty_at_once(file: Path) -> list[str]:
    with opened(file) as database:
        return asyncio.run(reserve_at_once(a_ledger(database), [f"call{n}" for n in range(50)]))


def test_of_fifty_reserves_at_once_one_is_let_through_where_one_fits(fresh: Copy) -> None:
    file = fresh()
    assert len(fifty_at_once(file)) == 1
    assert spent(file) == RESERVED
    assert verify(url(file)) == []


def test_a_ledger_that_looks_before_it_locks_is_told(
    fresh: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: whether a cap leaves room is asked first, and booked in a later transaction."""
    file, real = fresh(), calls._within
    hop = Database.hop

    async def late(database: Database, work: Any) -> Any:
        if getattr(work, "func", None) is calls.reserve:
            await hop(database, lambda connection: _look(connection, work.keywords, real))
            await asyncio.sleep(0)
        return await hop(database, work)

    monkeypatch.setattr(Database, "hop", late)
    monkeypatch.setattr(calls, "_within", lambda *_: None)
    assert len(fifty_at_once(file)) > 1
    found = verify(url(file))
    assert {f.invariant for f in found} == {10}
    assert "the cap of" in found[0].message


def _look(connection: Any, asked: dict[str, Any], within: Any) -> None:
    call = asked["call"]
    row = {name: getattr(call, name) for name in call.__slots__} | {"reserved_at": asked["now"]}
    within(connection, dict(calls.subjects(row)), asked["caps"], call.reserved_microdollars)


def test_two_processes_share_one_cap(fresh: Copy) -> None:
    file = fresh()
    command = [sys.executable, "-m", "tests.faults.reserving", url(file), "reserve"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    both: list[subprocess.Popen[str]] = [
        subprocess.Popen([*command, own], **pipes)  # type: ignore[call-overload]
        for own in "ab"
    ]
    answers = [process.communicate("go\n")[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert len(" ".join(answers).split()) == 1
    assert spent(file) == RESERVED
    assert verify(url(file)) == []


def test_a_call_that_a_killed_process_left_is_charged_as_unknown(fresh: Copy) -> None:
    file = fresh()
    command = [sys.executable, "-m", "tests.faults.reserving", url(file), "die", "dead"]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    with opened(file) as database:
        store, ledger = SqlStore(database, SystemClock().now), a_ledger(database)
        assert asyncio.run(store.abandon("dead")) == 1
        assert asyncio.run(store.abandon("dead")) == 0
        with pytest.raises(CapReached, match="for all is reached"):
            asyncio.run(ledger.reserve(a_call("again", run_id="dead")))
        asyncio.run(ledger.settle("dead", *priced(Usage(200, 100))))
        asyncio.run(ledger.reserve(a_call("again", run_id="dead")))
        with pytest.raises(CallNotOpen):
            asyncio.run(ledger.settle("dead", *priced(Usage(200, 100))))
    told = booked(file, "SELECT call_id, state, reason FROM calls ORDER BY reserved")
    assert told == [("dead", "settled", calls.ABANDONED), ("again", "reserved", "")]
    assert verify(url(file)) == []


class Paid(Rules):
    """A ladder that pays for an agent where the cap leaves room, and else falls back to rules."""

    def __init__(self, ledger: SqlCallLedger, agents: Collection[str]) -> None:
        self._ledger = ledger
        self._agents = agents
        self.made: list[str] = []

    def tiers(self, agent: str) -> Collection[str]:  # noqa: ARG002  # the same for every agent
        return ("rules", "small")

    def at_once(self, *_asked: Any) -> None:
        return None

    async def answer(self, ask: Ask) -> Answer:
        answer = await Rules().answer(ask)
        if ask.agent.name not in self._agents:
            return answer
        call_id = SystemClock().new_id()
        of = (ask.party_id, ask.run_id, ask.scope, ask.agent.name, "small", ask.fingerprint)
        try:
            await self._ledger.reserve(
                replace(paid_call(call_id, of), reserved_microdollars=RESERVED)
            )
        except CapReached:
            return replace(answer, provisional=True)
        self.made.append(call_id)
        await asyncio.sleep(0.05)  # a provider at work
        usage, cost, price = priced(Usage(4000, 500))
        await self._ledger.settle(call_id, usage, cost, price)
        return replace(answer, tier="small", cost_microdollars=cost)


def test_fifty_edits_at_once_on_one_calls_budget_pay_for_one_and_all_stand(fresh: Copy) -> None:
    file = fresh()
    made = asyncio.run(_fifty_edits(file))
    assert len(made) == 1
    assert spent(file) == RESERVED
    assert booked(file, "SELECT state FROM calls") == [("settled",)]
    assert verify(url(file)) == []


async def _fifty_edits(file: Path) -> list[str]:
    with opened(file) as database:
        async with service(file) as festplan:
            parties = [
                (await create(festplan, ["75 guests"], today=TODAY)).after.party_id
                for _ in range(10)
            ]
            await idle(festplan)
            paid = Paid(a_ledger(database), {"theme_agent"})
            paying = climbing(festplan, paid)
            texts = [f"theme of the {n} moons" for n in range(50)]
            edits = [
                edit(paying, parties[n % 10], Edit(added=[text]), today=TODAY)
                for n, text in enumerate(texts)
            ]
            await asyncio.gather(*edits)
            await idle(festplan)
            for place, party_id in enumerate(parties):
                party = await festplan.store.party(party_id)
                said = {i.content for i in party.content.inputs}
                assert said == {"75 guests", *texts[place::10]}
                assert party.status == "planned"
    return paid.made
