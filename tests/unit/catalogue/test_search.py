from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Connection

from festplan.catalogue import load, rows, scoring, search, terms
from festplan.domain.listing import Listing, Query
from tests.unit.catalogue.queries import QUERIES, passes

HALL = Listing(
    listing_id="a-hall",
    name="Fern Hall",
    role="venue",
    kind="hall",
    city="Austin",
    country="US",
    currency="USD",
    price_minor=150_000,
    unit="event",
    basis="listed",
    source="test",
    capacity=100,
    setting="indoors",
    tags=("wheelchair", "stage"),
)
PARK = replace(
    HALL,
    listing_id="b-park",
    name="Moss Pavilion",
    kind="park",
    price_minor=5_000,
    capacity=250,
    setting="outdoors",
    tags=("picnic",),
)
GARDEN = replace(
    HALL,
    listing_id="c-garden",
    name="Wren Gardens",
    kind="garden",
    city="München",
    country="DE",
    currency="EUR",
    price_minor=None,
    capacity=None,
    setting="both",
    tags=(),
)
CATERER = replace(
    HALL,
    listing_id="d-caterer",
    name="Plum Catering",
    role="caterer",
    kind="buffet caterer",
    setting=None,
    diets=("vegan", "gluten-free"),
    tags=("bbq",),
)
ALL = (HALL, PARK, GARDEN, CATERER)


def ids(connection: Connection, query: Query) -> list[str]:
    return [match.listing.listing_id for match in search.search(connection, query)]


@pytest.fixture
def four(empty: Connection) -> Connection:
    load.load(empty, ALL)
    return empty


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), {"a-hall", "b-park", "c-garden", "d-caterer"}),
        (Query(role="venue"), {"a-hall", "b-park", "c-garden"}),
        (Query(kinds=("park", "Garden")), {"b-park", "c-garden"}),
        (Query(city="AUSTIN", role="venue"), {"a-hall", "b-park"}),
        (Query(city="Austin, TX", role="venue"), {"a-hall", "b-park"}),
        (Query(city="Munich"), {"c-garden"}),
        (Query(city="muenchen"), {"c-garden"}),
        (Query(city="Austin, Minnesota"), set()),
        (Query(city="Atlantis"), set()),
        (Query(city=""), set()),
        (Query(country="de"), {"c-garden"}),
        (Query(role="venue", capacity=100), {"a-hall", "b-park"}),
        (Query(role="venue", capacity=101), {"b-park"}),
        (Query(role="venue", capacity=10**30), set()),
        (Query(max_price_minor=5_000), {"b-park"}),
        (Query(max_price_minor=4_999), set()),
        (Query(setting="indoors"), {"a-hall", "c-garden"}),
        (Query(setting="outdoors"), {"b-park", "c-garden"}),
        (Query(setting="both"), {"c-garden"}),
        (Query(diets=("vegan",)), {"d-caterer"}),
        (Query(diets=("vegan", "gluten-free")), {"d-caterer"}),
        (Query(diets=("vegan", "halal")), set()),
        (Query(diets=("gluten",)), set()),
        (Query(diets=("%",)), set()),
        (Query(diets=("",)), set()),
        (Query(tags=("Wheelchair", "stage")), {"a-hall", "d-caterer"} - {"d-caterer"}),
        (Query(tags=("wheel",)), set()),
        (Query(limit=0), set()),
    ],
)
def test_a_filter_keeps_what_fits_and_nothing_else(
    four: Connection, query: Query, expected: set[str]
) -> None:
    assert set(ids(four, query)) == expected


def test_a_listing_comes_back_as_it_went_in(four: Connection) -> None:
    assert [search.get(four, listing.listing_id) for listing in ALL] == list(ALL)
    assert search.get(four, "nobody") is None


