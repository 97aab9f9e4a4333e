"""Caterers to choose from: what the catalogue has for a cuisine and diets, and what stands in.

Cooking oneself and platters from a supermarket are always among them, so that a small budget has
an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from festplan.agents.knowledge.money_rules import charges, from_usd
from festplan.agents.offers import shortlist
from festplan.agents.offers.own_work import own_entry
from festplan.agents.offers.places import Place, locate
from festplan.agents.offers.shortfalls import best_of_each, diet_misses, unserved
from festplan.agents.offers.shortlist import Entry, Line
from festplan.domain.listing import Listing
from festplan.domain.money import ceil_div, percent
from festplan.domain.people import Headcount
from festplan.engine.agent import Facts
from festplan.ports.parties import Catalogue

HOME, PLATTERS = "home cooking", "supermarket platters"
OWN_STYLES = frozenset({"self-catered", "potluck"})

NAMES = {
    HOME: "Cook it yourself (estimate)",
    PLATTERS: "Supermarket platters (estimate)",
    "potluck": "Guests bring dishes, you add drinks and bread (estimate)",
}
BAR = "A bar with a bartender (estimate)"
"""Drinks with who pours them: what is drunk comes with the bar."""
OWN_KINDS = frozenset({HOME, PLATTERS, "potluck"})

_CENTS_A_HEAD = {HOME: 800, PLATTERS: 1100, "potluck": 300}
"""US cents an adult for food that nobody serves; our own estimate, a child counts half."""
MOST_AT_HOME = 100
"""Guests for whom a host is told to cook; more is a caterer's work (own)."""
_EFFORT = {HOME: "takes you most of a day", PLATTERS: "you set up and clear"}

_BY_STYLE = {
    "plated": "plated caterer",
    "food truck": "food truck",
    "cocktail": "canape caterer",
    "drop-off": "drop-off caterer",
    "boxed": "sandwich caterer",
}
_BY_CUISINE = {
    "tacos": "taco caterer",
    "burgers": "burger caterer",
    "sandwiches": "sandwich caterer",
}
_GENERAL = frozenset(
    {
        "appetizers",
        "breakfast",
        "comfort food",
        "dinner",
        "finger food",
        "healthy",
        "home cooking",
        "hors d'oeuvres",
        "kid-friendly food",
        "kids menu",
        "lunch",
        "meat",
        "organic food",
        "party food",
        "snacks",
        "vegetables",
    }
)
"""Words that any caterer can serve: not listing them is no shortfall."""

_USUAL_WORDS = ("buffet", "drop-off")
"""What to look for while the host named no dish and no style."""

_ANY_SIZE = 1_000_000
"""Guests: a view of catering holds no bracket, so every size of kitchen is kept."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a caterer is asked for: who eats, for how many hours, and how."""

    people: Headcount
    hours: int
    cuisine: Collection[str]
    style: str | None
    diets: Mapping[str, int | None]


async def find(view: Facts, catalogue: Catalogue) -> Facts:
    """Caterers of the city, the best of each kind of offer; typical prices where none is listed."""
    place = await locate(view["city"], catalogue)
    own = _own(view["service_style"], place)
    if view["service_style"] in OWN_STYLES:
        return {"place": place.document(), "entries": own}
    found = await _listed(view, place, catalogue) if place.listed else []
    standing_in = [] if found else await _typical(view, place, catalogue)
    return {"place": place.document(), "entries": [*found, *standing_in, *own]}


def settled(found: Entry, order: Order) -> Entry:
    """What this caterer would ask for the order, and what it does not do of what was asked."""
    price, people = found["price"], order.people
    own = found["kind"] in OWN_KINDS
    hard, soft = _own_misses(found, order) if own else _misses(found, order)
    units = people.adults + ceil_div(people.kids, 2) if own else _units(price["unit"], order)
    food = shortlist.hire(price, units)
    lines = [] if own or food is None else _lines(found, food)
    total = None if food is None else food + sum(line["amount_minor"] for line in lines)
    fees = [] if food is None else shortlist.fee_lines(price, "Delivery and set-up")
    return shortlist.settled(
        found,
        total=(total, [*fees, *lines]),
        why=[*_served(found, order.cuisine), _price(price, total, people, lines)],
        misses=[*hard, *soft],
        fits=not hard,
    )


# --- finding -------------------------------------------------------------------------------------


async def _listed(view: Facts, place: Place, catalogue: Catalogue) -> list[Entry]:
    wished = (view["service_style"], *view["cuisine"], *view.get("residue", ()))
    words = tuple(word for word in wished if word) or (view["meal"] or "", *_USUAL_WORDS)
    query = shortlist.everything("caterer", words, place, view)
    matches = await shortlist.priced(await catalogue.search(query), "caterer", catalogue)
    kept = best_of_each(matches, lambda who: _group(view, who), capacity_high=_ANY_SIZE)
    return [shortlist.entry(match.listing) for match in kept]


