"""Loading listings: all or none, and the catalogue's version moves only if something changed.

What differs from what is stored is first laid out in a temporary table, which locks nothing, and
then taken over by one statement: so hosts never wait for a long import.

Where a city has real listings of a role, the invented ones of the sample give way (for vendors: of
a service); see decision 0023.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, select

from festplan.catalogue.rows import COLUMNS, DERIVED, NAMES, derived, row_of
from festplan.catalogue.summary import next_version, version
from festplan.catalogue.tables import listings
from festplan.domain.listing import Listing

Progress = Callable[[int, int], None]
"""Called with the number of listings done, and of all."""

_AT_ONCE = 500
_STORED = select(*COLUMNS).where(listings.c.listing_id.in_(bindparam("ids", expanding=True)))

_ALL = (*NAMES, *DERIVED)
_COLUMNS = ", ".join(_ALL)
_STAGE = f"INSERT OR REPLACE INTO staged VALUES ({', '.join(f':{name}' for name in _ALL)})"  # noqa: S608
_COUNT = (
    "SELECT count(*), count(listings.listing_id) FROM staged "
    "LEFT JOIN listings ON listings.listing_id = staged.listing_id"
)
_TAKE_OVER = (
    f"INSERT INTO listings ({_COLUMNS}) SELECT {_COLUMNS} FROM staged WHERE true "  # noqa: S608
    "ON CONFLICT (listing_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _ALL if name != "listing_id")
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, in listings, and the version of the catalogue after it.

    `gave_way` counts invented listings that left, or did not come in, because real ones are there.
    """

    added: int
    changed: int
    unchanged: int
    version: int
    gave_way: int = 0


def load(
    connection: Connection, offered: Iterable[Listing], *, progress: Progress | None = None
) -> Loaded:
    """Add the listings, and replace those of the same id; of equal ids offered the last counts.

    Either all of them are loaded or, if this raises, none. The caller commits.
    """
    latest = list({listing.listing_id: listing for listing in offered}.values())
    told = (lambda done: progress(done, len(latest))) if progress is not None else None
    with connection.begin_nested():
        return take_over(connection, stage(connection, latest, told=told))


def stage(
    connection: Connection,
    offered: Iterable[Listing],
    *,
    told: Callable[[int], None] | None = None,
) -> int:
    """Lays out what differs from what is stored, for `take_over`; gives how many were offered.

    Their ids are distinct. Only a temporary table of this connection is written; in memory are
    some hundred listings at a time. `told` is called with how many are done.
    """
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.staged")
    columns = _COLUMNS.replace("listing_id", "listing_id PRIMARY KEY")
    connection.exec_driver_sql(f"CREATE TEMP TABLE staged ({columns}) WITHOUT ROWID")
    done, rest = 0, iter(offered)
    while chunk := list(islice(rest, _AT_ONCE)):
        _stage_chunk(connection, chunk)
        done += len(chunk)
        if told is not None:
            told(done)
    return done


def take_over(connection: Connection, offered: int) -> Loaded:
    """Makes what was laid out part of the catalogue, all or nothing; the caller commits."""
    held_back = _number(connection, f"DELETE FROM staged WHERE {_beaten('staged')}")  # noqa: S608
    staged, known = connection.exec_driver_sql(_COUNT).one()
    gave_way = 0
    if staged:
        connection.exec_driver_sql(_TAKE_OVER)
        gave_way = _number(connection, f"DELETE FROM listings WHERE {_beaten('listings')}")  # noqa: S608
        next_version(connection)
    connection.exec_driver_sql("DROP TABLE temp.staged")
    unchanged = offered - staged - held_back
    return Loaded(
        added=staged - known,
        changed=known,
        unchanged=unchanged,
        version=version(connection),
        gave_way=held_back + gave_way,
    )


def _stage_chunk(connection: Connection, chunk: Sequence[Listing]) -> None:
    ids = [listing.listing_id for listing in chunk]
    stored = {row[0]: tuple(row) for row in connection.execute(_STORED, {"ids": ids})}
    rows = [(row_of(listing), listing) for listing in chunk]
    wanted = [_values(row, listing) for row, listing in rows if stored.get(row[0]) != row]
    if wanted:
        connection.exec_driver_sql(_STAGE, wanted)


def _values(row: tuple[Any, ...], listing: Listing) -> dict[str, Any]:
    return dict(zip(NAMES, row, strict=True)) | derived(listing)


def _beaten(table: str) -> str:
    """That an invented listing of `table` stands where there are real ones."""
    return (
        f"source = 'sample' AND EXISTS (SELECT 1 FROM listings AS real "  # noqa: S608
        f"WHERE real.role = {table}.role AND real.city_key = {table}.city_key "
        f"AND real.country = {table}.country AND real.source <> 'sample' "
        f"AND ({table}.role <> 'vendor' OR real.kind = {table}.kind))"
    )


def _number(connection: Connection, statement: str) -> int:
    """How many rows a statement touched."""
    return connection.exec_driver_sql(statement).rowcount
