"""Where and when it is too cold to be outdoors without more: a question to the host, no forecast.

A month counts as cold where its days usually stay below about 10 °C (50 °F). The table is our own,
from what is generally known of these climates; a place that it does not hold is never called cold.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from types import MappingProxyType

from festplan.agents.offers.currency import spent_at
from festplan.domain.reading import Facts

_LONG = frozenset({10, 11, 12, 1, 2, 3, 4})
_USUAL = frozenset({11, 12, 1, 2, 3})
_SHORT = frozenset({12, 1, 2})
_LONG_IN = (
    "helsinki, oslo, stockholm, gothenburg, reykjavik, calgary, edmonton, winnipeg, "
    "minneapolis, alaska, anchorage, minnesota, north dakota, montana, finland, norway, mn"
)
_USUAL_IN = (
    "boston, chicago, denver, detroit, milwaukee, cleveland, buffalo, toronto, montreal, "
    "ottawa, berlin, munich, münchen, muenchen, hamburg, cologne, frankfurt, vienna, wien, "
    "zurich, zürich, geneva, basel, bern, copenhagen, prague, warsaw, sapporo, massachusetts, "
    "illinois, colorado, michigan, wisconsin, iowa, maine, vermont, new hampshire, canada, "
    "ontario, quebec, alberta, germany, deutschland, austria, switzerland, sweden, denmark, "
    "ma, il, co, mi, wi, me, vt, nh"
)
_SHORT_IN = (
    "new york, philadelphia, washington, pittsburgh, baltimore, columbus, cincinnati, "
    "indianapolis, st louis, kansas city, seattle, portland, salt lake city, nashville, "
    "vancouver, london, manchester, birmingham, leeds, glasgow, edinburgh, bristol, "
    "liverpool, cardiff, belfast, dublin, cork, paris, lyon, amsterdam, brussels, milan, "
    "milano, madrid, new jersey, pennsylvania, ohio, indiana, missouri, oregon, connecticut, "
    "maryland, utah, british columbia, uk, united kingdom, england, scotland, wales, ireland, "
    "netherlands, belgium, ny, pa, oh, nj, or, wa, dc"
)
_MONTHS = MappingProxyType(
    {
        place: months
        for months, places in ((_LONG, _LONG_IN), (_USUAL, _USUAL_IN), (_SHORT, _SHORT_IN))
        for place in places.split(", ")
    }
)
_BY_MONEY = MappingProxyType(
    {"GBP": _SHORT, "CAD": _USUAL, "CHF": _USUAL, "SEK": _USUAL, "DKK": _USUAL, "NOK": _LONG}
)
"""For a city that is known by its country alone, by the money that is paid there."""
_OUTDOORS = re.compile(
    r"\b(?:lawn|garden|yard|croquet|kite|beach|pool|splash|water|sponge|sand|picnic|petting|pony|"
    r"volleyball|sack race|hike|five-a-side|penalty|campfire|stargazing|welly|egg hunt|nature|"
    r"archery|badminton|horseshoe|go-karts|barn|bug hunt|leaf|wheelbarrow|flying-disc)"
)


def cold(facts: Facts) -> str | None:
    """The month and the place as words where it is cold on the day of the party, else None."""
    if "date" not in facts or "city" not in facts:
        return None
    month, city = date.fromisoformat(facts["date"]).month, facts["city"]
    return f"{calendar.month_name[month]} in {city}" if month in _months(city) else None


def asked_of(place: str) -> str:
    """What to ask a host who would be outdoors at such a time."""
    return (
        f"{place} is usually below 10 °C (50 °F): is there a roof and heating for what is "
        "outdoors, or shall it be indoors?"
    )


def outdoors(idea: str) -> bool:
    """Whether an activity is one for outdoors, by its words."""
    return bool(_OUTDOORS.search(idea.lower()))


def _months(city: str) -> frozenset[int]:
    """The cold months: of a state or country that is named with the city, else of the city."""
    for part in reversed([part.strip() for part in city.lower().split(",")]):
        if part in _MONTHS:
            return _MONTHS[part]
    return _BY_MONEY.get(spent_at(city) or "", frozenset())
