"""Numbers that are no count, counts behind their role, flavours that are liked, labels refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.understanding.reading_today import understood

NO_COUNTS = {
    "-5 guests": "-5",
    "\u22125 kids": "-5",
    "guests: -5": "-5",
    "party for -40": "-40",
    "1e400 guests": "1e400",
    "headcount is 2e3": "2e3",
    "0x20 guests": "0x20",
    "budget $1e400": "1e400",
}
"""Text to the number that is asked about."""


@pytest.mark.parametrize("text", NO_COUNTS)
def test_a_negative_number_and_a_power_are_asked_about(text: str) -> None:
    reading = understood(text)
    assert reading.facts == {}
    assert f"What does “{NO_COUNTS[text]}” refer to?" in reading.questions


COUNTS: dict[str, dict[str, Any]] = {
    "40 -50 guests": {"guests_min": 40, "guests_max": 50},
    "guest count - 40": {"guests": 40},
    "guests:-40": {"guests": 40},
    "-20 kids\n-jungle theme": {"kids": 20, "theme": ["jungle"]},
    "kids 20": {"kids": 20},
    "adults 34": {"adults": 34},
    "Children 12, adults 30, jungle theme": {"kids": 12, "adults": 30, "theme": ["jungle"]},
    "guests 50, kids 20": {"guests": 50, "kids": 20},
    "kids 14 and adults 20": {"kids": 14, "adults": 20},
    "Adult is 34 people": {"adults": 34},
    "kids are 12 in number": {"kids": 12},
    "Total is 50 guests": {"guests": 50},
    "20 kids 30 adults": {"kids": 20, "adults": 30},
    "kids 8 and up": {},
    "kids 4, 6 and 9": {},
    "kids 3-5": {},
    "the kids are 6": {},
    "Deposit is 200": {},
    "Mia is 6": {"honoree": "Mia", "age": 6},
}


@pytest.mark.parametrize("text", COUNTS)
def test_a_count_may_stand_behind_its_role_where_it_can_be_no_age(text: str) -> None:
    assert understood(text).facts == COUNTS[text]


SOME: dict[str, dict[str, Any]] = {
    "two guests use a wheelchair": {"access": ["wheelchair"]},
    "wheelchair access for two guests": {"access": ["wheelchair"]},
    "30 people, wheelchair access for 2 people": {"access": ["wheelchair"], "guests": 30},
    "wheelchair access for 40 guests": {"access": ["wheelchair"], "guests": 40},
    "one of us is pregnant": {},
    "three of us don't drink": {"drinks": ["no alcohol"]},
    "25 guests, two guests are deaf": {"guests": 25},
    "two of us are vegetarian": {"diet": {"vegetarian": 2}},
    "there are 12 of us": {"guests": 12},
    "12 of us are coming": {"guests": 12},
    "12 people with wheelchair access": {"access": ["wheelchair"], "guests": 12},
}


@pytest.mark.parametrize("text", SOME)
def test_some_of_the_guests_are_no_head_count(text: str) -> None:
    assert understood(text).facts == SOME[text]


ONLY: dict[str, dict[str, Any]] = {
    "no nuts, vegan only": {"diet": {"nut-free": None, "vegan": None}, "exclude": ["nuts"]},
    "no dj, live music only": {"services": ["live band"], "exclude": ["dj"]},
    "no beer, prosecco only": {"drinks": ["champagne"], "exclude": ["beer"]},
}


@pytest.mark.parametrize("text", ONLY)
def test_what_alone_is_wanted_is_not_refused_with_what_stands_before_it(text: str) -> None:
    assert understood(text).facts == ONLY[text]


LIKED: dict[str, dict[str, Any]] = {
    "We'd love a lemon cake": {"flavours": ["lemon"]},
    "We'd love a strawberry and lemon cake": {"flavours": ["lemon", "strawberry"]},
    "she loves a good coconut sponge": {"flavours": ["coconut"]},
    "We'd love a lemon drizzle cake": {"flavours": ["lemon drizzle"]},
    "We'd love a lemon theme": {"theme": ["lemon"]},
    "We'd love a unicorn cake": {"theme": ["unicorn"]},
    "she loves unicorns": {"theme": ["unicorn"]},
    "he loves dinosaurs and a chocolate cake": {"theme": ["dinosaur"], "flavours": ["chocolate"]},
}


@pytest.mark.parametrize("text", LIKED)
def test_what_is_liked_of_a_cake_is_its_flavour_and_no_theme(text: str) -> None:
    assert understood(text).facts == LIKED[text]


REFUSED: dict[str, dict[str, Any]] = {
    "dj: no": {"exclude": ["dj"]},
    "dj? no": {"exclude": ["dj"]},
    "DJ = none": {"exclude": ["dj"]},
    "photographer: n/a": {"exclude": ["photographer"]},
    "bouncy castle - not this time": {"exclude": ["bounce house"]},
    "clown: no, magician: yes": {"services": ["magician"], "exclude": ["clown"]},
    "Do we need a photographer? No.": {"exclude": ["photographer"]},
    "alcohol: no": {"drinks": ["no alcohol"]},
    "cake: no nuts": {"diet": {"nut-free": None}, "exclude": ["nuts"]},
    "dj: no idea yet": {"services": ["dj"]},
    "dj: yes": {"services": ["dj"]},
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_refusal_behind_a_label_refuses_what_the_label_names(text: str) -> None:
    assert understood(text).facts == REFUSED[text]