def test_a_word_counts_most_in_the_kind_then_the_tags_the_name_the_description(
    empty: Connection,
) -> None:
    base = replace(HALL, name="X", tags=(), price_minor=None)
    offered = (
        replace(base, listing_id="4-text", description="Near a jungle."),
        replace(base, listing_id="3-name", name="Jungle"),
        replace(base, listing_id="2-tags", tags=("jungle",)),
        replace(base, listing_id="1-kind", kind="jungle"),
        replace(base, listing_id="0-none", price_minor=1),
    )
    load.load(empty, offered)
    found = ids(empty, Query(words=("Jungles!",)))
    assert found == ["1-kind", "2-tags", "3-name", "4-text", "0-none"]


def test_without_words_the_snug_come_first_then_the_priced_then_the_smaller_id(
    empty: Connection,
) -> None:
    offered = (
        replace(HALL, listing_id="c", capacity=80),
        replace(HALL, listing_id="d", capacity=200),
        replace(HALL, listing_id="b", capacity=200),
        replace(HALL, listing_id="a", capacity=200, price_minor=None),
    )
    load.load(empty, offered)
    assert ids(empty, Query(capacity=75)) == ["c", "b", "d", "a"]
    assert ids(empty, Query()) == ["b", "c", "d", "a"]


def test_ranks_count_from_zero_and_scores_never_rise(sampled: Connection) -> None:
    found = search.search(sampled, Query(role="venue", words=("garden", "party"), limit=50))
    assert [match.rank for match in found] == list(range(50))
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)


HOSTILE = (
    '"',
    '" OR 1=1 --',
    "AND OR NOT NEAR(",
    "*",
    "kind:",
    "a\x00b",
    "^party",
    "🎉🎈",
    "'; DROP TABLE listings; --",
    "{terms}: x",
    "",
    "Ünïcödé ﬁesta ß",
    "派对",
    "x" * 100_000,
    "\ud800",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_rank_and_break_nothing(four: Connection, text: str) -> None:
    for query in (Query(words=(text,)), Query(words=(text, "hall"), limit=None)):
        assert len(ids(four, query)) == len(ALL)
    assert ids(four, Query(words=(text, "hall")))[0] == "a-hall"
    assert ids(four, Query(city=f"Xanadu {text}")) == []


def by_hand(listings: tuple[Listing, ...], query: Query) -> list[tuple[str, float]]:
    """The same question answered in plain Python over every listing: the oracle."""
    words = terms.asked(query.words)
    scored = [
        (
            -scoring.score(
                scoring.mentions(terms.stored(listing), words),
                capacity=listing.capacity,
                guests=query.capacity,
                priced=listing.price_minor is not None,
            ),
            listing.listing_id,
        )
        for listing in listings
        if passes(listing, query)
    ]
    return [(listing_id, -score) for score, listing_id in sorted(scored)][: query.limit]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES)
def test_the_database_answers_as_plain_python_would(
    sampled: Connection, sample: tuple[Listing, ...], query: Query
) -> None:
    found = search.search(sampled, query)
    assert [(match.listing.listing_id, match.score) for match in found] == by_hand(sample, query)


def test_a_listing_that_comes_changes_the_score_of_no_other(four: Connection) -> None:
    query = Query(words=("hall", "stage"), capacity=60)
    before = {m.listing.listing_id: m.score for m in search.search(four, query)}
    load.load(four, [replace(HALL, listing_id="e-new", name="Stage Hall", tags=("hall",))])
    after = {m.listing.listing_id: m.score for m in search.search(four, query)}
    assert after.items() >= before.items()
    assert after.keys() - before.keys() == {"e-new"}


def test_a_row_and_its_listing_are_the_same(sample: tuple[Listing, ...]) -> None:
    odd = replace(HALL, tags=('say "hi"', "ä|b", ""), diets=("vegan",), lat=1.5, lon=-0.25)
    for listing in (*sample[::500], odd):
        assert rows.listing_of(rows.row_of(listing)) == listing
