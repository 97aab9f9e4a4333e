"""The cake: its form and size, what is written on it, and who bakes it.

>>> from festplan.domain.brief import Brief
>>> from festplan.engine.agent import Upstream
>>> brief = Brief(
...     {"flavours": ["chocolate"], "guests": 75, "kids": 20, "age": 6, "honoree": "Mia"},
...     asked=frozenset({"cake"}),
... )
>>> seen = view(brief, Upstream(("theme_agent",), {}))
>>> seen["flavours"], seen["city"], "guests" in seen
(['chocolate'], None, False)
>>> planned = settle(answer(seen, {"place": {}, "entries": []}), brief)
>>> planned["cake"]["servings"], planned["cake"]["size"], planned["cake"]["inscription"]
(72, 'one 12x18 inch sheet', 'Happy 6th birthday, Mia!')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from festplan.agents.knowledge.cake import (
    CakeSize,
    boxes,
    cake_size,
    lead_weeks,
    servings_needed,
)
from festplan.agents.knowledge.diet import diet_warnings
from festplan.agents.offers import bakeries, picks
from festplan.agents.offers.own_work import cut_beside
from festplan.agents.offers.places import law
from festplan.agents.offers.shortlist import Entry, offer, with_pinned
from festplan.agents.offers.wording import listed, ordinal
from festplan.domain.brief import Brief
from festplan.domain.people import headcount
from festplan.domain.reading import Facts as BriefFacts
from festplan.domain.spoken import feast
from festplan.domain.vocabulary import ALLERGENS, FLAVOURS
from festplan.engine.agent import Agent, Facts, Prompt, Result, Upstream

_KEPT_OUT = frozenset((*ALLERGENS.values(), *FLAVOURS.values()))
_PLEASING = ("vanilla", "chocolate", "lemon")
"""Flavours to suggest while nobody named one: bakers list the first two most often (own)."""


def view(brief: Brief, upstream: Upstream) -> Facts:
    """Form, flavours, diets by name, the city, and the theme for the design."""
    facts = brief.facts
    form = facts.get("cake_form", {})
    theme = upstream.get("theme_agent")
    seen: Facts = {
        "form": form.get("kind"),
        "tiers": form.get("tiers"),
        "flavours": list(facts.get("flavours", [])),
        "diets": sorted(facts.get("diet", {})),
        "exclude": [word for word in facts.get("exclude", []) if word in _KEPT_OUT],
        "city": facts.get("city"),
        "theme": list(theme["themes"]) if theme else [],
    }
    if residue := brief.residue.get("cake"):
        seen["residue"] = list(residue)
    return seen


def answer(view: Facts, evidence: Facts) -> Result:
    """The cake as it is for any number of guests, and who bakes it, best first."""
    suggested = [word for word in _PLEASING if word not in view["exclude"]][:2]
    return {
        "bakeries": evidence["entries"],
        "place": evidence["place"],
        "cake": {
            "form": view["form"],
            "tiers": view["tiers"],
            "flavours": view["flavours"],
            "suggested_flavours": [] if view["flavours"] else suggested,
            "design": f"in the colors of the {' and '.join(view['theme'])} theme"
            if view["theme"]
            else "plain, with fresh decoration",
            "without": view["exclude"],
        },
    }


def check(view: Facts, result: Result) -> str | None:
    """Why `result` is no answer: flavours that were excluded, or none of those asked for."""
    flavours = result["cake"]["flavours"]
    unwanted = sorted(set(flavours) & set(view["exclude"]))
    if unwanted:
        return f"excluded: {', '.join(unwanted)}"
    dropped = [word for word in view["flavours"] if word not in flavours]
    return f"left out: {', '.join(dropped)}" if dropped else None


def lacks(view: Facts, result: Result) -> str | None:
    """Why the rules do not do: words of the host that are nothing of the best bakery."""
    return picks.unused(view.get("residue", ()), result["bakeries"])


def shown(view: Facts, evidence: Facts) -> Facts:
    """What a model is told: the host's words, what the party is like, and what was found."""
    known = {"form": view["form"], "flavours": view["flavours"], "theme": view["theme"]}
    return {
        "wishes": view.get("residue", []),
        **{name: value for name, value in known.items() if value},
        "candidates": picks.shown(evidence["entries"]),
    }


def merge(view: Facts, result: Result, output: Mapping[str, Any]) -> Result:
    """The bakeries, picked ones first, with an idea of the cake."""
    return {
        **result,
        "bakeries": picks.reordered(result["bakeries"], output),
        "cake": {**result["cake"], **_idea(view, output)},
    }


def settle(result: Result, brief: Brief) -> Result:
    """The cake for these guests: servings, size, inscription, and what each bakery would ask."""
    facts = brief.facts
    cake = _settled_cake(result["cake"], facts)
    entries = with_pinned(result["bakeries"], brief.chosen("cake_agent"))
    form, diets = facts.get("cake_form", {}).get("kind"), facts.get("diet", {})
    shown = cut_beside(
        entries, (bakeries.HOME,), lambda entry: bakeries.settled(entry, cake, form, diets)
    )
    country = law(result["place"])
    return {
        "bakeries": shown,
        "cake": cake,
        "place": result["place"],
        "warnings": diet_warnings(diets, facts.get("exclude", []), country),
        "offers": [offer("cake", "Cake", shown, optional=True)],
        "tasks": _tasks(cake),
        "card": _card(cake, shown),
    }


