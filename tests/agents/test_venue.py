"""The venue agent: places never too small, shared wherever nothing private is said."""

from __future__ import annotations

import asyncio
import copy
import doctest
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents import venue
from festplan.agents.offers.weather import cold
from festplan.domain.brief import Brief, Choice
from festplan.domain.listing import Listing
from festplan.domain.vocabulary import published
from festplan.engine.agent import Result, Upstream, look
from festplan.engine.fingerprint import content
from tests.agents.catalogue import MemoryCatalogue


def place(name: str, kind: str, capacity: int | None, price: int | None, **more: Any) -> Listing:
    facts: dict[str, Any] = {
        "listing_id": name,
        "name": name.title(),
        "role": "venue",
        "kind": kind,
        "city": "Austin",
        "country": "US",
        "currency": "USD",
        "price_minor": price,
        "unit": "event",
        "basis": "listed",
        "source": "test",
        "capacity": capacity,
        "setting": "indoors",
    }
    return Listing(**{**facts, **more})


CATALOGUE = MemoryCatalogue(
    [
        place("elm pavilion", "park", 80, 9000, setting="outdoors", tags=("parking", "wheelchair")),
        place("oak pavilion", "park", 120, 12000, setting="outdoors", area="Zilker"),
        place("small hall", "hall", 60, 30000, fee_minor=5000),
        place("grand hall", "hall", 260, 250000),
        place("corner room", "community centre", 100, 6000, unit="hour", minimum_units=2),
        place("sky deck", "rooftop", 90, 25000, unit="hour", setting="outdoors"),
        place("quiet barn", "barn", 90, None),
        place("london hall", "hall", 100, 90000, city="London", country="GB", currency="GBP"),
    ]
)


def plan(
    facts: Mapping[str, Any],
    *,
    theme: Result | None = None,
    choices: tuple[Choice, ...] = (),
    catalogue: MemoryCatalogue = CATALOGUE,
) -> Result:
    brief = Brief(
        facts,  # type: ignore[arg-type] # a table of facts
        asked=frozenset({"venue"}),
        choices={"venue_agent": choices},
    )
    settled = {} if theme is None else {"theme_agent": theme}
    seen = venue.view(brief, Upstream(("theme_agent",), settled))
    evidence = asyncio.run(venue.gather(seen, catalogue))
    result = venue.answer(seen, evidence)
    assert venue.check(seen, result) is None
    before = copy.deepcopy(result)
    done = venue.settle(result, brief)
    assert result == before, "settling changes nothing in place"
    content(done)
    return done


def names(result: Result, *, fits: bool | None = True) -> list[str]:
    shown = result["recommended_venues"]
    return [entry["listing_id"] for entry in shown if fits is None or entry["fits"] == fits]


def test_the_example_in_the_docstring_is_true() -> None:
    assert doctest.testmod(venue).failed == 0


@pytest.mark.parametrize(
    ("facts", "fitting"),
    [
        (
            {"guests": 75, "city": "Austin", "venue_kind": ["park"]},
            ["elm pavilion", "oak pavilion"],
        ),
        ({"guests": 81, "city": "Austin", "venue_kind": ["park"]}, ["oak pavilion"]),
        (
            {"guests_max": 110, "guests": 70, "city": "Austin", "setting": "outdoors"},
            ["oak pavilion"],
        ),
        (
            {"guests": 50, "city": "austin, tx", "venue_kind": ["hall"]},
            ["small hall", "grand hall"],
        ),
        (
            {"guests_max": 90, "guests": 70, "city": "Austin", "venue_kind": ["park"]},
            ["oak pavilion"],
        ),
        ({"guests": 95, "city": "London"}, ["london hall"]),
    ],
)
def test_what_fits_is_as_asked_and_holds_everyone(
    facts: dict[str, Any], fitting: list[str]
) -> None:
    assert sorted(names(plan(facts))) == sorted(fitting)


def test_a_reason_says_size_setting_and_price() -> None:
    (best, *_) = plan({"guests": 75, "city": "Austin", "venue_kind": ["park"]})[
        "recommended_venues"
    ]
    assert best["why"] == "holds 80 for your 75 (tight), outdoors, $90 for the event"
    assert (best["total_minor"], best["price"]["basis"], best["misses"]) == (9000, "listed", [])


def test_by_the_hour_set_up_and_clear_up_are_paid_too() -> None:
    facts = {"guests": 75, "city": "Austin", "venue_kind": ["rooftop"], "duration_hours": 3}
    (best,) = [e for e in plan(facts)["recommended_venues"] if e["fits"]]
    hours = plan(facts)["hours"]
    assert hours > 3
    assert best["total_minor"] == 25000 * hours
    assert f"for {hours} hours" in best["why"]


