"""Rows and listings that were read of one version of the catalogue, for the next search there."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import Lock

from festplan.catalogue.filters import Candidate
from festplan.domain.listing import Listing, Query

MOST_FILTERS = 128
MOST_ROWS = 500
"""Filters that let more through are not kept: memory is bounded by the product of the two."""
MOST_LISTINGS = 10_000

Read = Callable[[list[int]], dict[int, Listing]]


class Kept:
    """What filters let through, and the listings of keys; another version empties both."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = -1
        self._rows: OrderedDict[tuple[Query, bool], list[Candidate]] = OrderedDict()
        self._listings: dict[int, Listing] = {}

    def rows(
        self, version: int, query: Query, read: Callable[[], list[Candidate]], *, terms: bool
    ) -> list[Candidate]:
        """What passes the filters of `query`, which `read` reads where it is not kept."""
        asked = replace(query, words=(), like=""), terms
        with self._lock:
            self._turn_to(version)
            known = self._rows.get(asked)
            if known is not None:
                self._rows.move_to_end(asked)
                return known
        found = read()
        if len(found) <= MOST_ROWS:
            self._keep(version, asked, found)
        return found

    def listings(self, version: int, keys: Iterable[int], read: Read) -> dict[int, Listing]:
        """The listings of `keys`; `read` reads those that are not kept."""
        with self._lock:
            self._turn_to(version)
            found = {key: self._listings.get(key) for key in keys}
        lacking = [key for key, listing in found.items() if listing is None]
        new = read(lacking) if lacking else {}
        with self._lock:
            if version == self._version and len(self._listings) + len(new) <= MOST_LISTINGS:
                self._listings.update(new)
        return {key: listing for key, listing in found.items() if listing is not None} | new

    def _keep(self, version: int, asked: tuple[Query, bool], found: list[Candidate]) -> None:
        with self._lock:
            if version != self._version:
                return
            self._rows[asked] = found
            while len(self._rows) > MOST_FILTERS:
                self._rows.popitem(last=False)

    def _turn_to(self, version: int) -> None:
        if version != self._version:
            self._version = version
            self._rows.clear()
            self._listings.clear()
