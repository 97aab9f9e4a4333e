"""Where a party is, for looking things up: the catalogue's city, its country and its currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from festplan.agents.offers.currency import currency
from festplan.domain.countries import CURRENCIES
from festplan.domain.reading import Facts

if TYPE_CHECKING:
    from festplan.ports.parties import Catalogue


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: `listed` says whether the catalogue knows the city.

    Where the city is not listed the country is the US, whose prices the typical ones are.
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


async def locate(city: str | None, catalogue: Catalogue) -> Place:
    """The place that a host names as its city; without listings the name as it was said."""
    known = (await catalogue.cities()).get(city.casefold()) if city else None
    if known is None:
        money = currency(Facts(city=city)) if city else "USD"
        return Place(city, "US", money, listed=False)
    name, country = known
    return Place(name, country, CURRENCIES.get(country, "USD"), listed=True)
