"""The vendor agent: how many of each service, from whom, for how much."""

from __future__ import annotations

import asyncio
import copy
import doctest
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents import vendor
from festplan.domain.brief import Brief, Choice
from festplan.domain.listing import Listing
from festplan.domain.vocabulary import published
from festplan.engine.agent import Result, Upstream, look
from festplan.engine.fingerprint import content
from tests.agents.catalogue import MemoryCatalogue


def hired(name: str, kind: str, price: int | None, **more: Any) -> Listing:
    facts: dict[str, Any] = {
        "listing_id": name,
        "name": name.title(),
        "role": "vendor",
        "kind": kind,
        "city": "Austin",
        "country": "US",
        "currency": "USD",
        "price_minor": price,
        "unit": "hour",
        "basis": "listed",
        "source": "test",
    }
    return Listing(**{**facts, **more})


CATALOGUE = MemoryCatalogue(
    [
        hired("airy", "balloon artist", 12000, tags=("children", "jungle")),
        hired("bubbly", "balloon artist", 9000, minimum_units=3),
        hired("colour", "face painter", 10000, minimum_units=2),
        hired("disco", "dj", 70000, unit="event", fee_minor=5000),
        hired("chairs", "tables and chairs", 2600, unit="item", fee_minor=4000),
        hired("hidden", "magician", None, unit="event"),
        hired("scaly", "reptile show", 32500, unit="event"),
        hired("sydney beats", "dj", 80000, unit="event", city="Sydney", country="AU"),
    ]
)


def plan(
    facts: Mapping[str, Any],
    *,
    theme: list[str] | None = None,
    residue: tuple[str, ...] = (),
    choices: tuple[Choice, ...] = (),
) -> Result:
    brief = Brief(
        facts,  # type: ignore[arg-type] # a table of facts
        asked=frozenset({"vendor"}),
        residue={"vendor": residue} if residue else {},
        choices={"vendor_agent": choices},
    )
    settled: dict[str, Result] = {} if theme is None else {"theme_agent": {"themes": theme}}
    seen = vendor.view(brief, Upstream(("theme_agent",), settled))
    evidence = asyncio.run(vendor.gather(seen, CATALOGUE))
    result = vendor.answer(seen, evidence)
    assert vendor.check(seen, result) is None
    before = copy.deepcopy(result)
    done = vendor.settle(result, brief)
    assert result == before, "settling changes nothing in place"
    content(done)
    return done


def test_the_example_in_the_docstring_is_true() -> None:
    assert doctest.testmod(vendor).failed == 0


def test_a_service_is_written_as_hosts_write_it() -> None:
    result = plan({"services": ["dj"], "city": "Boise"})
    assert [need["label"] for need in result["needed"]] == ["DJ"]
    assert [entry["name"] for entry in result["vendors"]] == ["DJ (typical)"]
    assert result["notes"] == [
        "No vendor is listed in Boise yet, so these are typical prices, not offers."
    ]


def test_seventy_five_guests_with_forty_children_take_one_balloon_artist_and_two_painters() -> None:
    facts = {"guests": 75, "kids": 40, "age": 6, "duration_hours": 2, "city": "Austin"}
    result = plan({**facts, "services": ["balloon artist", "face painter"]})
    needed = {need["service"]: need["needed"] for need in result["needed"]}
    assert needed == {"balloon artist": 1, "face painter": 2}


