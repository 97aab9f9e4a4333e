"""Where a party is, for looking things up: the catalogue's city, its country and its currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from festplan.agents.offers.currency import currency
from festplan.domain.countries import CURRENCIES
from festplan.domain.reading import Facts

if TYPE_CHECKING:
    from festplan.ports.parties import Catalogue


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: `listed` says whether the catalogue knows the city.

    Where the city is not listed the country is that of its money, for what comes on top of prices.
    """

    city: str | None
    country: str
    currency: str
    listed: bool

    def document(self) -> dict[str, str | bool | None]:
        """The place as JSON, part of an evidence."""
        return {
            "city": self.city,
            "country": self.country,
            "currency": self.currency,
            "listed": self.listed,
        }


_CHARGED_IN = {
    "GBP": "GB",
    "EUR": "IE",
    "CAD": "CA",
    "AUD": "AU",
    "NZD": "NZ",
    "JPY": "JP",
    "CHF": "CH",
    "SEK": "SE",
    "NOK": "NO",
    "DKK": "DK",
    "INR": "IN",
    "MXN": "MX",
}
_COUNTRY_OF_MONEY = {"GBP": "GB", "EUR": "IE"}


def law(place: Mapping[str, Any]) -> str:
    """Whose law holds there, by two letters: of a place without listings as its money tells.

    Without any city it is the US, as everything else is then; empty where nobody can tell.
    """
    if place.get("listed") or not place.get("city"):
        return str(place.get("country", "US"))
    return _COUNTRY_OF_MONEY.get(str(place.get("currency")), "")


async def locate(city: str | None, catalogue: Catalogue) -> Place:
    """The place that a host names as its city; without listings the name as it was said."""
    known = (await catalogue.cities()).get(city.casefold()) if city else None
    if known is None:
        money = currency(Facts(city=city)) if city else "USD"
        return Place(city, _CHARGED_IN.get(money, "US"), money, listed=False)
    name, country = known
    return Place(name, country, CURRENCIES.get(country, "USD"), listed=True)
