"""Food, drink and diets: amounts by head count, whole packs, nothing vouched for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents.knowledge import diet
from festplan.agents.knowledge.food import quantities
from festplan.agents.knowledge.quantity import Quantity
from festplan.domain.vocabulary import CUISINES, DIETS, DRINKS, SERVICE_STYLES


def named(found: list[Quantity], item: str) -> Quantity:
    return next(line for line in found if line.item == item)


@pytest.mark.parametrize(
    ("style", "cuisine", "adults", "kids", "item", "amount", "packs"),
    [
        # 55 x 3 + 20 x 2 slices = 205, 15 % more on a buffet = 235.75
        ("buffet", ["pizza"], 55, 20, "pizza slices", 236, 30),
        ("self-catered", ["pizza"], 10, 0, "pizza slices", 32, 4),
        ("buffet", ["hot dogs"], 10, 10, "hot dogs and buns", 41, 6),
        ("self-catered", ["sandwiches"], 20, 10, "sandwiches", 42, 0),
        ("self-catered", ["kids menu"], 0, 20, "chicken nuggets", 126, 4),
        ("self-catered", ["burgers"], 20, 20, "burger patties and buns", 53, 7),
        ("buffet", ["bbq"], 50, 0, "meat or fish for the main", 11500, 12),
        ("buffet", ["bbq"], 50, 0, "bread rolls", 87, 8),
        # 5 bites an hour, never more than 15
        ("cocktail", [], 40, 0, "canapes and small bites", 420, 18),
        ("cocktail", [], 40, 20, "canapes and small bites", 525, 22),
        ("plated", ["italian"], 60, 10, "adult meals", 63, 0),
        ("plated", ["italian"], 60, 10, "children's meals", 11, 0),
    ],
)
def test_food_for_two_hours(
    style: str, cuisine: list[str], adults: int, kids: int, item: str, amount: int, packs: int
) -> None:
    found = named(quantities(style, cuisine, adults=adults, kids=kids, hours=2), item)
    assert (found.amount, found.packs) == (amount, packs)


@pytest.mark.parametrize(("hours", "amount"), [(1, 53), (2, 105), (3, 158), (5, 158)])
def test_bites_stop_at_fifteen(hours: float, amount: int) -> None:
    found = quantities("cocktail", adults=10, hours=hours)
    assert named(found, "canapes and small bites").amount == amount


@pytest.mark.parametrize(
    ("drinks", "adults", "hours", "expected"),
    [
        # adults x (hours + 1) = 300 drinks; five glasses a bottle
        (["wine"], 60, 4, {"wine": (300, 60)}),
        (["open bar"], 60, 4, {"beer": (150, 7), "wine": (90, 18), "spirits": (60, 4)}),
        (["beer", "wine"], 60, 4, {"beer": (188, 8), "wine": (113, 23)}),
        (["wine"], 10, 2.5, {"wine": (35, 7)}),
        (["no alcohol", "wine"], 60, 4, {}),
        (["byob"], 60, 4, {}),
        (["lemonade"], 60, 4, {}),
        ([], 60, 4, {}),
    ],
)
def test_alcohol(
    drinks: list[str], adults: int, hours: float, expected: dict[str, tuple[int, int]]
) -> None:
    found = quantities("plated", adults=adults, kids=15, hours=hours, drinks=drinks)
    poured = {q.item: (q.amount, q.packs) for q in found if q.item in {"beer", "wine", "spirits"}}
    assert poured == expected


def test_children_get_no_alcohol() -> None:
    found = quantities("plated", adults=0, kids=30, hours=3, drinks=["open bar"])
    assert {line.item for line in found} == {"children's meals", "soft drinks and water"}


def test_soft_drinks_are_for_everyone_and_fewer_beside_alcohol() -> None:
    dry = named(quantities(adults=55, kids=20, hours=2), "soft drinks and water")
    wet = named(quantities(adults=55, kids=20, hours=2, drinks=["wine"]), "soft drinks and water")
    assert (dry.amount, dry.packs) == (53_325, 27)  # 75 x 2 h x 1.5 x 237 ml
    assert (wet.amount, wet.packs) == (35_550, 18)


def test_diets_come_as_counts_with_a_tenth_to_spare() -> None:
    found = quantities("buffet", ["bbq"], adults=75, hours=3, diets={"vegan": 5, "vegetarian": 10})
    counted = {line.item: line.amount for line in found if line.unit in {"mains", "desserts"}}
    assert counted == {
        "vegan mains": 5,
        "vegan desserts": 5,
        "vegetarian mains": 10,
        "vegetarian desserts": 10,
        "spare vegetarian mains": 2,
    }
    meat = named(found, "meat or fish for the main")
    assert meat.amount == 13_800  # 60 who eat meat, 200 g each, 15 % more


def test_a_diet_without_a_count_is_asked_about_and_not_guessed() -> None:
    assert diet.diet_quantities({"vegan": None}) == []
    assert diet.diet_questions({"vegan": None, "halal": 3}) == ["How many guests eat vegan food?"]
    assert diet.diet_questions({"nut-free": None}) == ["How many guests need nut-free food?"]


def test_an_allergen_is_named_once() -> None:
    found = diet.diet_warnings({"nut-free": 1, "gluten-free": 2}, ["nuts"])
    assert found[0].startswith("Allergies (gluten-free, nuts): tell every vendor")


def test_more_who_eat_no_meat_than_adults_leave_children_without_meat_too() -> None:
    found = quantities("self-catered", ["kids menu"], adults=2, kids=10, diets={"vegetarian": 5})
    assert named(found, "chicken nuggets").amount == 45  # 7 children x 6, 5 % more


@given(
    st.sets(st.sampled_from(sorted(set(DIETS.values())))),
    st.sets(st.sampled_from(["nuts", "gluten", "dairy", "clown"])),
    st.sampled_from(["US", "GB", "DE"]),
)
def test_no_warning_ever_calls_food_safe(diets: set[str], exclude: set[str], country: str) -> None:
    text = " ".join(diet.diet_warnings(sorted(diets), sorted(exclude), country)).lower()
    assert "safe" not in text
    assert "guarantee" not in text
    if {"nuts", "gluten", "dairy"} & exclude:
        assert "cannot be ruled out" in text
    if "kosher" in diets:
        assert "kosher: only the vendor's own word counts" in text


def test_the_law_names_fourteen_allergens_in_europe_and_nine_in_america() -> None:
    assert (len(set(diet.EU_14)), len(set(diet.US_9))) == (14, 9)
    assert "mustard" in " ".join(diet.diet_warnings(["nut-free"], country="GB"))
    assert "mustard" not in " ".join(diet.diet_warnings(["nut-free"], country="US"))
    elsewhere = " ".join(diet.diet_warnings(["nut-free"], country="IN"))
    assert "(US)" not in elsewhere
    assert "(EU and UK)" not in elsewhere
    assert "differs by country" in elsewhere


@given(
    style=st.none() | st.sampled_from(sorted(set(SERVICE_STYLES.values()))),
    cuisine=st.lists(st.sampled_from(sorted(set(CUISINES.values()))), max_size=4, unique=True),
    adults=st.integers(0, 300),
    kids=st.integers(0, 100),
    hours=st.floats(1, 10),
    diets=st.dictionaries(
        st.sampled_from(sorted(set(DIETS.values()))), st.none() | st.integers(0, 50)
    ),
    drinks=st.sets(st.sampled_from(sorted(set(DRINKS.values())))),
)
def test_packs_always_hold_the_amount_and_no_pack_too_many(
    style: str | None,
    cuisine: list[str],
    adults: int,
    kids: int,
    hours: float,
    diets: dict[str, int | None],
    drinks: set[str],
) -> None:
    found = quantities(
        style, cuisine, adults=adults, kids=kids, hours=hours, diets=diets, drinks=drinks
    )
    for line in found:
        assert line.amount >= 0
        assert line.reason
        assert line.source_grade in {"A", "B", "C", "own"}
        if line.pack_size:
            assert line.packs * line.pack_size >= line.amount > (line.packs - 1) * line.pack_size
    assert len({line.item for line in found}) == len(found)


def test_an_item_is_rounded_once_for_the_whole_party() -> None:
    together = named(quantities("buffet", ["pizza"], adults=30, kids=0), "pizza slices").packs
    apart = 30 * named(quantities("buffet", ["pizza"], adults=1, kids=0), "pizza slices").packs
    assert (together, apart) == (13, 30)


def test_ice_cream_is_a_portion_each_and_no_main() -> None:
    found = {q.item: q for q in quantities(None, ["burgers", "ice cream"], adults=4, kids=20)}
    assert "meat or fish for the main" not in found
    assert found["ice cream"].amount >= 24
    assert found["burger patties and buns"].amount >= 16
    assert "meat or fish for the main" not in {
        q.item
        for words in (["ice cream"], ["raclette"], ["afternoon tea"])
        for q in quantities(None, words, adults=20)
    }