@pytest.mark.parametrize(
    ("facts", "name", "total", "lines"),
    [
        # 2 h at 120 and 15 % tip
        ({"services": ["balloon artist"]}, "airy", 27600, [("Tip, 15%", 3600)]),
        # at least 3 h at 90
        ({"services": ["balloon artist"]}, "bubbly", 31050, [("Tip, 15%", 4050)]),
        # 2 painters, 2 h at 100
        ({"services": ["face painter"]}, "colour", 46000, [("Tip, 15%", 6000)]),
        # a DJ for the event with the way there
        (
            {"services": ["dj"]},
            "disco",
            86250,
            [("Travel and set-up", 5000), ("Tip, 15%", 11250)],
        ),
        # 10 tables of 8 for 75, delivered, taxed
        (
            {"services": ["tables and chairs"]},
            "chairs",
            32100,
            [("Delivery", 4000), ("Tax, 7%", 2100)],
        ),
        # nothing is added in Australia
        ({"services": ["dj"], "city": "Sydney"}, "sydney beats", 80000, []),
    ],
)
def test_a_total_is_the_hire_of_all_with_fees_and_tip_or_tax(
    facts: dict[str, Any], name: str, total: int, lines: list[tuple[str, int]]
) -> None:
    party = {"guests": 75, "kids": 40, "age": 6, "duration_hours": 2, "city": "Austin"}
    entries = plan({**party, **facts})["vendors"]
    entry = next(entry for entry in entries if entry["listing_id"] == name)
    assert entry["total_minor"] == total
    assert [(line["label"], line["amount_minor"]) for line in entry["lines"]] == lines


def test_each_service_is_a_need_of_its_own_that_may_be_left_out() -> None:
    facts = {"guests": 30, "city": "Austin", "services": ["balloon artist", "dj"]}
    offers = plan(facts)["offers"]
    assert [(offer["need"], offer["optional"]) for offer in offers] == [
        ("vendor:balloon artist", True),
        ("vendor:dj", True),
    ]
    assert [offer["label"] for offer in offers] == ["Balloon artist", "DJ"]


def test_a_service_that_nobody_lists_gets_a_typical_price_and_no_name() -> None:
    result = plan({"guests": 30, "city": "Austin", "services": ["petting zoo", "unicyclist"]})
    assert [(entry["listing_id"], entry["name"]) for entry in result["vendors"]] == [
        (None, "Petting zoo (typical)"),
        (None, "Unicyclist (typical)"),
    ]
    assert all(entry["price"]["basis"] == "estimate" for entry in result["vendors"])
    assert "No petting zoo, unicyclist is listed in Austin" in result["notes"][0]


def test_without_a_city_prices_are_typical() -> None:
    (entry,) = plan({"guests": 30, "services": ["dj"]})["vendors"]
    assert (entry["listing_id"], entry["price"]["amount_minor"]) == (None, 70000)


def test_an_unpriced_vendor_is_estimated_by_the_service() -> None:
    (entry,) = plan({"guests": 30, "city": "Austin", "services": ["magician"]})["vendors"]
    assert (entry["listing_id"], entry["price"]["basis"]) == ("hidden", "estimate")
    assert entry["price"]["amount_minor"] == 22500


def test_words_for_no_known_service_find_the_nearest_one() -> None:
    result = plan({"guests": 30, "city": "Austin"}, residue=("someone with a reptile show",))
    assert result["services"] == ["reptile show"]
    assert result["vendors"][0]["listing_id"] == "scaly"


def test_words_that_nothing_answers_are_kept_as_they_were_said() -> None:
    result = plan({"guests": 30, "city": "Austin"}, residue=("my cousin's brass contraption",))
    assert result["services"] == ["my cousin's brass contraption"]
    assert result["vendors"][0]["price"]["basis"] == "estimate"
    assert result["vendors"][0]["why"].startswith("price of a usual entertainer, ")


def test_the_theme_orders_vendors() -> None:
    facts = {"guests": 30, "city": "Austin", "services": ["balloon artist"], "duration_hours": 4}
    plain, themed = plan(facts)["vendors"], plan(facts, theme=["jungle"])["vendors"]
    assert [entry["listing_id"] for entry in plain] == ["bubbly", "airy"]
    assert [entry["listing_id"] for entry in themed] == ["airy", "bubbly"]


def test_a_service_for_older_children_is_kept_with_a_warning() -> None:
    facts = {"guests": 20, "kids": 10, "age": 2, "city": "Austin", "services": ["balloon artist"]}
    result = plan(facts)
    assert "balloon artist is meant for 3 years and older" in result["notes"]
    assert all(entry["misses"] for entry in result["vendors"])