def test_a_fee_is_a_line_inside_the_total() -> None:
    entries = plan({"guests": 50, "city": "Austin", "venue_kind": ["hall"]})["recommended_venues"]
    small = next(entry for entry in entries if entry["listing_id"] == "small hall")
    assert small["total_minor"] == 35000
    assert small["lines"] == [
        {"label": "Booking fee", "amount_minor": 5000, "basis": "listed"},
    ]


def test_a_room_that_feels_empty_is_a_miss_and_no_filter() -> None:
    entries = plan({"guests": 60, "city": "Austin", "venue_kind": ["hall"]})["recommended_venues"]
    grand = next(entry for entry in entries if entry["listing_id"] == "grand hall")
    assert grand["fits"]
    assert grand["misses"] == ["60 of 260 places: may feel empty (24% full)"]


def test_where_nothing_is_large_enough_the_largest_is_named_with_what_is_missing() -> None:
    result = plan({"guests": 900, "city": "Austin"})
    assert names(result) == []
    nearest = result["recommended_venues"][0]
    assert nearest["listing_id"] == "grand hall"
    assert nearest["misses"] == ["holds 260, 640 fewer than your 900 guests"]
    assert any("Nothing listed holds 900" in note for note in result["notes"])
    assert result["card"]["headline"].startswith("Nothing fits yet; nearest is Grand Hall")


def test_without_a_city_prices_are_typical_and_no_name_is_invented() -> None:
    result = plan({"guests": 75})
    assert result["recommended_venues"]
    for entry in result["recommended_venues"]:
        assert entry["listing_id"] is None
        assert entry["name"].endswith("(typical)")
        assert entry["price"]["basis"] == "estimate"
        assert "estimate" in entry["why"]
    assert result["notes"][0].startswith("No city was said")


def test_a_city_without_listings_is_named_and_nothing_of_another_city_shown() -> None:
    result = plan({"guests": 75, "city": "Jaipur", "venue_kind": ["castle"]})
    assert [entry["name"] for entry in result["recommended_venues"]] == ["A castle (typical)"]
    assert result["notes"][0].startswith("No venue is listed in Jaipur yet")


def test_a_kind_that_nobody_lists_gets_a_typical_price_beside_the_nearest_places() -> None:
    result = plan({"guests": 75, "city": "Austin", "venue_kind": ["castle"]})
    assert names(result) == [None]
    assert "elm pavilion" in names(result, fits=False)
    assert any("No castle is listed in Austin" in note for note in result["notes"])


def test_an_unpriced_place_is_estimated_by_its_kind() -> None:
    entries = plan({"guests": 75, "city": "Austin", "venue_kind": ["barn"]})["recommended_venues"]
    barn = next(entry for entry in entries if entry["listing_id"] == "quiet barn")
    assert (barn["price"]["basis"], barn["total_minor"]) == ("estimate", 280000)


@pytest.mark.parametrize("kind", ["home", "backyard", "office"])
def test_a_place_of_ones_own_costs_nothing_and_is_no_listing(kind: str) -> None:
    result = plan({"guests": 75, "city": "Austin", "venue_kind": [kind]})
    (own,) = result["recommended_venues"]
    assert (own["listing_id"], own["total_minor"], own["fits"]) == (None, 0, True)
    assert own["name"] == f"Your {kind}"
    assert result["offers"][0]["options"][0]["amount_minor"] == 0
    assert result["tasks"] == []


def test_home_or_a_park_shows_both() -> None:
    result = plan({"guests": 75, "city": "Austin", "venue_kind": ["home", "park"]})
    assert names(result) == [None, "elm pavilion", "oak pavilion"]


def test_the_setting_of_the_theme_orders_and_that_of_the_host_rules() -> None:
    outdoors: Result = {"setting": "outdoors"}
    indoors: Result = {"setting": "indoors"}
    asked = {"guests": 75, "city": "Austin"}
    assert plan(asked, theme=outdoors)["recommended_venues"][0]["setting"] == "outdoors"
    assert plan(asked, theme=indoors)["recommended_venues"][0]["setting"] == "indoors"
    said = plan({**asked, "setting": "outdoors"}, theme=indoors)
    assert {entry["setting"] for entry in said["recommended_venues"] if entry["fits"]} == {
        "outdoors"
    }


