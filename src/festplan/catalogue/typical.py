"""What something usually costs in a city where nothing is listed: a range, never a name."""

from __future__ import annotations

from festplan.catalogue.prices import PRICES, USUAL_KIND, Price
from festplan.domain.listing import Role, TypicalPrice
from festplan.domain.money import exponent

RATES_DATED = "2026-01"
RATES: dict[str, int] = {
    "USD": 100,
    "CAD": 138,
    "GBP": 75,
    "EUR": 86,
    "AUD": 150,
    "NZD": 173,
    "CHF": 80,
    "SEK": 930,
    "NOK": 1010,
    "DKK": 640,
    "PLN": 365,
    "JPY": 15600,
    "INR": 9000,
    "SGD": 129,
    "ZAR": 1650,
    "MXN": 1800,
    "BRL": 540,
}
"""Units of a currency for 100 US dollars: rounded by hand in January 2026, the project's own
estimate, good enough for estimates of prices and for nothing else."""


class UnknownCurrency(LookupError):
    """There is no rate for this currency, so no typical price in it."""

    def __init__(self, currency: str) -> None:
        super().__init__(f"No typical prices are known in {currency}.")
        self.currency = currency


def typical(role: Role, kind: str, currency: str) -> TypicalPrice:
    """The usual price of `kind`, from US sources, in `currency`; `UnknownCurrency` without a rate.

    The range is what US sources say, converted; how dear the city is, is not known here.
    """
    name = kind.strip().lower()
    if name not in PRICES[role]:
        name = USUAL_KIND[role]
    price, currency = PRICES[role][name], currency.upper()
    return TypicalPrice(
        role=role,
        kind=name,
        currency=currency,
        low_minor=converted(price.low, currency),
        typical_minor=converted(price.typical, currency),
        high_minor=converted(price.high, currency),
        unit=price.unit,
        minimum_units=price.minimum_units,
        grade=price.grade,
        source=_source(price, currency),
    )


def converted(dollars: float, currency: str) -> int:
    """US dollars as minor units of `currency` at the dated rate, halves up."""
    if currency not in RATES:
        raise UnknownCurrency(currency)
    cents = round(dollars * 100)
    per_unit = int(10 ** exponent(currency))
    return (cents * RATES[currency] * per_unit + 5_000) // 10_000


def _source(price: Price, currency: str) -> str:
    rate = "" if currency == "USD" else f", converted at an estimated rate of {RATES_DATED}"
    return f"{price.source}{rate}"
