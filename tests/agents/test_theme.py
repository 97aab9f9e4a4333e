from __future__ import annotations

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents import theme
from festplan.agents.knowledge import themes
from festplan.agents.knowledge.without import allowed
from festplan.agents.offers import currency
from festplan.catalogue.cities import CITIES, City
from festplan.domain.brief import Brief
from festplan.domain.reading import Facts
from festplan.domain.vocabulary import THEMES, published
from festplan.engine.agent import Result, look


def settled(facts: Facts, residue: tuple[str, ...] = ()) -> Result:
    brief = Brief(facts, frozenset({"theme"}), {"theme": residue} if residue else {})
    view = look(theme.AGENT, brief, {}, (), published).facts
    result = theme.answer(view, {})
    assert theme.check(view, result) is None
    return theme.settle(result, brief)


def is_private(facts: Facts, residue: tuple[str, ...] = ()) -> bool:
    brief = Brief(facts, frozenset({"theme"}), {"theme": residue} if residue else {})
    return look(theme.AGENT, brief, {}, (), published).private


def test_the_example_runs() -> None:
    assert doctest.testmod(theme).failed == 0


@pytest.mark.parametrize("word", sorted(set(THEMES.values())))
def test_every_published_theme_has_colours_and_something_to_put_up_and_to_do(word: str) -> None:
    planned = settled({"theme": [word], "guests": 30, "kids": 10})
    assert planned["primary_theme"] == word
    assert len({colour["hex"] for colour in planned["palette"]}) == 3
    assert planned["decorations"]
    assert planned["activities"]
    assert planned["setting"] in {"indoors", "outdoors", "either"}


@pytest.mark.parametrize(
    ("words", "primary", "based_on"),
    [
        (["jungle"], "jungle", "jungle"),
        (["gold", "jungle"], "jungle", "jungle"),
        (["lighthouse keepers"], "lighthouse keepers", "beach"),
        (["zorblax"], "zorblax", themes.PLAIN),
        (["blue", "white"], "blue", themes.PLAIN),
    ],
)
def test_the_host_s_words_stay_the_name(words: list[str], primary: str, based_on: str) -> None:
    planned = settled({"theme": words})
    assert planned["primary_theme"] == primary
    assert planned["based_on"][0] == based_on
    assert planned["themes"] == words


def test_words_of_colour_come_first_in_the_palette() -> None:
    planned = settled({"theme": ["gold", "jungle", "navy"]})
    assert [colour["name"] for colour in planned["palette"]][:2] == ["gold", "navy"]


def test_words_that_no_fact_explains_are_read_and_make_the_view_private() -> None:
    words = ("like the woods behind grandma's old house",)
    assert settled({}, words)["based_on"] == ["woodland"]
    assert is_private({"theme": ["jungle"]}, words)
    assert is_private({"theme": ["lighthouse keepers"]})
    assert not is_private({"theme": ["jungle", "gold"], "exclude": ["balloons", "clown"]})


def test_words_beside_a_theme_add_to_it_and_do_not_rename_it() -> None:
    mixed = settled({"theme": ["jungle"]}, ("with a hint of mermaids",))
    assert (mixed["name"], mixed["based_on"]) == ("jungle", ["jungle", "mermaid"])


def test_names_counts_and_ages_are_not_seen() -> None:
    facts: Facts = {"theme": ["jungle"], "guests": 75, "age": 6, "honoree": "Mia", "city": "Austin"}
    assert not is_private(facts)
    brief = Brief(facts)
    assert look(theme.AGENT, brief, {}, (), published).facts == {"theme": ["jungle"], "exclude": []}


