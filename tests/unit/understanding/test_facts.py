from __future__ import annotations

from typing import Any

import pytest

from tests.unit.understanding.reading_today import understood

HEADS: dict[str, dict[str, Any]] = {
    "75 guests": {"guests": 75},
    "red and white wine": {"drinks": ["wine"]},
    "20 kids": {"kids": 20},
    "75 guests, 20 of them kids": {"guests": 75, "kids": 20},
    "80 plus my wife and me": {"guests": 82},
    "40 adults and a dozen kids": {"adults": 40, "kids": 12},
    "20 boys and 15 girls": {"kids": 35},
    "100 guests, 30 of which are children": {"guests": 100, "kids": 30},
    "12 of the 30 guests are children": {"guests": 30, "kids": 12},
    "twelve couples": {"guests": 24},
    "headcount = 63": {"guests": 63},
    "forty to fifty people": {"guests_min": 40, "guests_max": 50},
    "a hundred at most": {"guests_max": 100},
    "at least 30 guests": {"guests_min": 30},
    "make it 90 guests instead of 75": {"guests": 90},
    "just the two of us": {"guests": 2},
    "we will be 110, not 85": {"guests": 110},
    "1,200 guests": {"guests": 1200},
    "25 colleagues": {"guests": 25},
    "the hall holds 70 max": {"guests_max": 70, "venue_kind": ["hall"]},
    "not more than 30 kids": {},
    "30 teenagers": {"kids": 30, "kids_ages": "13-19"},
    "120 guests, 40 of them teens": {"guests": 120, "kids": 40, "kids_ages": "13-19"},
    "8 adults and 3 toddlers": {"adults": 8, "kids": 3, "kids_ages": "1-3"},
    "12 kids ages 4 to 6": {"kids": 12, "kids_ages": "4-6"},
    "10 toddlers and 12 teens": {"kids": 22, "kids_ages": "1-19"},
    "20 guests, my teenagers will help": {"guests": 20},
}
AGES: dict[str, dict[str, Any]] = {
    "Mia's 6th birthday": {"honoree": "Mia", "age": 6, "occasion": "birthday"},
    "mia turns six": {"honoree": "Mia", "age": 6},
    "sweet sixteen for Jasmine": {"age": 16, "honoree": "Jasmine", "occasion": "sweet sixteen"},
    "my daughter Lily is turning 5": {"honoree": "Lily", "age": 5},
    "she will be 30": {"age": 30},
    "retirement dinner for Prof. Grace Hall": {
        "honoree": "Prof. Grace Hall",
        "occasion": "retirement",
    },
    "for Dr. Ahmed's 50th birthday": {
        "honoree": "Dr. Ahmed",
        "age": 50,
        "occasion": "birthday",
    },
    "Olivia's baby shower": {"honoree": "Olivia", "occasion": "baby shower"},
    "our 40th wedding anniversary": {"occasion": "anniversary"},
    "22 five year olds": {"kids": 22, "age": 5},
}
MONEY: dict[str, Any] = {
    "under $1,500": {"amount": 1500, "currency": "USD", "kind": "max"},
    "over $1,500": {"amount": 1500, "currency": "USD", "kind": "min"},
    "around 2000 euros": {"amount": 2000, "currency": "EUR", "kind": "approx"},
    "KES 200000": {"amount": 200_000, "currency": "KES", "kind": "max"},
    "1.5k": {"amount": 1500, "currency": None, "kind": "max"},
    "half a grand": {"amount": 500, "currency": None, "kind": "max"},
    "fifteen hundred bucks": {"amount": 1500, "currency": "USD", "kind": "max"},
    "5 lakh": {"amount": 500_000, "currency": None, "kind": "max"},
    "£20 a head": {"amount": 20, "currency": "GBP", "kind": "max", "per_person": True},
    "$400 for the dj": {"amount": 400, "currency": "USD", "kind": "max", "for": "dj"},
    "$3-4k": {"amount": 4000, "min": 3000, "currency": "USD", "kind": "range"},
    "€2.500": {"amount": 2500, "currency": "EUR", "kind": "max"},
    "$1,500 total, $200 cake": [
        {"amount": 1500, "currency": "USD", "kind": "max"},
        {"amount": 200, "currency": "USD", "kind": "max", "for": "cake"},
    ],
    "$400 of the $1000 is for the band": [
        {"amount": 400, "currency": "USD", "kind": "max", "for": "live band"},
        {"amount": 1000, "currency": "USD", "kind": "max"},
    ],
}
FOOD: dict[str, dict[str, Any]] = {
    "5 vegans": {"diet": {"vegan": 5}},
    "no nuts": {"diet": {"nut-free": None}, "exclude": ["nuts"]},
    "nut-free": {"diet": {"nut-free": None}, "exclude": ["nuts"]},
    "two of the kids are coeliac": {"diet": {"gluten-free": 2}},
    "one guest is allergic to shellfish": {"diet": {"shellfish-free": 1}, "exclude": ["shellfish"]},
    "8 veggie, 2 kosher": {"diet": {"vegetarian": 8, "kosher": 2}},
    "2 vegan cakes": {"diet": {"vegan": None}},
    "chocolate cake, no nuts": {
        "flavours": ["chocolate"],
        "diet": {"nut-free": None},
        "exclude": ["nuts"],
    },
    "choclate cake": {"flavours": ["chocolate"]},
    "vanilla not strawberry": {"flavours": ["vanilla"], "exclude": ["strawberry"]},
    "three-tier lemon cake": {
        "flavours": ["lemon"],
        "cake_form": {"kind": "tiered", "tiers": 3},
    },
    "24 cupcakes": {"cake_form": {"kind": "cupcakes", "count": 24}},
    "ice cream cake": {"cake_form": {"kind": "ice cream"}},
    "ice cream and cake": {"cuisine": ["ice cream"]},
    "taco bar, buffet style": {"cuisine": ["tacos"], "service_style": "buffet"},
    "no booze": {"drinks": ["no alcohol"]},
    "open bar and champagne": {"drinks": ["champagne", "open bar"]},
}
PLACES: dict[str, dict[str, Any]] = {
    "in Austin": {"city": "Austin"},
    "Portland, Maine": {"city": "Portland, Maine"},
    "Toronto, ON": {"city": "Toronto, Ontario"},
    "NYC rooftop": {"city": "New York", "venue_kind": ["rooftop"]},
    "Paris theme": {"theme": ["paris"]},
    "party in Paris": {"city": "Paris"},
    "Austin's birthday is in Austin": {
        "honoree": "Austin",
        "occasion": "birthday",
        "city": "Austin",
    },
    "nice, that works for reading": {},
    "outdoors with parking and wheelchair access": {
        "setting": "outdoors",
        "access": ["parking", "wheelchair"],
    },
    "event space for 80": {"venue_kind": ["event space"], "guests": 80},
    "a winery outside Lisbon": {"venue_kind": ["winery"], "city": "Lisbon", "area": "outside"},
    "not outdoors": {"exclude": ["outdoors"]},
}
STYLE: dict[str, dict[str, Any]] = {
    "space theme": {"theme": ["space"]},
    "workspace": {},
    "rainbow and unicorn theme": {"theme": ["rainbow", "unicorn"]},
    "narwhal theme": {"theme": ["narwhal"]},
    "theme: lighthouse keepers": {"theme": ["lighthouse keepers"]},
    "blue and gold decorations": {"theme": ["blue", "gold"]},
    "no plastic, straws or balloons": {"exclude": ["balloons", "plastic", "straw"]},
    "nothing too fancy": {"exclude": ["fancy"]},
}
HIRED: dict[str, dict[str, Any]] = {
    "Need balloon artist": {"services": ["balloon artist"]},
    "bouncy castle + face painting": {"services": ["bounce house", "face painter"]},
    "photograper": {"services": ["photographer"]},
    "no clowns": {"exclude": ["clown"]},
    "a dj and a magician but no clown": {"services": ["dj", "magician"], "exclude": ["clown"]},
    "replace the dj with a live band": {"services": ["live band"], "exclude": ["dj"]},
}
DENIED: dict[str, dict[str, Any]] = {
    "remove the jungle theme": {"exclude": ["jungle"]},
    "no chocolate cake": {"exclude": ["chocolate"]},
    "not too sweet cake": {"exclude": ["sweet"]},
    "clowns are a no": {"exclude": ["clown"]},
    "my friend is a photographer so skip that": {"exclude": ["photographer"]},
    "scratch the sushi, do tacos": {"cuisine": ["tacos"], "exclude": ["sushi"]},
    "not on a friday": {"exclude": ["friday"]},
    "we dont want clowns": {"exclude": ["clown"]},
    "not vegan": {"exclude": ["vegan"]},
    "it's $600 not $500": {"budget": {"amount": 600, "currency": "USD", "kind": "max"}},
    "60 guests, not 50": {"guests": 60},
    "not a restaurant, a park": {"venue_kind": ["park"], "exclude": ["restaurant"]},
    "no loud music": {"exclude": ["loud music"]},
    "avoid pork and shellfish": {
        "diet": {"shellfish-free": None},
        "exclude": ["pork", "shellfish"],
    },
    "the dj is booked": {},
    "no worries about the dj": {"services": ["dj"]},
}
ALL = {**HEADS, **AGES, **FOOD, **PLACES, **STYLE, **HIRED, **DENIED}


