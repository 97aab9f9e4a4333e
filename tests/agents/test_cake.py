from __future__ import annotations

import doctest
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents import cake
from festplan.agents.knowledge.cake import servings_needed
from festplan.agents.offers.bakeries import HOME
from festplan.agents.offers.shortlist import hire
from festplan.domain.brief import Choice
from festplan.domain.listing import Listing
from festplan.domain.reading import Facts
from tests.agents.asking import Asked, ask, brief_of, sample
from tests.agents.catalogue import MemoryCatalogue

PARTY: Facts = {"guests": 75, "kids": 20, "city": "Austin", "flavours": ["chocolate"]}


def asked(facts: Facts, residue: tuple[str, ...] = ()) -> Asked:
    return ask(cake.AGENT, brief_of(facts, residue={"cake": residue} if residue else {}))


def bakery(listing_id: str, price: int, **parts: object) -> Listing:
    made = Listing(
        listing_id=listing_id,
        name=f"Bakery {listing_id}",
        role="bakery",
        kind="cake bakery",
        city="Austin",
        country="US",
        currency="USD",
        price_minor=price,
        unit="serving",
        basis="listed",
        source="test",
        tags=("round", "sheet"),
        diets=("vegetarian",),
    )
    return replace(made, **parts)  # type: ignore[arg-type]


def test_the_example_runs() -> None:
    assert doctest.testmod(cake).failed == 0


@pytest.mark.parametrize(
    ("facts", "servings", "size"),
    [
        ({"guests": 20, "kids": 20}, 20, "one 8 inch round"),
        ({"guests": 75, "kids": 20}, 72, "one 12x18 inch sheet"),
        ({"guests": 100, "occasion": "wedding"}, 94, "tiers of 10 and 12 inch"),
        ({"guests": 30, "cake_form": {"kind": "cupcakes", "count": 48}}, 48, "48 cupcakes"),
        (
            {"guests": 40, "cake_form": {"kind": "tiered", "tiers": 3}},
            40,
            "tiers of 4, 6 and 8 inch",
        ),
        ({"guests": 2000, "kids": 2000}, 2016, "28 12x18 inch sheets"),
        ({"guests": 40, "cake_form": {"kind": "dessert table"}}, 20, "dessert table for 20"),
    ],
)
def test_the_size_serves_the_guests(facts: Facts, servings: int, size: str) -> None:
    settled = asked(facts).settled["cake"]
    assert (settled["servings"], settled["size"]) == (servings, size)


@pytest.mark.parametrize(
    ("facts", "written"),
    [
        ({"occasion": "birthday", "age": 6, "honoree": "Mia"}, "Happy 6th birthday, Mia!"),
        ({"age": 21}, "Happy 21st birthday!"),
        ({"age": 12}, "Happy 12th birthday!"),
        ({"occasion": "birthday", "honoree": "Mia"}, "Happy birthday, Mia!"),
        ({"occasion": "graduation", "honoree": "Sam"}, "Congratulations, Sam!"),
        ({"occasion": "memorial", "honoree": "Ana"}, "In loving memory of Ana"),
        ({"occasion": "anniversary"}, "Happy anniversary!"),
        ({"guests": 20}, ""),
    ],
)
def test_the_inscription_says_who_and_what(facts: Facts, written: str) -> None:
    assert asked(facts).settled["cake"]["inscription"] == written


def test_neither_names_nor_counts_nor_ages_are_seen() -> None:
    facts: Facts = {**PARTY, "honoree": "Mia", "age": 6, "diet": {"vegan": 5}, "date": "2027-06-12"}
    view = asked(facts).view
    assert not view.private
    assert view.facts == {
        "form": None,
        "tiers": None,
        "flavours": ["chocolate"],
        "diets": ["vegan"],
        "exclude": [],
        "city": "Austin",
        "theme": [],
    }


def test_words_outside_the_vocabularies_make_the_view_private() -> None:
    assert asked(PARTY, ("like grandma's",)).view.private
    assert asked({**PARTY, "flavours": ["plum jam"]}).view.private
    assert asked({**PARTY, "city": "Hobbiton"}).view.private