def test_a_pinned_vendor_stays_when_it_is_listed_no_more() -> None:
    facts = {"guests": 30, "city": "Austin", "services": ["dj"]}
    entry = {**plan(facts)["vendors"][0], "listing_id": "gone", "name": "Gone"}
    result = plan(facts, choices=(Choice("vendor_agent", "gone", entry),))
    assert [(e["listing_id"], e["pinned"]) for e in result["vendors"]] == [
        ("disco", False),
        ("gone", True),
    ]


def test_a_choice_for_another_service_does_not_show() -> None:
    entry = plan({"guests": 30, "city": "Austin", "services": ["dj"]})["vendors"][0]
    choice = Choice("vendor_agent", "disco", entry)
    result = plan({"guests": 30, "city": "Austin", "services": ["face painter"]}, choices=(choice,))
    assert [e["listing_id"] for e in result["vendors"]] == ["colour"]


@pytest.mark.parametrize(
    ("facts", "residue", "active"),
    [
        ({"services": ["dj"]}, (), True),
        ({}, ("someone funny",), True),
        ({"guests": 5}, (), False),
    ],
)
def test_it_is_active_while_anything_is_left_to_hire(
    facts: Any,
    residue: tuple[str, ...],
    active: bool,  # noqa: FBT001 a column of the table
) -> None:
    words = {"vendor": residue} if residue else {}
    assert vendor.AGENT.active is not None
    assert vendor.AGENT.active(Brief(facts, frozenset({"vendor"}), words)) is active
    assert not vendor.AGENT.active(Brief(facts, frozenset(), words))


def test_head_count_and_exact_age_stay_out_of_the_view() -> None:
    seen = [
        vendor.view(
            Brief({"services": ["dj"], "guests": guests, "kids": 5, "age": age}),
            Upstream(("theme_agent",), {}),
        )
        for guests, age in ((20, 6), (300, 9))
    ]
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("services", "residue", "private"),
    [
        (["balloon artist", "dj"], {}, False),
        (["balloon artist"], {"vendor": ("Bob from next door",)}, True),
        (["my cousin Bob"], {}, True),
    ],
)
def test_words_of_a_host_make_the_view_private(
    services: list[str],
    residue: dict[str, tuple[str, ...]],
    private: bool,  # noqa: FBT001 a column of the table
) -> None:
    brief = Brief({"services": services, "honoree": "Mia"}, frozenset({"vendor"}), residue)
    seen = look(vendor.AGENT, brief, {"theme_agent": {"themes": ["jungle"]}}, set(), published)
    assert seen.private is private
    assert "Mia" not in str(seen.facts)


@given(st.integers(1, 200), st.integers(0, 100), st.integers(1, 8))
def test_a_bigger_party_is_never_cheaper_and_lines_never_exceed_the_total(
    guests: int, more: int, hours: int
) -> None:
    services = ["balloon artist", "face painter", "tables and chairs", "waiter"]
    facts = {"city": "Austin", "services": services, "duration_hours": hours}
    small, large = plan({**facts, "guests": guests}), plan({**facts, "guests": guests + more})
    costs = {entry["name"]: entry["total_minor"] for entry in small["vendors"]}
    for entry in large["vendors"]:
        assert entry["total_minor"] >= costs.get(entry["name"], 0)
        assert sum(line["amount_minor"] for line in entry["lines"]) <= entry["total_minor"]


def test_a_model_is_shown_some_of_every_service() -> None:
    many = MemoryCatalogue(
        [
            hired(f"{kind} {n}", kind, 9000 + n)
            for kind in ("dj", "magician", "florist")
            for n in range(9)
        ]
    )
    facts: dict[str, Any] = {"services": ["dj", "florist", "magician"], "city": "Austin"}
    brief = Brief(facts, asked=frozenset({"vendor"}), residue={"vendor": ("by the sea",)})  # type: ignore[arg-type]
    seen = vendor.view(brief, Upstream(("theme_agent",), {}))
    evidence = asyncio.run(vendor.gather(seen, many))
    kinds = [row["kind"] for row in vendor.shown(seen, evidence)["candidates"]]
    assert kinds == ["dj", "florist", "magician"] * 4
