"""The filters of a query as SQL, and the rows that pass them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Select,
    bindparam,
    func,
    literal,
    or_,
    select,
)

from festplan.catalogue.cities import city_key
from festplan.catalogue.distance import box, km_between
from festplan.catalogue.rows import json_words
from festplan.catalogue.tables import listings
from festplan.domain.listing import Query

Candidate = tuple[int, str, int | None, int | None, int, float | None, float | None, str]
"""Of a listing: key, id, capacity, price, key of its text, degrees north and east, terms."""

AT_ONCE = 500
"""Keys in one question to the database."""
_LARGEST = 2**63 - 1
_LIMITED_KM = 20_100.0  # half of a great circle, and a little


def candidates(connection: Connection, query: Query, *, terms: bool) -> list[Candidate]:
    """Every listing that passes the filters; its terms are left empty where nobody needs them."""
    statement = _ranking(listings.c.terms if terms else literal("")).where(*filters(query))
    rows = cast("list[Candidate]", fetched(connection, statement))
    return [row for row in rows if in_circle(query, row[5], row[6])]


def candidates_of(
    connection: Connection, keys: Sequence[int], *, terms: bool
) -> Iterator[Candidate]:
    """The listings of these keys, in no order; terms as for `candidates`."""
    statement = _ranking(listings.c.terms if terms else literal("")).where(
        listings.c.listing_key.in_(bindparam("keys", expanding=True))
    )
    for start in range(0, len(keys), AT_ONCE):
        some = {"keys": keys[start : start + AT_ONCE]}
        yield from (cast("Candidate", tuple(row)) for row in connection.execute(statement, some))


def fetched(
    connection: Connection, statement: Executable, values: Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """The driver's own tuples: wrapping thousands of rows would take longer than finding them."""
    with connection.execute(statement, values or {}) as result:
        return list(result.cursor.fetchall()) if result.cursor else []


def km_from(query: Query, lat: float | None, lon: float | None) -> float | None:
    """How far a place is from where it should be near; None where one of the two is unknown."""
    if query.near is None or lat is None or lon is None:
        return None
    return km_between(query.near, (lat, lon))


def in_circle(query: Query, lat: float | None = None, lon: float | None = None) -> bool:
    """Whether a place that is in the box is in the circle too."""
    if query.within_km is None:
        return True
    km = km_from(query, lat, lon)
    return km is None or km <= query.within_km


def filters(query: Query) -> Iterable[ColumnElement[bool]]:
    """The conditions of a query; a circle is still a box."""
    table = listings.c
    if query.role is not None:
        yield table.role == query.role
    if query.kinds:
        yield table.kind.in_(sorted({kind.lower() for kind in query.kinds}))
    if query.city is not None:
        yield table.city_key == city_key(query.city)
    if query.country is not None:
        yield table.country == query.country.upper()
    if query.capacity is not None:
        yield table.capacity >= min(query.capacity, _LARGEST)
    if query.max_price_minor is not None:
        yield table.price_minor <= min(query.max_price_minor, _LARGEST)
    if query.setting is not None:
        yield table.setting.in_(sorted({query.setting, "both"}))
    yield from _around(query)
    yield from (_holds(table.diets, diet) for diet in query.diets)
    yield from (_holds(table.tags, tag) for tag in query.tags)


def _around(query: Query) -> Iterable[ColumnElement[bool]]:
    if query.near is None or query.within_km is None:
        return
    held, lon = box(query.near, min(query.within_km, _LIMITED_KM)), listings.c.lon
    yield listings.c.lat.between(held.south, held.north)
    if held.west <= held.east:
        yield lon.between(held.west, held.east)
    else:
        yield or_(lon >= held.west, lon <= held.east)


def _ranking(terms: ColumnElement[str]) -> Select[Candidate]:
    """The little of each listing that ranks it."""
    table = listings.c
    return select(
        table.listing_key,
        table.listing_id,
        table.capacity,
        table.price_minor,
        table.text_key,
        table.lat,
        table.lon,
        terms,
    )


def _holds(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """That a stored list has this very word, upper or lower case."""
    quoted = json_words([word.lower()])[1:-1]
    return func.lower(column).contains(quoted, autoescape=True)
