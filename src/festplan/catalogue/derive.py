"""Derived columns made anew, where an older Festplan made them by other rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from festplan.catalogue.rows import COLUMNS, DERIVATION, derived, listing_of
from festplan.catalogue.summary import next_version
from festplan.catalogue.tables import catalogue_meta, listings

_AT_ONCE = 500


def is_outdated(connection: Connection) -> bool:
    """Whether the derived columns were made by other rules than today's."""
    made_by: int = connection.execute(select(catalogue_meta.c.derivation)).scalar_one()
    return made_by != DERIVATION


def refresh(connection: Connection) -> int:
    """Derives every listing anew and returns how many there are. The caller commits."""
    count = last = 0
    while rows := _rows(connection, last):
        _rederive(connection, rows)
        count, last = count + len(rows), rows[-1][0]
    connection.execute(catalogue_meta.update().values(derivation=DERIVATION))
    if count:
        next_version(connection)
    return count


def _rows(connection: Connection, after: int) -> Sequence[Sequence[Any]]:
    key = listings.c.listing_key
    statement = select(key, *COLUMNS).where(key > after).order_by(key).limit(_AT_ONCE)
    return connection.execute(statement).all()


def _rederive(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    made = [derived(listing_of(row[1:])) for row in rows]
    values: dict[str, Any] = {name: bindparam(name) for name in made[0]}
    statement = listings.update().where(listings.c.listing_key == bindparam("key")).values(values)
    keyed = [{"key": row[0], **columns} for row, columns in zip(rows, made, strict=True)]
    connection.execute(statement, keyed)