def test_what_must_be_there_and_is_not_stated_is_a_question_not_a_promise() -> None:
    facts = {"guests": 75, "city": "Austin", "venue_kind": ["park"], "access": ["wheelchair"]}
    best, other = [e for e in plan(facts)["recommended_venues"] if e["fits"]]
    assert (best["listing_id"], best["misses"]) == ("elm pavilion", [])
    assert other["misses"] == ["wheelchair not stated: ask"]


def test_a_kind_that_the_host_ruled_out_is_not_proposed() -> None:
    kinds = {
        entry["kind"]
        for entry in plan({"guests": 75, "city": "Austin", "exclude": ["park"]})[
            "recommended_venues"
        ]
    }
    assert kinds
    assert "park" not in kinds


def test_a_choice_that_has_become_too_small_stays_with_the_reason_and_an_alternative() -> None:
    facts = {"guests": 75, "city": "Austin", "venue_kind": ["park"]}
    elm = plan(facts)["recommended_venues"][0]
    chosen = (Choice("venue_agent", "elm pavilion", elm),)
    result = plan({**facts, "guests": 100}, choices=chosen)
    pinned = next(entry for entry in result["recommended_venues"] if entry["pinned"])
    assert (pinned["listing_id"], pinned["fits"]) == ("elm pavilion", False)
    assert pinned["misses"] == ["holds 80, 20 fewer than your 100 guests"]
    assert names(result) == ["oak pavilion"]
    (offer,) = result["offers"]
    stands = [(option["pinned"], option["fits"]) for option in offer["options"]]
    assert stands == [(False, True), (True, False), (False, False)]


def test_every_guest_of_a_bracket_shares_one_view() -> None:
    views = [
        venue.view(
            Brief({"guests": guests}, asked=frozenset({"venue"})), Upstream(("theme_agent",), {})
        )
        for guests in (51, 60, 75, 76)
    ]
    assert views[0] == views[1] == views[2] != views[3]


def test_a_theme_that_comes_or_goes_changes_the_view() -> None:
    brief = Brief({"guests": 75}, asked=frozenset({"venue"}))
    bare = venue.view(brief, Upstream(("theme_agent",), {}))
    either: dict[str, Result] = {"theme_agent": {"setting": "either"}}
    assert bare["theme_setting"] is None
    assert venue.view(brief, Upstream(("theme_agent",), either)) != bare


@pytest.mark.parametrize(
    ("facts", "residue", "private"),
    [
        ({"guests": 75, "venue_kind": ["park"], "access": ["wheelchair"]}, {}, False),
        ({"guests": 75, "setting": "outdoors", "exclude": ["church"]}, {}, False),
        ({"guests": 75}, {"venue": ("like the woods behind grandma's house",)}, True),
        ({"guests": 75, "area": "near Mia's school"}, {}, True),
        ({"guests": 75, "city": "Grandma's village"}, {}, True),
        ({"guests": 75, "exclude": ["uncle Bob"]}, {}, False),
    ],
)
def test_words_of_a_host_make_the_view_private(
    facts: Any,
    residue: dict[str, tuple[str, ...]],
    private: bool,  # noqa: FBT001 a column of the table
) -> None:
    brief = Brief(facts, asked=frozenset({"venue"}), residue=residue)
    seen = look(venue.AGENT, brief, {"theme_agent": {"setting": "outdoors"}}, set(), published)
    assert seen.private is private
    assert "uncle Bob" not in str(seen.facts)


@given(st.integers(1, 300), st.integers(0, 40))
def test_what_fits_is_never_too_small_and_more_guests_never_fit_more_places(
    guests: int, more: int
) -> None:
    def fitting(count: int) -> list[dict[str, Any]]:
        shown = plan({"guests": count, "city": "Austin"})["recommended_venues"]
        return [entry for entry in shown if entry["fits"]]

    few, many = fitting(guests), fitting(guests + more)
    assert all(entry["capacity"] >= guests for entry in few)
    cheapest = [min((e["total_minor"] for e in found), default=None) for found in (few, many)]
    if cheapest[0] is not None and cheapest[1] is not None:
        assert cheapest[0] <= cheapest[1]
    assert few or not many


@given(st.integers(1, 300))
def test_the_bracket_costs_no_host_the_cheapest_place(guests: int) -> None:
    shown = plan({"guests": guests, "city": "Austin"})
    found = [entry["total_minor"] for entry in shown["recommended_venues"] if entry["fits"]]
    hours = shown["hours"]
    every = {
        "elm pavilion": (80, 9000),
        "oak pavilion": (120, 12000),
        "small hall": (60, 35000),
        "grand hall": (260, 250000),
        "corner room": (100, 6000 * hours),
        "sky deck": (90, 25000 * hours),
        "quiet barn": (90, 280000),
    }
    holding = [total for capacity, total in every.values() if capacity >= guests]
    assert min(found, default=None) == min(holding, default=None)


