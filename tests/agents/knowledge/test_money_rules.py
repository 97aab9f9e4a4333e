"""Budgets split to the last cent; charges and decorations as estimates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents.knowledge import money_rules
from festplan.agents.knowledge.kinds import KINDS, Kind


@given(kind=st.sampled_from(KINDS), hired=st.booleans(), total=st.integers(0, 10**9))
def test_a_split_budget_adds_up_to_the_budget(*, kind: Kind, hired: bool, total: int) -> None:
    assert sum(money_rules.split(kind, hired_venue=hired).values()) == 100
    parts = money_rules.split_minor(total, kind, hired_venue=hired)
    assert sum(parts.values()) == total
    assert all(part >= 0 for part in parts.values())


@pytest.mark.parametrize(
    ("kind", "hired", "category", "percent"),
    [
        ("child", False, "venue", 5),
        ("child", True, "venue", 25),
        ("teen", False, "food", 35),
        ("milestone", True, "food", 35),
        ("milestone", False, "photo", 4),
        ("wedding", True, "venue", 35),
        ("shower", True, "decorations", 15),
        ("graduation", True, "food", 45),
        ("corporate", True, "contingency", 8),
    ],
)
def test_share_of_a_category(
    *,
    kind: Kind,
    hired: bool,
    category: money_rules.Category,
    percent: int,
) -> None:
    assert money_rules.split(kind, hired_venue=hired)[category] == percent


def test_what_whole_percents_leave_over_is_kept_for_the_unforeseen() -> None:
    parts = money_rules.split_minor(150_001, "child", hired_venue=True)
    assert parts["venue"] == 37_500
    assert parts["contingency"] == 12_001


def test_service_and_tax_in_america_are_a_quarter_together() -> None:
    found = money_rules.charges("US")
    assert (found.service_percent + found.tax_percent, found.tip_percent) == (25, 15)
    assert found.rule.estimate


@pytest.mark.parametrize("country", ["GB", "DE", "AU", "xx", ""])
def test_elsewhere_listed_prices_include_tax(country: str) -> None:
    found = money_rules.charges(country)
    assert found.tax_percent == 0
    assert "include tax" in found.note


@pytest.mark.parametrize(
    ("guests", "currency", "scale", "expected"),
    [
        (10, "USD", "simple", 10_000),
        (75, "USD", "simple", 26_500),
        (25, "USD", "typical", 25_000),
        (75, "USD", "typical", 50_000),
        (75, "USD", "lavish", 92_000),
        (25, "GBP", "typical", 20_000),
        (25, "JPY", "typical", 30_000),
        (25, "XXX", "typical", None),
    ],
)
def test_what_decorations_cost(
    guests: int, currency: str, scale: money_rules.Scale, expected: int | None
) -> None:
    assert money_rules.decorations_minor(guests, currency, scale) == expected


@given(st.integers(0, 2000))
def test_a_larger_scale_costs_more(guests: int) -> None:
    scales: tuple[money_rules.Scale, ...] = ("simple", "typical", "lavish")
    prices = [money_rules.decorations_minor(guests, "USD", scale) or 0 for scale in scales]
    assert prices == sorted(set(prices))
