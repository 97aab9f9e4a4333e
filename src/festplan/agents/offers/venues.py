"""Places to choose from: what the catalogue has for a bracket of guests, and what stands in.

A place that is not as the host asked is kept as a miss, with what it is instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from festplan.agents.offers import shortlist
from festplan.agents.offers.places import Place
from festplan.agents.offers.shortlist import Entry
from festplan.domain.listing import Listing, Match, Query
from festplan.domain.reading import Facts as BriefFacts
from festplan.domain.vocabulary import VENUE_KINDS
from festplan.engine.agent import Facts

if TYPE_CHECKING:
    from festplan.ports.parties import Catalogue

OWN_PLACES = {"home": "Your home", "backyard": "Your backyard", "office": "Your office"}
STREET, STREET_NAME = "street", "Your street"
"""Where a block party is, which nobody hires."""
"""Kinds of place that a host has already."""

USUAL_KINDS = {"outdoors": ("park",), "indoors": ("community centre", "hall")}
"""Kinds whose typical prices are shown while no place can be looked up."""

ALTERNATIVES = 4
"""Places kept beside those that are as the host asked, to fall back on."""

_KINDS = frozenset(VENUE_KINDS.values())
_PLAIN = {"park": "park pavilion", "community centre": "community center room"}


def wishes(facts: BriefFacts) -> dict[str, Any]:
    """What the host said of the place itself."""
    return {
        "area": facts.get("area"),
        "setting": facts.get("setting"),
        "venue_kind": list(facts.get("venue_kind", [])),
        "not_kinds": [word for word in facts.get("exclude", []) if word in _KINDS],
        "access": list(facts.get("access", [])),
    }


async def find(view: Facts, place: Place, catalogue: Catalogue) -> list[Match]:
    """The skyline of what is as asked, and a few places that are not; without room, the largest.

    Where few are of the right size, a few that do not say how many they hold come next.
    """
    query = shortlist.everything("venue", _words(view), place, view)
    large = replace(query, capacity=view["guests_low"])
    matches = _allowed(await catalogue.search(large), view)
    if not matches:
        every = _allowed(await catalogue.search(query), view)
        largest = sorted(every, key=lambda match: -(match.listing.capacity or 0))[:ALTERNATIVES]
        return await shortlist.priced(largest, "venue", catalogue)
    ranked = _ranked(await shortlist.priced(matches, "venue", catalogue), view)
    as_asked = [match for match in ranked if not _hard(match.listing, view)]
    others = [match for match in ranked if _hard(match.listing, view)]
    snug = [match for match in as_asked if not _roomy(match.listing, view)]
    unsized = [] if len(snug) >= shortlist.MOST else await _unsized(query, view, catalogue)
    kept = _skyline(as_asked, view)
    if unsized:
        roomy = [match for match in kept if _roomy(match.listing, view)]
        kept = [*(match for match in kept if match not in roomy), *unsized, *roomy]
    return [*kept, *_skyline(others, view)[: ALTERNATIVES if as_asked else None]]


def _roomy(listing: Listing, view: Facts) -> bool:
    """Whether even the most guests of the bracket would leave it feeling empty (below 40 %)."""
    return (listing.capacity or 0) > 5 * int(view["guests_high"]) // 2


async def _unsized(query: Query, view: Facts, catalogue: Catalogue) -> list[Match]:
    """A few places as asked that state no capacity: a register that rarely does hides the most."""
    found = _allowed(await catalogue.search(query), view)
    silent = [match for match in found if match.listing.capacity is None]
    ranked = _ranked(await shortlist.priced(silent, "venue", catalogue), view)
    as_asked = [match for match in ranked if not _hard(match.listing, view)]
    return as_asked[:ALTERNATIVES]


def _words(view: Facts) -> tuple[str, ...]:
    area = [view["area"]] if view["area"] else []
    return (*view["venue_kind"], *area, *view["access"], *view.get("residue", []))


def _allowed(matches: Sequence[Match], view: Facts) -> list[Match]:
    return [match for match in matches if match.listing.kind not in view["not_kinds"]]


def _ranked(matches: Iterable[Match], view: Facts) -> list[Match]:
    """By wishes unmet, then by the theme's setting, then as the catalogue ranks."""

    def score(match: Match) -> float:
        setting = match.listing.setting
        themed = [] if view["setting"] else view["theme_setting"] or []
        off = bool(themed) and setting not in {"both", *themed}
        return match.score - 10 * len(list(unmet(_facts(match.listing), view))) - 5 * off

    ordered = sorted(matches, key=lambda match: (-score(match), match.rank))
    return [Match(match.listing, rank, score(match)) for rank, match in enumerate(ordered)]


