"""Money: whole minor units of a currency for the party, microdollars for what planning costs.

The only rounding in the code stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import NewType

Microdollars = NewType("Microdollars", int)
"""A millionth of a US dollar: what planning costs us."""

EXPONENTS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "HUF": 2, "KWD": 3, "BHD": 3}
"""Digits of the minor unit where they are not two (ISO 4217; a test compares them with CLDR)."""


def exponent(currency: str) -> int:
    """Digits of the minor unit of `currency`: 2 for USD, 0 for JPY."""
    return EXPONENTS.get(currency, 2)


def minor(amount: int | float | str | Decimal, currency: str) -> int:
    """`amount` in whole units of `currency` as minor units, halves away from zero."""
    scaled = Decimal(str(amount)).scaleb(exponent(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent(amount: int, rate: int) -> int:
    """`rate` percent of `amount` minor units, halves up."""
    return (amount * rate + 50) // 100


def ceil_div(amount: int, divisor: int) -> int:
    """`amount / divisor`, rounded up; `divisor` is positive."""
    return -(-amount // divisor)


def microdollars(picodollars: int) -> int:
    """Microdollars for so many picodollars (millionths of a microdollar), rounded up."""
    return ceil_div(picodollars, 1_000_000)


def times(amount: int, factor: Decimal) -> int:
    """`amount` times `factor`, rounded up to a whole number."""
    return int((amount * factor).to_integral_value(rounding=ROUND_CEILING))


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts as `weights` have it; the parts add up, largest remainders first."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    parts = [total * weight // whole for weight in weights]
    rest = total - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda n: -(total * weights[n] % whole))
    for place in by_remainder[:rest]:
        parts[place] += 1
    return parts


def share(part: int, whole: int) -> int:
    """`part` of `whole` in percent, rounded down; 0 of nothing."""
    return part * 100 // whole if whole else 0


def show(amount: int, currency: str) -> str:
    """Plain text for a person: `$1,500` or `EUR 12.50`; no currency data beyond the symbol."""
    digits = exponent(currency)
    whole, rest = divmod(abs(amount), 10**digits)
    tail = f".{rest:0{digits}d}" if rest else ""
    symbol = {"USD": "$", "GBP": "£", "EUR": "€"}.get(currency, f"{currency} ")
    return f"{'-' if amount < 0 else ''}{symbol}{whole:,}{tail}"


def show_dollars(amount: int, *, cents: bool = False) -> str:
    """Microdollars in full, like `$0.003163`; or in cents begun, like `$1,316.30`."""
    if cents:
        whole, rest = divmod(ceil_div(amount, 10_000), 100)
        return f"${whole:,}.{rest:02d}"
    whole, rest = divmod(amount, 1_000_000)
    return f"${whole:,}.{rest:06d}"
