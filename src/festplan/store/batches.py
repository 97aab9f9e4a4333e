"""The notes of batches: each change is one transaction, with the ledger's entries in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from festplan.ports.batches import AskEnd, AskState, BatchAsk, BatchJob, BatchParty, Sending
from festplan.ports.models import Call, CapName, CapReached
from festplan.store import batch_rows as rows
from festplan.store import calls
from festplan.store import tables as t
from festplan.store.database import Database

AT_ONCE = 500
"""Keys asked for in one statement."""


class SqlBatches:
    """The notes of batches in a SQL database; calls are booked within `caps` (in microdollars)."""

    def __init__(
        self, database: Database, now: Callable[[], str], caps: Mapping[CapName, int]
    ) -> None:
        self._database = database
        self._now = now
        self._caps = dict(caps)

    async def begin(self, job: BatchJob, parties: Sequence[BatchParty]) -> None:
        await self._database.hop(partial(_begin, job=job, parties=parties))

    async def jobs(self) -> Sequence[BatchJob]:
        return await self._database.read(rows.jobs)

    async def parties(self, job_id: str) -> Sequence[BatchParty]:
        return await self._database.read(partial(rows.parties, job_id=job_id))

    async def asks(self, keys: Sequence[str]) -> Mapping[str, BatchAsk]:
        return await self._database.read(partial(_asks, keys=keys))

    async def ran(self, party: BatchParty, parked: Sequence[BatchAsk]) -> None:
        await self._database.hop(partial(_ran, party=party, parked=parked))

    async def parked(self) -> Sequence[BatchAsk]:
        return await self._database.read(partial(rows.asks, where=t.batch_asks.c.state == "parked"))

    async def reserve(self, sending: Sending, calls: Mapping[str, Call]) -> None:
        await self._database.hop(
            partial(_reserve, sending=sending, calls_of=calls, caps=self._caps, now=self._now())
        )

    async def refuse(self, keys: Sequence[str], trouble: str) -> None:
        await self._database.hop(partial(_refuse, keys=keys, trouble=trouble))

    async def claim(self, sending_id: str) -> bool:
        return await self._database.hop(
            partial(_move, sending_id=sending_id, to="sending", among=("reserved",))
        )

    async def sent(self, sending_id: str, handle: str) -> None:
        await self._database.hop(partial(_sent, sending_id=sending_id, handle=handle))

    async def unsent(self, sending_id: str, reason: str) -> None:
        await self._database.hop(
            partial(_unsent, sending_id=sending_id, reason=reason, now=self._now())
        )

    async def lost(self, sending_id: str, reason: str) -> None:
        await self._database.hop(
            partial(_lost, sending_id=sending_id, reason=reason, now=self._now())
        )

    async def sendings(self) -> Sequence[Sending]:
        return await self._database.read(rows.sendings)

    async def asks_of(self, sending_id: str) -> Sequence[BatchAsk]:
        return await self._database.read(partial(_with, sending_id=sending_id))

    async def collected(self, sending_id: str, handle: str, ends: Sequence[AskEnd]) -> None:
        await self._database.hop(
            partial(_collected, sending_id=sending_id, handle=handle, ends=ends, now=self._now())
        )

    async def again(self, job_id: str) -> int:
        return await self._database.hop(partial(_again, job_id=job_id))

    async def counts(self, job_id: str) -> Sequence[tuple[str, AskState, int]]:
        return await self._database.read(partial(rows.counts, job_id=job_id))

    async def charged(self, job_id: str) -> int:
        return await self._database.read(partial(_charged, job_id=job_id))


# --- jobs and parties ----------------------------------------------------------------------------


def _begin(connection: sa.Connection, job: BatchJob, parties: Sequence[BatchParty]) -> None:
    values = {name: getattr(job, name) for name in job.__slots__}
    made = connection.execute(insert(t.batch_jobs).values(values).on_conflict_do_nothing())
    if made.rowcount and parties:
        connection.execute(sa.insert(t.batch_parties), [rows.of_party(p) for p in parties])


def _ran(connection: sa.Connection, party: BatchParty, parked: Sequence[BatchAsk]) -> None:
    c = t.batch_parties.c
    changed = {n: v for n, v in rows.of_party(party).items() if n in ("state", "waits", "reason")}
    connection.execute(
        sa.update(t.batch_parties)
        .where(c.job_id == party.job_id, c.place == party.place)
        .values(changed)
    )
    for ask in parked:
        _park(connection, ask)


def _park(connection: sa.Connection, ask: BatchAsk) -> None:
    """Notes an ask; one that failed in another job begins anew."""
    values = rows.of_ask(ask)
    made = insert(t.batch_asks).values(values)
    failed = sa.and_(t.batch_asks.c.state == "failed", t.batch_asks.c.job_id != ask.job_id)
    anew = {name: made.excluded[name] for name in values if name != "key"}
    connection.execute(made.on_conflict_do_update(["key"], set_=anew, where=failed))


def _charged(connection: sa.Connection, job_id: str) -> int:
    mine = sa.select(t.batch_parties.c.party_id).where(t.batch_parties.c.job_id == job_id)
    total = sa.select(sa.func.sum(t.calls.c.charged_microdollars)).where(
        t.calls.c.party_id.in_(mine), t.calls.c.batch == 1
    )
    return int(connection.execute(total).scalar() or 0)


# --- asks ----------------------------------------------------------------------------------------


def _asks(connection: sa.Connection, keys: Sequence[str]) -> dict[str, BatchAsk]:
    found: dict[str, BatchAsk] = {}
    for start in range(0, len(keys), AT_ONCE):
        some = t.batch_asks.c.key.in_(keys[start : start + AT_ONCE])
        found |= {ask.key: ask for ask in rows.asks(connection, some)}
    return found


def _with(connection: sa.Connection, sending_id: str) -> list[BatchAsk]:
    """The asks that are with a batch, or were when it was lost."""
    c = t.batch_asks.c
    return rows.asks(
        connection, sa.and_(c.sending_id == sending_id, c.state.in_(("sending", "unknown")))
    )


def _change(connection: sa.Connection, keys: Iterable[str], **values: Any) -> None:
    c = t.batch_asks.c
    statement = sa.update(t.batch_asks).where(c.key == sa.bindparam("of_key")).values(values)
    if given := [{"of_key": key} for key in keys]:
        connection.execute(statement, given)


def _refuse(connection: sa.Connection, keys: Sequence[str], trouble: str) -> None:
    _change(connection, keys, state="failed", trouble=trouble)


def _again(connection: sa.Connection, job_id: str) -> int:
    """Only an ask whose question is still known can go again: it is kept until an answer comes."""
    parties = rows.parties(connection, job_id)
    met = list(dict.fromkeys(key for party in parties for key in party.waits))
    wanted = [ask for ask in _asks(connection, met).values() if ask.state in ("failed", "unknown")]
    keys = {ask.key for ask in wanted}
    anew = {"state": "parked", "attempts": 0, "microdollars": 0, "trouble": "", "job_id": job_id}
    _change(connection, keys, **anew)
    for party in parties:
        if keys.intersection(party.waits):
            rows.wait_again(connection, party)
    return len(wanted)


# --- batches at providers ------------------------------------------------------------------------


def _reserve(
    connection: sa.Connection,
    sending: Sending,
    calls_of: Mapping[str, Call],
    caps: Mapping[CapName, int],
    now: str,
) -> None:
    booked = 0
    parked = {k: a for k, a in _asks(connection, list(calls_of)).items() if a.state == "parked"}
    for key, ask in parked.items():
        try:
            calls.reserve(connection, calls_of[key], caps, now)
        except CapReached as reached:
            _change(connection, [key], state="failed", trouble=f"cap of {reached.cap}")
            continue
        booked += 1
        _change(
            connection,
            [key],
            state="sending",
            attempts=ask.attempts + 1,
            sending_id=sending.sending_id,
            call_id=calls_of[key].call_id,
        )
    if booked:
        values = {name: getattr(sending, name) for name in sending.__slots__}
        connection.execute(sa.insert(t.batch_sendings).values(values | {"asks": booked}))


def _move(
    connection: sa.Connection, sending_id: str, to: str, among: Sequence[str], **more: str
) -> bool:
    """Whether the batch was in one of these states; it is now in the other."""
    c = t.batch_sendings.c
    moved = connection.execute(
        sa.update(t.batch_sendings)
        .where(c.sending_id == sending_id, c.state.in_(among))
        .values(state=to, **more)
    )
    return bool(moved.rowcount)


def _sent(connection: sa.Connection, sending_id: str, handle: str) -> None:
    if not _move(connection, sending_id, "sent", ("sending", "unknown", "sent"), handle=handle):
        return
    unknown = [ask for ask in _with(connection, sending_id) if ask.state == "unknown"]
    _change(connection, [ask.key for ask in unknown], state="sending", trouble="")
    for party in rows.who_met(connection, {ask.key for ask in unknown}):
        rows.wait_again(connection, party)


def _unsent(connection: sa.Connection, sending_id: str, reason: str, now: str) -> None:
    if not _move(connection, sending_id, "refused", ("sending",), reason=reason):
        return
    for ask in _with(connection, sending_id):
        released = {"state": "released", "charged_microdollars": 0, "reason": reason}
        calls.end(connection, ask.call_id, released, now)
        _change(connection, [ask.key], state="parked", attempts=ask.attempts - 1)


def _lost(connection: sa.Connection, sending_id: str, reason: str, now: str) -> None:
    if not _move(connection, sending_id, "unknown", ("sending",), reason=reason):
        return
    for ask in _with(connection, sending_id):
        calls.end(connection, ask.call_id, {"state": "unknown", "reason": reason}, now)
        _change(connection, [ask.key], state="unknown", trouble="unknown")


def _collected(
    connection: sa.Connection, sending_id: str, handle: str, ends: Sequence[AskEnd], now: str
) -> None:
    """What has ended before, or goes with another batch by now, stays as it is."""
    if not _move(connection, sending_id, "ended", ("sent",), handle=handle):
        return
    open_asks = {ask.key: ask for ask in _with(connection, sending_id) if ask.state == "sending"}
    for end in ends:
        if end.key in open_asks:
            _end(connection, open_asks[end.key], end, now)


def _end(connection: sa.Connection, ask: BatchAsk, end: AskEnd, now: str) -> None:
    charged = rows.book(connection, ask, end, now)
    values = {"microdollars": ask.microdollars + charged, "trouble": end.trouble}
    if end.output is not None:
        values |= {"state": "answered", "output": rows.text(end.output), "request": ""}
    else:
        values |= {"state": "parked" if end.again else "failed"}
    _change(connection, [ask.key], **values)
