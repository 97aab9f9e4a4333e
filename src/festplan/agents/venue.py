"""The venue: places that hold the party, with what each would cost for its hours.

Places of a bracket of head counts are looked up once for every host in it; the exact count then
drops what is too small. A kind and a setting that the host asked for are kept to; the setting of
the theme only orders. At home, in the backyard or at the office there is nothing to hire.

>>> from festplan.domain.brief import Brief
>>> from festplan.engine.agent import Upstream
>>> brief = Brief({"guests": 75, "venue_kind": ["backyard"]}, asked=frozenset({"venue"}))
>>> seen = view(brief, Upstream(("theme_agent",), {}))
>>> seen["guests_low"], seen["guests_high"], seen["venue_kind"]
(51, 75, ['backyard'])
>>> place = {"city": None, "country": "US", "currency": "USD", "listed": False}
>>> planned = settle(answer(seen, {"place": place, "listings": [], "typical": []}), brief)
>>> [(v["name"], v["total_minor"], v["why"]) for v in planned["recommended_venues"]]
[('Your backyard', 0, 'nothing to hire')]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from festplan.agents.knowledge.kinds import Kind
from festplan.agents.knowledge.space import fit
from festplan.agents.offers import picks, shortlist
from festplan.agents.offers.bookings import booking, venue_lead
from festplan.agents.offers.hours import Length, length, party_kind
from festplan.agents.offers.places import locate
from festplan.agents.offers.shortlist import Entry
from festplan.agents.offers.venues import (
    OWN_PLACES,
    STREET,
    find,
    is_outdoors,
    own_place,
    spelled,
    too_cold,
    typical_kinds,
    typical_place,
    unmet,
    wishes,
)
from festplan.agents.offers.weather import asked_of, cold
from festplan.domain.brief import Brief
from festplan.domain.people import Headcount, bracket, headcount
from festplan.engine.agent import Agent, Facts, Prompt, Result, Upstream

if TYPE_CHECKING:
    from festplan.ports.parties import Catalogue


def view(brief: Brief, upstream: Upstream) -> Facts:
    """The bracket of the largest head count, where, what kind of place, and the theme's setting."""
    low, high = bracket(headcount(brief.facts).largest)
    theme = upstream.get("theme_agent")
    seen: Facts = {
        "guests_low": low,
        "guests_high": high,
        "city": brief.facts.get("city"),
        "theme_setting": None if theme is None else _settings(theme.get("setting")),
        **wishes(brief.facts),
    }
    if brief.facts.get("occasion") == "block party" and not seen["venue_kind"]:
        seen["street"] = True
    if residue := brief.residue.get("venue"):
        seen["residue"] = list(residue)
    return seen


async def gather(view: Facts, catalogue: Catalogue) -> Facts:
    """Places of the city that are best for some head count of the bracket, and typical prices."""
    place = await locate(view["city"], catalogue)
    hired = [kind for kind in view["venue_kind"] if kind not in OWN_PLACES]
    if view.get("street") or (view["venue_kind"] and not hired):
        return {"place": place.document(), "listings": [], "typical": []}
    found = await find(view, place, catalogue) if place.listed else []
    listings = shortlist.entries(found)
    usual = typical_kinds(view, hired, {entry["kind"] for entry in listings})
    typical = [await typical_place(kind, place, catalogue) for kind in usual]
    return {
        "place": place.document(),
        "listings": listings,
        "typical": [entry for entry in typical if entry is not None],
    }


def answer(view: Facts, evidence: Facts) -> Result:
    """The host's own place, what is listed, and typical prices where nothing is, best first."""
    has = [*view["venue_kind"], *[STREET] * view.get("street", False)]
    own = [own_place(kind, evidence["place"]) for kind in has if kind in {*OWN_PLACES, STREET}]
    return {
        "recommended_venues": [*own, *evidence["listings"], *evidence["typical"]],
        "place": evidence["place"],
        "notes": _notes(evidence),
    }


