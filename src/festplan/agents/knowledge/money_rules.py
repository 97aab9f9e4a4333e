"""Money around a party: charges by country, how a budget is split, what decorations cost.

Every figure here is an estimate that a host can change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from festplan.agents.knowledge.kinds import Kind, for_children, lead_kind
from festplan.agents.knowledge.quantity import OWN, Rule
from festplan.domain.money import exponent

Category = Literal[
    "venue", "food", "cake", "entertainment", "decorations", "photo", "favours", "contingency"
]
CATEGORIES: tuple[Category, ...] = (
    "venue",
    "food",
    "cake",
    "entertainment",
    "decorations",
    "photo",
    "favours",
    "contingency",
)
Scale = Literal["simple", "typical", "lavish"]


@dataclass(frozen=True, slots=True)
class Charges:
    """Percent that come on top of listed prices; always shown as an estimate.

    Service and tax fall on food, drink and rentals; the tip on people who are hired.
    """

    service_percent: int
    tax_percent: int
    tip_percent: int
    note: str
    rule: Rule


# Service and tax of 25 % together are kahnscatering.com A, the tip of 15 % (10-20)
# givehowmuch.com C; how the 25 divide, and all other countries, are our own.
_VARIES, _INCLUDED = "tax varies by place", "listed prices usually include tax"
_CHARGES = {
    "US": Charges(18, 7, 15, _VARIES, Rule("kahnscatering.com, givehowmuch.com", "C")),
    "CA": Charges(18, 13, 15, _VARIES, OWN),
    "GB": Charges(12, 0, 10, _INCLUDED, OWN),
    "IE": Charges(12, 0, 10, _INCLUDED, OWN),
    "AU": Charges(0, 0, 0, _INCLUDED, OWN),
    "NZ": Charges(0, 0, 0, _INCLUDED, OWN),
    "JP": Charges(10, 10, 0, _VARIES, OWN),
}
_ELSEWHERE = Charges(0, 0, 10, _INCLUDED, OWN)

# Percent of the budget, chosen by us inside the ranges of partypilot.co, partygeniusai.com,
# thebelvedereprovo.com, eventsoncitrus.com.au and a 2022 wedding study, all B.
_SPLIT: Mapping[str, tuple[int, ...]] = {
    "child, home or park": (5, 35, 12, 18, 13, 0, 9, 8),
    "child, hired venue": (25, 25, 10, 15, 10, 0, 7, 8),
    "milestone": (25, 35, 5, 13, 10, 4, 1, 7),
    "shower": (20, 35, 8, 7, 15, 3, 5, 7),
    "graduation": (15, 45, 7, 8, 10, 3, 4, 8),
    "wedding": (35, 32, 2, 10, 8, 6, 1, 6),
    "corporate": (30, 40, 2, 10, 6, 3, 1, 8),
    "memorial": (25, 50, 4, 5, 8, 0, 0, 8),
}
SPLIT = Rule("our own inside the ranges of trade pages", "own")

# USD for a birthday: at least so much (designingaura.com C), covering so many guests, and so much
# for each guest more (5-12 a guest is our own).
_DECORATIONS: Mapping[Scale, tuple[int, int, int]] = {
    "simple": (100, 20, 3),
    "typical": (250, 25, 5),
    "lavish": (500, 40, 12),
}
# What a dollar's worth of party costs elsewhere, in hundredths: a rough level of prices of our own,
# not a rate of exchange.
_PRICE_LEVEL = {
    "USD": 100,
    "EUR": 90,
    "GBP": 80,
    "CAD": 135,
    "AUD": 150,
    "NZD": 165,
    "CHF": 120,
    "SEK": 950,
    "NOK": 1050,
    "DKK": 680,
    "MXN": 1200,
    "INR": 4000,
    "JPY": 12000,
}


def charges(country: str) -> Charges:
    """What comes on top of listed prices in a country, by its two letters."""
    return _CHARGES.get(country.upper(), _ELSEWHERE)


def split(kind: Kind, *, hired_venue: bool = True) -> Mapping[Category, int]:
    """Percent of a budget for each category, 100 in all."""
    where = "child, hired venue" if hired_venue else "child, home or park"
    row = _SPLIT[where if for_children(kind) else lead_kind(kind)]
    return MappingProxyType(dict(zip(CATEGORIES, row, strict=True)))


def split_minor(
    total_minor: int, kind: Kind, *, hired_venue: bool = True
) -> Mapping[Category, int]:
    """A budget in minor units by category; the parts add up to the total exactly.

    What the whole percents leave over goes to the contingency.
    """
    parts = {
        name: total_minor * percent // 100
        for name, percent in split(kind, hired_venue=hired_venue).items()
    }
    parts["contingency"] += total_minor - sum(parts.values())
    return MappingProxyType(parts)


def decorations_minor(guests: int, currency: str, scale: Scale = "typical") -> int | None:
    """What decorations cost, in minor units; None in a currency whose prices are not known here."""
    least, covered, each = _DECORATIONS[scale]
    dollars = least + max(0, guests - covered) * each
    return from_usd(dollars * 100, currency)


def from_usd(cents: int, currency: str) -> int | None:
    """A typical price in US cents at the level of prices of another currency, in minor units."""
    level = _PRICE_LEVEL.get(currency)
    return None if level is None else cents * level * 10 ** exponent(currency) // 10_000
