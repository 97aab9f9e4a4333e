"""Queries of every kind, and whether a listing passes one, in plain Python."""

from __future__ import annotations

from hypothesis import strategies as st

from festplan.catalogue.cities import city_key
from festplan.domain.listing import Listing, Query

QUERIES = st.builds(
    Query,
    role=st.sampled_from(["venue", "caterer", "bakery", "vendor", None]),
    words=st.lists(
        st.sampled_from(["jungle party", "gardens", "BBQ", "magic show", "show", "zzz", "the"])
        | st.text(max_size=8),
        max_size=4,
    ).map(tuple),
    kinds=st.lists(st.sampled_from(["park", "dj", "taco caterer", "cake studio"]), max_size=2).map(
        tuple
    ),
    city=st.sampled_from(["Austin", "nyc", "Wien", "Portland, Oregon", "Portland, Maine", None]),
    country=st.sampled_from(["US", "at", None, None]),
    capacity=st.none() | st.integers(1, 500),
    max_price_minor=st.none() | st.integers(0, 1_000_000),
    setting=st.sampled_from(["indoors", "outdoors", "both", None, None]),
    diets=st.lists(st.sampled_from(["vegan", "halal", "nut-free"]), max_size=2).map(tuple),
    tags=st.lists(st.sampled_from(["wheelchair", "parking", "jungle"]), max_size=2).map(tuple),
    limit=st.none() | st.integers(0, 40),
)


def passes(listing: Listing, query: Query) -> bool:
    return all(
        (
            query.role in {None, listing.role},
            not query.kinds or listing.kind in query.kinds,
            query.city is None or city_key(query.city) == city_key(listing.city),
            query.country is None or query.country.upper() == listing.country,
            query.capacity is None or (listing.capacity or 0) >= query.capacity,
            query.max_price_minor is None
            or (listing.price_minor is not None and listing.price_minor <= query.max_price_minor),
            query.setting is None or listing.setting in {query.setting, "both"},
            set(query.diets) <= set(listing.diets),
            set(query.tags) <= set(listing.tags),
        )
    )
