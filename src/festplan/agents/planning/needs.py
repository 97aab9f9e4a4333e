"""What has to be got for a party, and by whom: its shopping list, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from festplan.agents.knowledge.kinds import for_children
from festplan.agents.knowledge.shopping import supplies
from festplan.agents.offers import bakeries, caterers
from festplan.agents.offers.hours import length, party_kind
from festplan.agents.planning.amounts import Amount, document
from festplan.domain.people import headcount
from festplan.domain.reading import Facts
from festplan.engine.agent import Result

_DIET_COURSES = frozenset({"mains", "desserts"})
DRINKS = frozenset({"soft drinks and water", "tea", "coffee", "punch", "beer", "wine", "spirits"})
_POTLUCK = frozenset({"bread rolls"})
"""What a host adds to what guests bring, beside drinks."""


def needs(facts: Facts, parts: Mapping[str, Result]) -> Iterator[tuple[str, Amount]]:
    """The card that needs it and how much; `by` says who gets it: you, the caterer, the bakery.

    What a caterer cooks is not bought; dishes for a diet are named all the same, to be ordered.
    Guests who bring the dishes leave bread and drinks; a bar brings what it pours.
    """
    yield from (("catering", amount) for amount in _food(parts))
    baker = "you" if bakeries.HOME_NAME in _own_work(parts) else "the bakery"
    yield from (("cake", amount) for amount in _cake(parts.get("cake_agent"), baker))
    yield from (("theme", amount) for amount in _decorations(parts.get("theme_agent")))
    yield from (("planner", amount) for amount in _supplies(facts, parts))


def _own_work(parts: Mapping[str, Result]) -> set[str]:
    """The labels of what the budget chose without a listing."""
    lines = parts.get("budget_agent", {}).get("lines", [])
    return {line["label"] for line in lines if line["listing_id"] is None}


def _food(parts: Mapping[str, Result]) -> Iterator[Amount]:
    catering = parts.get("catering_agent")
    own = _own_work(parts)
    cooked, brought = (caterers.NAMES[k] in own for k in (caterers.HOME, "potluck"))
    for amount in catering.get("quantities", []) if catering else []:
        diet, drink = amount["unit"] in _DIET_COURSES, amount["item"] in DRINKS
        if amount["unit"] == "desserts" and "cake_agent" in parts:
            continue
        if drink:
            yield {**amount, "by": "the bar" if caterers.BAR in own else "you"}
        elif cooked or (brought and (diet or amount["item"] in _POTLUCK)):
            yield {**amount, "by": "you"}
        elif diet and not brought:
            yield {**amount, "by": _cook(own)}


def _cook(own: set[str]) -> str:
    platters = caterers.NAMES[caterers.PLATTERS] in own
    return "the supermarket" if platters else "the caterer"


def _cake(part: Result | None, baker: str) -> Iterator[Amount]:
    if part is None:
        return
    cake = part["cake"]
    yield _loose(f"cake, {cake['size']}", 1, "cake", f"{cake['servings']} servings", baker)
    for own in cake.get("diet_servings", []):
        item, count = f"{own['diet']} cake", own["servings"]
        yield _loose(item, count, "servings", f"{count} {own['diet']} of them", baker)


def _decorations(part: Result | None) -> Iterator[Amount]:
    for thing in part.get("decorations", []) if part else []:
        yield _loose(thing["item"], thing["quantity"], "pieces", thing["why"], "you")


def _supplies(facts: Facts, parts: Mapping[str, Result]) -> Iterator[Amount]:
    """Tableware and what else a party uses up, where something is eaten."""
    there = {"cake_agent": "cake", "catering_agent": "food"}
    has = [word for agent, word in there.items() if agent in parts]
    if not has:
        return
    people, children = headcount(facts), for_children(party_kind(facts))
    more = {"favours": children, "balloons": _balloons(parts, children), "china": _laid(parts)}
    found = supplies(
        people.guests,
        kids=people.kids,
        hours=length(facts).minutes / 60,
        has=[*has, *(word for word, there in more.items() if there)],
        exclude=facts.get("exclude", []),
        age=facts.get("age"),
    )
    for line in found:
        yield {**document(line), "by": "you"}


def _balloons(parts: Mapping[str, Result], children: bool) -> bool:  # noqa: FBT001 a fact
    """Whether there are loose balloons: at a children's party, or where the theme names some."""
    theme = parts.get("theme_agent")
    named = theme is not None and any("balloon" in d["item"] for d in theme.get("decorations", []))
    return named or (children and theme is not None)


def _laid(parts: Mapping[str, Result]) -> bool:
    """Whether a caterer who serves plates brings them, with all that lies beside them."""
    plated = parts.get("catering_agent", {}).get("service_style") == "plated"
    return plated and not _own_work(parts) & {caterers.NAMES[kind] for kind in caterers.OWN_KINDS}


def _loose(item: str, amount: int, unit: str, reason: str, by: str) -> dict[str, Any]:
    """Something that comes in no pack, counted by our own rules."""
    return {
        "item": item,
        "amount": amount,
        "unit": unit,
        "packs": 0,
        "pack": "",
        "pack_size": 0,
        "reason": reason,
        "source": "our own proposal",
        "source_grade": "own",
        "by": by,
    }
