from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from tests.unit.understanding.reading_today import understood

SAME = [
    ["jungle theme", "Jungle theme party", "we'd love a jungle theme", "Jungle-themed please!",
     "theme: jungle", "thinking of a jungle theme"],
    ["75 guests", "seventy-five guests", "We're having 75 guests", "75 people", "guests: 75",
     "headcount is 75"],
    ["chocolate cake", "a chocolate cake please", "We want a choclate cake", "cake: chocolate"],
    ["Need balloon artist", "we need a balloon artist", "balloon artists please",
     "Please add a balloon artist", "balloon twister"],
    ["no nuts", "nut-free please", "please, no nuts", "nut free"],
    ["under $1,500", "max $1500", "Budget: max $1,500", "no more than $1,500",
     "up to 1500 dollars"],
    ["no clowns", "we don't want a clown", "no clown please", "skip the clown"],
    ["buffet for 30 guests", "30 guests, buffet style"],
    ["in Austin", "Austin", "it's in Austin", "somewhere in austin"],
    ["12 June at 3pm", "June 12th, 3 pm", "3pm on the 12th of June"],
    ["vegan options", "vegan options please"],
    ["unicorn and rainbow theme", "rainbow & unicorn theme"],
]  # fmt: skip
NUMBERS = ("{} guests", "{} kids", "budget ${}", "{} vegans", "{} cupcakes", "{} photographers",
           "they turn {}", "{} hours", "party for {}", "{} tables", "cake that serves {}",
           "{} blorps", "add {} more guests", "at most {} kids", "June {}", "at {}pm")  # fmt: skip
DIFFERENT = [
    ("75 guests", "57 guests"),
    ("chocolate", "no chocolate"),
    ("clown", "no clown"),
    ("nuts", "no nuts"),
    ("catering", "no catering"),
    ("balloons", "no balloons"),
    ("blorps", "no blorps"),
    ("kids", "no kids"),
    ("under $1,500", "over $1,500"),
    ("under $1,500", "around $1,500"),
    ("$1,500", "£1,500"),
    ("$1,500", "€1,500"),
    ("$1,500", "$1,500 per person"),
    ("$20 for the cake", "$20 for the dj"),
    ("at most 50 guests", "at least 50 guests"),
    ("at most 50 guests", "50 guests"),
    ("at most 50 kids", "at least 50 kids"),
    ("at most 50 kids", "50 kids"),
    ("40-50 guests", "50 guests"),
    ("40 adults and 12 kids", "12 adults and 40 kids"),
    ("20 kids", "20 adults"),
    ("20 kids", "20 guests"),
    ("vanilla not strawberry", "strawberry not vanilla"),
    ("space theme", "workspace"),
    ("space theme", "event space"),
    ("Paris theme", "party in Paris"),
    ("in Austin", "in Dallas"),
    ("Portland, Maine", "Portland, Oregon"),
    ("indoors", "outdoors"),
    ("buffet", "plated"),
    ("ice cream cake", "ice cream and cake"),
    ("3pm", "3am"),
    ("June 12", "June 21"),
    ("12 June", "12 July"),
    ("Friday", "Saturday"),
    ("in 3 weeks", "in 3 days"),
    ("2 tiers", "2 cupcakes"),
    ("5 vegans", "5 vegetarians"),
    ("nut-free", "peanut-free"),
    ("no bacon", "no pork"),
    ("frozen theme", "princess theme"),
    ("half of the guests don't eat meat", "none of the guests eat meat"),
    ("dj for the kids", "dj for the adults"),
    ("space instead of jungle", "jungle instead of space"),
    ("swap the dj for a band", "swap the band for a dj"),
    ("lunch for 20", "dinner for 20"),
    ("5 more guests", "5 fewer guests"),
    ("cheap venue", "venue"),
    ("we have a venue", "we need a venue"),
    ("pink cake", "blue cake"),
    ("the cake is sorted", "cake"),
    ("open bar until 10pm", "open bar from 10pm"),
    ("dj or band", "dj and no band"),
]


def meaning(text: str) -> tuple[Any, ...]:
    reading = understood(text)
    facts = {k: v for k, v in reading.facts.items() if k not in {"occasion", "honoree", "age"}}
    return facts, reading.residue


def wish(text: str) -> tuple[Any, ...]:
    reading = understood(text)
    return dict(reading.facts), reading.residue, reading.declined


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: texts[0])
def test_the_same_wish_gives_the_same_facts_and_residue(texts: list[str]) -> None:
    assert [meaning(text) for text in texts] == [meaning(texts[0])] * len(texts)


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=lambda text: text)
def test_different_wishes_differ_in_facts_or_residue(one: str, other: str) -> None:
    assert wish(one) != wish(other)


@pytest.mark.parametrize("frame", NUMBERS)
def test_texts_that_differ_in_a_number_differ_in_facts_or_residue(frame: str) -> None:
    for one, other in combinations((3, 5, 7, 9), 2):
        assert meaning_of(frame, one) != meaning_of(frame, other)


def meaning_of(frame: str, number: int) -> tuple[Any, ...]:
    return wish(frame.format(number))


@pytest.mark.parametrize(
    "text", ["40 blorps", "blorp in june", "£", "the 3rd blorp", "not so blorp"]
)
def test_what_no_rule_explains_is_asked_about_or_excluded(text: str) -> None:
    reading = understood(f"party: {text}")
    assert reading.questions or reading.facts
