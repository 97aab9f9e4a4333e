"""How many of a service a party takes: people by their work rate, things by the guest or table."""

from __future__ import annotations

from festplan.agents.knowledge.staff import HowMany, how_many
from festplan.agents.knowledge.themes import GUESTS_PER_TABLE
from festplan.agents.offers.hours import Length
from festplan.domain.money import ceil_div
from festplan.domain.people import Headcount

ITEM_FOR: dict[str, int] = {
    "tables and chairs": GUESTS_PER_TABLE,
    "linens": GUESTS_PER_TABLE,
    "tableware": 1,
    "party favors": 1,
    "invitations": 2,
    "casino tables": 15,
    "heaters": 15,
}
"""Guests that one item is for, our own; party favors are for the children where there are any."""

RENTED = frozenset(
    {
        *ITEM_FOR,
        "arcade machine",
        "balloon decorator",
        "bounce house",
        "carnival games",
        "chocolate fountain",
        "costumes",
        "cotton candy machine",
        "dance floor",
        "dunk tank",
        "florist",
        "foam machine",
        "fog machine",
        "generator",
        "ice sculpture",
        "karaoke",
        "laser tag",
        "lighting",
        "mechanical bull",
        "photo booth",
        "pinata",
        "popcorn machine",
        "portable toilets",
        "projector",
        "slush machine",
        "soft play",
        "sound system",
        "stage",
        "tent",
        "train ride",
        "trampoline",
        "water slide",
    }
)
"""Things rented or bought, which are taxed; everything else is people, who are tipped."""

_SPELLED = {"dj": "DJ"}
_UNCOUNTED = frozenset({"soft play", "lighting", "childcare", "cleaning", "security", "karaoke"})


def needed(service: str, people: Headcount, time: Length, age: int | None) -> HowMany:
    """How many of `service` to hire or rent, with the reason."""
    if service in ITEM_FOR:
        return _items(service, people)
    return how_many(
        service, kids=people.kids, guests=people.guests, hours=time.minutes / 60, age=age
    )


def spelled(service: str) -> str:
    """A service as hosts write it: "DJ", "face painter"."""
    return _SPELLED.get(service, service)


def plural(service: str, count: int) -> str:
    """So many of a service in words: "2 face painters", "1 DJ"; "soft play" is not counted."""
    if service in _UNCOUNTED:
        return service
    name = spelled(service)
    if count == 1 or name.endswith("s"):
        return f"{count} {name}"
    return f"{count} {name[:-1] + 'ies' if name.endswith('ry') else name + 's'}"


def _items(service: str, people: Headcount) -> HowMany:
    kids_only = service == "party favors" and people.kids > 0
    guests = people.kids if kids_only else people.guests
    share = ITEM_FOR[service]
    who = "children" if kids_only else "guests"
    reason = f"{guests} {who}, one for {share}" if share > 1 else f"{guests} {who}, one each"
    return HowMany(max(1, ceil_div(guests, share)), reason, "our own proposal", "own")
