"""What the catalogue holds: its version, its cities, how many listings of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from festplan.catalogue.cities import spellings
from festplan.catalogue.tables import catalogue_meta, listings
from festplan.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Stats:
    """Numbers of listings, in all and by role, kind, city ("Austin, US") and source."""

    version: int
    changed_at: str
    listings: int
    roles: Mapping[str, int]
    kinds: Mapping[str, int]
    cities: Mapping[str, int]
    sources: Mapping[str, int]


def version(connection: Connection) -> int:
    """The version of the catalogue: 0 when empty, one more after each load that changed it."""
    found = _VERSION.first(connection)
    return int(found[0]) if found else 0


_VERSION = Prepared(select(catalogue_meta.c.version))


def cities(connection: Connection) -> dict[str, tuple[str, str]]:
    """Every spelling, in lower case, of every city with a listing: its name and ISO country.

    A bare name that two countries share is the one with the most listings; the other is found as
    "london, ca".
    """
    table = listings.c
    rows = connection.execute(
        select(table.city, table.country)
        .group_by(table.city, table.country)
        .order_by(func.count().desc(), table.city, table.country)
    )
    found: dict[str, tuple[str, str]] = {}
    for city, country in rows:
        for spelling in spellings(city, country):
            found.setdefault(spelling, (city, country))
    return found


def stats(connection: Connection) -> Stats:
    """How many listings of what there are."""
    number, changed_at = connection.execute(
        select(catalogue_meta.c.version, catalogue_meta.c.changed_at)
    ).one()
    table = listings.c
    what = (table.role, table.kind, table.city, table.country, table.source)
    roles, kinds, places, sources = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for role, kind, city, country, source, count in connection.execute(
        select(*what, func.count()).group_by(*what).order_by(*what)
    ):
        roles[role] += count
        kinds[kind] += count
        places[f"{city}, {country}"] += count
        sources[source] += count
    return Stats(number, changed_at, roles.total(), roles, kinds, places, sources)
