"""The store over a SQL database: each method is one unit of work, one hop to its thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from festplan.domain.events import Recorded
from festplan.domain.party import Party
from festplan.domain.spending import Accounts, LedgerEntry, Work
from festplan.engine.fingerprint import fingerprint
from festplan.ports.answers import Kept, Question, Recalled, Remembered
from festplan.ports.parties import Commit, InputRecord, Reply, Snapshot
from festplan.store import calls, read, spent, write
from festplan.store.database import Database

PARTIES_HELD = 256
BODIES_HELD = 4096
"""Parties and results kept in memory; each party is checked against the database's version."""


class SqlStore:
    """Parties, their history and their results in a SQL database."""

    def __init__(self, database: Database, now: Callable[[], str]) -> None:
        self._database = database
        self._now = now
        self._parties: OrderedDict[str, Party] = OrderedDict()
        self._bodies: OrderedDict[str, dict[str, Any]] = OrderedDict()

    async def commit(self, commit: Commit) -> None:
        await self._database.hop(partial(write.commit, work=commit))
        _hold(self._parties, commit.after.party_id, commit.after, PARTIES_HELD)

    async def party(self, party_id: str) -> Party:
        party = await self._database.glance(partial(self._current, party_id=party_id))
        _hold(self._parties, party_id, party, PARTIES_HELD)
        return party

    def _current(self, connection: sa.Connection, party_id: str) -> Party:
        held = self._parties.get(party_id)
        if held is not None and held.version == read.version(connection, party_id):
            return held
        return read.party(connection, party_id)

    async def party_at(self, party_id: str, version: int) -> Party:
        return await self._database.read(partial(read.party_at, party_id=party_id, at=version))

    async def events(self, party_id: str, after: int, limit: int) -> Sequence[Recorded]:
        def work(connection: sa.Connection) -> list[Recorded]:
            until = read.version(connection, party_id)
            return read.events(connection, party_id, after, until, limit)

        return await self._database.read(work)

    async def timeline(self, party_id: str) -> Sequence[tuple[int, str, str, str]]:
        return await self._database.read(partial(read.timeline, party_id=party_id))

    async def parties(self, after: str, limit: int) -> Sequence[tuple[Party, str]]:
        return await self._database.read(partial(read.parties, after=after, limit=limit))

    async def count(self) -> int:
        return await self._database.read(read.count)

    async def snapshots(self, party_id: str) -> Sequence[Snapshot]:
        return await self._database.read(partial(read.snapshots, party_id=party_id))

    async def latest_snapshot(self, party_id: str, until: int, kind: str = "") -> Snapshot | None:
        work = partial(read.latest_snapshot, party_id=party_id, until=until, kind=kind)
        return await self._database.glance(work)

    async def inputs(self, party_id: str) -> Sequence[InputRecord]:
        return await self._database.read(partial(read.inputs, party_id=party_id))

    async def reply(self, key: str) -> Reply | None:
        return await self._database.glance(partial(read.reply, key=key))

    async def put_reply(self, reply: Reply) -> None:
        now = self._now()
        await self._database.hop(lambda connection: write.put_reply(connection, reply, now))

    async def open_runs(self) -> Sequence[str]:
        return await self._database.read(read.open_runs)

    async def ledger(self, *, party_id: str = "", month: str = "") -> Sequence[LedgerEntry]:
        return await self._database.read(partial(read.ledger, party_id=party_id, month=month))

    async def accounts(self, *, party_id: str = "", month: str = "") -> Accounts:
        return await self._database.read(partial(spent.accounts, party_id=party_id, month=month))

    async def spent(self, party_id: str) -> tuple[int, int]:
        return await self._database.glance(partial(spent.totals, party_id=party_id))

    async def abandon(self, run_id: str) -> int:
        work = partial(calls.abandon, run_id=run_id, now=self._now())
        return await self._database.hop(work)

    async def abandon_old(self, before: str) -> int:
        work = partial(calls.abandon_old, before=before, now=self._now())
        return await self._database.hop(work)

    async def recall(self, question: Question, evidence: str | None) -> Recalled:
        def name(digest: str) -> str:
            q = question
            return fingerprint(q.agent, q.agent_version, q.scope, q.view, digest)

        keys = {field: getattr(question, field) for field in question.__slots__}
        work = partial(read.recall, question=keys, evidence=evidence, name=name)
        return await self._database.glance(work)

    async def body(self, digest: str) -> dict[str, Any]:
        return (await self.bodies((digest,)))[digest]

    async def bodies(self, digests: Sequence[str]) -> Mapping[str, dict[str, Any]]:
        missing = [digest for digest in digests if digest not in self._bodies]
        if missing:
            found = await self._database.glance(partial(read.bodies, addresses=missing))
            for digest, body in found.items():
                _hold(self._bodies, digest, body, BODIES_HELD)
        return {digest: self._bodies[digest] for digest in digests}

    def hold(self, bodies: Mapping[str, dict[str, Any]]) -> None:
        """Keeps results at hand that were made here, so that they need not be read back."""
        for digest, body in bodies.items():
            _hold(self._bodies, digest, body, BODIES_HELD)

    async def keep(
        self,
        kept: Sequence[Kept],
        bodies: Mapping[str, bytes],
        remembered: Sequence[Remembered] = (),
    ) -> None:
        now = self._now()
        await self._database.hop(
            lambda connection: write.keep(connection, kept, bodies, remembered, now)
        )

    async def leave(
        self,
        answers: Sequence[Kept],
        bodies: Mapping[str, bytes],
        remembered: Sequence[Remembered],
        ledger: Sequence[LedgerEntry] = (),
        work: Work | None = None,
    ) -> None:
        now = self._now()

        def unit(connection: sa.Connection) -> None:
            write.keep(connection, answers, bodies, remembered, now)
            write.book(connection, ledger, work)

        await self._database.hop(unit)


def _hold(held: OrderedDict[str, Any], key: str, value: Any, most: int) -> None:
    held[key] = value
    held.move_to_end(key)
    while len(held) > most:
        held.popitem(last=False)