def test_the_theme_is_seen_by_its_words_alone() -> None:
    upstream = {"theme_agent": {"themes": ["jungle"], "palette": ["green"]}}
    found = ask(cake.AGENT, brief_of(PARTY), upstream=upstream)
    assert found.view.facts["theme"] == ["jungle"]
    assert found.settled["cake"]["design"] == "in the colors of the jungle theme"
    assert found.settled["tasks"][0]["days_before"] == 14


def test_a_city_without_bakeries_gets_typical_prices_and_no_names() -> None:
    for city in ("Ghent", None):
        facts: Facts = {"guests": 30, "flavours": ["lemon"]}
        if city:
            facts["city"] = city
        shown = asked(facts).settled["bakeries"]
        assert shown
        assert {entry["listing_id"] for entry in shown} == {None}
        assert {entry["price"]["basis"] for entry in shown} == {"estimate"}


def test_a_diet_without_a_count_rules_a_bakery_out_and_a_counted_one_does_not() -> None:
    catalogue = MemoryCatalogue([bakery("plain", 500), bakery("nutless", 900, diets=("nut-free",))])
    everyone = brief_of({**PARTY, "diet": {"nut-free": None}})
    shown = ask(cake.AGENT, everyone, catalogue=catalogue).settled["bakeries"]
    assert [(e["listing_id"], e["fits"]) for e in shown[:2]] == [
        ("nutless", True),
        ("plain", False),
    ]
    some = brief_of({**PARTY, "diet": {"nut-free": 3}})
    shown = ask(cake.AGENT, some, catalogue=catalogue).settled["bakeries"]
    plain = next(entry for entry in shown if entry["listing_id"] == "plain")
    assert plain["fits"]
    assert plain["misses"] == ["does not list nut-free: 3 to be served from elsewhere"]


def test_a_form_that_a_baker_does_not_make_is_a_miss() -> None:
    catalogue = MemoryCatalogue([bakery("flat", 500), bakery("high", 900, tags=("tiered",))])
    brief = brief_of({**PARTY, "cake_form": {"kind": "tiered"}})
    shown = ask(cake.AGENT, brief, catalogue=catalogue).settled["bakeries"]
    assert [entry["listing_id"] for entry in shown if entry["fits"]] == ["high", None]
    assert next(e for e in shown if not e["fits"])["misses"] == ["does not list tiered"]


def test_the_price_is_by_the_serving_of_the_cake_ordered_and_delivery_is_a_line() -> None:
    catalogue = MemoryCatalogue([bakery("one", 650, fee_minor=3000)])
    brief = brief_of({"guests": 20, "kids": 20, "city": "Austin"})
    (entry, home) = ask(cake.AGENT, brief, catalogue=catalogue).settled["bakeries"]
    assert entry["total_minor"] == 20 * 650 + 3000
    assert entry["lines"] == [{"label": "Delivery", "amount_minor": 3000, "basis": "listed"}]
    assert home["kind"] == HOME


def test_a_pinned_bakery_stays_when_it_no_longer_fits_beside_one_that_does() -> None:
    catalogue = MemoryCatalogue([bakery("plain", 500), bakery("nutless", 900, diets=("nut-free",))])
    entry = ask(cake.AGENT, brief_of(PARTY), catalogue=catalogue).settled["bakeries"][0]
    choice = Choice("cake_agent", "plain", {**entry, "listing_id": "plain", "diets": []})
    brief = brief_of({**PARTY, "diet": {"nut-free": None}}, choices={"cake_agent": (choice,)})
    shown = ask(cake.AGENT, brief, catalogue=catalogue).settled["bakeries"]
    pinned = next(e for e in shown if e["pinned"])
    assert (pinned["listing_id"], pinned["fits"]) == ("plain", False)
    assert pinned["misses"] == ["does not list nut-free"]
    assert any(e["fits"] and e["listing_id"] == "nutless" for e in shown)


def test_an_unrelated_listing_that_comes_does_not_change_the_evidence() -> None:
    few = [bakery(f"a{price}", price) for price in range(500, 1500, 100)]
    brief = brief_of(PARTY)
    before = ask(cake.AGENT, brief, catalogue=MemoryCatalogue(few)).evidence
    dear, cheap = bakery("z", 9000), bakery("zz", 100)
    after = ask(cake.AGENT, brief, catalogue=MemoryCatalogue([*few, dear])).evidence
    assert before == after
    changed = ask(cake.AGENT, brief, catalogue=MemoryCatalogue([*few, cheap])).evidence
    assert before != changed


