from __future__ import annotations

import doctest
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents import catering
from festplan.agents.offers.caterers import HOME, NAMES, OWN_KINDS, PLATTERS
from festplan.agents.serving import menu
from festplan.domain.brief import Choice
from festplan.domain.listing import Listing
from festplan.domain.reading import Facts
from festplan.domain.vocabulary import published
from tests.agents.asking import Asked, ask, brief_of, sample
from tests.agents.catalogue import MemoryCatalogue

PARTY: Facts = {"guests": 75, "kids": 20, "city": "Austin", "diet": {"vegan": 5}}


def asked(facts: Facts, residue: tuple[str, ...] = ()) -> Asked:
    return ask(catering.AGENT, brief_of(facts, residue={"catering": residue} if residue else {}))


def caterer(listing_id: str, price: int, **parts: object) -> Listing:
    made = Listing(
        listing_id=listing_id,
        name=f"Caterer {listing_id}",
        role="caterer",
        kind="buffet caterer",
        city="Austin",
        country="US",
        currency="USD",
        price_minor=price,
        unit="head",
        basis="listed",
        source="test",
        tags=("buffet", "american"),
        diets=("vegetarian", "vegan"),
    )
    return replace(made, **parts)  # type: ignore[arg-type]


def test_the_example_runs() -> None:
    assert doctest.testmod(catering).failed == 0


@pytest.mark.parametrize(
    ("time", "meal"),
    [
        (None, None),
        ("09:00", "breakfast"),
        ("10:30", "lunch"),
        ("12:30", "lunch"),
        ("15:00", "snacks"),
        ("18:00", "dinner"),
        ("20:00", "finger food"),
        ("02:00", "finger food"),
        ("morning", "breakfast"),
        ("evening", "dinner"),
    ],
)
def test_the_time_of_day_says_which_meal(time: str | None, meal: str | None) -> None:
    assert menu.meal(time) == meal
    assert meal is None or published(meal)


def test_neither_counts_nor_dates_nor_names_are_seen() -> None:
    facts: Facts = {**PARTY, "time": "18:00", "date": "2027-06-12", "honoree": "Mia", "age": 6}
    view = asked(facts).view
    assert not view.private
    assert view.facts == {
        "cuisine": [],
        "service_style": None,
        "drinks": [],
        "diets": ["vegan"],
        "exclude": [],
        "city": "Austin",
        "meal": "dinner",
    }
    assert view.digest == asked({**facts, "guests": 30, "diet": {"vegan": 1}}).view.digest


def test_words_outside_the_vocabularies_make_the_view_private() -> None:
    assert asked(PARTY, ("aunt Rosa's pierogi",)).view.private
    assert asked({**PARTY, "cuisine": ["rosa stew"]}).view.private


def test_amounts_follow_adults_children_and_diets() -> None:
    lines = {q["item"]: q for q in asked({**PARTY, "cuisine": ["pizza"]}).settled["quantities"]}
    slices = lines["pizza slices"]
    assert slices["amount"] >= 55 * 3 + 20 * 2
    assert slices["packs"] * slices["pack_size"] >= slices["amount"]
    assert lines["vegan mains"]["amount"] == 5


def test_without_meat_nobody_is_given_any() -> None:
    settled = asked({**PARTY, "exclude": ["meat"]}).settled
    items = {line["item"]: line["amount"] for line in settled["quantities"]}
    assert "meat or fish for the main" not in items
    assert items["vegetarian mains"] + items["vegan mains"] == 75
    assert "roast chicken" not in {dish["dish"] for dish in settled["menu"]}


def test_a_diet_without_a_count_is_asked_about() -> None:
    settled = asked({**PARTY, "diet": {"halal": None}}).settled
    assert settled["questions"] == ["How many guests eat halal food?"]
    assert settled["diets"] == {"halal": None}
    assert any("only the vendor's own word counts" in text for text in settled["warnings"])


