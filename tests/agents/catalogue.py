"""A catalogue in memory for tests: filters and ranks as the one on SQLite does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from festplan.catalogue.cities import city_key, spellings
from festplan.catalogue.scoring import mentions, score
from festplan.catalogue.terms import asked, stored
from festplan.catalogue.typical import typical
from festplan.domain.listing import Listing, Match, Query, Role, TypicalPrice


class MemoryCatalogue:
    """Listings in a list, ranked by words; `searches` are the queries asked, in order."""

    def __init__(self, listings: Iterable[Listing], version: int = 1) -> None:
        self.listings = tuple(listings)
        self.searches: list[Query] = []
        self._version = version

    def of(self, scope: str) -> MemoryCatalogue:  # noqa: ARG002  # it remembers nothing
        """The same for one scope alone."""
        return self

    async def search(self, query: Query) -> Sequence[Match]:
        """The listings that pass the filters of `query`, best first."""
        self.searches.append(query)
        words = asked(query.words)
        keyed = sorted(
            (-_score(listing, words, query), listing.listing_id, listing)
            for listing in self.listings
            if _passes(listing, query)
        )
        return [
            Match(listing, rank, -negative, mentions(stored(listing), words))
            for rank, (negative, _, listing) in enumerate(keyed[: query.limit])
        ]

    async def get(self, listing_id: str) -> Listing | None:
        """The listing of that id."""
        return next((one for one in self.listings if one.listing_id == listing_id), None)

    async def version(self) -> int:
        """As it was made."""
        return self._version

    async def cities(self) -> Mapping[str, tuple[str, str]]:
        """Every spelling of every city with a listing."""
        places = sorted({(listing.city, listing.country) for listing in self.listings})
        return {spelling: place for place in places for spelling in spellings(*place)}

    async def typical(self, role: Role, kind: str, currency: str) -> TypicalPrice:
        """What the real catalogue says."""
        return typical(role, kind, currency)


def _score(listing: Listing, words: Sequence[str], query: Query) -> float:
    return score(
        mentions(stored(listing), words),
        capacity=listing.capacity,
        guests=query.capacity,
        priced=listing.price_minor is not None,
    )


def _passes(listing: Listing, query: Query) -> bool:
    price, room = query.max_price_minor, query.capacity
    return (
        query.role in {None, listing.role}
        and (not query.kinds or listing.kind in query.kinds)
        and (query.city is None or city_key(query.city) == city_key(listing.city))
        and query.country in {None, listing.country}
        and (room is None or (listing.capacity is not None and listing.capacity >= room))
        and (price is None or (listing.price_minor is not None and listing.price_minor <= price))
        and (query.setting is None or listing.setting in {query.setting, "both"})
        and set(query.diets) <= set(listing.diets)
        and set(query.tags) <= set(listing.tags)
    )