def test_cheaper_halls_that_would_feel_empty_do_not_hide_a_snug_room() -> None:
    vast = [place(f"vast {i}", "park", 200 + i, 5000, setting="outdoors") for i in range(8)]
    catalogue = MemoryCatalogue([*vast, place("snug room", "hall", 70, 6000)])
    facts = {"guests": 60, "city": "Austin"}
    shown = plan(facts, theme={"setting": "outdoors"}, catalogue=catalogue)["recommended_venues"]
    assert (shown[0]["listing_id"], shown[0]["misses"]) == ("snug room", [])


def test_an_unrelated_listing_changes_no_evidence() -> None:
    asked = {"guests": 75, "city": "Austin", "venue_kind": ["park"]}
    brief = Brief(asked, asked=frozenset({"venue"}))  # type: ignore[arg-type]
    seen = venue.view(brief, Upstream(("theme_agent",), {}))
    worse = place("far pavilion", "park", 130, 50000, setting="outdoors")
    elsewhere = place("paris hall", "hall", 90, 100, city="Paris", country="FR", currency="EUR")
    tiny = place("tiny hall", "hall", 10, 100)
    more = MemoryCatalogue([*CATALOGUE.listings, elsewhere, tiny])
    before = asyncio.run(venue.gather(seen, CATALOGUE))
    assert asyncio.run(venue.gather(seen, more)) == before
    changed = MemoryCatalogue([*CATALOGUE.listings, worse])
    assert asyncio.run(venue.gather(seen, changed)) != before


CHILLY: Mapping[str, Any] = {"guests": 70, "city": "Chicago", "date": "2026-12-12"}
WINTRY = MemoryCatalogue(
    [
        place("elm shelter", "park", 100, 9000, setting="outdoors", city="Chicago"),
        place("small hall", "hall", 100, 30000, city="Chicago"),
    ]
)


@pytest.mark.parametrize(
    ("city", "day", "is_cold"),
    [
        ("Chicago", "2026-12-12", 1),
        ("Chicago", "2027-06-12", 0),
        ("Denver", "2027-01-16", 1),
        ("Berlin", "2027-02-06", 1),
        ("Portland, Maine", "2027-03-20", 1),
        ("Portland", "2027-03-20", 0),
        ("Leeds", "2026-12-12", 1),
        ("Truro, England", "2027-01-12", 1),
        ("Miami", "2026-12-12", 0),
        ("Melbourne", "2026-12-12", 0),
        ("Nowhere", "2026-12-12", 0),
    ],
)
def test_a_place_is_called_cold_in_the_months_in_which_it_is(
    city: str, day: str, is_cold: int
) -> None:
    found = cold({"city": city, "date": day})
    assert (found is not None) == bool(is_cold)
    assert cold({"city": city}) is None


def test_in_the_cold_an_indoor_place_comes_first_and_outdoors_is_a_miss() -> None:
    found = plan(CHILLY, catalogue=WINTRY)["recommended_venues"]
    assert found[0]["setting"] == "indoors"
    outside = [entry for entry in found if entry["setting"] == "outdoors"]
    assert outside
    assert all("outdoors, and December in Chicago is cold" in e["misses"] for e in outside)
    assert plan({**CHILLY, "date": "2027-06-12"}, catalogue=WINTRY)["questions"] == []


def test_who_asked_for_outdoors_in_the_cold_is_asked_for_a_roof() -> None:
    planned = plan({**CHILLY, "setting": "outdoors"}, catalogue=WINTRY)
    assert planned["recommended_venues"][0]["setting"] == "outdoors"
    assert not [m for m in planned["recommended_venues"][0]["misses"] if "cold" in m]
    (question,) = planned["questions"]
    assert question.startswith("December in Chicago is usually below 10 °C (50 °F)")


def test_a_block_party_is_in_the_hosts_own_street_which_is_to_be_closed() -> None:
    planned = plan({"occasion": "block party", "guests": 90, "city": "Austin"})
    assert [(e["name"], e["total_minor"]) for e in planned["recommended_venues"]] == [
        ("Your street", 0)
    ]
    assert [task["id"] for task in planned["tasks"]] == ["venue:close-street"]
    assert planned["outdoors"] == ["Your street"]
    park = plan({"occasion": "block party", "guests": 70, "city": "Austin", "venue_kind": ["park"]})
    assert park["recommended_venues"][0]["kind"] == "park"
