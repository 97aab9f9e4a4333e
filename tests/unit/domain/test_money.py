"""Money is rounded in one place: up where it is ours, and parts add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.domain.money import apportion, microdollars, show_dollars, times

AMOUNTS = st.integers(0, 10**15)


@given(AMOUNTS)
def test_a_begun_microdollar_is_a_whole_one(picodollars: int) -> None:
    found = microdollars(picodollars)
    assert (found - 1) * 1_000_000 < picodollars <= found * 1_000_000


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=6))
def test_parts_add_up_and_none_is_a_unit_off(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    whole = sum(weights)
    assert sum(parts) == (total if whole else 0)
    for part, weight in zip(parts, weights, strict=True):
        assert not whole or abs(part * whole - total * weight) < whole


@pytest.mark.parametrize(
    ("amount", "full", "cents"),
    [
        (0, "$0.000000", "$0.00"),
        (618, "$0.000618", "$0.01"),
        (3163, "$0.003163", "$0.01"),
        (316_300_000, "$316.300000", "$316.30"),
        (474_450_000, "$474.450000", "$474.45"),
        (1_234_560_001, "$1,234.560001", "$1,234.57"),
    ],
)
def test_dollars_are_shown_in_full_or_in_cents_begun(amount: int, full: str, cents: str) -> None:
    assert (show_dollars(amount), show_dollars(amount, cents=True)) == (full, cents)


def test_a_factor_rounds_up() -> None:
    assert times(3, Decimal("1.5")) == 5
    assert times(316_300_000, Decimal("1.5")) == 474_450_000