def test_what_is_excluded_is_neither_put_up_nor_done() -> None:
    planned = settled({"theme": ["jungle"], "exclude": ["balloons", "reptiles"], "age": 7})
    named = [d["item"] for d in planned["decorations"]] + planned["activities"]
    assert named
    assert not [name for name in named if "balloon" in name or "reptile" in name]


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ({"exclude": ["glitter"]}, "glitter"),
        ({"exclude": ["nuts"], "diet": {"nut-free": None}}, "nut macaron"),
        ({"exclude": ["eggs"]}, "egg cookie cake"),
        ({"diet": {"vegan": 20}, "guests": 20}, "cheese chicken honey-cake milk"),
        ({"diet": {"vegan": None}}, "cheese sausage sundae lassi"),
        ({"diet": {"sugar-free": None}}, "cake cookie macaron candy lemonade"),
        ({"drinks": ["no alcohol"]}, "wine champagne beer cocktail cider stein rum"),
        ({"exclude": ["alcohol"]}, "wine champagne beer cocktail cider stein rum"),
        ({"exclude": ["candles"]}, "candle candelabra"),
        ({"exclude": ["music"]}, "karaoke dance disco dj"),
    ],
)
def test_what_the_host_does_without_is_in_no_idea_of_any_theme(without: Facts, words: str) -> None:
    for word in sorted(set(THEMES.values())):
        planned = settled({"theme": [word], "guests": 20, "age": 40, **without})
        ideas = [*planned["food_ideas"], *planned["activities"]]
        ideas += [d["item"] for d in planned["decorations"] if "candle" in words]
        said = [part for idea in ideas for part in _BARE.sub("", idea.lower()).split()]
        assert ideas
        assert not [part for part in said if part.startswith(tuple(words.split()))]


_BARE = re.compile(r"\S*-shaped|without \w+")


@pytest.mark.parametrize(
    ("idea", "exclude", "stays"),
    [
        ("glitter mocktails", ["glitter"], 0),
        ("copper-mug mocktails", ["alcohol"], 1),
        ("snowball coconut bites", ["nuts"], 1),
        ("trail mix without nuts", ["peanuts"], 0),
        ("fish-shaped crackers", ["fish"], 1),
        ("grilled corn", ["meat"], 1),
        ("grilled skewers", ["meat"], 0),
        ("fruit skewers", ["meat"], 1),
        ("hot dogs", ["pork"], 0),
        ("pony ride", ["clown"], 1),
        ("hanging paper butterflies", ["dairy"], 1),
        ("doughnut wall", ["nuts"], 1),
    ],
)
def test_an_idea_is_held_against_what_it_is_made_of(
    idea: str, exclude: list[str], stays: int
) -> None:
    assert allowed(idea, exclude) == bool(stays)


def test_a_diet_of_some_guests_leaves_the_ideas_for_all_as_they_are() -> None:
    few: Facts = {"theme": ["pirate"], "guests": 40, "diet": {"vegan": 3, "gluten-free": 2}}
    assert settled(few)["food_ideas"] == settled({"theme": ["pirate"]})["food_ideas"]


@pytest.mark.parametrize(
    ("facts", "band"),
    [
        ({"kids": 30, "kids_ages": "13-19"}, "13-17"),
        ({"kids": 12, "kids_ages": "4-6"}, "3-5"),
        ({"kids": 12, "kids_ages": "1-3"}, "1-2"),
        ({"kids": 12}, "6-9"),
        ({"kids": 12, "age": 11, "kids_ages": "4-6"}, "10-12"),
    ],
)
def test_children_are_planned_for_at_the_age_that_was_said(facts: Facts, band: str) -> None:
    planned = settled({"theme": ["pirate"], **facts})
    assert planned["activities_for"] == f"ages {band.replace('-', ' to ')}"


def test_teenagers_among_adults_get_what_teenagers_like() -> None:
    facts: Facts = {"theme": ["pirate"], "guests": 120, "kids": 40, "kids_ages": "13-19"}
    teens = settled({"theme": ["pirate"], "kids": 40, "kids_ages": "13-19"})["activities"]
    assert settled(facts)["kids_activities"] == teens


def test_ages_that_a_theme_is_best_for_are_told_where_children_come() -> None:
    golf: Facts = {"theme": ["golf"], "guests": 60}
    assert not [note for note in settled(golf)["notes"] if "ages" in note]
    assert [note for note in settled({**golf, "kids": 10})["notes"] if "ages" in note]


