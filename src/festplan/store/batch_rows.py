"""Jobs, parties, asks and batches as rows, and back."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import asdict, fields
from json import loads
from typing import Any

import sqlalchemy as sa

from festplan.engine.fingerprint import content
from festplan.ports.batches import AskEnd, AskState, BatchAsk, BatchJob, BatchParty, Sending
from festplan.ports.models import CallNotOpen, ModelRequest
from festplan.store import calls
from festplan.store import tables as t


def text(value: object) -> str:
    """The canonical JSON of a value."""
    return content(value).decode()


def of_party(party: BatchParty) -> dict[str, Any]:
    """The row of a party."""
    row = {field.name: getattr(party, field.name) for field in fields(party)}
    return row | {
        "inputs": text(list(party.inputs)),
        "waits": text(list(party.waits)),
        "private": int(party.private),
    }


def of_ask(ask: BatchAsk) -> dict[str, Any]:
    """The row of an ask."""
    row = {field.name: getattr(ask, field.name) for field in fields(ask)}
    return row | {
        "request": text(asdict(ask.request)) if ask.request else "",
        "output": "" if ask.output is None else text(ask.output),
    }


def jobs(connection: sa.Connection) -> list[BatchJob]:
    """Every job, the oldest first."""
    c = t.batch_jobs.c
    query = sa.select(t.batch_jobs).order_by(c.created_at, c.job_id)
    return [BatchJob(**row) for row in connection.execute(query).mappings()]


def parties(connection: sa.Connection, job_id: str) -> list[BatchParty]:
    """The parties of a job, in the order of its file."""
    c = t.batch_parties.c
    query = sa.select(t.batch_parties).where(c.job_id == job_id).order_by(c.place)
    return [_party(row) for row in connection.execute(query).mappings()]


def who_met(connection: sa.Connection, keys: AbstractSet[str]) -> list[BatchParty]:
    """The parties whose last run met one of the asks."""
    if not keys:
        return []
    found = connection.execute(sa.select(t.batch_parties)).mappings()
    return [party for party in map(_party, found) if keys & set(party.waits)]


def wait_again(connection: sa.Connection, party: BatchParty) -> None:
    """Has a party wait once more for what its last run met."""
    c = t.batch_parties.c
    connection.execute(
        sa.update(t.batch_parties)
        .where(c.job_id == party.job_id, c.place == party.place)
        .values(state="waiting", reason="")
    )


def asks(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[BatchAsk]:
    """The asks that fulfil `where`, those of the oldest job's first parties first."""
    c = t.batch_asks.c
    query = sa.select(t.batch_asks).where(where).order_by(c.run_id, c.key)
    return [_ask(row) for row in connection.execute(query).mappings()]


def counts(connection: sa.Connection, job_id: str) -> list[tuple[str, AskState, int]]:
    """How many asks of a job are in which state, by their batch."""
    c = t.batch_asks.c
    keys = (c.sending_id, c.state)
    query = sa.select(*keys, sa.func.count()).where(c.job_id == job_id)
    found = connection.execute(query.group_by(*keys).order_by(*keys))
    return [(sending_id, state, count) for sending_id, state, count in found]


def sendings(connection: sa.Connection) -> list[Sending]:
    """Every batch at a provider, the oldest first."""
    c = t.batch_sendings.c
    query = sa.select(t.batch_sendings).order_by(c.began_at, c.sending_id)
    return [Sending(**row) for row in connection.execute(query).mappings()]


def book(connection: sa.Connection, ask: BatchAsk, end: AskEnd, now: str) -> int:
    """Ends the call of an ask, and gives what it is charged.

    A call that was thought lost can only be settled; otherwise it stays at its reservation.
    """
    how: dict[str, Any] = {"state": end.booked, "reason": end.trouble[: calls.MAX_REASON]}
    if end.booked == "settled":
        assert end.usage is not None
        counted = {name: getattr(end.usage, name) for name in end.usage.__slots__}
        how |= {
            "charged_microdollars": end.microdollars,
            "price": end.price,
            "reason": "",
        } | counted
    elif end.booked == "released":
        how["charged_microdollars"] = 0
    with suppress(CallNotOpen):
        calls.end(connection, ask.call_id, how, now)
    return calls.charged(connection, ask.call_id)


def _party(row: sa.RowMapping) -> BatchParty:
    return BatchParty(
        **dict(row)
        | {
            "inputs": tuple(loads(row["inputs"])),
            "waits": tuple(loads(row["waits"])),
            "private": bool(row["private"]),
        }
    )


def _ask(row: sa.RowMapping) -> BatchAsk:
    return BatchAsk(
        **dict(row)
        | {
            "request": ModelRequest(**loads(row["request"])) if row["request"] else None,
            "output": loads(row["output"]) if row["output"] else None,
        }
    )
