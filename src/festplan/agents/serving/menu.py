"""The menu: what is served at which hour, without what the host or everybody's diet keeps out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from festplan.agents.knowledge.diet import plant_eaters, uncounted_for_all
from festplan.agents.knowledge.without import allowed, for_everyone
from festplan.agents.offers import picks
from festplan.domain.people import Headcount
from festplan.domain.reading import Facts as BriefFacts
from festplan.engine.agent import Facts, Result

_SPOKEN_TIMES = {"morning": "breakfast", "afternoon": "snacks", "evening": "dinner"}
_MEALS = ((5, "finger food"), (10.5, "breakfast"), (14, "lunch"), (16.5, "snacks"), (20, "dinner"))
"""Until which hour of the day guests who arrive expect what; later it is finger food (own)."""

_MENUS = {
    "breakfast": ("pastries", "eggs", "fruit platter", "yogurt with granola"),
    "lunch": ("sandwiches", "pasta salad", "green salad", "fruit platter"),
    "snacks": ("finger sandwiches", "vegetables with dips", "cheese board", "fruit platter"),
    "dinner": ("roast chicken", "a vegetable main", "two side dishes", "bread"),
    "finger food": ("sliders", "skewers", "vegetables with dips", "cheese board"),
}
"""What to serve while nobody named a dish; our own proposals."""
ASKED_FOR = "as you asked"
_PLAIN = ("fruit platter", "green salad", "vegetables with hummus")
"""What to serve where nothing that suits the meal is left (own)."""


def meal(time: str | None) -> str | None:
    """What guests expect who come at `time` ("18:00", "morning"), in published words; else None.

    Snacks stand for an afternoon between meals, finger food for a late evening.
    """
    if time is None or time in _SPOKEN_TIMES:
        return None if time is None else _SPOKEN_TIMES[time]
    hours, _, minutes = time.partition(":")
    clock = int(hours) + int(minutes or 0) / 60
    return next((name for until, name in _MEALS if clock < until), "finger food")


def proposed(view: Facts) -> list[dict[str, Any]]:
    """The dishes that were asked for, or what suits the meal; a main for each diet."""
    asked, exclude = view["cuisine"], view["exclude"]
    if asked:
        dishes = [dish for dish in asked if not _named(dish, exclude)] or ["fruit platter"]
        why = ASKED_FOR
    else:
        dishes = _usual(_MENUS[view["meal"] or "lunch"], exclude)
        why = f"usual for {view['meal']}" if view["meal"] else "to start from: no dish was named"
    shared = [{"dish": dish, "for": "everyone", "why": why} for dish in dishes]
    own = [
        {"dish": f"{diet} main", "for": diet, "why": "a dish of their own"}
        for diet in view["diets"]
    ]
    return [*shared, *own]


def ideas(view: Facts, result: Result, output: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Dishes that a model adds for everyone, but for what is excluded or there already."""
    known = {dish["dish"] for dish in result["menu"]}
    dishes = [dish for dish in picks.lines(output.get("dishes"), 3, 60) if dish not in known]
    kept = [dish for dish in dishes if allowed(dish, view["exclude"])]
    return [{"dish": dish, "for": "everyone", "why": "an idea for your wish"} for dish in kept]


def for_these(
    menu: Sequence[Mapping[str, Any]], facts: BriefFacts, people: Headcount
) -> list[dict[str, Any]]:
    """The menu for these guests, each dish with its servings.

    Where everyone may be keeping a diet, nothing is proposed to everyone that it keeps out; what
    the host asked for stays, but for meat where everyone may be eating none.
    """
    diets, without = facts.get("diet", {}), for_everyone(facts, people.guests)
    meatless = plant_eaters(uncounted_for_all(diets, people.guests)) >= people.guests
    kept = [dish for dish in menu if _stays(dish, without, meatless=meatless)]
    if not [dish for dish in kept if dish["for"] == "everyone"]:
        why = "suits what you do without"
        plain = [{"dish": dish, "for": "everyone", "why": why} for dish in _usual((), without)]
        kept = [*plain, *kept]
    return [{**dish, "servings": _servings(dish["for"], diets, people)} for dish in kept]


def _stays(dish: Mapping[str, Any], without: Sequence[str], *, meatless: bool) -> bool:
    if dish["for"] != "everyone":
        return True
    if dish["why"] == ASKED_FOR:
        return not (meatless and _is_meat(dish["dish"]))
    return allowed(dish["dish"], without)


def _usual(dishes: Sequence[str], exclude: Sequence[str]) -> list[str]:
    """Those of the dishes that are not excluded; plain ones where none is left."""
    kept = [dish for dish in dishes if allowed(dish, exclude)]
    return kept or [dish for dish in _PLAIN if allowed(dish, exclude)] or ["fruit platter"]


def _named(dish: str, exclude: Sequence[str]) -> bool:
    """Whether an exclusion stands in the very words of a dish that was asked for."""
    meat = "meat" in exclude and _is_meat(dish)
    return meat or any(re.search(rf"\b{re.escape(w.removesuffix('s'))}", dish) for w in exclude)


def _is_meat(dish: str) -> bool:
    return "chicken" in dish or dish in {"sliders", "skewers"}


def _servings(who: str, diets: Mapping[str, int | None], people: Headcount) -> int | None:
    """For how many a dish is; None while nobody said how many keep the diet."""
    return people.guests if who == "everyone" else diets.get(who)
