"""What comes in through the door: texts, facts set by hand, money and head counts."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from babel.numbers import get_currency_precision, list_currencies
from hypothesis import given
from hypothesis import strategies as st

from festplan.domain.corrections import FactRefused, corrected
from festplan.domain.money import EXPONENTS, ceil_div, exponent, minor, percent, share, show
from festplan.domain.people import ages, bracket, headcount, middle_age
from festplan.domain.text import MAX_TEXT, TextRefused, clean

TODAY = date(2026, 11, 22)


@given(st.text(max_size=200))
def test_a_text_that_is_taken_in_is_clean(text: str) -> None:
    try:
        taken = clean(text)
    except TextRefused:
        return
    assert taken == clean(taken)
    assert unicodedata.is_normalized("NFC", taken)
    assert taken.encode()
    assert not any(unicodedata.bidirectional(c) in {"LRO", "RLO", "RLE", "LRE"} for c in taken)
    assert "\x00" not in taken


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\u202e", "\ud800", "a" * (MAX_TEXT + 1)])
def test_what_cannot_be_taken_in_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean(text)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("guests", "75", 75),
        ("guests", 1_000, 1000),
        ("kids", "0", 0),
        ("theme", "Space, jungle", ["jungle", "space"]),
        ("city", " Austin ", "Austin"),
        ("date", "2027-06-12", "2027-06-12"),
        ("time", "18:00", "18:00"),
        ("kids_ages", "13-17", "13-17"),
        ("duration_hours", "2.5", 2.5),
        ("duration_hours", "3.0", 3),
        ("budget", "$1,500", {"amount": 1500, "currency": "USD", "kind": "max"}),
        ("budget", "99.50 EUR", {"amount": 99.5, "currency": "EUR", "kind": "max"}),
        ("diet", "5 vegan, nut-free", {"vegan": 5, "nut-free": None}),
        ("diet", '{"vegan": 5}', {"vegan": 5}),
        ("cake_form", {"kind": "tiered", "tiers": "3"}, {"kind": "tiered", "tiers": 3}),
    ],
)
def test_a_fact_set_by_hand_takes_the_form_of_the_fact(
    fact: str, value: Any, expected: Any
) -> None:
    assert corrected(fact, value, TODAY) == expected


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("guests", "-5"),
        ("guests", "0"),
        ("guests", "many"),
        ("guests", True),
        ("guests", "9" * 30),
        ("age", "400"),
        ("theme", ""),
        ("date", "tomorrow"),
        ("date", "1066-10-14"),
        ("time", "25:00"),
        ("setting", "underwater"),
        ("kids_ages", "teens"),
        ("kids_ages", "9-3"),
        ("duration_hours", "nan"),
        ("duration_hours", "1e9"),
        ("budget", "lots"),
        ("budget", "-5"),
        ("budget", {"amount": "1e400"}),
        ("diet", "{broken"),
        ("diet", []),
        ("diet", [1]),
        ("cake_form", {"kind": ""}),
        ("cake_form", 7.5),
        ("nonsense", "x"),
        ("city", "\ud800"),
    ],
)
def test_a_value_that_a_fact_cannot_have_is_refused(fact: str, value: Any) -> None:
    with pytest.raises(FactRefused) as refused:
        corrected(fact, value, TODAY)
    assert "\n" not in str(refused.value)


@given(
    st.sampled_from(["guests", "theme", "date", "budget", "diet", "cake_form", "duration_hours"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part),
        max_leaves=5,
    ),
)
def test_any_value_is_taken_or_refused(fact: str, value: Any) -> None:
    with suppress(FactRefused):
        corrected(fact, value, TODAY)


def test_currencies_have_the_digits_that_unicode_gives_them() -> None:
    wrong = {c for c in list_currencies() if c in EXPONENTS and exponent(c) != _digits(c)}
    assert wrong == set()
    assert exponent("USD") == 2


def _digits(currency: str) -> int:
    return int(get_currency_precision(currency))


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [(1500, "USD", 150000), ("12.345", "USD", 1235), (12.5, "EUR", 1250), (500, "JPY", 500)],
)
def test_money_becomes_minor_units(amount: Any, currency: str, expected: int) -> None:
    assert minor(amount, currency) == expected


def test_money_is_shown_as_a_host_writes_it() -> None:
    assert [show(150000, "USD"), show(1250, "EUR"), show(-50, "GBP"), show(5, "JPY")] == [
        "$1,500",
        "€12.50",
        "-£0.50",
        "JPY 5",
    ]


def test_rounding_is_said_once() -> None:
    assert (percent(999, 10), ceil_div(7, 3), share(2, 3), share(1, 0)) == (100, 3, 66, 0)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"guests": 75, "kids": 20}, (75, 55, 20, 75, True)),
        ({"adults": 40, "kids": 12}, (52, 40, 12, 52, True)),
        ({"kids": 20}, (20, 0, 20, 20, True)),
        ({"guests_min": 40, "guests_max": 50}, (50, 50, 0, 50, True)),
        ({"guests": 30, "guests_max": 50}, (30, 30, 0, 50, True)),
        ({}, (20, 20, 0, 20, False)),
        ({"guests": 10, "kids": 20}, (20, 0, 20, 20, True)),
    ],
)
def test_adults_and_children_are_counted_apart(facts: Any, expected: tuple[Any, ...]) -> None:
    count = headcount(facts)
    assert (count.guests, count.adults, count.kids, count.largest, count.said) == expected


@pytest.mark.parametrize(
    ("said", "span", "middle"),
    [("13-19", (13, 19), 16), ("4-6", (4, 6), 5), ("9-3", None, None), ("teens", None, None)],
)
def test_ages_are_the_youngest_and_the_oldest(said: str, span: Any, middle: Any) -> None:
    assert (ages(said), middle_age(said)) == (span, middle)


@given(st.integers(1, 20_000))
def test_a_bracket_holds_its_count_and_touches_its_neighbours(count: int) -> None:
    low, high = bracket(count)
    assert low <= count <= high
    assert bracket(high + 1)[0] == high + 1
    assert bracket(low) == bracket(high) == (low, high)