def test_while_nobody_counted_who_eats_no_meat_there_is_none_for_anyone() -> None:
    settled = asked({**PARTY, "diet": {"vegetarian": None, "vegan": 5}, "time": "18:00"}).settled
    items = {line["item"]: line["amount"] for line in settled["quantities"]}
    assert "meat or fish for the main" not in items
    assert items["vegetarian mains"] == 70
    assert "roast chicken" not in {dish["dish"] for dish in settled["menu"]}
    assert settled["diets"] == {"vegetarian": None, "vegan": 5}
    said = "Nobody said how many eat vegetarian food, so no meat is counted for anyone."
    assert said in settled["warnings"]
    halal = asked({**PARTY, "diet": {"halal": None}}).settled["warnings"]
    assert any("order all of it halal" in text for text in halal)


@pytest.mark.parametrize(
    ("city", "law"),
    [
        (None, "(US)"),
        ("Austin", "(US)"),
        ("London", "(EU and UK)"),
        ("Madrid", "(EU and UK)"),
        ("Mumbai", "differs by country"),
        ("Oberammergau", "differs by country"),
    ],
)
def test_whose_law_labels_follow(city: str | None, law: str) -> None:
    facts: Facts = {"guests": 20, "diet": {"nut-free": 2}, **({"city": city} if city else {})}
    assert any(law in text for text in asked(facts).settled["warnings"])


def test_who_is_counted_leaves_meat_to_the_others() -> None:
    settled = asked({**PARTY, "diet": {"vegetarian": 10}, "time": "18:00"}).settled
    assert "roast chicken" in {dish["dish"] for dish in settled["menu"]}
    items = {line["item"]: line["amount"] for line in settled["quantities"]}
    assert items["meat or fish for the main"]


def test_a_kitchen_that_is_too_small_or_lacks_a_diet_is_a_miss() -> None:
    catalogue = MemoryCatalogue(
        [
            caterer("small", 1000, capacity=60),
            caterer("meaty", 1100, diets=("vegetarian",)),
            caterer("good", 2700, capacity=100),
        ]
    )
    brief = brief_of({**PARTY, "diet": {"vegan": None}})
    shown = ask(catering.AGENT, brief, catalogue=catalogue).settled["caterers"]
    by_id = {entry["listing_id"]: entry for entry in shown}
    assert by_id["good"]["fits"]
    assert by_id["small"]["misses"] == ["serves 60 at most, you are 75"]
    assert by_id["meaty"]["misses"] == ["does not list vegan"]
    assert not by_id["small"]["fits"]
    assert not by_id["meaty"]["fits"]


def test_the_price_holds_minimum_fee_service_and_tax_each_as_a_line() -> None:
    catalogue = MemoryCatalogue([caterer("one", 2000, fee_minor=9000, minimum_minor=60000)])
    entry = ask(catering.AGENT, brief_of(PARTY), catalogue=catalogue).settled["caterers"][0]
    food = 75 * 2000 + 9000
    assert [line["label"] for line in entry["lines"]] == [
        "Delivery and set-up",
        "Service charge, 18 %",
        "Sales tax, 7 %",
    ]
    assert entry["total_minor"] == food + food * 18 // 100 + food * 7 // 100
    few = brief_of({"guests": 10, "city": "Austin"})
    least = ask(catering.AGENT, few, catalogue=catalogue).settled["caterers"][0]
    assert least["total_minor"] == 60000 * 125 // 100


def test_a_truck_is_tipped_and_adds_no_service_charge() -> None:
    truck = caterer("truck", 2000, kind="food truck", tags=("food truck",))
    entry = ask(catering.AGENT, brief_of(PARTY), catalogue=MemoryCatalogue([truck])).settled[
        "caterers"
    ][0]
    assert [line["label"] for line in entry["lines"]] == ["Sales tax, 7 %", "Tip, 15 %"]


def test_a_small_budget_has_an_answer() -> None:
    settled = asked(PARTY).settled
    own = {entry["kind"]: entry["total_minor"] for entry in settled["caterers"][-2:]}
    assert own == {PLATTERS: 65 * 1100, HOME: 65 * 800}
    assert {option["label"] for option in settled["offers"][0]["options"]} >= {
        NAMES[HOME],
        NAMES[PLATTERS],
    }


