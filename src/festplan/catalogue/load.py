"""Loading listings: all or none, and the catalogue's version moves only if something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from festplan.catalogue.rows import COLUMNS, DERIVED, NAMES, derived, row_of
from festplan.catalogue.summary import next_version, version
from festplan.catalogue.tables import listings
from festplan.domain.listing import Listing

Progress = Callable[[int, int], None]
"""Called with the number of listings done, and of all."""

_AT_ONCE = 500
_STORED = select(*COLUMNS).where(listings.c.listing_id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, in listings, and the version of the catalogue after it."""

    added: int
    changed: int
    unchanged: int
    version: int


def load(
    connection: Connection, offered: Iterable[Listing], *, progress: Progress | None = None
) -> Loaded:
    """Add the listings, and replace those of the same id; of equal ids offered the last counts.

    Either all of them are loaded or, if this raises, none. The caller commits.
    """
    latest = list({listing.listing_id: listing for listing in offered}.values())
    added = changed = 0
    with connection.begin_nested():
        for start in range(0, len(latest), _AT_ONCE):
            chunk = latest[start : start + _AT_ONCE]
            new, different = _load_chunk(connection, chunk)
            added, changed = added + new, changed + different
            if progress is not None:
                progress(start + len(chunk), len(latest))
        if added or changed:
            next_version(connection)
    return Loaded(added, changed, len(latest) - added - changed, version(connection))


def _load_chunk(connection: Connection, chunk: Sequence[Listing]) -> tuple[int, int]:
    """How many of the chunk are new, and how many differ from what was stored."""
    ids = [listing.listing_id for listing in chunk]
    stored = {row[0]: tuple(row) for row in connection.execute(_STORED, {"ids": ids})}
    rows = [(row_of(listing), listing) for listing in chunk]
    wanted = [(row, listing) for row, listing in rows if stored.get(row[0]) != row]
    if wanted:
        connection.execute(_upsert(), [_values(row, listing) for row, listing in wanted])
    new = sum(row[0] not in stored for row, _ in wanted)
    return new, len(wanted) - new


def _values(row: tuple[Any, ...], listing: Listing) -> dict[str, Any]:
    return dict(zip(NAMES, row, strict=True)) | derived(listing)


def _upsert() -> Any:
    statement = insert(listings)
    fresh = {name: statement.excluded[name] for name in (*NAMES[1:], *DERIVED)}
    return statement.on_conflict_do_update(index_elements=["listing_id"], set_=fresh)
