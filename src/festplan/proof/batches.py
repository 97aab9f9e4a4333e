"""Invariant 17: what is noted of batches agrees with the calls that were booked for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from festplan.engine.fingerprint import content
from festplan.ports.batches import AskState, PartyState, SendingState
from festplan.proof.findings import Finding, Invariant, finding
from festplan.proof.reading import BATCH_ASKS, BATCH_PARTIES, BATCH_SENDINGS, select, stream
from festplan.proof.texts import NotStrict, plain, strict

if TYPE_CHECKING:
    import sqlalchemy as sa

Row = dict[str, Any]
JSON = ("inputs", "waits", "request", "output", "handle")
"""Columns that hold JSON, or nothing."""


def check(connection: sa.Connection) -> Iterator[Finding]:
    """What breaks the invariant, or the rules of text, in jobs, asks and batches."""
    tables: tuple[tuple[str, Sequence[str], object, tuple[str, ...]], ...] = (
        ("batch_parties", BATCH_PARTIES, PartyState, ("job_id", "place")),
        ("batch_asks", BATCH_ASKS, AskState, ("key",)),
        ("batch_sendings", BATCH_SENDINGS, SendingState, ("sending_id",)),
    )
    for table, columns, states, keys in tables:
        for cells in stream(connection, select(table, columns)):
            row = dict(zip(columns, cells, strict=True))
            row_id = "/".join(str(row[key]) for key in keys)
            if row["state"] not in get_args(states):
                message = f"{row['state']!r} is no state"
                yield finding(Invariant.BATCHED, table, row_id, message)
            for message in unclean(row):
                yield finding(Invariant.TEXT, table, row_id, message)
    for key, message in agreed(connection):
        yield finding(Invariant.BATCHED, "batch_asks", key, message)


def unclean(row: Mapping[str, Any]) -> Iterator[str]:
    """Text that is not what every database holds in equal bytes."""
    for name, value in row.items():
        try:
            if name in JSON and value and content(strict(value)).decode() != value:
                yield f"{name}: the JSON is not canonical"
            elif isinstance(value, str | bytes):
                plain(value)
        except NotStrict as broken:
            yield f"{name}: {broken}"


_ASKS = """SELECT a.key, a.state, a.output, a.request, c.state, s.state
    FROM batch_asks a LEFT JOIN calls c ON c.call_id = a.call_id AND c.batch = 1
        AND c.agent = a.agent AND c.model = a.model AND c.fingerprint = a.fingerprint
    LEFT JOIN batch_sendings s ON s.sending_id = a.sending_id
    ORDER BY a.key"""
_CALLS = {
    "sending": {"reserved", "unknown"},
    "answered": {"settled", "unknown"},
    "unknown": {"unknown"},
}
"""The states that the call of an ask may be in."""
_SENDINGS = {"reserved", "sending", "sent"}
"""The states of a batch that asks are on their way with."""


def agreed(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    """Asks that are with a batch are reserved, those that were answered are paid for."""
    for key, state, output, request, call, sending in connection.exec_driver_sql(_ASKS):
        if state in _CALLS and call not in _CALLS[state]:
            yield key, f"the ask is {state}, its call {call}"
        if state == "sending" and sending not in _SENDINGS:
            yield key, f"the ask is on its way with a batch that is {sending}"
        if bool(output) != (state == "answered") or bool(request) == (state == "answered"):
            yield key, f"the ask is {state}, and holds its question or answer all the same"
