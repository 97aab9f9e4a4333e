"""Bakeries to choose from: what the catalogue has for a form and diets, and what stands in.

Baking it oneself is always among them, so that a small budget has an answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from festplan.agents.knowledge.money_rules import from_usd
from festplan.agents.offers import shortlist
from festplan.agents.offers.own_work import own_entry
from festplan.agents.offers.places import Place, locate
from festplan.agents.offers.shortfalls import best_of_each, diet_misses, unserved
from festplan.agents.offers.shortlist import Entry
from festplan.domain.listing import Listing
from festplan.domain.money import ceil_div
from festplan.domain.vocabulary import CAKE_KINDS
from festplan.engine.agent import Facts
from festplan.ports.parties import Catalogue

HOME, HOME_NAME = "home baking", "Bake it yourself (estimate)"

_FORMS = frozenset(CAKE_KINDS.values())
_BAKED_BY = {
    "cupcakes": "cupcake bakery",
    "cake pops": "cupcake bakery",
    "cookies": "cupcake bakery",
    "tiered": "cake studio",
    "drip": "cake studio",
    "sculpted": "sculpted cake studio",
    "dessert table": "dessert caterer",
    "doughnuts": "dessert caterer",
    "macarons": "patisserie",
    "croquembouche": "patisserie",
    "cheesecake": "patisserie",
}
_SERVINGS_OF_ONE = {"supermarket bakery": 36, HOME: 20}
"""Servings of a cake that is sold, or baked, by the piece: a 9x13 sheet, an 8 inch round."""
_HOME_CENTS = 1750
MOST_AT_HOME = 100
"""Servings that one kitchen bakes for a party: five cakes (own)."""
_SUPERMARKET, _NO_SHELF_HAS = "supermarket bakery", {"tiered", "sculpted", "croquembouche"}
_BAKED_BY_THE_HOST = re.compile(r"\b(?:bakes?|baking|home[- ]?made|home[- ]?baked)\b")
"""What a host says who has somebody bake the cake: "my mum will bake it"."""
_USUAL_WORDS = ("cake bakery",)
"""What to look for while the host said nothing of the cake."""


async def find(view: Facts, catalogue: Catalogue) -> Facts:
    """Bakeries of the city, the best of each kind of offer; typical prices where none is listed."""
    place = await locate(view["city"], catalogue)
    if (own := _home(place)) and _BAKED_BY_THE_HOST.search(" ".join(view.get("residue", ()))):
        return {"place": place.document(), "entries": [{**own[0], "remark": "as you said"}]}
    found = await _listed(view, place, catalogue) if place.listed else []
    standing_in = [] if found else await _typical(view, place, catalogue)
    return {"place": place.document(), "entries": [*found, *standing_in, *_home(place)]}


def settled(
    found: Entry, cake: Mapping[str, Any], form: str | None, diets: Mapping[str, int | None]
) -> Entry:
    """What this bakery would ask for the cake, and what it does not do of what was asked."""
    hard, soft = ([], []) if found["kind"] == HOME else diet_misses(diets, found["diets"])
    if found["kind"] == HOME:
        said = found.get("remark")
        soft = [] if said else ["takes you about four hours"]
        hard = [] if said or not _is_too_much(cake) else ["too much for one kitchen"]
    elif found["listing_id"] is None and found["kind"] == _SUPERMARKET and form in _NO_SHELF_HAS:
        hard = [*hard, f"supermarkets seldom make a {form} cake"]
    elif not _makes(form, found["tags"]):
        hard = [*hard, f"does not list {form}"]
    price, servings = found["price"], cake["servings"]
    total = shortlist.hire(price, _units(found, servings))
    flavours = [word for word in cake["flavours"] if word in found["tags"]]
    return shortlist.settled(
        found,
        total=(total, [] if total is None else shortlist.fee_lines(price, "Delivery")),
        why=[*flavours, shortlist.price_text(price, total, f"for {servings:,} servings")],
        misses=[*hard, *soft],
        fits=not hard,
    )


def _is_too_much(cake: Mapping[str, Any]) -> bool:
    """Whether nobody should be told to bake it at home: three tiers, or more than 100 servings."""
    return (cake.get("tiers") or 0) > 2 or int(cake["servings"]) > MOST_AT_HOME


async def _listed(view: Facts, place: Place, catalogue: Catalogue) -> list[Entry]:
    said = (view["form"], *view["flavours"], *view["theme"], *view.get("residue", ()))
    words = tuple(word for word in said if word) or _USUAL_WORDS
    query = shortlist.everything("bakery", words, place, view)
    matches = await shortlist.priced(await catalogue.search(query), "bakery", catalogue)
    kept = best_of_each(matches, lambda bakery: _lacks(view, bakery), capacity_high=None)
    return [shortlist.entry(match.listing) for match in kept]


def _lacks(view: Facts, bakery: Listing) -> tuple[str, ...]:
    """What this bakery does not offer of form and diets."""
    form = [] if _makes(view["form"], bakery.tags) else ["form"]
    return *form, *unserved(view["diets"], bakery.diets)


def _makes(form: str | None, tags: Collection[str]) -> bool:
    """Whether a baker with these tags makes the form; one who names no form may make any."""
    named = _FORMS.intersection(tags)
    return form is None or not named or form in named


async def _typical(view: Facts, place: Place, catalogue: Catalogue) -> list[Entry]:
    usual = _BAKED_BY.get(view["form"] or "", "cake bakery")
    found = []
    for kind in dict.fromkeys((usual, "supermarket bakery")):
        price = await shortlist.typical("bakery", kind, place.currency, catalogue)
        name = f"A {kind} (typical)"
        if price is not None:
            entry = shortlist.typical_entry(name, price, city=place.city, country=place.country)
            found.append(entry)
    return found


def _home(place: Place) -> list[Entry]:
    """Baking it oneself, in a currency whose prices are known here."""
    amount = from_usd(_HOME_CENTS, place.currency)
    if amount is None:
        return []
    source = "kidzpal.com, 15 to 20 a home-made cake"
    return [own_entry(HOME_NAME, HOME, amount, "item", place, source)]


def _units(found: Entry, servings: int) -> int:
    if found["price"]["unit"] == "item":
        return ceil_div(servings, _SERVINGS_OF_ONE.get(found["kind"], servings))
    return 1 if found["price"]["unit"] in {"event", "hour"} else servings
