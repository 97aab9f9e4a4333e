from __future__ import annotations

import pytest
from sqlalchemy import Connection

from festplan.catalogue.nearest import nearest
from festplan.catalogue.search import search
from festplan.domain.listing import Query

AUSTIN = Query(role="venue", city="Austin")


def test_a_place_too_small_names_the_largest_there_is(sampled: Connection) -> None:
    found = nearest(sampled, Query(role="venue", city="Austin", capacity=5_000))
    (concession,) = [one for one in found.concessions if one.given_up == (("capacity", 5_000),)]
    largest = max(
        match.listing.capacity or 0
        for match in search(sampled, Query(role="venue", city="Austin", limit=None))
    )
    assert concession.offered == largest
    assert concession.misses[0].listing.capacity == largest
    assert found.concessions[0] is concession


def test_a_price_too_low_names_the_cheapest_that_meets_the_rest(sampled: Connection) -> None:
    query = Query(role="caterer", city="Austin", diets=("halal", "vegan"), max_price_minor=100)
    concession = nearest(sampled, query).concessions[0]
    assert concession.given_up == (("max_price_minor", 100),)
    assert concession.offered == min(
        match.listing.price_minor or 0
        for match in search(
            sampled, Query(role="caterer", city="Austin", diets=("halal", "vegan"), limit=None)
        )
    )
    assert all({"halal", "vegan"} <= set(miss.listing.diets) for miss in concession.misses)


@pytest.mark.parametrize(
    ("query", "given_up"),
    [
        (Query(role="caterer", city="Austin", diets=("vegan", "jain")), ("diets", "jain")),
        (Query(role="venue", city="Austin", tags=("parking", "moat")), ("tags", "moat")),
        (Query(role="venue", city="Austin", kinds=("castle",)), ("kinds", "castle")),
        (
            Query(role="venue", city="Austin", kinds=("park",), setting="indoors"),
            ("setting", "indoors"),
        ),
        (Query(role="venue", city="Atlantis", capacity=50), ("city", "Atlantis")),
    ],
)
def test_the_one_wish_in_the_way_is_named(
    sampled: Connection, query: Query, given_up: tuple[str, str]
) -> None:
    assert search(sampled, query) == []
    concessions = nearest(sampled, query).concessions
    assert concessions[0].given_up == (given_up,)
    assert 1 <= len(concessions[0].misses) <= 3


def test_wishes_that_only_fail_together_are_given_up_together(sampled: Connection) -> None:
    query = Query(role="venue", city="Austin", max_price_minor=1, tags=("moat",), capacity=50)
    (concession,) = nearest(sampled, query).concessions
    assert concession.given_up == (("max_price_minor", 1), ("tags", "moat"))
    assert all((miss.listing.capacity or 0) >= 50 for miss in concession.misses)


def test_an_empty_catalogue_has_nothing_near(empty: Connection) -> None:
    assert nearest(empty, Query(role="venue", city="Austin", capacity=5)).concessions == ()
