"""The catalogue behind its door, on SQLite: every question is one hop to a database thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from copy import copy
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy import Connection

from festplan.catalogue import nearest, search, summary, typical
from festplan.catalogue.index import Index
from festplan.domain.listing import Listing, Match, Query, Role, TypicalPrice

if TYPE_CHECKING:
    from festplan.ports.models import Encoder

T = TypeVar("T")

Asked = tuple[str, int, Query]
"""Scope, version of the catalogue, and what is searched for."""

REMEMBERED_SEARCHES = 256
REMEMBERED_MATCHES = 500
"""A search that found more is not remembered: memory is bounded by the product of the two."""


class Run(Protocol):
    """Runs work on a database thread, with a connection that may read."""

    def __call__(self, work: Callable[[Connection], T], /) -> Awaitable[T]:
        """The result of `work`."""
        ...


class SqliteCatalogue:
    """What can be booked, from SQLite; searches are remembered by scope, version and query.

    `run` does work on the database thread, `glance` (where given) a look-up of one row in place.
    `encoder` compares meanings, once every listing is embedded by it; without it words rank alone.
    """

    def __init__(self, run: Run, glance: Run | None = None, encoder: Encoder | None = None) -> None:
        self._run = run
        self._index = Index(encoder)
        self._glance = glance or run
        self._lock = Lock()
        self.scope = ""
        self._searches: OrderedDict[Asked, tuple[Match, ...]] = OrderedDict()
        self._cities: tuple[int, dict[str, tuple[str, str]]] = (-1, {})

    def of(self, scope: str) -> SqliteCatalogue:
        """The same for one scope alone: nobody else's searches show in how long its own take."""
        own = copy(self)
        own.scope, own._index = scope, self._index.own()  # noqa: SLF001  # of its own kind
        return own

    async def search(self, query: Query) -> Sequence[Match]:
        """The listings that pass the filters of `query`, best first."""
        return await self._run(lambda connection: self._search(connection, query))

    async def nearest(self, query: Query) -> nearest.Nearest:
        """For a query that finds nothing: which wish stands in the way, and the nearest misses."""
        return await self._run(lambda connection: nearest.nearest(connection, query, self._index))

    async def get(self, listing_id: str) -> Listing | None:
        """The listing of that id, or None."""
        return await self._run(lambda connection: search.get(connection, listing_id))

    async def version(self) -> int:
        """A number that grows whenever a listing changes, or what ranks the listings."""
        return await self._glance(self._index.version)

    async def cities(self) -> dict[str, tuple[str, str]]:
        """Every spelling in lower case of every city with listings: its name and ISO country."""
        return dict(await self._run(self._read_cities))

    async def stats(self) -> summary.Stats:
        """How many listings of what there are."""
        return await self._run(summary.stats)

    async def typical(self, role: Role, kind: str, currency: str) -> TypicalPrice:
        """What this usually costs where nothing is listed; `UnknownCurrency` without a rate."""
        return typical.typical(role, kind, currency)

    def _search(self, connection: Connection, query: Query) -> tuple[Match, ...]:
        asked = (self.scope, self._index.version(connection), query)
        with self._lock:
            if asked in self._searches:
                self._searches.move_to_end(asked)
                return self._searches[asked]
        found = tuple(search.search(connection, query, self._index))
        if len(found) <= REMEMBERED_MATCHES:
            self._remember(asked, found)
        return found

    def _remember(self, asked: Asked, found: tuple[Match, ...]) -> None:
        with self._lock:
            self._searches[asked] = found
            while len(self._searches) > REMEMBERED_SEARCHES:
                self._searches.popitem(last=False)

    def _read_cities(self, connection: Connection) -> dict[str, tuple[str, str]]:
        version = summary.version(connection)
        if self._cities[0] != version:
            self._cities = (version, summary.cities(connection))
        return self._cities[1]