@pytest.mark.parametrize("text", ALL)
def test_a_text_states_exactly_these_facts(text: str) -> None:
    assert dict(understood(text).facts) == ALL[text]


@pytest.mark.parametrize("text", MONEY)
def test_money_is_read_with_currency_comparator_and_purpose(text: str) -> None:
    assert understood(text).facts["budget"] == MONEY[text]


def test_a_dollar_is_that_of_the_hosts_country() -> None:
    budget = understood("$500", locale="en_CA").facts["budget"]
    assert isinstance(budget, dict)
    assert budget["currency"] == "CAD"


def test_the_callers_aliases_name_cities() -> None:
    assert understood("a hall in atx").facts["city"] == "Austin"


def test_spans_lie_where_the_fact_was_said() -> None:
    text = "Choclate cake for thirty-two guests, no nutts"
    spans = {span.fact: text[span.start : span.end] for span in understood(text).spans}
    assert spans["flavours"] == "Choclate"
    assert spans["guests"] == "thirty-two guests"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("There'll be between 20 and 25 of us", 20, 25),
        ("somewhere between 30 & 40 guests", 30, 40),
        ("between 80 and 100 will come", 80, 100),
    ],
)
def test_between_two_numbers_is_a_range_and_no_sum(text: str, low: int, high: int) -> None:
    facts = understood(text).facts
    assert (facts.get("guests_min"), facts.get("guests_max")) == (low, high)
    assert "guests" not in facts