def check(view: Facts, result: Result) -> str | None:
    """Why `result` is no answer: a place without a name, or of a kind that the host ruled out."""
    entries = result["recommended_venues"]
    if not all(entry.get("name") for entry in entries):
        return "a place needs a name"
    unwanted = [entry["name"] for entry in entries if entry["kind"] in view["not_kinds"]]
    return f"ruled out: {', '.join(unwanted)}" if unwanted else None


def lacks(view: Facts, result: Result) -> str | None:
    """Why the rules do not do: words of the host that are nothing of the best place."""
    return picks.unused(view.get("residue", ()), result["recommended_venues"])


def shown(view: Facts, evidence: Facts) -> Facts:
    """What a model is told: the host's words, what the party is like, and what was found."""
    known = {"guests": view["guests_high"], "kind": view["venue_kind"], "setting": view["setting"]}
    return {
        "wishes": view.get("residue", []),
        **{name: value for name, value in known.items() if value},
        "candidates": picks.shown(evidence["listings"]),
    }


def merge(view: Facts, result: Result, output: Mapping[str, Any]) -> Result:  # noqa: ARG001
    """The places with those that a model picked first."""
    return {
        **result,
        "recommended_venues": picks.reordered(result["recommended_venues"], output),
    }


def settle(result: Result, brief: Brief) -> Result:
    """The shortlist for this head count and these hours; what is too small is a miss."""
    people, time = headcount(brief.facts), length(brief.facts)
    wished, chill = wishes(brief.facts), cold(brief.facts)
    entries = shortlist.with_pinned(result["recommended_venues"], brief.chosen("venue_agent"))
    shown = shortlist.cut(
        _by_room([_settled(entry, people, time, wished, chill) for entry in entries], people)
    )
    return {
        **result,
        "recommended_venues": shown,
        "hours": time.hire_hours,
        "outdoors": [entry["name"] for entry in shown if is_outdoors(entry)],
        "notes": [*result["notes"], *_exact_notes(shown, people, time)],
        "questions": _in_the_cold(shown, chill),
        "offers": [shortlist.offer("venue", "Venue", shown)],
        "tasks": _tasks(shown, party_kind(brief.facts)),
        "card": _card(shown, people),
    }


PROMPT = Prompt(
    instructions=f"{picks.ASKED}\n{picks.PICKING}\n{picks.UNMET}",
    schema=picks.schema(picks=picks.PICKS),
    data=shown,
    merge=merge,
)


AGENT = Agent(
    name="venue_agent",
    version=3,
    upstream=("theme_agent",),
    view=view,
    gather=gather,
    answer=answer,
    active=lambda brief: "venue" in brief.asked,
    check=check,
    settle=settle,
    lacks=lacks,
    prompt=PROMPT,
)


def _settings(said: object) -> list[str]:
    """A theme's setting as published words; either of them where it does not matter."""
    return [str(said)] if said in {"indoors", "outdoors"} else ["indoors", "outdoors"]


def _notes(evidence: Facts) -> list[str]:
    """What could not be looked up, and where the prices are from instead."""
    place = evidence["place"]
    if evidence["listings"] or not evidence["typical"]:
        missing = ", ".join(spelled(entry["kind"]) for entry in evidence["typical"])
        return [f"No {missing} is listed in {place['city']}; its price is an estimate."] * bool(
            missing
        )
    if not place["city"]:
        return ["No city was said, so these are typical prices. Say a city to see what it lists."]
    return [f"No venue is listed in {place['city']} yet, so these are typical prices, not offers."]


# --- exact facts ---------------------------------------------------------------------------------


def _settled(
    entry: Entry, people: Headcount, time: Length, wished: Facts, chill: str | None
) -> Entry:
    missing = list(unmet(entry, wished))
    room, room_miss, too_small = _room(entry, people)
    total = shortlist.hire(entry["price"], _units(entry["price"]["unit"], people, time))
    price = shortlist.price_text(entry["price"], total, _for(entry["price"], people, time))
    free = entry["kind"] in {*OWN_PLACES, STREET} and entry["listing_id"] is None
    setting = [entry["setting"]] if entry["setting"] in {"indoors", "outdoors"} else []
    return shortlist.settled(
        entry,
        total=(total, shortlist.fee_lines(entry["price"], "Booking fee")),
        why=["nothing to hire"] if free else [*room, *setting, price],
        misses=[
            *(text for text, _ in missing),
            *room_miss,
            *too_cold(entry, wished, chill),
        ],
        fits=not too_small and not any(hard for _, hard in missing),
    )


