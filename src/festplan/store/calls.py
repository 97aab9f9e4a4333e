"""The ledger of calls: each attempt at a provider reserved, then settled, released or unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from festplan.engine.fingerprint import content
from festplan.ports.models import Call, CallNotOpen, CapName, CapReached, Usage
from festplan.prepared import Prepared
from festplan.store import tables as t
from festplan.store.database import Database

ABANDONED = "the process ended before the call did"
MAX_REASON = 200
"""Letters of a reason that are kept."""

_RESERVED: sa.ColumnElement[str] = sa.literal_column("'reserved'")
_NEW = Prepared(sa.insert(t.calls))
_CALL = Prepared(sa.select(*t.calls.c).where(t.calls.c.call_id == sa.bindparam("of_call")))
_LEFT = Prepared(
    sa.select(t.calls.c.call_id)
    .where(t.calls.c.run_id == sa.bindparam("run_id"), t.calls.c.state == _RESERVED)
    .order_by(t.calls.c.reserved)
)
_OLD = Prepared(
    sa.select(t.calls.c.call_id)
    .where(
        t.calls.c.reserved_at < sa.bindparam("before"),
        t.calls.c.state == _RESERVED,
        t.calls.c.batch == sa.literal_column("0"),  # a batch may take a day
    )
    .order_by(t.calls.c.reserved)
)
_ATTEMPTS = Prepared(
    sa.select(sa.func.max(t.calls.c.attempt)).where(
        t.calls.c.run_id == sa.bindparam("run_id"),
        t.calls.c.agent == sa.bindparam("agent"),
        t.calls.c.fingerprint == sa.bindparam("fingerprint"),
    )
)
_ENDS = (
    *("ended", "state", "charged_microdollars", "input_tokens", "output_tokens"),
    *("cached_tokens", "reasoning_tokens", "price", "reason", "ended_at"),
)
_END = Prepared(
    sa.update(t.calls)
    .where(t.calls.c.call_id == sa.bindparam("of_call"))
    .values({name: sa.bindparam(f"new_{name}") for name in _ENDS})
)
_SPENT = Prepared(
    sa.select(t.spending.c.microdollars, t.spending.c.entries).where(
        t.spending.c.cap == sa.bindparam("cap"), t.spending.c.subject == sa.bindparam("subject")
    )
)
_ADDED = insert(t.spending)
_ADD = Prepared(
    _ADDED.on_conflict_do_update(
        index_elements=["cap", "subject"],
        set_={
            "microdollars": t.spending.c.microdollars + _ADDED.excluded.microdollars,
            "entries": t.spending.c.entries + _ADDED.excluded.entries,
        },
    )
)


class SqlCallLedger:
    """The ledger of calls in a SQL database: each entry is one transaction that holds its lock."""

    def __init__(
        self, database: Database, now: Callable[[], str], caps: Mapping[CapName, int]
    ) -> None:
        self._database = database
        self._now = now
        self._caps = dict(caps)

    async def reserve(self, call: Call) -> None:
        work = partial(reserve, call=call, caps=self._caps, now=self._now())
        await self._database.hop(work)

    async def settle(self, call_id: str, usage: Usage, microdollars: int, price: str) -> None:
        charge = {"state": "settled", "charged_microdollars": microdollars, "price": price}
        counted = {name: getattr(usage, name) for name in usage.__slots__}
        await self._database.hop(
            partial(end, call_id=call_id, how=charge | counted, now=self._now())
        )

    async def release(self, call_id: str, reason: str) -> None:
        how = {"state": "released", "charged_microdollars": 0, "reason": reason[:MAX_REASON]}
        await self._database.hop(partial(end, call_id=call_id, how=how, now=self._now()))

    async def unknown(self, call_id: str, reason: str) -> None:
        how = {"state": "unknown", "reason": reason[:MAX_REASON]}
        await self._database.hop(partial(end, call_id=call_id, how=how, now=self._now()))


def reserve(connection: sa.Connection, call: Call, caps: Mapping[CapName, int], now: str) -> None:
    """Books a reservation; `CapReached` when one of `caps` (in microdollars) leaves no room."""
    row = {name: getattr(call, name) for name in call.__slots__}
    amount = whole(call.reserved_microdollars)
    counted = dict(subjects(row | {"reserved_at": now}))
    _within(connection, counted, caps, amount)
    _NEW.run(
        connection,
        dict.fromkeys(_ENDS)
        | row
        | {
            "reserved": _next(connection),
            "attempt": max(call.attempt, _attempts(connection, call) + 1),
            "batch": int(call.batch),
            "state": "reserved",
            "charged_microdollars": amount,
            "price": "",
            "reason": "",
            "caps": content(dict(caps)).decode(),
            "reserved_at": now,
        },
    )
    _count(connection, counted, amount)


def end(connection: sa.Connection, call_id: str, how: dict[str, Any], now: str) -> None:
    """Ends a call in the state that `how` names, or corrects an unknown one to settled.

    Raises `CallNotOpen` for any other. A correction takes the place of the entry that it corrects.
    """
    row = _call(connection, call_id)
    late = row.get("state") == "unknown" and how["state"] == "settled"
    if not late and row.get("state") != "reserved":
        raise CallNotOpen(f"The call {call_id} is not reserved.")
    place = row["ended"] if late else _next(connection)
    ended = row | how | {"ended": place, "ended_at": now}
    charge = whole(ended["charged_microdollars"])
    _END.run(connection, {"of_call": call_id} | {f"new_{name}": ended[name] for name in _ENDS})
    change = charge - row["charged_microdollars"]
    _count(connection, dict(subjects(row)), change, entries=0 if late else 1)


def charged(connection: sa.Connection, call_id: str) -> int:
    """Microdollars that a call counts for now."""
    return int(_call(connection, call_id)["charged_microdollars"])


def abandon(connection: sa.Connection, run_id: str, now: str) -> int:
    """Makes the calls that a run left reserved `unknown`; gives how many."""
    return _give_up(connection, _LEFT.all(connection, run_id=run_id), now)


def abandon_old(connection: sa.Connection, before: str, now: str) -> int:
    """Makes the calls that were reserved before that time and never ended `unknown`; how many."""
    return _give_up(connection, _OLD.all(connection, before=before), now)


def _give_up(connection: sa.Connection, left: Sequence[tuple[Any, ...]], now: str) -> int:
    for (call_id,) in left:
        end(connection, call_id, {"state": "unknown", "reason": ABANDONED}, now)
    return len(left)


def subjects(call: Mapping[str, Any]) -> Iterator[tuple[CapName, str]]:
    """What the row of a call counts for, by the name of the cap; months are those it began in."""
    month = call["reserved_at"][:7]
    yield "run", call["run_id"]
    yield "party", call["party_id"]
    yield "host", call["scope"]
    yield "agent", f"{month} {call['agent']}"
    yield "month", month
    yield "all", ""


def whole(amount: object) -> int:
    """`amount` if it is whole microdollars, none negative; raises ValueError."""
    if type(amount) is not int or amount < 0:
        raise ValueError(f"{amount!r} is no amount of microdollars")
    return amount


def _within(
    connection: sa.Connection,
    counted: Mapping[CapName, str],
    caps: Mapping[CapName, int],
    amount: int,
) -> None:
    for cap, limit in caps.items():
        spent = 0
        if cap != "call":
            spent = (_SPENT.first(connection, cap=cap, subject=counted[cap]) or (0,))[0]
        if spent + amount > limit:
            raise CapReached(cap, limit)


def _call(connection: sa.Connection, call_id: str) -> dict[str, Any]:
    found = _CALL.first(connection, of_call=call_id)
    return dict(zip(t.calls.c.keys(), found, strict=True)) if found else {}


def _attempts(connection: sa.Connection, call: Call) -> int:
    """How many attempts the run has made of this question."""
    keys = {name: getattr(call, name) for name in ("run_id", "agent", "fingerprint")}
    found = _ATTEMPTS.first(connection, **keys)
    return (found and found[0]) or 0


def _next(connection: sa.Connection) -> int:
    """The place of the next entry among all."""
    found = _SPENT.first(connection, cap="all", subject="")
    return int(found[1]) + 1 if found else 1


def _count(
    connection: sa.Connection, counted: Mapping[CapName, str], amount: int, entries: int = 1
) -> None:
    _ADD.run_each(
        connection,
        [
            {"cap": cap, "subject": subject, "microdollars": amount, "entries": entries}
            for cap, subject in counted.items()
        ],
    )