def _group(view: Facts, caterer: Listing) -> tuple[object, ...]:
    """Whether it serves the cuisine and the style, what comes on top, the diets it does not state.

    Of two caterers the one with the lower price may come to more, if more comes on top of it.
    """
    cooks = not _lacks_cuisine(view["cuisine"], caterer.kind, caterer.tags)
    serves = not _lacks_style(view["service_style"], caterer.kind, caterer.tags)
    brought = _brought(caterer.kind, caterer.tags)
    return cooks, serves, brought, *unserved(view["diets"], caterer.diets)


def _lacks_cuisine(cuisine: Collection[str], kind: str, tags: Collection[str]) -> bool:
    wanted = [word for word in cuisine if word not in _GENERAL]
    return bool(wanted) and not any(word in tags or word in kind for word in wanted)


def _lacks_style(style: str | None, kind: str, tags: Collection[str]) -> bool:
    return style is not None and style not in tags and style not in kind


async def _typical(view: Facts, place: Place, catalogue: Catalogue) -> list[Entry]:
    cuisine = [_BY_CUISINE.get(word, f"{word} caterer") for word in view["cuisine"][:2]]
    style = _BY_STYLE.get(view["service_style"] or "", "buffet caterer")
    found: dict[str, Entry] = {}
    for kind in (*cuisine, style, "drop-off caterer"):
        usual = await shortlist.typical("caterer", kind, place.currency, catalogue)
        if usual is not None:
            name = f"A {usual.kind} (typical)"
            entry = shortlist.typical_entry(name, usual, city=place.city, country=place.country)
            found.setdefault(usual.kind, entry)
    return list(found.values())


def _own(style: str | None, place: Place) -> list[Entry]:
    """Food without a caterer, in a currency whose prices are known here."""
    kinds = ("potluck", HOME) if style == "potluck" else (PLATTERS, HOME)
    if style == "self-catered":
        kinds = (HOME, PLATTERS)
    amounts = [(kind, from_usd(_CENTS_A_HEAD[kind], place.currency)) for kind in kinds]
    source = "our own estimate, a child counted half"
    return [
        own_entry(NAMES[kind], kind, amount, "head", place, source)
        for kind, amount in amounts
        if amount is not None
    ]


# --- exact facts ---------------------------------------------------------------------------------


def _own_misses(found: Entry, order: Order) -> tuple[list[str], list[str]]:
    """Work is what it lacks, unless the host asked for it."""
    wanted = order.style in OWN_STYLES or found["kind"] not in _EFFORT
    many = found["kind"] == HOME and order.people.guests > MOST_AT_HOME and not wanted
    hard = [f"too much for one kitchen: {order.people.guests:,} guests"] if many else []
    return hard, [] if wanted else [_EFFORT[found["kind"]]]


def _misses(found: Entry, order: Order) -> tuple[list[str], list[str]]:
    if found["listing_id"] is None:
        return [], [f"{diet}: ask before you book" for diet in order.diets]
    hard, soft = diet_misses(order.diets, found["diets"])
    capacity, guests = found["capacity"], order.people.guests
    if capacity is not None and capacity < guests:
        hard = [f"serves {capacity:,} at most, you are {guests:,}", *hard]
    if _lacks_cuisine(order.cuisine, found["kind"], found["tags"]):
        soft = [f"does not list {' or '.join(sorted(order.cuisine))}", *soft]
    if _lacks_style(order.style, found["kind"], found["tags"]):
        soft = [f"does not list {order.style}", *soft]
    return hard, soft


def _units(unit: str, order: Order) -> int:
    if unit in {"head", "serving", "item"}:
        return order.people.guests
    return order.hours if unit == "hour" else 1


def _lines(found: Entry, food_minor: int) -> list[Line]:
    """Service and tax where people serve; tax and a tip where food is brought or a truck comes."""
    rates = charges(found["country"])
    brought = _brought(found["kind"], found["tags"])
    named = (
        ("Service charge", 0 if brought else rates.service_percent),
        ("Sales tax", rates.tax_percent),
        ("Tip", rates.tip_percent if brought else 0),
    )
    return [
        shortlist.line(f"{label}, {rate} %", percent(food_minor, rate))
        for label, rate in named
        if rate
    ]


def _brought(kind: str, tags: Collection[str]) -> bool:
    """Whether the food comes without people who serve it."""
    return "drop-off" in tags or kind in {"food truck", "drop-off caterer"}


def _served(found: Entry, cuisine: Collection[str]) -> list[str]:
    return [word for word in sorted(cuisine) if word in found["tags"] or word in found["kind"]]


def _price(
    price: Mapping[str, Any], total: int | None, people: Headcount, lines: list[Line]
) -> str:
    """The price with what it holds: "$2,100 for 75 guests with sales tax and tip"."""
    extras = " and ".join(line["label"].split(",")[0].lower() for line in lines)
    text = f"for {people.guests:,}{'' if people.said else ' assumed'} guests"
    return shortlist.price_text(dict(price), total, f"{text} with {extras}" if extras else text)
