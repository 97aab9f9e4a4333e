"""Who is hired, how a room fits, what is bought, which kind of party it is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents.knowledge import shopping, space, staff
from festplan.agents.knowledge.kinds import KINDS, Kind, for_children, kind
from festplan.domain.vocabulary import OCCASIONS, SERVICES


@pytest.mark.parametrize(
    ("service", "kids", "guests", "hours", "count"),
    [
        ("balloon artist", 40, 75, 2, 1),
        ("face painter", 40, 75, 2, 2),
        ("face painter", 20, 75, 2, 1),
        ("face painter", 0, 75, 3, 3),
        ("balloon artist", 41, 75, 2, 2),
        ("waiter", 0, 75, 4, 5),
        ("bartender", 0, 75, 4, 2),
        ("magician", 40, 75, 2, 1),
        ("dj", 0, 500, 4, 1),
        ("face painter", 0, 0, 2, 1),
    ],
)
def test_how_many_to_hire(service: str, kids: int, guests: int, hours: float, count: int) -> None:
    assert staff.how_many(service, kids=kids, guests=guests, hours=hours).count == count


@given(
    st.sampled_from(sorted(set(SERVICES.values()))),
    st.integers(0, 200),
    st.integers(0, 500),
    st.floats(0.5, 12),
    st.none() | st.integers(0, 90),
)
def test_hired_artists_always_reach_everyone(
    service: str, kids: int, guests: int, hours: float, age: int | None
) -> None:
    found = staff.how_many(service, kids=kids, guests=guests, hours=hours, age=age)
    assert found.count >= 1
    assert found.reason
    if service in staff.RATES:
        rate = staff.RATES[service][0]
        assert found.count * rate * round(hours * 60) >= (kids or guests) * 60


@pytest.mark.parametrize(
    ("age", "kids", "adults"),
    [
        (1, 9, 3),
        (3, 10, 2),
        (5, 11, 3),
        (6, 16, 2),
        (8, 17, 3),
        (9, 24, 2),
        (14, 25, 3),
        (16, 30, 2),
        (None, 20, 3),
    ],
)
def test_supervisors(age: int | None, kids: int, adults: int) -> None:
    assert staff.supervisors(age, kids) == adults


@pytest.mark.parametrize(
    ("service", "age", "warned"),
    [
        ("balloon artist", 2, True),
        ("balloon artist", 3, False),
        ("balloon artist", None, False),
        ("magician", 3, True),
        ("photographer", 1, False),
        ("casino tables", 16, True),
    ],
)
def test_a_host_is_warned_when_the_child_is_too_young(
    *,
    service: str,
    age: int | None,
    warned: bool,
) -> None:
    assert bool(staff.how_many(service, kids=10, guests=20, age=age).warning) is warned


def test_services_with_rules_are_published_services() -> None:
    ruled = staff.RATES.keys() | staff.GUESTS_FOR_ONE.keys() | staff.LEAST_AGE.keys()
    assert ruled <= set(SERVICES.values())


@pytest.mark.parametrize(
    ("text", "age", "suits"),
    [
        ("green balloon garland", 2, False),
        ("green balloon garland", 3, True),
        ("bubbles", 1, True),
        ("gold-coin hunt", 2, False),
        ("glow bracelet", None, True),
    ],
)
def test_ideas_that_suit_the_youngest(*, text: str, age: int | None, suits: bool) -> None:
    assert staff.suits_age(text, age) is suits


@pytest.mark.parametrize(("age", "holds"), [(5, 6), (8, 6), (9, 5), (12, 5), (13, 4), (None, 6)])
def test_children_at_once_in_a_bounce_house(age: int | None, holds: int) -> None:
    assert staff.bounce_house_holds(age) == holds


@pytest.mark.parametrize(
    ("guests", "capacity", "feel", "percent"),
    [
        (75, 75, "tight", 100),
        (76, 75, "too small", 102),
        (90, 100, "ok", 90),
        (91, 100, "tight", 91),
        (40, 100, "ok", 40),
        (39, 100, "empty", 39),
        (75, 100, "ok", 75),
    ],
)
def test_fit_of_a_room(guests: int, capacity: int, feel: space.Feel, percent: int) -> None:
    found = space.fit(guests, capacity)
    assert (found.feel, found.percent) == (feel, percent)


@given(st.integers(1, 2000))
def test_a_comfortable_room_is_the_smallest_that_is_not_tight(guests: int) -> None:
    capacity = space.comfortable_capacity(guests)
    assert space.fit(guests, capacity).feel == "ok"
    assert space.fit(guests, capacity - 1).feel in {"tight", "too small"}


def test_supplies_for_seventy_five_guests_over_four_hours() -> None:
    found = shopping.supplies(75, kids=20, hours=4, has={"balloons", "cake", "favours"})
    assert {line.item: (line.amount, line.packs) for line in found} == {
        "plates": (83, 4),
        "cups": (600, 12),
        "napkins": (225, 5),
        "forks and knives": (83, 4),
        "trash bags": (4, 1),
        "dessert plates": (83, 4),
        "ice": (68_025, 16),
        "latex balloons": (225, 5),
        "tablecloths": (10, 0),
        "party bags": (20, 0),
    }


@pytest.mark.parametrize(
    ("age", "exclude", "expected"),
    [(None, [], True), (6, [], True), (2, [], False), (6, ["balloons"], False)],
)
def test_balloons_only_from_three_years_and_never_against_a_wish(
    *,
    age: int | None,
    exclude: list[str],
    expected: bool,
) -> None:
    found = shopping.supplies(30, has={"balloons"}, exclude=exclude, age=age)
    assert any(line.item == "latex balloons" for line in found) is expected


def test_nobody_needs_nothing() -> None:
    assert shopping.supplies(0, has={"balloons", "cake"}) == []


@pytest.mark.parametrize(
    ("occasion", "age", "words", "kids", "guests", "expected"),
    [
        ("birthday", 1, [], 0, 0, "child-1-2"),
        ("birthday", 6, [], 0, 0, "child"),
        ("birthday", 12, [], 0, 0, "child"),
        (None, 16, [], 0, 0, "teen"),
        ("birthday", 40, [], 0, 0, "milestone"),
        ("sweet sixteen", None, [], 0, 0, "teen"),
        ("quinceanera", 15, [], 0, 0, "milestone"),
        ("memorial", 80, [], 0, 0, "memorial"),
        ("wedding", 30, [], 0, 0, "wedding"),
        ("baby shower", None, [], 0, 0, "shower"),
        (None, None, ["baby shower"], 0, 0, "shower"),
        ("office party", None, ["jungle"], 0, 0, "corporate"),
        ("graduation", 18, [], 0, 0, "graduation"),
        ("birthday", None, ["wedding"], 0, 0, "milestone"),
        (None, None, ["jungle"], 20, 75, "milestone"),
        (None, None, ["jungle"], 40, 75, "child"),
        ("anniversary", None, [], 0, 0, "milestone"),
        (None, None, [], 0, 0, "milestone"),
    ],
)
def test_kind_of_party(
    occasion: str | None, age: int | None, words: list[str], kids: int, guests: int, expected: Kind
) -> None:
    assert kind(occasion, age, words, kids=kids, guests=guests) == expected


@given(
    st.none() | st.sampled_from(sorted(set(OCCASIONS.values()))), st.none() | st.integers(0, 100)
)
def test_every_occasion_and_age_has_a_kind(occasion: str | None, age: int | None) -> None:
    assert kind(occasion, age) in KINDS


def test_children_are_who_is_below_eighteen() -> None:
    assert [party for party in KINDS if for_children(party)] == [
        *("child-1-2", "child", "teen", "sleepover")
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"words": ["slumber party"], "kids": 8, "guests": 8}, "sleepover"),
        ({"words": ["slumber party"], "age": 14, "occasion": "birthday"}, "sleepover"),
        ({"words": ["slumber party"], "age": 30, "occasion": "birthday"}, "milestone"),
        ({"words": ["slumber party"], "occasion": "bachelorette", "guests": 9}, "milestone"),
        ({"occasion": "farewell", "guests": 25}, "gathering"),
        ({"occasion": "block party", "guests": 90, "kids": 35}, "gathering"),
        ({"kids": 30, "guests": 30, "kids_age": 16}, "teen"),
        ({"kids": 12, "guests": 14, "kids_age": 2}, "child-1-2"),
        ({"kids": 12, "guests": 14}, "child"),
    ],
)
def test_a_party_is_of_the_kind_that_its_words_and_guests_make_it(
    said: dict[str, Any], expected: str
) -> None:
    assert kind(**said) == expected
