from __future__ import annotations

import pytest

from tests.unit.understanding.reading_today import understood

ABOUT = {
    "jungle theme": ("theme",),
    "75 guests": ("venue", "catering"),
    "chocolate cake": ("cake",),
    "Need balloon artist": ("vendor",),
    "jungle theme for Mia's 6th birthday": ("theme", "planner"),
    "chocolate cake, no nuts": ("cake", "catering"),
    "birthday cake": ("cake",),
    "wedding cake with roses": ("cake",),
    "pink princess castle cake": ("cake",),
    "5 vegans": ("catering",),
    "in Austin": ("venue",),
    "where can we hold it?": ("venue",),
    "$2,000": ("budget",),
    "Sat 12 June": ("planner",),
    "make me a checklist": ("planner",),
    "pink and gold balloons": ("theme",),
    "no clowns": ("vendor",),
    "what is the capital of Peru": ("out_of_domain",),
    "can you fix my printer": ("out_of_domain",),
    "is it going to rain in Chicago tomorrow?": ("out_of_domain",),
    "": ("out_of_domain",),
    "under $1,500, Austin, Sat 12 June": ("venue", "budget", "planner"),
}
DECLINED = {
    "no catering at all": ("catering",),
    "we don't need a caterer": ("catering",),
    "drop the cake": ("cake",),
    "we already booked the venue": ("venue",),
    "food is covered": ("catering",),
    "no theme": ("theme",),
    "theme: none": ("theme",),
    "cake - no thanks": ("cake",),
    "catering: none": ("catering",),
    "venue: booked": ("venue",),
}


@pytest.mark.parametrize("text", ABOUT)
def test_a_text_is_about_exactly_these_categories(text: str) -> None:
    assert understood(text).categories == ABOUT[text]


@pytest.mark.parametrize("text", DECLINED)
def test_a_whole_category_can_be_switched_off(text: str) -> None:
    reading = understood(text)
    assert reading.declined == reading.categories == DECLINED[text]
    assert reading.wishes == ()


@pytest.mark.parametrize("text", ["no clowns", "no nuts", "no alcohol", "not outdoors", "no pizza"])
def test_a_negation_constrains_and_never_wishes(text: str) -> None:
    reading = understood(text)
    assert reading.categories
    assert reading.wishes == reading.declined == ()


def test_a_positive_wish_beside_a_negation_stands() -> None:
    reading = understood("chocolate cake, no nuts")
    assert reading.wishes == ("cake",)


def test_cupcakes_in_place_of_a_cake_are_wished_for() -> None:
    reading = understood("no cake, cupcakes instead")
    assert reading.facts == {"cake_form": {"kind": "cupcakes"}}
    assert (reading.wishes, reading.declined) == (("cake",), ())


@pytest.mark.parametrize(
    "text", ["a jazz trio if there is money left", "a jazz trio, budget permitting"]
)
def test_what_is_wanted_only_when_affordable_leaves_no_words_over(text: str) -> None:
    reading = understood(text)
    assert reading.facts == {"services": ["jazz band"]}
    assert reading.residue == ""


def test_space_that_is_room_is_no_theme() -> None:
    reading = understood("a hall with enough space instead of a garden")
    assert "theme" not in reading.facts


@pytest.mark.parametrize(
    "text",
    [
        "a space theme instead",
        "change the theme to space",
        "space theme instead of jungle",
        "space instead of jungle",
        "space rather than dinosaurs",
    ],
)
def test_a_new_theme_takes_the_place_of_the_old(text: str) -> None:
    reading = understood(text)
    assert reading.facts["theme"] == ["space"]
    assert reading.replaces == ("theme",)
    assert "exclude" not in reading.facts


def test_every_category_has_a_score() -> None:
    reading = understood("jungle theme, 75 guests, $500, Friday")
    assert set(reading.scores) == set(reading.categories)
    assert all(0 < score <= 1 for score in reading.scores.values())
