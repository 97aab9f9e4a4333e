"""What a host can do without hiring anybody, as entries of a shortlist: always an estimate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from festplan.agents.offers.places import Place
from festplan.agents.offers.shortlist import MOST, Entry, cut
from festplan.domain.listing import Unit


def own_entry(
    name: str, kind: str, amount_minor: int, unit: Unit, place: Place, source: str
) -> Entry:
    """Work of the host's own with what it costs a unit, as an entry without a listing."""
    return {
        "listing_id": None,
        "name": name,
        "kind": kind,
        "city": place.city,
        "country": place.country,
        "area": "",
        "setting": None,
        "capacity": None,
        "tags": [],
        "diets": [],
        "price": {
            "amount_minor": amount_minor,
            "currency": place.currency,
            "unit": unit,
            "basis": "estimate",
            "fee_minor": 0,
            "minimum_minor": 0,
            "minimum_units": 0,
        },
        "source": source,
    }


def own_option(label: str, amount_minor: int, currency: str, rank: int) -> Entry:
    """Something that the host buys, as an option of the budget: an estimate without a listing."""
    return {
        "listing_id": None,
        "label": label,
        "amount_minor": amount_minor,
        "currency": currency,
        "basis": "estimate",
        "fits": True,
        "misses": 0,
        "rank": rank,
        "pinned": False,
        "lines": [],
    }


def cut_beside(
    entries: Iterable[Entry], kinds: Collection[str], settle: Callable[[Entry], Entry]
) -> list[Entry]:
    """The shortlist of what can be hired, and beside it all own work, which is of these `kinds`.

    So the cheapest vendor that fits is shown even where doing it oneself is cheaper.
    """
    listed = list(entries)
    own = [settle(entry) for entry in listed if entry["kind"] in kinds]
    hired = [settle(entry) for entry in listed if entry["kind"] not in kinds]
    return [*cut(hired, MOST - len(own)), *own]