def test_who_cooks_for_themselves_is_offered_no_caterer() -> None:
    found = asked({**PARTY, "service_style": "self-catered"}).settled
    assert [(entry["kind"], entry["misses"]) for entry in found["caterers"]] == [
        (HOME, []),
        (PLATTERS, []),
    ]
    assert [task["id"] for task in found["tasks"]] == ["catering:cook"]


def test_a_city_without_caterers_gets_typical_prices_and_no_names() -> None:
    for city in ("Ghent", None):
        facts: Facts = {"guests": 30, "cuisine": ["tacos"]}
        if city:
            facts["city"] = city
        shown = asked(facts).settled["caterers"]
        assert shown[0]["name"] == "A taco caterer (typical)"
        assert {entry["listing_id"] for entry in shown} == {None}
        assert {entry["price"]["basis"] for entry in shown} == {"estimate"}
        assert {entry["price"]["currency"] for entry in shown} == {"USD"}


def test_the_cuisine_that_was_asked_for_comes_first() -> None:
    shown = asked({**PARTY, "cuisine": ["bbq"]}).settled["caterers"]
    assert shown[0]["kind"] == "bbq caterer"
    others = [e for e in shown if e["kind"] not in {"bbq caterer", *OWN_KINDS}]
    assert all("does not list bbq" in entry["misses"] for entry in others)


def test_drinks_are_an_offer_of_their_own_where_they_were_asked_for() -> None:
    def drinks(facts: Facts) -> list[str]:
        offers = asked(facts).settled["offers"]
        return [o["label"] for offer in offers[1:] for o in offer["options"]]

    assert drinks(PARTY) == []
    assert drinks({**PARTY, "drinks": ["byob"]}) == []
    assert drinks({**PARTY, "drinks": ["lemonade"]}) == ["Drinks you buy (estimate)"]
    bar = ["A bar with a bartender (estimate)", "Drinks you buy (estimate)"]
    assert drinks({**PARTY, "drinks": ["open bar"]}) == bar
    assert drinks({**PARTY, "drinks": ["open bar"], "exclude": ["alcohol"]}) == bar[1:]


def test_beer_and_wine_cost_less_than_an_open_bar() -> None:
    def cents(drinks: list[str]) -> list[int]:
        offers = asked({**PARTY, "drinks": drinks}).settled["offers"]
        return [o["amount_minor"] for offer in offers[1:] for o in offer["options"]]

    whole, part = cents(["open bar"]), cents(["beer", "wine"])
    assert all(0 < less < more for less, more in zip(part, whole, strict=True))


def test_a_pinned_caterer_stays_with_what_it_misses() -> None:
    catalogue = MemoryCatalogue([caterer("small", 1000, capacity=60), caterer("good", 2700)])
    few: Facts = {"guests": 50, "city": "Austin"}
    settled = ask(catering.AGENT, brief_of(few), catalogue=catalogue).settled
    entry = next(e for e in settled["caterers"] if e["listing_id"] == "small")
    choices = {"catering_agent": (Choice("catering_agent", "small", entry),)}
    many = brief_of({**few, "guests": 90}, choices=choices)
    shown = ask(catering.AGENT, many, catalogue=catalogue).settled["caterers"]
    pinned = next(entry for entry in shown if entry["pinned"])
    assert pinned["listing_id"] == "small"
    assert pinned["misses"] == ["serves 60 at most, you are 90"]
    assert any(entry["fits"] and entry["listing_id"] == "good" for entry in shown)


def test_a_dish_that_is_not_wanted_is_not_on_the_menu() -> None:
    dishes = {d["dish"] for d in asked({**PARTY, "exclude": ["sandwiches"]}).settled["menu"]}
    assert dishes
    assert "sandwiches" not in dishes


