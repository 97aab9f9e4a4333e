"""Shortlists: which listings are worth keeping, and what a host is shown of them.

What is shared between hosts of a bracket is the *skyline*: every listing that is best for some
exact head count or price in it. What one host sees is cut from it once the exact facts are known.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import le
from typing import TYPE_CHECKING, Any

from festplan.agents.offers.places import Place
from festplan.domain.brief import Choice
from festplan.domain.listing import Listing, Match, Query, Role, TypicalPrice
from festplan.domain.money import show

if TYPE_CHECKING:
    from festplan.ports.parties import Catalogue

Entry = dict[str, Any]
"""A shortlist entry (JSON): a listing, or a typical price with `listing_id` None."""
Line = dict[str, Any]
"""A part of a price (JSON): label, amount_minor, basis."""

MOST = 8
"""Entries of a shortlist that a host is shown, pinned ones not counted."""
BEST = 6
"""Listings that a skyline keeps by rank alone, whatever they are dominated by."""
NEAREST = 3
"""Misses that are shown where nothing fits, or less than this does."""


def skyline(
    matches: Iterable[Match],
    *,
    cost: Callable[[Listing], tuple[int, ...]],
    capacity_high: int | None,
    best: int = BEST,
) -> list[Match]:
    """The matches, best rank first, that no other one beats in everything.

    One beats another of the same unit when it is at least as good in rank, in capacity (more than
    `capacity_high` counts as that; None as enough) and in every component of `cost`, lower being
    better. So for every head count up to `capacity_high` and every price that grows with the
    components, the best-ranked and the cheapest that fit are in it. The `best` by rank always are.
    """
    kept: list[Match] = []
    seen: dict[str, list[tuple[int, ...]]] = {}
    for match in sorted(matches, key=lambda match: match.rank):
        listing = match.listing
        point = (-_room(listing.capacity, capacity_high), *cost(listing))
        better = seen.setdefault(listing.unit, [])
        if not _beaten(point, better):
            insort(better, point)
            kept.append(match)
        elif len(kept) < best:
            kept.append(match)
    return kept


def cost(listing: Listing) -> tuple[int, int, int, int]:
    """What a price is made of; a price that nobody knows is dearer than any other."""
    price = 2**62 if listing.price_minor is None else listing.price_minor
    return (listing.fee_minor, price, listing.minimum_minor, listing.minimum_units)


async def priced(matches: Iterable[Match], role: Role, catalogue: Catalogue) -> list[Match]:
    """The matches, with the typical price of its kind as an estimate where none is published."""
    filled = []
    for match in matches:
        listing = match.listing
        if listing.price_minor is None:
            usual = await typical(role, listing.kind, listing.currency, catalogue)
            listing = listing if usual is None else _estimated(listing, usual)
        filled.append(match if listing is match.listing else replace(match, listing=listing))
    return filled


async def typical(
    role: Role, kind: str, currency: str, catalogue: Catalogue
) -> TypicalPrice | None:
    """What `kind` usually costs, None in a currency without known prices."""
    try:
        return await catalogue.typical(role, kind, currency)
    except LookupError:
        return None


def everything(role: Role, words: tuple[str, ...], place: Place, view: Mapping[str, Any]) -> Query:
    """The question for all of a role in a city: what mentions the words comes first.

    In a private view it is ranked by meaning too, against what the host wrote in words of their
    own; closed words are found as words, so what hosts share depends on no model.
    """
    like = " ".join(view.get("residue", ()))
    return Query(role, words, city=place.city, country=place.country, limit=None, like=like)


def entries(matches: Iterable[Match]) -> list[Entry]:
    """The matches as they are shared; equally good ones have the same `rank`."""
    found: list[Entry] = []
    rank, score = -1, None
    for match in matches:
        rank += match.score != score
        score = match.score
        found.append({**entry(match.listing), "rank": rank})
    return found


def entry(listing: Listing) -> Entry:
    """A listing as it is shared: no head count has been applied yet."""
    return {
        "listing_id": listing.listing_id,
        "name": listing.name,
        "kind": listing.kind,
        "city": listing.city,
        "country": listing.country,
        "area": listing.area,
        "setting": listing.setting,
        "capacity": listing.capacity,
        "tags": sorted(listing.tags),
        "diets": sorted(listing.diets),
        "price": {
            "amount_minor": listing.price_minor,
            "currency": listing.currency,
            "unit": listing.unit,
            "basis": listing.basis,
            "fee_minor": listing.fee_minor,
            "minimum_minor": listing.minimum_minor,
            "minimum_units": listing.minimum_units,
        },
        "source": listing.source,
        "licence": listing.licence,
    }


def typical_entry(name: str, usual: TypicalPrice, *, city: str | None, country: str) -> Entry:
    """What something usually costs, as an entry without a listing: an estimate, never a name."""
    return {
        "listing_id": None,
        "name": name,
        "kind": usual.kind,
        "city": city,
        "country": country,
        "area": "",
        "setting": None,
        "capacity": None,
        "tags": [],
        "diets": [],
        "price": {
            "amount_minor": usual.typical_minor,
            "currency": usual.currency,
            "unit": usual.unit,
            "basis": "estimate",
            "fee_minor": 0,
            "minimum_minor": 0,
            "minimum_units": usual.minimum_units,
        },
        "source": usual.source,
    }


def with_pinned(entries: Sequence[Entry], chosen: Iterable[Choice]) -> list[Entry]:
    """The entries with the host's choices among them: as listed now, else as they were chosen."""
    pinned = {choice.listing_id: choice.entry for choice in chosen}
    listed = {entry["listing_id"] for entry in entries}
    absent = [dict(held) for name, held in pinned.items() if name not in listed]
    return [{**entry, "pinned": entry["listing_id"] in pinned} for entry in [*entries, *absent]]


