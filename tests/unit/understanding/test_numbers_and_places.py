"""Numbers that are the party's and numbers that are not; places, and words that only look so."""

from __future__ import annotations

from typing import Any

import pytest

from festplan.understanding import phrases
from tests.unit.understanding.reading_today import understood

SAID: dict[str, dict[str, Any]] = {
    "budget is 2000, no wait, 2500": {"budget": 2500},
    "40 guests, sorry, 45 guests": {"guests": 45},
    "forty people no wait forty-five": {"guests": 45},
    "headcount went from 220 to 185 guests": {"guests": 185},
    "dinner party, Saturday no Sunday": {"date": "2026-11-29"},
    "party of 15 years of my daughter": {"age": 15},
    "vegan 9, vegetarian 22, halal 14": {"diet": {"vegan": 9, "vegetarian": 22, "halal": 14}},
    "two of the kids coming are vegetarian": {"diet": {"vegetarian": 2}, "kids": None},
    "one bloke who's halal and 3 vegans": {"diet": {"halal": 1, "vegan": 3}},
    "need at least 150 through the door": {"guests_min": 150},
    "cake of three floors": {"cake_form": {"kind": "tiered", "tiers": 3}},
    "cake: lemon, feeds 80": {"guests": None},
    "two ladies to serve the tea": {"guests": None},
    "mehendi artist required, 2 nos.": {"guests": None},
    "about 80 nos. for lunch": {"guests": 80},
    "we raise $5,000 for the shelter at the gala": {"budget": None},
    "not above £250 for the photographer": {"budget": 250},
    "I do not want to spend more than six hundred dollars": {"budget": 600},
    "budget R$ 4.000": {"budget": 4000},
    "under 4.000,00 € for the party": {"budget": 4000},
    "20 to 30 thousand zł for the wedding": {"budget": 30000},
    "2.5L max for the sangeet": {"budget": 250000},
    "a band for the whole night": {"time": None},
    "party on Saturday evening at 7": {"time": "19:00"},
    "the party is at 20 o'clock": {"time": "20:00"},
    "dj from 9 to 1am": {"time": "21:00", "duration_hours": 4},
    "party on sunday morning, 10-12 in the morning": {"time": "10:00", "duration_hours": 2},
    "wedding on the 14. of May 2027": {"date": "2027-05-14"},
    "first birthday, 2027.03.20": {"date": "2027-03-20"},
    "the party is two weeks today": {"date": "2026-12-06"},
    "june 12 is out, party on june 19": {"date": "2027-06-19"},
    "party outdoors, pray for sun": {"date": None},
    "Mama's turnin' 75": {"age": 75},
}
"""Text to facts; None where the fact must not be stated."""


@pytest.mark.parametrize("text", SAID)
def test_a_number_is_read_as_it_is_meant(text: str) -> None:
    facts: dict[str, Any] = dict(understood(text).facts)
    if isinstance(facts.get("budget"), dict):
        facts["budget"] = facts["budget"]["amount"]
    assert {name: facts.get(name) for name in SAID[text]} == SAID[text]


PLACES = {
    "bowling alley in lakewood colorado": ("Lakewood, Colorado", None),
    "we live in paderborn and want a hall": ("Paderborn", None),
    "a hall in manchestr": ("Manchester", None),
    "near austin tx": ("Austin, Texas", None),
    "Perth, WA": ("Perth, Western Australia", None),
    "KL rooftop": ("Kuala Lumpur", None),
    "check York pubs": ("York", None),
    "Goa wedding, 150 guests": ("Goa", None),
    "party in São Paulo": ("São Paulo", None),
    "tea room in Richmond, Virginia": ("Richmond, Virginia", None),
    "Somewhere in Shoreditch, London": ("London", "Shoreditch"),
    "a loft in Bushwick, Brooklyn": ("Brooklyn", "Bushwick"),
    "restaurant in gangnam": (None, "Gangnam"),
    "orange balloons and golden decor": (None, None),
    "Nancy's 60th birthday": (None, None),
    "baby shower for Denise in Accounting": (None, None),
    "a nice reading corner and a mobile bar": (None, None),
    "my daughter Brooklyn turns 6": (None, None),
}
"""Text to city and area."""


@pytest.mark.parametrize("text", PLACES)
def test_a_place_is_a_city_an_area_or_none(text: str) -> None:
    facts = understood(text).facts
    assert (facts.get("city"), facts.get("area")) == PLACES[text]


def test_a_name_is_no_slip_of_a_drink() -> None:
    assert "margarita" not in str(understood("my sister margaret brings drinks").document())


def test_every_number_is_the_same_word_to_the_phrases() -> None:
    assert phrases.places("book 2 seats") == phrases.places("book 350 seats")
    assert phrases.places("book 2 seats") != phrases.places("2 book seats")
    assert phrases.places("word " * 5000) == phrases.places("word " * phrases.MOST)