def test_where_only_colours_are_named_the_occasion_gives_the_ideas() -> None:
    shower = themes.plan_of("baby shower")
    assert shower is not None
    planned = settled({"theme": ["sage", "white"], "occasion": "baby shower"})
    assert planned["activities"] == list(shower.activities["adult"])
    assert planned["palette"][0]["name"] == "sage"


def test_a_word_of_no_vocabulary_is_kept_out_too_and_shares_the_answer() -> None:
    planned = settled({"theme": ["jungle"], "exclude": ["ferns"]})
    assert not [d["item"] for d in planned["decorations"] if "fern" in d["item"]]
    assert not is_private({"theme": ["jungle"], "exclude": ["ferns"]})


def test_without_decorations_there_is_nothing_to_put_up_or_pay() -> None:
    planned = settled({"theme": ["jungle"], "exclude": ["decorations"]})
    assert planned["decorations"] == []
    assert planned["offers"] == []


def test_activities_suit_the_age() -> None:
    jungle = themes.theme("jungle")
    assert jungle is not None
    assert settled({"theme": ["jungle"], "age": 4})["activities"] == list(jungle.activities["3-5"])
    grown = settled({"theme": ["jungle"], "age": 40, "guests": 30, "kids": 5})
    assert grown["activities_for"] == "adults"
    assert grown["kids_activities"] == list(jungle.activities["6-9"])


def test_the_invitation_names_who_and_what_it_is_for() -> None:
    said: Facts = {"theme": ["jungle"], "age": 3, "honoree": "Mia", "occasion": "birthday"}
    assert settled(said)["invitation"].startswith("Mia's 3rd birthday. ")


@given(st.integers(1, 2000), st.integers(1, 2000))
def test_more_guests_never_take_fewer_decorations_or_less_money(a: int, b: int) -> None:
    few, many = (settled({"theme": ["jungle"], "guests": n}) for n in sorted((a, b)))
    for small, large in zip(few["decorations"], many["decorations"], strict=True):
        assert small["quantity"] <= large["quantity"]
    prices = zip(few["offers"][0]["options"], many["offers"][0]["options"], strict=True)
    assert all(small["amount_minor"] <= large["amount_minor"] for small, large in prices)


def test_decorations_are_offered_at_three_prices_the_usual_one_first() -> None:
    (offer,) = settled({"theme": ["jungle"], "guests": 75})["offers"]
    typical, basic, lavish = offer["options"]
    assert offer["need"] == "theme:decorations"
    assert basic["amount_minor"] < typical["amount_minor"] < lavish["amount_minor"]
    assert {option["basis"] for option in offer["options"]} == {"estimate"}


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.name)
def test_the_currency_of_every_city_of_the_sample_is_known(city: City) -> None:
    spoken = (city.name, *city.aliases)
    for name in spoken:
        assert currency.currency({"city": name}) == city.currency


@pytest.mark.parametrize("city", ["Boston", "Austin, TX", "Portland, Maine", "London, Ohio"])
def test_decorations_in_a_city_of_the_us_are_in_dollars_whatever_the_budget(city: str) -> None:
    pounds: Facts = {"city": city, "budget": {"amount": 700, "currency": "GBP", "kind": "max"}}
    assert currency.currency(pounds) == "USD"


def test_a_currency_that_nobody_knows_is_the_budget_s_and_then_dollars() -> None:
    assert currency.currency({"city": "London, Ohio"}) == "USD"
    assert currency.currency({"budget": {"amount": 900, "currency": "GBP", "kind": "max"}}) == "GBP"


def test_activities_for_outdoors_are_questioned_where_it_is_cold() -> None:
    barn: Facts = {"theme": ["rustic barn"], "city": "Boston", "date": "2027-01-16"}
    assert [note for note in settled(barn)["notes"] if "January in Boston" in note]
    for change in ({"setting": "indoors"}, {"date": "2027-06-12"}, {"city": "Miami"}):
        changed: Facts = {**barn, **change}  # type: ignore[typeddict-item]
        assert not [note for note in settled(changed)["notes"] if "Cold" in note]