def _in_the_cold(shown: list[Entry], chill: str | None) -> list[str]:
    """What to ask where the best place is outdoors though it is cold."""
    best = next((entry for entry in shown if entry["pinned"]), shown[0] if shown else None)
    return [asked_of(chill)] if chill and best and is_outdoors(best) else []


def _room(entry: Entry, people: Headcount) -> tuple[list[str], list[str], bool]:
    """How the guests fit, what is wrong with it, and whether that rules the place out."""
    capacity = entry["capacity"]
    if capacity is None:
        ask = ["capacity not stated: ask"] if entry["listing_id"] else []
        return [], ask, False
    said = "your" if people.said else "an assumed"
    room = [f"holds {capacity} for {said} {people.largest}"]
    if capacity < people.largest:
        return [], [fit(people.largest, max(capacity, 1)).text], True
    feel = fit(people.guests, capacity)
    if feel.feel == "empty":
        return room, [f"{feel.text} ({feel.percent}% full)"], False
    return ([f"{room[0]} (tight)"] if feel.feel == "tight" else room), [], False


def _units(unit: str, people: Headcount, time: Length) -> int:
    if unit == "hour":
        return time.hire_hours
    return people.guests if unit in {"head", "serving"} else 1


def _for(price: dict[str, Any], people: Headcount, time: Length) -> str:
    if price["unit"] == "hour":
        hours = max(time.hire_hours, price["minimum_units"])
        return f"for {hours} hours with set-up and clear-up"
    return f"for {people.guests} guests" if price["unit"] == "head" else "for the event"


def _by_room(entries: list[Entry], people: Headcount) -> list[Entry]:
    """Where nothing is large enough the largest come first, being the nearest misses."""
    if any(entry["fits"] for entry in entries):
        return entries
    largest = sorted(entries, key=lambda e: -min(e["capacity"] or 0, people.largest))
    return [{**entry, "rank": rank} for rank, entry in enumerate(largest)]


def _exact_notes(shown: list[Entry], people: Headcount, time: Length) -> list[str]:
    notes = []
    if not people.said:
        notes.append(f"No head count was said; {people.guests} guests are assumed.")
    if not time.said and any(entry["price"]["unit"] == "hour" for entry in shown):
        notes.append(f"{time.hire_hours} hours of hire are assumed, with set-up and clear-up.")
    largest = max((entry["capacity"] or 0 for entry in shown), default=0)
    if not any(entry["fits"] for entry in shown) and largest < people.largest:
        notes.append(
            f"Nothing listed holds {people.largest}; the largest holds {largest}. "
            "Fewer guests, two places or another city would do."
        )
    return notes


def _tasks(shown: list[Entry], kind: Kind) -> list[dict[str, Any]]:
    if shown and shown[0]["kind"] == STREET:
        return [_CLOSING]
    if not shown or (shown[0]["kind"] in OWN_PLACES and shown[0]["listing_id"] is None):
        return []
    return [booking("venue:book", "Book the venue", venue_lead(kind))]


_CLOSING = {
    "id": "venue:close-street",
    "title": "Ask the city or council to close the street",
    "days_before": 84,
    "why": "they ask for 4 to 12 weeks, our own estimate",
}


def _card(shown: list[Entry], people: Headcount) -> dict[str, Any]:
    fitting = [entry for entry in shown if entry["fits"]]
    if fitting:
        headline = f"{fitting[0]['name']}: {fitting[0]['why']}"
    elif shown:
        headline = f"Nothing fits yet; nearest is {shown[0]['name']}: {shown[0]['misses'][0]}"
    else:
        headline = f"No place found for {people.largest} guests"
    return {"title": "Venue", "headline": headline, "notes": []}
