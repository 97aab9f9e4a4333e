"""The currency of a party, for prices that no listing states.

What is listed is in the currency of its listing; this is only for estimates.
"""

from __future__ import annotations

from types import MappingProxyType

from festplan.domain.brief import budgets
from festplan.domain.reading import Facts

_SPOKEN = {
    "AUD": "australia, melbourne, sydney, brisbane, perth, adelaide, vic, nsw, victoria, "
    "new south wales, queensland",
    "CAD": "canada, toronto, vancouver, montreal, ottawa, calgary, on, bc, ontario, "
    "british columbia, quebec, alberta",
    "CHF": "switzerland, zurich, zürich, geneva, basel, bern",
    "DKK": "denmark, copenhagen",
    "EUR": "ireland, dublin, baile átha cliath, cork, germany, deutschland, berlin, munich, "
    "münchen, muenchen, hamburg, cologne, frankfurt, austria, vienna, wien, france, paris, lyon, "
    "italy, milan, milano, rome, spain, madrid, barcelona, portugal, lisbon, netherlands, "
    "amsterdam, belgium, brussels, finland, helsinki, greece, athens",
    "GBP": "uk, united kingdom, england, scotland, wales, london, manchester, birmingham, leeds, "
    "glasgow, edinburgh, bristol, liverpool, cardiff, belfast",
    "INR": "india, mumbai, delhi, new delhi, bangalore, bengaluru",
    "JPY": "japan, tokyo, osaka, kyoto",
    "MXN": "mexico, mexico city, guadalajara, monterrey",
    "NOK": "norway, oslo",
    "NZD": "new zealand, auckland, tāmaki makaurau, wellington, christchurch",
    "SEK": "sweden, stockholm, gothenburg",
    "USD": "usa, us, united states, austin, boston, chicago, new york, los angeles, san francisco, "
    "seattle, denver, miami, atlanta, washington, portland, houston, dallas, san diego, phoenix, "
    "nashville, philadelphia, san antonio, las vegas, detroit, minneapolis, new orleans, tx, ma, "
    "il, ny, co, fl, ga, dc, pa, or, az, tn, oh, mi, nj, nc, texas, massachusetts, illinois, "
    "california, colorado, florida, maine, ohio, oregon, arizona, tennessee, pennsylvania, "
    "michigan, new jersey, north carolina, south carolina, virginia, minnesota, wisconsin, "
    "indiana, missouri, maryland, connecticut, nevada, utah, iowa, kansas, kentucky, louisiana, "
    "alabama, oklahoma, hawaii, alaska",
}
_BY_PLACE = MappingProxyType(
    {place: currency for currency, places in _SPOKEN.items() for place in places.split(", ")}
)


def currency(facts: Facts) -> str:
    """ISO 4217 of the city's country where it is known here, else of the budget, else USD."""
    if named := spent_at(facts.get("city", "")):
        return named
    said = (budget.get("currency") for budget in budgets(facts.get("budget")))
    return next((code for code in said if code), "USD")


def spent_at(city: str) -> str | None:
    """ISO 4217 of what is paid in a city as a host writes it; None where it is not known here."""
    parts = [part.strip() for part in city.lower().split(",")]
    named = next((_BY_PLACE[part] for part in reversed(parts) if part in _BY_PLACE), None)
    return None if len(parts) > 1 and parts[-1] not in _BY_PLACE else named