def settled(
    entry: Entry,
    *,
    total: tuple[int | None, list[Line]],
    why: Iterable[str],
    misses: Iterable[str] = (),
    fits: bool = True,
) -> Entry:
    """The entry for this party: its total with the lines that come on top, and why it is here.

    The `remark` of whoever put the entry in its place comes first.
    """
    amount, lines = total
    remark = entry.get("remark")
    return {
        **entry,
        "why": ", ".join([*([remark] if remark else []), *why]),
        "fits": fits,
        "misses": list(misses),
        "total_minor": amount,
        "lines": lines,
        "pinned": bool(entry.get("pinned")),
    }


def cut(entries: Iterable[Entry], most: int = MOST) -> list[Entry]:
    """The shortlist of settled entries: by their `rank`, else in the order in which they come.

    What fits comes first, with the fewest misses; equally good ones come by price. The cheapest
    that fits and pinned ones always stay. Where nothing fits the nearest misses are shown.
    """
    ranked = [entry for _, entry in sorted(enumerate(entries), key=_worth)]
    fitting = [entry for entry in ranked if entry["fits"]]
    others = [entry for entry in ranked if not entry["fits"]]
    shown = _with_cheapest(fitting, most) if fitting else others[:NEAREST]
    spare = others[: max(0, NEAREST - len(shown))] if fitting else []
    names = {id(entry) for entry in [*shown, *spare]}
    return [entry for entry in ranked if id(entry) in names or entry["pinned"]]


def offer(need: str, label: str, entries: Iterable[Entry], *, optional: bool = False) -> Entry:
    """What the budget may choose from for one need: the settled entries whose total is known."""
    options = [
        {
            "listing_id": entry["listing_id"],
            "label": entry["name"],
            "amount_minor": entry["total_minor"],
            "currency": entry["price"]["currency"],
            "basis": entry["price"]["basis"],
            "fits": entry["fits"],
            "misses": len(entry["misses"]),
            "rank": entry.get("rank", rank),
            "pinned": entry["pinned"],
            "lines": entry["lines"],
        }
        for rank, entry in enumerate(entries)
        if entry["total_minor"] is not None
    ]
    return {"need": need, "label": label, "optional": optional, "options": options}


def hire(price: dict[str, Any], units: int) -> int | None:
    """What `units` of it cost with fee and minimum, in minor units; None without a price."""
    if price["amount_minor"] is None:
        return None
    billed = max(units, price["minimum_units"])
    total: int = max(price["fee_minor"] + price["amount_minor"] * billed, price["minimum_minor"])
    return total


def fee_lines(price: dict[str, Any], label: str = "Fee") -> list[Line]:
    """The fee as a line of its own, where there is one."""
    fee = price["fee_minor"]
    return [line(label, fee, price["basis"])] if fee else []


def line(label: str, amount_minor: int, basis: str = "estimate") -> Line:
    """A part of a price."""
    return {"label": label, "amount_minor": amount_minor, "basis": basis}


def price_text(price: dict[str, Any], total_minor: int | None, units: str) -> str:
    """The price as a reason: "$90 for the event", "$240 for 3 hours, estimate"."""
    if total_minor is None:
        return "ask for the price"
    graded = ", estimate" if price["basis"] == "estimate" else ""
    return f"{show(total_minor, price['currency'])} {units}{graded}"


def _room(capacity: int | None, high: int | None) -> int:
    most = 2**62 if high is None else high
    return most if capacity is None else min(capacity, most)


def _beaten(point: tuple[int, ...], better: list[tuple[int, ...]]) -> bool:
    """Whether one of the points, which are sorted, is nowhere above `point`."""
    end = bisect_left(better, (*point, 0))
    return any(all(map(le, held, point)) for held in better[:end])


def _estimated(listing: Listing, usual: TypicalPrice) -> Listing:
    return replace(
        listing,
        price_minor=usual.typical_minor,
        unit=usual.unit,
        minimum_units=max(listing.minimum_units, usual.minimum_units),
        basis="estimate",
        source=f"{listing.source}; price: {usual.source}",
    )


def _worth(placed: tuple[int, Entry]) -> tuple[bool, int, int, int]:
    """What fits first, then fewest misses, then rank, then price."""
    place, entry = placed
    total = entry["total_minor"]
    rank = entry.get("rank", place)
    return (not entry["fits"], len(entry["misses"]), rank, 2**62 if total is None else total)


def _with_cheapest(fitting: list[Entry], most: int) -> list[Entry]:
    priced = [entry for entry in fitting if entry["total_minor"] is not None]
    shown = fitting[: most - 1]
    cheapest = min(priced, key=lambda entry: entry["total_minor"], default=None)
    if cheapest is not None and all(cheapest is not entry for entry in shown):
        return [*shown, cheapest]
    return fitting[:most]
