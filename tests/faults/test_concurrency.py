"""Hosts who edit together: what is accepted stands, what clashes is told, nothing is lost."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from festplan.domain.decide import _guard
from festplan.domain.party import Party
from festplan.ports.parties import Commit
from festplan.proof.verify import verify
from festplan.service import create
from festplan.service.committing import HOST
from festplan.store.sql_store import SqlStore
from tests.faults.conftest import Copy
from tests.faults.editing import FIRST, Outcome, Wanted, attempt, together, wrong
from tests.faults.forking import ROOT
from tests.faults.hosts import TODAY, idle, service, url

PAIRS = 50


def played(file: Path, hosts: int, seeds: range) -> list[str]:
    """What is wrong after hosts edited a party together, once for each seed."""

    async def play() -> list[str]:
        async with service(file) as festplan:
            return [f"{s}: {w}" for s in seeds for w in await together(festplan, hosts, s)]

    return asyncio.run(play()) + [str(found) for found in verify(url(file))]


@pytest.mark.parametrize("hosts", [2, 3])
def test_hosts_in_one_process_lose_nothing(fresh: Copy, hosts: int) -> None:
    assert played(fresh(), hosts, range(12)) == []


@pytest.mark.long
@pytest.mark.parametrize("hosts", [2, 3])
def test_hosts_in_one_process_lose_nothing_in_many_orders(fresh: Copy, hosts: int) -> None:
    assert played(fresh(), hosts, range(12, 262)) == []


def at_once(file: Path, *wishes: Callable[[int], Wanted]) -> list[str]:
    """What is wrong after hosts who looked at the same version did as they wished."""

    async def play() -> list[str]:
        async with service(file) as festplan:
            party_id = (await create(festplan, FIRST, today=TODAY)).after.party_id
            await idle(festplan)
            first = await festplan.store.party(party_id)
            wanted = [wish(first.version) for wish in wishes]
            told = [await attempt(festplan, party_id, one) for one in wanted]
            await idle(festplan)
            return wrong(first, await festplan.store.party(party_id), told)

    return asyncio.run(play())


def fewer(base: int) -> Wanted:
    return Wanted(base, "inp_1", "60 guests")


def more(base: int) -> Wanted:
    return Wanted(base, "inp_1", "90 guests")


def test_an_overwriting_host_is_noticed(fresh: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(party: Party, input_id: str, _base: int | None) -> None:
        _guard(party, input_id, None)

    assert at_once(fresh(), fewer, more) == []
    monkeypatch.setattr("festplan.domain.decide._guard", blind)
    assert any("overwritten" in found for found in at_once(fresh(), fewer, more))


def test_a_lost_edit_is_noticed(fresh: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = SqlStore.commit

    async def forgetful(store: SqlStore, work: Commit) -> None:
        """Acknowledges every command on a party that there is, and writes none."""
        if work.before is None or work.events[0].actor != HOST:
            await commit(store, work)

    monkeypatch.setattr(SqlStore, "commit", forgetful)
    assert any("is not there" in found for found in at_once(fresh(), more))


class Remote:
    """A host in a process of their own."""

    def __init__(self, file: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.editing", str(file)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **task: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()

    def told(self) -> dict[str, Any]:
        assert self._process.stdout
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        self._process.communicate()


@contextmanager
def remotes(file: Path, number: int) -> Iterator[list[Remote]]:
    """Some hosts, each in a process of their own, on one database file."""
    hosts = [Remote(file) for _ in range(number)]
    try:
        yield hosts
    finally:
        for host in hosts:
            host.close()


def wishes(party: Party, random: Random) -> list[Wanted]:
    """What two hosts want who look at the same version: of different inputs, or of the same."""
    mine, yours = random.sample([i.input_id for i in party.content.inputs], 2)
    at = party.version
    kinds = (
        [Wanted(at, text="need a DJ"), Wanted(at, text="5 vegans")],
        [Wanted(at, mine, "60 guests"), Wanted(at, yours, "space theme")],
        [Wanted(at, mine, "60 guests"), Wanted(at, mine, "90 guests")],
        [Wanted(at, mine, "60 guests"), Wanted(at, mine)],
        [Wanted(at, text="need a DJ"), Wanted(at, mine)],
    )
    return random.choice(kinds)


def test_fifty_pairs_of_hosts_in_two_processes_lose_nothing(fresh: Copy) -> None:
    file, random = fresh(), Random(50)
    found: list[str] = []
    clashes = 0
    with remotes(file, 2) as hosts:
        for _ in range(PAIRS):
            hosts[0].ask(do="create")
            first = Party.from_json(hosts[0].told())
            wanted = wishes(first, random)
            for host, wish in zip(hosts, wanted, strict=True):
                fields = {name: getattr(wish, name) for name in Wanted.__slots__}
                host.ask(do="edit", party_id=first.party_id, wanted=fields)
            told = [host.told() for host in hosts]
            outcomes = [Outcome(**t | {"wanted": Wanted(**t["wanted"])}) for t in told]
            for host in hosts:
                host.ask(do="show", party_id=first.party_id)
            last = [Party.from_json(host.told()) for host in hosts]
            found += wrong(first, last[0], outcomes)
            found += [] if last[0] == last[1] else ["the hosts see different parties"]
            same = bool(wanted[0].target) and wanted[0].target == wanted[1].target
            clashes += sum(1 for outcome in outcomes if outcome.clash)
            found += [] if same == any(o.clash for o in outcomes) else [f"told amiss: {outcomes}"]
    assert found == []
    assert 5 < clashes < PAIRS
    assert verify(url(file)) == []