def _skyline(matches: Iterable[Match], view: Facts) -> list[Match]:
    """The skyline, where a beaten place is the emptier one too, and the best that hold everyone."""
    low, high = view["guests_low"], view["guests_high"]

    def cost(listing: Listing) -> tuple[int, ...]:
        room = min(max(listing.capacity or 0, 5 * low // 2), 5 * high // 2 + 1)
        return (*shortlist.cost(listing), room)

    listed = list(matches)
    kept = shortlist.skyline(listed, cost=cost, capacity_high=high)
    roomy = [match for match in listed if (match.listing.capacity or 0) >= high]
    ids = {match.listing.listing_id for match in [*kept, *roomy[: shortlist.BEST]]}
    return [match for match in listed if match.listing.listing_id in ids]


def _hard(listing: Listing, view: Facts) -> bool:
    return any(hard for _, hard in unmet(_facts(listing), view))


def _facts(listing: Listing) -> Entry:
    """What wishes are held against."""
    return {
        "listing_id": listing.listing_id,
        "kind": listing.kind,
        "setting": listing.setting,
        "tags": listing.tags,
        "area": listing.area,
    }


def unmet(entry: Entry, wished: Facts) -> Iterator[tuple[str, bool]]:
    """What the host asked for and the place does not say it has; True where that rules it out."""
    kind, kinds = entry["kind"], wished["venue_kind"]
    if kinds and kind not in kinds:
        wanted = " or ".join(_article(spelled(one)) for one in kinds)
        yield f"{_article(spelled(kind))}, not {wanted}", True
    if kind in wished["not_kinds"]:
        yield f"you said no {spelled(kind)}", True
    setting = wished["setting"]
    if setting and entry["setting"] not in {None, "both", setting}:
        yield f"{entry['setting']}, you asked for {setting}", True
    if entry["listing_id"] is None:
        return
    for need in wished["access"]:
        if need not in entry["tags"]:
            yield f"{need} not stated: ask", False
    area = wished["area"]
    if area and area.casefold() not in entry["area"].casefold():
        yield f"not listed as in {area}", False


def too_cold(entry: Entry, wished: Facts, chill: str | None) -> list[str]:
    """That it is cold there, where the host did not ask to be outdoors."""
    asked = wished["setting"] == "outdoors" or entry["kind"] in wished["venue_kind"]
    return [f"outdoors, and {chill} is cold"] if chill and is_outdoors(entry) and not asked else []


def is_outdoors(entry: Entry) -> bool:
    """Whether rain would reach the guests: as listed, else as such places usually are."""
    return entry["setting"] == "outdoors" or (
        entry["setting"] is None
        and entry["kind"] in {"park", "beach", "garden", "backyard", STREET}
    )


def typical_kinds(view: Facts, hired: list[str], listed: set[str]) -> list[str]:
    """Kinds to give a typical price for: those asked for that are not listed, else the usual."""
    if hired:
        return [kind for kind in hired if kind not in listed]
    if listed:
        return []
    settings = [view["setting"]] if view["setting"] else view["theme_setting"] or USUAL_KINDS
    usual = [kind for setting in settings for kind in USUAL_KINDS[setting]]
    return [kind for kind in usual if kind not in view["not_kinds"]]


async def typical_place(kind: str, place: Place, catalogue: Catalogue) -> Entry | None:
    """What a place of this kind usually costs, as an entry without a listing."""
    usual = await shortlist.typical("venue", kind, place.currency, catalogue)
    if usual is None:
        return None
    name = f"{_article(spelled(kind)).capitalize()} (typical)"
    entry = shortlist.typical_entry(name, usual, city=place.city, country=place.country)
    return {**entry, "kind": kind}


def own_place(kind: str, place: dict[str, Any]) -> Entry:
    """A place that the host has: no listing, and nothing to pay."""
    return {
        "listing_id": None,
        "name": STREET_NAME if kind == STREET else OWN_PLACES[kind],
        "kind": kind,
        "city": place["city"],
        "country": place["country"],
        "area": "",
        "setting": "outdoors" if kind in {"backyard", STREET} else None,
        "capacity": None,
        "tags": [],
        "diets": [],
        "price": {
            "amount_minor": 0,
            "currency": place["currency"],
            "unit": "event",
            "basis": "estimate",
            "fee_minor": 0,
            "minimum_minor": 0,
            "minimum_units": 0,
        },
        "source": "you",
    }


def spelled(kind: str) -> str:
    """A kind of place as American hosts write it."""
    return _PLAIN.get(kind, kind.replace("centre", "center").replace("theatre", "theater"))


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
