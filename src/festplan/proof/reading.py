"""One consistent view of a database, read-only: rows of a party together, answers by digest."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import sqlalchemy as sa

from festplan.ports.answers import MissingBody
from festplan.store.database import DatabaseUnusable, revision
from festplan.store.migrations import HEAD
from festplan.store.read import unpack

Row = Sequence[Any]
AT_ONCE = 500
"""Keys asked for in one statement."""
HELD = 20_000
"""Rows remembered between parties."""

EVENTS = ("version", "id", "kind", "schema_version", "body", "actor", "occurred_at", "hash")
STATE = (
    *("status", "version", "head_hash", "inputs", "agent_results", "budget", "final_plan"),
    *("rest", "updated_at"),
)
SNAPSHOTS = (
    *("snapshot_version", "id", "snapshot_type", "state", "created_at", "created_by"),
    *("last_event_id", "event_count"),
)
SAID = (
    *("input_id", "added_version", "content", "categories", "affected_agents"),
    "removed_version",
)
LEDGER = (
    *("id", "run_id", "agent", "tier", "kind", "spent_microdollars", "saved_microdollars"),
    *("occurred_at", "fingerprint", "reason"),
)
REPLIES = ("key", "request_hash", "version", "status", "body", "headers", "created_at")
RESULTS = (
    *("fingerprint", "agent", "agent_version", "scope", "view", "evidence", "digest", "tier"),
    *("maker", "cost_microdollars", "created_at"),
)
EVIDENCE = ("view", "agent", "agent_version", "catalogue", "scope", "digest")
CONTENTS = ("id", "digest", "body")
CALLS = (
    *("reserved", "ended", "call_id", "party_id", "run_id", "scope", "agent", "tier", "model"),
    *("fingerprint", "attempt", "batch", "state", "reserved_microdollars", "charged_microdollars"),
    *("input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens", "price", "reason"),
    *("caps", "reserved_at", "ended_at"),
)
SPENDING = ("cap", "subject", "microdollars", "entries")
WORK = (
    *("id", "party_id", "run_id", "vector_queries", "compute_microseconds", "cache_operations"),
    *("database_operations", "microdollars", "price", "occurred_at"),
)
BATCH_ASKS = (
    *("key", "job_id", "agent", "tier", "model", "fingerprint", "scope", "party_id", "run_id"),
    *("request", "state", "attempts", "sending_id", "call_id", "output", "microdollars", "trouble"),
)
BATCH_PARTIES = (
    *("job_id", "place", "name", "inputs", "private", "party_id", "scope", "state", "waits"),
    "reason",
)
BATCH_SENDINGS = ("sending_id", "model", "state", "handle", "asks", "began_at", "reason")

_OF_PARTY = (
    ("party_events", EVENTS, "version"),
    ("party_state", STATE, "version"),
    ("party_snapshots", SNAPSHOTS, "snapshot_version"),
    ("input_history", SAID, "input_id"),
    ("ledger", LEDGER, "id"),
    ("replies", REPLIES, "key"),
)


class PartyRows(NamedTuple):
    """Everything that is stored of one party, in order; columns as named above, as stored."""

    party_id: str
    events: list[Row]
    state: list[Row]
    snapshots: list[Row]
    said: list[Row]
    ledger: list[Row]
    replies: list[Row]


@contextmanager
def snapshot(url: str) -> Iterator[sa.Connection]:
    """A connection that can only read, in one transaction: it sees one moment of the database.

    Raises `DatabaseUnusable` when there is no database of this version of Festplan at `url`.
    """
    file = _file(url)
    engine = sa.create_engine("sqlite://", creator=lambda: _connect(file), poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            found = revision(connection)
            if found != HEAD:
                raise DatabaseUnusable(
                    f"The database {url} is at revision {found}, not {HEAD}: nothing to verify."
                )
            yield connection
    except sa.exc.DatabaseError as error:
        raise DatabaseUnusable(f"The database {url} cannot be read: {error.orig}.") from error


def _file(url: str) -> Path:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise DatabaseUnusable(f"{url} is not the address of an SQLite file.")
    file = Path(parsed.database)
    if not file.is_file():
        raise DatabaseUnusable(f"There is no database at {file}.")
    return file.resolve()


def _connect(file: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(file))}?mode=ro"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    connection.execute("PRAGMA busy_timeout=10000")
    # Bytes that are not UTF-8 become lone surrogates, which the checks of text then tell.
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    return connection


def parties(connection: sa.Connection) -> Iterator[PartyRows]:
    """The rows of every party that any table speaks of, one party after the other."""
    streams = [
        _stream(connection, place, table, columns, order)
        for place, (table, columns, order) in enumerate(_OF_PARTY)
    ]
    for party_id, rows in groupby(merge(*streams, key=_place), key=_party):
        tables: tuple[list[Row], ...] = ([], [], [], [], [], [])
        for _, place, row in rows:
            tables[place].append(row)
        yield PartyRows(party_id, *tables)


def _stream(
    connection: sa.Connection, place: int, table: str, columns: Sequence[str], order: str
) -> Iterator[tuple[str, int, Row]]:
    query = select(table, ("party_id", *columns)).order_by(sa.column("party_id"), sa.column(order))
    for row in stream(connection, query):
        yield str(row[0]), place, row[1:]


def _place(row: tuple[str, int, Row]) -> tuple[str, int]:
    return row[:2]


def _party(row: tuple[str, int, Row]) -> str:
    return row[0]


def select(table: str, columns: Iterable[str]) -> sa.Select[Any]:
    """Columns as the driver gives them: a row that breaks its type must not break the reading."""
    listed: Iterable[sa.ColumnClause[Any]] = map(sa.column, columns)
    query: sa.Select[Any] = sa.select(*listed)
    return query.select_from(sa.table(table))


def stream(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Row]:
    """The rows of `query`, some hundred at a time."""
    return iter(connection.execute(query, execution_options={"yield_per": AT_ONCE}))


class Answers:
    """Stored answers and bodies, asked for in bulk and remembered from party to party."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._rows = _Held(_by_first("results", RESULTS))
        self._stored = _Held(_by_first("contents", ("digest",)))
        self._bodies = _Held(_by_first("contents", ("digest", "body")), _parsed)

    def rows(self, fingerprints: Iterable[str]) -> dict[str, Row]:
        """The rows of `results` by fingerprint; what is not stored is left out."""
        return self._rows.ask(self._connection, fingerprints)

    def stored(self, digests: Iterable[str]) -> Collection[str]:
        """Which of the digests have a body."""
        return self._stored.ask(self._connection, digests).keys()

    def bodies(self, digests: Iterable[str]) -> dict[str, Any]:
        """Results by digest; what is not stored, or not as it was, is left out."""
        found = self._bodies.ask(self._connection, digests)
        return {digest: body for digest, body in found.items() if body is not None}


def _by_first(table: str, columns: Sequence[str]) -> sa.Select[Any]:
    keys: sa.BindParameter[Any] = sa.bindparam("keys", expanding=True)
    return select(table, columns).where(sa.column(columns[0]).in_(keys))


def _parsed(row: Row) -> dict[str, Any] | None:
    try:
        return unpack(row[0], row[1])
    except (MissingBody, ValueError, TypeError):
        return None


@dataclass(slots=True)
class _Held:
    """What a query by key gave, for the keys asked for so far."""

    query: sa.Select[Any]
    take: Callable[[Row], Any] = tuple
    held: dict[str, Any] = field(default_factory=dict)

    def ask(self, connection: sa.Connection, wanted: Iterable[str]) -> dict[str, Any]:
        asked = set(wanted)
        if len(self.held) + len(asked) > HELD:
            self.held.clear()
        missing = [key for key in asked if key not in self.held]
        for start in range(0, len(missing), AT_ONCE):
            chunk = {"keys": missing[start : start + AT_ONCE]}
            rows = connection.execute(self.query, chunk)
            self.held.update((row[0], self.take(row)) for row in rows)
        return {key: self.held[key] for key in asked if key in self.held}
