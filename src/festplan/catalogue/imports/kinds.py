"""What a place of others is with us: its role, its kind in our words, and where it is held.

Words come from OpenStreetMap, from the registers of cities, and from hosts: our own vocabularies
of places and services know most of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from festplan.catalogue.imports.refused import RowRefused, RowSkipped
from festplan.catalogue.prices import PRICES
from festplan.domain.listing import Role
from festplan.domain.vocabulary import SERVICES, VENUE_KINDS

Setting = Literal["indoors", "outdoors", "both"]

MOST_KIND = 60
"""Characters of a kind."""

ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("venue", "venues", "place", "location"), "venue"),
    **dict.fromkeys(("caterer", "caterers", "catering", "food"), "caterer"),
    **dict.fromkeys(("bakery", "bakeries", "baker", "cake", "cakes"), "bakery"),
    **dict.fromkeys(
        ("vendor", "vendors", "service", "services", "supplier", "entertainer", "entertainment"),
        "vendor",
    ),
}
"""Roles as files spell them."""

_VENUES = {
    "arcade": "arcade hall",
    "arts centre": "event space",
    "bandstand": "park",
    "biergarten": "pub",
    "conference center": "conference centre",
    "dance hall": "hall",
    "events venue": "event space",
    "exhibition centre": "conference centre",
    "gallery": "art gallery",
    "picnic site": "park",
    "recreation venue": "sports club",
    "social centre": "community centre",
    "studio": "loft",
    "venue": "event space",
}
_OTHERS: Mapping[str, tuple[Role, str]] = {
    "bakery": ("bakery", "bakery"),
    "baker": ("bakery", "bakery"),
    "pastry": ("bakery", "patisserie"),
    "confectionery": ("bakery", "patisserie"),
    "cake shop": ("bakery", "cake bakery"),
    "caterer": ("caterer", "caterer"),
    "catering": ("caterer", "caterer"),
    "food truck": ("caterer", "food truck"),
    "party shop": ("vendor", "party favors"),
    "party": ("vendor", "party favors"),
    "photo": ("vendor", "photographer"),
}
_NONE = frozenset({"venue", "caterer", "bakery", "vendor", "other", "yes", "fast food"})
"""Words that our vocabularies would take for a service or a place, and that say nothing here."""

_CLOSER = {
    ("club", "industry", "Clubs (Hospitality)"): "country club",
    ("community centre", "use", "Plaza/Park/Band Shell"): "park",
    ("gallery", "use", "Museum/Gallery"): "art gallery",
    ("gallery", "use", "Garden/Aquarium/Science Centre"): "garden",
    ("other", "use", "Garden/Aquarium/Science Centre"): "garden",
    ("gallery", "use", "Library/Archives"): "library",
    ("theatre", "use", "Cinema"): "cinema",
}
"""Where a tag says better than the kind what a place is."""

_OUTDOORS = frozenset(
    {
        *("backyard", "beach", "campsite", "forest", "garden", "lake", "mini golf", "park"),
        *("playground", "rooftop", "sports field"),
    }
)
_BOTH = frozenset({"amusement park", "country club", "farm", "golf club", "winery", "zoo"})
_UNKNOWN = frozenset({"boat", "event space", "stadium", "swimming pool", "vacation rental"})


@dataclass(frozen=True, slots=True)
class Kind:
    """What a listing is: role, kind, and for a venue whether it is under a roof."""

    role: Role
    kind: str
    setting: Setting | None


def kind_of(kind: str, role: str, tags: Mapping[str, str]) -> Kind:
    """The kind in our words; `RowSkipped` where nobody can book it for a party.

    A row that names its role is taken whatever its kind. `tags` are what the file says besides.
    """
    said = " ".join(kind.lower().replace("_", " ").split())
    if len(said) > MOST_KIND:
        raise RowRefused(f"The kind holds {len(said):,} characters; it may hold {MOST_KIND}.")
    known = _closer(said, tags) or _known(said)
    if role:
        return _of_role(_role(role), said, known)
    if known is None:
        raise RowSkipped(said or "without a kind")
    return Kind(*known, _setting(*known))


def _role(said: str) -> Role:
    role = ROLES.get(said.strip().lower())
    if role is None:
        raise RowRefused(f"“{said[:40]}” is no role: write venue, caterer, bakery or vendor.")
    return role


def _of_role(role: Role, said: str, known: tuple[Role, str] | None) -> Kind:
    """The kind where the file says the role."""
    if known is not None and known[0] == role:
        return Kind(role, known[1], _setting(*known))
    if role == "vendor" and said in {"", *ROLES}:
        raise RowRefused("A vendor needs a kind: the service, like balloon artist.")
    kind = "event space" if role == "venue" and said in {"", *ROLES} else said or role
    return Kind(role, kind, _setting(role, kind))


def _closer(said: str, tags: Mapping[str, str]) -> tuple[Role, str] | None:
    for (kind, tag, value), closer in _CLOSER.items():
        if said == kind and tags.get(tag) == value:
            return "venue", closer
    return None


def _known(said: str) -> tuple[Role, str] | None:
    """Role and kind of a word of OpenStreetMap, of a price table, or of our vocabularies."""
    if said in _OTHERS:
        return _OTHERS[said]
    if said in _VENUES:
        return "venue", _VENUES[said]
    if said in _NONE:
        return None
    if said in VENUE_KINDS:
        return "venue", VENUE_KINDS[said]
    if said in SERVICES:
        return "vendor", SERVICES[said]
    return next(((role, said) for role, prices in PRICES.items() if said in prices), None)


def _setting(role: Role, kind: str) -> Setting | None:
    if role != "venue" or kind in _UNKNOWN:
        return None
    if kind in _BOTH:
        return "both"
    if kind in _OUTDOORS:
        return "outdoors"
    return "indoors" if kind in VENUE_KINDS.values() else None