PROMPT = Prompt(
    instructions=(
        f"{picks.ASKED}\n{picks.PICKING}\n"
        "idea: how the cake may look, at most 20 words, without prices.\n"
        f"{picks.UNMET}"
    ),
    schema=picks.schema(picks=picks.PICKS, idea=picks.TEXT),
    data=shown,
    merge=merge,
)


AGENT = Agent(
    name="cake_agent",
    version=3,
    view=view,
    answer=answer,
    upstream=("theme_agent",),
    active=lambda brief: "cake" in brief.asked,
    gather=bakeries.find,
    check=check,
    settle=settle,
    lacks=lacks,
    prompt=PROMPT,
)


def _idea(view: Facts, output: Mapping[str, Any]) -> dict[str, str]:
    """What a model would make of the cake, unless it names something to be kept out."""
    idea = picks.said(output.get("idea"), 160)
    wanted = idea and not any(word in idea.lower() for word in view["exclude"])
    return {"idea": idea} if wanted else {}


# --- exact facts ---------------------------------------------------------------------------------


def _settled_cake(cake: Mapping[str, Any], facts: BriefFacts) -> dict[str, Any]:
    people = headcount(facts)
    said = facts.get("cake_form", {})
    table = said.get("kind") == "dessert table"
    needed = servings_needed(people.kids, people.adults, dessert_table=table)
    form, tiers = said.get("kind") or _usual_form(needed, facts), said.get("tiers")
    size = cake_size(said.get("count") or needed, form, facts.get("occasion"), tiers=tiers)
    diets = {diet: n for diet, n in sorted(facts.get("diet", {}).items()) if n}
    return {
        **cake,
        "form": form,
        "tiers": tiers,
        "servings": size.servings,
        "servings_needed": needed,
        "size": _size(size),
        "boxes": boxes(size.servings) if form == "cupcakes" else 0,
        "inscription": _inscription(facts),
        "diet_servings": [{"diet": diet, "servings": n} for diet, n in diets.items()],
        "order_weeks_before": lead_weeks(
            form, facts.get("occasion"), themed=cake["design"].endswith("theme")
        ),
        "why": size.reason + ("" if people.said else " (guests assumed)"),
    }


def _usual_form(servings: int, facts: BriefFacts) -> str:
    """Tiers at a wedding; else round, or a sheet for more than one round of 12 inches (own)."""
    if facts.get("occasion") in {"wedding", "vow renewal"}:
        return "tiered"
    return "round" if servings <= 40 else "sheet"


def _size(size: CakeSize) -> str:
    """The parts in words: "one 10 inch round", "tiers of 6, 8 and 10 inch", "24 cupcakes"."""
    if size.kind == "dessert table":
        return f"dessert table for {size.servings}"
    tiers = [part.size.removesuffix(" inch") for part in size.parts if part.shape == "tier"]
    named = [f"tiers of {listed(tiers)} inch"] if tiers else []
    counts: dict[tuple[str, str], int] = {}
    for part in size.parts:
        if part.shape != "tier":
            counts[part.size, part.shape] = counts.get((part.size, part.shape), 0) + part.count
    return listed([*named, *(_counted(*what, count) for what, count in counts.items())])


def _counted(size: str, shape: str, count: int) -> str:
    if size == "one a serving":
        return f"{count:,} {shape}"
    return f"one {size} {shape}" if count == 1 else f"{count:,} {size} {shape}s"


def _inscription(facts: BriefFacts) -> str:
    """What is written on the cake; nothing where no occasion, age or name is known."""
    occasion, who, age = facts.get("occasion"), facts.get("honoree"), facts.get("age")
    to = f", {who}" if who else ""
    if occasion == "birthday" or (occasion is None and age is not None):
        return f"Happy {ordinal(age)} birthday{to}!" if age is not None else f"Happy birthday{to}!"
    if occasion == "memorial":
        return f"In loving memory{f' of {who}' if who else ''}"
    said = {"baby shower": "Welcome, little one!", "farewell": f"Good luck{to}!"}
    if occasion in said:
        return said[occasion]
    if occasion in {"anniversary", "christening", "eid", "diwali", "hanukkah"}:
        return f"Happy {feast(occasion)}{to}!"
    return f"Congratulations{to}!" if occasion or who else ""


def _tasks(cake: Mapping[str, Any]) -> list[dict[str, Any]]:
    weeks = cake["order_weeks_before"]
    return [
        {
            "id": "cake:order",
            "title": f"Order the cake: {cake['size']}",
            "days_before": weeks * 7,
            "why": f"{weeks} week{'s' * (weeks > 1)} is what bakers ask for such a cake",
        },
    ]


def _card(cake: Mapping[str, Any], shown: list[Entry]) -> dict[str, Any]:
    flavours = " and ".join(cake["flavours"])
    best = next((entry for entry in shown if entry["pinned"]), shown[0] if shown else None)
    by = f", from {best['name']}" if best and best["listing_id"] else ""
    notes = [f"Written on it: {cake['inscription']}"] if cake["inscription"] else []
    if cake.get("idea"):
        notes.append(f"An idea: {cake['idea']}")
    if cake["servings"] < cake["servings_needed"]:
        notes.append(f"{cake['servings_needed']} servings are likely to be eaten.")
    if not cake["flavours"]:
        notes.append(f"No flavor was named; {' or '.join(cake['suggested_flavours'])} would do.")
    if not any(entry["fits"] for entry in shown):
        notes.append("No bakery listed fits everything: see what each one misses.")
    of = f" of {flavours}" if flavours else ""
    headline = f"{cake['servings']:,} servings{of}: {cake['size']}{by}"
    return {"title": "Cake", "headline": headline, "notes": notes}
