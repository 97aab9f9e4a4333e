from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import astuple

import pytest
from sqlalchemy import Connection

from festplan.catalogue.cities import CITIES
from festplan.catalogue.prices import PRICES, SERVICES
from festplan.catalogue.sample import make_sample
from festplan.catalogue.search import search
from festplan.catalogue.typical import RATES
from festplan.domain import vocabulary
from festplan.domain.listing import ROLES, Listing, Query

ROWS_SHA256 = "3fdda0f91bef7015772eac7c530b571131e2e31b055b3dfff3295ef83530eb7c"
GUESTS = (10, 25, 50, 75, 100, 150, 250)
NAMED_BY_THE_HOSTS = """Austin Boston Chicago New_York Los_Angeles San_Francisco Seattle Denver
Miami Atlanta Philadelphia Portland Houston Dallas Toronto Vancouver London Manchester Dublin
Melbourne Sydney Auckland Berlin Munich Vienna Paris Milan"""

Sample = tuple[Listing, ...]


def test_every_machine_makes_the_same_rows(sample: Sample) -> None:
    text = json.dumps([astuple(listing) for listing in sample], ensure_ascii=True)
    assert hashlib.sha256(text.encode()).hexdigest() == ROWS_SHA256


def test_it_is_made_the_same_twice(sample: Sample) -> None:
    assert tuple(make_sample()) == sample


def test_ids_and_names_are_distinct_and_every_row_says_that_it_is_a_sample(
    sample: Sample,
) -> None:
    assert len(sample) >= 3_000
    assert len({listing.listing_id for listing in sample}) == len(sample)
    assert len({listing.name for listing in sample}) == len(sample)
    assert {(listing.source, listing.basis) for listing in sample} == {("sample", "listed")}


def test_the_cities_that_hosts_name_first_are_there_with_every_role(sample: Sample) -> None:
    roles = Counter((listing.city, listing.role) for listing in sample)
    cities = {listing.city for listing in sample}
    assert {name.replace("_", " ") for name in NAMED_BY_THE_HOSTS.split()} <= cities
    assert len(cities) >= 25
    least = {"venue": 50, "caterer": 30, "bakery": 12, "vendor": 100}
    assert all(roles[city, role] >= least[role] for city in cities for role in ROLES)


def test_each_listing_is_priced_in_the_currency_of_its_country(sample: Sample) -> None:
    expected = {
        "US": "USD",
        "CA": "CAD",
        "GB": "GBP",
        "AU": "AUD",
        "NZ": "NZD",
        **dict.fromkeys(("IE", "DE", "AT", "FR", "IT"), "EUR"),
    }
    assert {listing.country: listing.currency for listing in sample} == expected


def test_every_city_has_room_for_any_number_of_guests_cheap_and_dear(sample: Sample) -> None:
    for city in CITIES:
        venues = [one for one in sample if one.city == city.name and one.role == "venue"]
        for guests in GUESTS:
            per_event = [
                dollars(one)
                for one in venues
                if one.unit == "event" and (one.capacity or 0) >= guests
            ]
            assert min(per_event) <= (150 if guests < 250 else 350) * city.level / 100, city.name
            assert max(per_event) >= 5_000 * city.level / 100, city.name


def dollars(listing: Listing) -> float:
    return (listing.price_minor or 0) / RATES[listing.currency]


def test_prices_lie_in_the_range_of_their_source(sample: Sample) -> None:
    level = {city.name: city.level for city in CITIES}
    for listing in sample:
        price = PRICES[listing.role][listing.kind]
        at_home = dollars(listing) * 100 / level[listing.city]
        step = 0.13 if at_home < 30 else 0.05 * at_home
        assert price.low - step <= at_home <= price.high + step, listing
        assert (listing.unit, listing.minimum_units) == (price.unit, price.minimum_units)


def test_kinds_are_words_that_hosts_can_say(sample: Sample) -> None:
    kinds = defaultdict(set)
    for listing in sample:
        kinds[listing.role].add(listing.kind)
    assert kinds["venue"] <= set(vocabulary.VENUE_KINDS.values())
    assert kinds["vendor"] <= set(vocabulary.SERVICES.values())
    assert len(kinds["vendor"]) >= 20
    assert {diet for one in sample for diet in one.diets} <= set(vocabulary.DIETS.values())


@pytest.mark.parametrize("city", [city.name for city in CITIES])
def test_every_service_is_found_in_every_city(sampled: Connection, city: str) -> None:
    for service in SERVICES:
        found = search(sampled, Query(role="vendor", kinds=(service,), city=city))
        assert found, service
        assert {match.listing.kind for match in found} == {service}


def test_every_city_has_a_baker_and_a_caterer_for_the_common_diets(sampled: Connection) -> None:
    for city in CITIES:
        for diet in ("vegan", "gluten-free", "nut-free", "dairy-free", "egg-free"):
            assert search(sampled, Query(role="bakery", city=city.name, diets=(diet,)))
        for diet in ("vegan", "vegetarian", "gluten-free", "nut-free", "halal", "kosher"):
            query = Query(role="caterer", city=city.name, diets=(diet,), capacity=75)
            assert search(sampled, query), (city.name, diet)
        chocolate = Query(role="bakery", city=city.name, diets=("nut-free",), tags=("chocolate",))
        assert search(sampled, chocolate), city.name


def test_1500_dollars_feed_and_house_75_in_austin_only_plainly(sampled: Connection) -> None:
    venues = search(sampled, Query(role="venue", city="Austin", capacity=75, limit=None))
    caterers = search(sampled, Query(role="caterer", city="Austin", capacity=75, limit=None))
    cake, entertainer = 75 * 650, 22_500
    plain = [
        (venue.listing, caterer.listing)
        for venue in venues
        for caterer in caterers
        if cost(venue.listing, 4) + cost(caterer.listing, 75) + entertainer <= 150_000
    ]
    assert plain
    assert {venue.kind for venue, _ in plain} <= {"park", "community centre", "school"}
    assert all({"drop-off", "boxed"} & set(caterer.tags) for _, caterer in plain)
    buffet = [one.listing for one in caterers if one.listing.kind == "buffet caterer"]
    assert all(cost(one, 75) > 150_000 for one in buffet)
    assert min(cost(v, 4) + cost(c, 75) for v, c in plain) + cake + entertainer > 150_000


def cost(listing: Listing, units: int) -> int:
    """Minor units for so many hours or heads; an event is one."""
    number = max(1 if listing.unit == "event" else units, listing.minimum_units)
    amount = listing.fee_minor + (listing.price_minor or 0) * number
    return max(amount, listing.minimum_minor)


def test_a_jungle_party_in_austin_finds_places_that_say_jungle(sampled: Connection) -> None:
    query = Query(role="venue", city="Austin", capacity=75, words=("jungle",))
    assert "jungle" in search(sampled, query)[0].listing.tags
