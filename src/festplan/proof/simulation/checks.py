"""Whether a plan keeps to what its host wants: checked by code, over what the host is shown.

A check knows what the host said, not what was understood: a misreading is an unmet constraint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from festplan.agents.knowledge.space import fit
from festplan.engine.agent import Result
from festplan.proof.simulation.tastes import WISHES

CENTS = 100
LATENT = "latent_wish"
_LISTS = {
    "venue_agent": "recommended_venues",
    "cake_agent": "bakeries",
    "catering_agent": "caterers",
    "vendor_agent": "vendors",
}
"""Where each card lists what can be booked."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it stands: by agent the answer, what the host is shown of it, and who gave it."""

    answers: Mapping[str, Result]
    shown: Mapping[str, Result]
    tiers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """One constraint of one plan: whose card keeps it, and what is there instead where none does.

    `instead` is empty where it is kept.
    """

    constraint: str
    agent: str
    instead: str = ""

    @property
    def met(self) -> bool:
        """Whether the plan keeps it."""
        return not self.instead


def check(wants: Mapping[str, Any], plan: Plan) -> Iterator[Checked]:
    """Each constraint that can be checked of this plan; one that was not said is not checked."""
    for name, judge in _CHECKS.items():
        if name in wants:
            yield from judge(wants[name], plan)
    if "wish" in wants:
        yield from _wish(wants["wish"], wants["guests"], plan)


def _one(constraint: str, agent: str, instead: str) -> Iterator[Checked]:
    yield Checked(constraint, agent, instead)


# --- the place, the date, the money --------------------------------------------------------------


def _capacity(guests: int, plan: Plan) -> Iterator[Checked]:
    """The chosen place holds everybody, or the card says that none does."""
    venue = plan.shown.get("venue_agent")
    if venue is None:
        yield Checked("capacity", "venue_agent", "no venue is planned")
        return
    places = venue["recommended_venues"]
    chosen = plan.shown["budget_agent"]["chosen"].get("venue")
    place = next((p for p in places if p["listing_id"] == chosen), places[0] if places else None)
    said = not any(p["fits"] for p in places)
    if place is not None and place["capacity"] is not None:
        small = place["capacity"] < guests and not said
        instead = f"{place['capacity']} places for {guests}" if small else ""
        yield Checked("capacity", "venue_agent", instead)


def _city(city: str, plan: Plan) -> Iterator[Checked]:
    """Every place and firm with a name is in the city."""
    for agent, part in _LISTS.items():
        listed = [e for e in plan.shown.get(agent, {}).get(part, []) if e["listing_id"]]
        if listed:
            others = sorted({e["city"] for e in listed if e["city"] != city})
            yield Checked("city", agent, f"in {', '.join(others)}" if others else "")


def _date(day: str, plan: Plan) -> Iterator[Checked]:
    """Every task is due as long before the day as it says."""
    held = date.fromisoformat(day)
    for task in plan.shown["planner_final"]["checklist"]:
        due = (held - timedelta(days=task["days_before"])).isoformat()
        if task["due"] != due:
            yield Checked("date", "planner_final", f"{task['id']} is due {task['due']}, not {due}")
            return
    yield Checked("date", "planner_final")


def _budget(limit: int, plan: Plan) -> Iterator[Checked]:
    """The total is within the limit that was said, or the budget says that it is not."""
    budget = plan.shown["budget_agent"]
    total, kept = budget["total_minor"], limit * CENTS
    instead = ""
    if budget["limit_minor"] != kept:
        instead = f"a limit of {budget['limit_minor']} instead of {kept}"
    elif total > kept and budget["fits"]:
        instead = f"{total} of {kept} is said to fit"
    elif sum(line["amount_minor"] for line in budget["lines"]) != total:
        instead = "lines that do not add up"
    yield Checked("budget", "budget_agent", instead)


# --- food and what is to be left out -------------------------------------------------------------


def _diets(diets: Mapping[str, int], plan: Plan) -> Iterator[Checked]:
    """Each diet has its count and a dish of its own for so many."""
    catering = plan.shown.get("catering_agent", {"diets": {}, "menu": []})
    for diet, count in diets.items():
        counted = catering["diets"].get(diet) == count
        dishes = [dish for dish in catering["menu"] if dish["for"] == diet]
        fed = any(dish["servings"] == count for dish in dishes)
        yield Checked("diet", "catering_agent", "" if counted and fed else f"{count} {diet}: no")