def test_an_allergy_is_told_and_nothing_is_called_safe() -> None:
    settled = asked({**PARTY, "diet": {"nut-free": None}, "exclude": ["nuts"]}).settled
    assert any("ask each for the ingredients" in text for text in settled["warnings"])
    assert "safe" not in str(settled).lower()


def test_what_is_offered_is_what_is_shown() -> None:
    settled = asked(PARTY).settled
    (offer,) = settled["offers"]
    assert (offer["need"], offer["optional"]) == ("cake", True)
    assert [o["amount_minor"] for o in offer["options"]] == [
        entry["total_minor"] for entry in settled["bakeries"]
    ]


@given(
    st.integers(1, 400), st.integers(0, 400), st.sampled_from([None, "round", "sheet", "tiered"])
)
def test_the_cake_is_never_too_small(adults: int, kids: int, form: str | None) -> None:
    facts: Facts = {"guests": adults + kids, "kids": kids}
    if form:
        facts["cake_form"] = {"kind": form}
    assert asked(facts).settled["cake"]["servings"] >= servings_needed(kids, adults)


@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from(["round", "sheet", "tiered"]))
def test_more_guests_never_pay_less(a: int, b: int, form: str) -> None:
    few, many = sorted((a, b))
    totals = [
        {
            entry["name"]: entry["total_minor"]
            for entry in asked({"guests": n, "cake_form": {"kind": form}}).settled["bakeries"]
        }
        for n in (few, many)
    ]
    assert all(totals[0][name] <= totals[1][name] for name in totals[0].keys() & totals[1].keys())


@given(st.integers(1, 300), st.sampled_from([(), ("vegan",), ("nut-free", "vegan")]))
def test_no_bakery_that_fits_is_cheaper_than_the_cheapest_shown(
    guests: int, diets: tuple[str, ...]
) -> None:
    facts: Facts = {"guests": guests, "city": "Austin", "diet": dict.fromkeys(diets)}
    settled = asked(facts).settled
    every = [
        listing
        for listing in sample().listings
        if (listing.role, listing.city) == ("bakery", "Austin")
        and listing.unit == "serving"
        and all(diet in listing.diets for diet in diets)
    ]
    prices = [
        hire(
            {
                "amount_minor": listing.price_minor,
                "fee_minor": listing.fee_minor,
                "minimum_minor": listing.minimum_minor,
                "minimum_units": listing.minimum_units,
            },
            settled["cake"]["servings"],
        )
        for listing in every
    ]
    known = [price for price in prices if price is not None]
    shown = [e["total_minor"] for e in settled["bakeries"] if e["fits"] and e["listing_id"]]
    assert min(shown) <= min(known)


def test_whose_own_kitchen_bakes_is_offered_no_bakery() -> None:
    (only,) = asked(PARTY, ("bake",)).settled["bakeries"]
    assert (only["kind"], only["fits"], only["misses"]) == (HOME, True, [])
    assert len(asked(PARTY, ("from a bakery",)).settled["bakeries"]) > 1


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"guests": 75}, 1),
        ({"guests": 180}, 0),
        ({"guests": 40, "cake_form": {"kind": "tiered", "tiers": 2}}, 1),
        ({"guests": 40, "cake_form": {"kind": "tiered", "tiers": 3}}, 0),
    ],
)
def test_nobody_is_told_to_bake_for_a_crowd_at_home(facts: Facts, fits: int) -> None:
    own = [e for e in asked({**facts, "city": "Nowhere"}).settled["bakeries"] if e["kind"] == HOME]
    assert [entry["fits"] for entry in own] == [bool(fits)]


def test_a_supermarket_makes_no_tiers() -> None:
    facts: Facts = {"guests": 60, "city": "Nowhere", "cake_form": {"kind": "tiered"}}
    fits = {e["kind"]: e["fits"] for e in asked(facts).settled["bakeries"]}
    assert fits["cake studio"]
    assert not fits["supermarket bakery"]
