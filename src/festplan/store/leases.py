"""Leases of answers on their way: a row each, taken by the first and passed on when it runs out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from festplan.prepared import Prepared
from festplan.store import tables as t
from festplan.store.database import Database

_HELD = Prepared(
    sa.select(t.flights.c.holder).where(
        t.flights.c.fingerprint == sa.bindparam("fingerprint"),
        t.flights.c.holder != sa.bindparam("holder"),
        t.flights.c.lease_ends > sa.bindparam("now"),
    )
)
_TAKE = insert(t.flights)
_TAKE = _TAKE.on_conflict_do_update(
    index_elements=["fingerprint"],
    set_={name: _TAKE.excluded[name] for name in ("holder", "lease_ends")},
)
_TAKEN = Prepared(_TAKE)


class SqlLeases:
    """Leases in the table `flights`, by the clock `now` (ISO 8601 in UTC, to the microsecond)."""

    def __init__(self, database: Database, now: Callable[[], str]) -> None:
        self._database = database
        self._now = now

    async def take(self, fingerprint: str, holder: str, seconds: float) -> bool:
        """Whether `holder` alone may set out now: who waits only reads, and locks nothing."""
        held = partial(self._held, fingerprint=fingerprint, holder=holder)
        if await self._database.glance(held):
            return False
        take = partial(self._take, fingerprint=fingerprint, holder=holder, seconds=seconds)
        return await self._database.hop(take)

    async def give_back(self, fingerprint: str, holder: str) -> None:
        """Lets others set out; a lease that was taken over meanwhile stays with who has it."""
        c = t.flights.c
        gone = sa.delete(t.flights).where(c.fingerprint == fingerprint, c.holder == holder)
        await self._database.hop(lambda connection: connection.execute(gone))

    def _take(
        self, connection: sa.Connection, fingerprint: str, holder: str, seconds: float
    ) -> bool:
        if self._held(connection, fingerprint, holder):
            return False
        ends = datetime.fromisoformat(self._now()) + timedelta(seconds=seconds)
        row = {"fingerprint": fingerprint, "holder": holder}
        _TAKEN.run(connection, row | {"lease_ends": ends.isoformat(timespec="microseconds")})
        return True

    def _held(self, connection: sa.Connection, fingerprint: str, holder: str) -> bool:
        now = self._now()
        found = _HELD.first(connection, fingerprint=fingerprint, holder=holder, now=now)
        return found is not None