def _without(words: Iterable[str], plan: Plan) -> Iterator[Checked]:
    """What was ruled out is nowhere: not in the decorations, the dishes or the shopping."""
    for word in words:
        stem = word.removesuffix("s")
        for agent, texts in _offered(plan).items():
            found = next((text for text in texts if _names(text, stem)), "")
            yield Checked("exclusion", agent, f"{word}: {found}" if found else "")


def _names(text: str, stem: str) -> bool:
    """Whether the text offers it: "nut-free main", "mix without nuts" and "coconut" do not."""
    said = text.lower().replace(f"without {stem}", "")
    return re.search(rf"\b{re.escape(stem)}s?\b(?!-)", said) is not None


def _offered(plan: Plan) -> dict[str, list[str]]:
    """What each card puts before the guests, in its words."""
    theme, food = plan.shown.get("theme_agent"), plan.shown.get("catering_agent")
    offered = {"planner_final": _bought(plan)}
    if theme:
        items = [decoration["item"] for decoration in theme["decorations"]]
        offered["theme_agent"] = [*items, *theme["activities"], *theme["food_ideas"]]
    if food:
        offered["catering_agent"] = [dish["dish"] for dish in food["menu"]]
    return offered


def _bought(plan: Plan) -> list[str]:
    return [str(line["item"]) for line in plan.shown["planner_final"]["shopping_list"]]


# --- what was asked for --------------------------------------------------------------------------


def _theme(theme: str, plan: Plan) -> Iterator[Checked]:
    named = plan.shown.get("theme_agent", {}).get("themes", [])
    return _one("theme", "theme_agent", "" if theme in named else f"{theme} became {named}")


def _flavour(flavour: str, plan: Plan) -> Iterator[Checked]:
    named = plan.shown.get("cake_agent", {}).get("cake", {}).get("flavours", [])
    return _one("flavour", "cake_agent", "" if flavour in named else f"{flavour} became {named}")


def _services(services: Iterable[str], plan: Plan) -> Iterator[Checked]:
    """Each service is planned, with how many of it."""
    needed = {need["service"] for need in plan.shown.get("vendor_agent", {}).get("needed", [])}
    for service in services:
        yield Checked("service", "vendor_agent", "" if service in needed else f"no {service}")


def _wish(text: str, guests: int, plan: Plan) -> Iterator[Checked]:
    """What comes first on the card meets the wish, where anything suitable that was found does."""
    wish = next(wish for wish in WISHES if wish.text == text)
    if wish.agent == "theme_agent":
        items = [d["item"] for d in plan.shown.get("theme_agent", {}).get("decorations", [])]
        taken = any(word in item.lower() for word in wish.meets for item in items)
        yield Checked(LATENT, wish.agent, "" if taken else f"{text}: nothing of it is decorated")
        return
    part = _LISTS[wish.agent]
    found = plan.answers.get(wish.agent, {}).get(part, [])
    if any(_meets(entry, wish.meets) and _suits(entry, guests) for entry in found):
        shown = plan.shown[wish.agent][part]
        met = bool(shown) and _meets(shown[0], wish.meets)
        yield Checked(LATENT, wish.agent, "" if met else f"{text}: {_first(shown)} comes first")


def _suits(entry: Mapping[str, Any], guests: int) -> bool:
    """Whether it is listed, and neither too small nor empty with so many guests."""
    capacity = entry["capacity"]
    roomy = capacity is None or (capacity >= guests and fit(guests, capacity).feel != "empty")
    return entry["listing_id"] is not None and roomy


def _meets(entry: Mapping[str, Any], tags: tuple[str, ...]) -> bool:
    return not {entry["kind"], entry["setting"], *entry["tags"]}.isdisjoint(tags)


def _first(shown: list[dict[str, Any]]) -> str:
    return f"a {shown[0]['kind']}" if shown else "nothing"


_CHECKS: Mapping[str, Callable[[Any, Plan], Iterator[Checked]]] = {
    "guests": _capacity,
    "city": _city,
    "date": _date,
    "budget": _budget,
    "diets": _diets,
    "without": _without,
    "theme": _theme,
    "flavour": _flavour,
    "services": _services,
}
