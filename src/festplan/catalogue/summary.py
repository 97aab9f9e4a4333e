"""What the catalogue holds: its version, its cities, how many listings of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

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


@dataclass(frozen=True, slots=True)
class State:
    """What searches depend on beside the query: the listings, and by what they may be ranked."""

    version: int
    ranked_version: int
    encoder_id: str

    def ranks_by(self, encoder_id: str) -> bool:
        """Whether every listing has its vector of this encoder, and the version says so."""
        return self.ranked_version > self.version and self.encoder_id == encoder_id != ""

    def seen_by(self, encoder_id: str) -> int:
        """The version for a process with this encoder ("" for none): equal ones find the same."""
        return self.ranked_version if self.ranks_by(encoder_id) else self.version


_STATE = Prepared(
    select(catalogue_meta.c.version, catalogue_meta.c.ranked_version, catalogue_meta.c.encoder_id)
)


def state(connection: Connection) -> State:
    """The versions of the catalogue as they are now."""
    return State(*(_STATE.first(connection) or (0, 0, "")))


def version(connection: Connection) -> int:
    """The version of the listings: 0 when empty, and another after each load that changed any."""
    return state(connection).version


def next_version(connection: Connection) -> None:
    """Counts a change of the listings; until their texts are embedded, words alone rank them."""
    held, now = state(connection), datetime.now(UTC).isoformat(timespec="seconds")
    number = max(held.version, held.ranked_version) + 1
    connection.execute(catalogue_meta.update().values(version=number, changed_at=now))


def next_ranking(connection: Connection, encoder_id: str) -> None:
    """Counts that the same listings are from now on ranked by the vectors of this encoder too."""
    held = state(connection)
    number = max(held.version, held.ranked_version) + 1
    connection.execute(catalogue_meta.update().values(ranked_version=number, encoder_id=encoder_id))


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
