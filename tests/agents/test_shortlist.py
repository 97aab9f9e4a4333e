"""Shortlists: pricing, cutting, and what the host pinned."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from festplan.agents.offers import shortlist
from festplan.domain.brief import Choice
from festplan.domain.listing import Listing, Match, Unit
from tests.agents.catalogue import MemoryCatalogue


def listing(name: str, **changes: Any) -> Listing:
    facts: dict[str, Any] = {
        "listing_id": name,
        "name": name.title(),
        "role": "venue",
        "kind": "hall",
        "city": "Austin",
        "country": "US",
        "currency": "USD",
        "price_minor": 10000,
        "unit": "event",
        "basis": "listed",
        "source": "test",
        "capacity": 80,
    }
    return Listing(**{**facts, **changes})


def settled(name: str, total: int | None, **changes: Any) -> shortlist.Entry:
    entry = {**shortlist.entry(listing(name)), "rank": changes.pop("rank", 0)}
    done = shortlist.settled(entry, total=(total, []), why=["holds 80"])
    return {**done, **changes}


@pytest.mark.parametrize(
    ("unit", "price", "fee", "minimum", "least", "units", "total"),
    [
        ("event", 9000, 0, 0, 0, 1, 9000),
        ("hour", 5000, 2000, 0, 0, 3, 17000),
        ("hour", 5000, 0, 0, 4, 3, 20000),
        ("head", 2700, 0, 100000, 0, 20, 100000),
        ("head", 2700, 1000, 100000, 0, 75, 203500),
    ],
)
def test_a_price_is_fee_and_units_but_at_least_the_minimums(
    unit: Unit, price: int, fee: int, minimum: int, least: int, units: int, total: int
) -> None:
    one = listing(
        "a", unit=unit, price_minor=price, fee_minor=fee, minimum_minor=minimum, minimum_units=least
    )
    assert shortlist.hire(shortlist.entry(one)["price"], units) == total


def test_a_listing_without_a_price_gets_the_typical_one_as_an_estimate() -> None:
    catalogue = MemoryCatalogue([])
    silent = Match(listing("a", price_minor=None), 0, 1.0)
    priced = asyncio.run(shortlist.priced([silent], "venue", catalogue))[0].listing
    assert (priced.price_minor, priced.basis, priced.unit) == (250000, "estimate", "event")


def test_without_a_known_currency_the_price_stays_open_and_nothing_is_offered() -> None:
    catalogue = MemoryCatalogue([])
    silent = Match(listing("a", price_minor=None, currency="XTS"), 0, 1.0)
    priced = asyncio.run(shortlist.priced([silent], "venue", catalogue))
    entry = shortlist.entries(priced)[0]
    total = shortlist.hire(entry["price"], 1)
    assert total is None
    assert shortlist.price_text(entry["price"], total, "for the event") == "ask for the price"
    done = shortlist.settled(entry, total=(total, []), why=[])
    assert shortlist.offer("venue", "Venue", [done])["options"] == []


def test_equally_good_matches_share_a_rank() -> None:
    matches = [Match(listing(n), i, s) for i, (n, s) in enumerate([("a", 1), ("b", 1), ("c", 0.5)])]
    assert [entry["rank"] for entry in shortlist.entries(matches)] == [0, 0, 1]


def test_equally_good_entries_come_by_price() -> None:
    shown = shortlist.cut([settled("dear", 300), settled("cheap", 100), settled("mid", 200)])
    assert [entry["listing_id"] for entry in shown] == ["cheap", "mid", "dear"]


def test_the_cheapest_that_fits_is_shown_however_low_it_ranks() -> None:
    many = [settled(f"v{i}", 1000 + i, rank=i) for i in range(20)]
    last = settled("cheap", 10, rank=99)
    shown = shortlist.cut([*many, last])
    assert len(shown) == shortlist.MOST
    assert shown[-1]["listing_id"] == "cheap"


def test_where_nothing_fits_the_nearest_misses_are_shown() -> None:
    far = settled("far", 1, fits=False, misses=["too small", "indoors"])
    near = settled("near", 9, fits=False, misses=["too small"])
    assert [e["listing_id"] for e in shortlist.cut([far, near])] == ["near", "far"]


def test_where_enough_fits_no_misses_are_shown() -> None:
    fitting = [settled(f"v{i}", 100) for i in range(3)]
    missing = settled("small", 1, fits=False, misses=["too small"])
    assert all(entry["fits"] for entry in shortlist.cut([*fitting, missing]))


def test_a_choice_is_taken_as_listed_now_or_else_as_it_was_chosen() -> None:
    held = settled("a", 500)
    gone = settled("gone", 700)
    chosen = [Choice("venue_agent", "a", held), Choice("venue_agent", "gone", gone)]
    now = shortlist.entry(listing("a", price_minor=12000))
    entries = shortlist.with_pinned([now, shortlist.entry(listing("b"))], chosen)
    assert [(e["listing_id"], e["pinned"]) for e in entries] == [
        ("a", True),
        ("b", False),
        ("gone", True),
    ]
    assert entries[0]["price"]["amount_minor"] == 12000
    assert "pinned" not in now


def test_a_pinned_miss_stays_beside_what_fits() -> None:
    fitting = [settled(f"v{i}", 100, rank=i) for i in range(12)]
    pinned = settled("own", 100, fits=False, misses=["too small"], pinned=True)
    shown = shortlist.cut([*fitting, pinned])
    assert [entry["listing_id"] for entry in shown if not entry["fits"]] == ["own"]
    assert any(entry["fits"] for entry in shown)