@given(
    st.integers(1, 400),
    st.sampled_from([(), ("vegan",), ("halal",), ("nut-free", "vegan")]),
    st.sampled_from([[], ["bbq"], ["mexican"], ["pizza"]]),
)
def test_the_cheapest_caterer_that_fits_is_always_shown(
    guests: int, diets: tuple[str, ...], cuisine: list[str]
) -> None:
    facts: Facts = {"guests": guests, "city": "Austin", "diet": dict.fromkeys(diets)}
    facts["cuisine"] = cuisine
    shown = asked(facts).settled["caterers"]
    every = MemoryCatalogue(
        listing
        for listing in sample().listings
        if (listing.role, listing.city) == ("caterer", "Austin")
        and (listing.capacity or guests) >= guests
        and all(diet in listing.diets for diet in diets)
    )
    alone = [
        ask(catering.AGENT, brief_of(facts), catalogue=MemoryCatalogue([listing])).settled
        for listing in every.listings
    ]
    known = [result["caterers"][0]["total_minor"] for result in alone]
    hired = [e for e in shown if e["kind"] not in OWN_KINDS and e["fits"]]
    assert min((e["total_minor"] for e in hired), default=0) == min(known, default=0)
    assert all((e["capacity"] or guests) >= guests for e in hired)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 50))
def test_more_guests_never_pay_less_and_lines_are_part_of_the_total(
    a: int, b: int, kids: int
) -> None:
    few, many = sorted((a, b))
    totals = []
    for guests in (few, many):
        shown = asked({"guests": guests + kids, "kids": kids}).settled["caterers"]
        totals.append({entry["name"]: entry["total_minor"] for entry in shown})
        for entry in shown:
            assert sum(line["amount_minor"] for line in entry["lines"]) <= entry["total_minor"]
    assert all(totals[0][name] <= totals[1][name] for name in totals[0])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"diet": {"vegan": 20}, "time": "09:00"}, ("egg", "yogurt", "pastries")),
        ({"diet": {"vegan": None}, "time": "15:00"}, ("cheese", "meat")),
        ({"diet": {"vegetarian": 20}, "time": "20:30"}, ("sliders", "chicken")),
        ({"exclude": ["dairy"], "time": "20:30"}, ("cheese",)),
        ({"exclude": ["eggs"], "time": "09:00"}, ("eggs", "pastries")),
    ],
)
def test_what_everybody_does_without_is_proposed_to_nobody(
    facts: Facts, words: tuple[str, ...]
) -> None:
    shared = [
        d["dish"] for d in asked({"guests": 20, **facts}).settled["menu"] if d["for"] == "everyone"
    ]
    assert shared
    assert not [dish for dish in shared if any(word in dish for word in words)]


def test_a_dish_that_was_asked_for_stays_beside_a_diet() -> None:
    planned = asked({"guests": 20, "cuisine": ["pizza"], "diet": {"vegan": 20}}).settled
    assert planned["menu"][0]["dish"] == "pizza"


def test_a_taste_or_a_faith_is_not_called_an_allergy() -> None:
    said = " ".join(asked({"guests": 20, "exclude": ["beef"]}).settled["warnings"])
    assert said == "Without beef: tell whoever cooks, and ask what is in each dish."


@pytest.mark.parametrize(("guests", "fits"), [(75, 1), (100, 1), (180, 0)])
def test_nobody_is_told_to_cook_for_a_crowd(guests: int, fits: int) -> None:
    shown = asked({"guests": guests, "city": "Austin"}).settled["caterers"]
    assert [entry["fits"] for entry in shown if entry["kind"] == HOME] == [bool(fits)]


def test_who_asks_for_tea_gets_cups_of_it() -> None:
    lines = asked({"guests": 40, "drinks": ["tea"]}).settled["quantities"]
    assert [(line["amount"], line["packs"]) for line in lines if line["item"] == "tea"] == [(80, 1)]


def test_in_a_city_without_listings_the_charges_are_those_of_its_country() -> None:
    lines = asked({"guests": 40, "city": "Leeds"}).settled["caterers"][0]["lines"]
    assert [line["label"] for line in lines] == ["Service charge, 12 %"]
