"""The catering: who cooks, what is served, how much of it, and what diets ask for.

>>> from festplan.domain.brief import Brief
>>> from festplan.engine.agent import Upstream
>>> brief = Brief(
...     {"guests": 75, "kids": 20, "diet": {"vegan": 5}, "time": "12:30", "cuisine": ["pizza"]},
...     asked=frozenset({"catering"}),
... )
>>> seen = view(brief, Upstream((), {}))
>>> seen["diets"], seen["meal"], seen["city"]
(['vegan'], 'lunch', None)
>>> planned = settle(answer(seen, {"place": {"country": "US"}, "entries": []}), brief)
>>> [(q["item"], q["amount"], q["packs"], q["pack"]) for q in planned["quantities"]][:2]
[('pizza slices', 236, 30, 'pizza of 8 slices'), ('vegan mains', 5, 0, '')]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from festplan.agents.knowledge import checklist
from festplan.agents.knowledge.diet import diet_questions, diet_warnings, uncounted_notes
from festplan.agents.offers import caterers, picks
from festplan.agents.offers.hours import length, party_kind
from festplan.agents.offers.own_work import cut_beside
from festplan.agents.offers.places import law
from festplan.agents.offers.shortlist import Entry, offer, with_pinned
from festplan.agents.serving import amounts, menu
from festplan.domain.brief import Brief
from festplan.domain.people import Headcount, headcount
from festplan.domain.reading import Facts as BriefFacts
from festplan.domain.vocabulary import ALLERGENS, CUISINES, DRINKS
from festplan.engine.agent import Agent, Facts, Prompt, Result, Upstream

_KEPT_OUT = frozenset(
    (*ALLERGENS.values(), *CUISINES.values(), *DRINKS.values(), "alcohol", "meat", "sugar")
)


def view(brief: Brief, upstream: Upstream) -> Facts:  # noqa: ARG001 food follows no other agent
    """Cuisine, style, drinks, diets by name, the city, and the meal of the day."""
    facts = brief.facts
    seen: Facts = {
        "cuisine": list(facts.get("cuisine", [])),
        "service_style": facts.get("service_style"),
        "drinks": list(facts.get("drinks", [])),
        "diets": sorted(facts.get("diet", {})),
        "exclude": [word for word in facts.get("exclude", []) if word in _KEPT_OUT],
        "city": facts.get("city"),
        "meal": menu.meal(facts.get("time")),
    }
    if residue := brief.residue.get("catering"):
        seen["residue"] = list(residue)
    return seen


def answer(view: Facts, evidence: Facts) -> Result:
    """Who may cook, best first, and a menu for any number of guests."""
    return {
        "caterers": evidence["entries"],
        "place": evidence["place"],
        "meal": view["meal"],
        "menu": menu.proposed(view),
        "service_style": view["service_style"],
    }


def check(view: Facts, result: Result) -> str | None:
    """Why `result` is no answer: nothing to eat, or something that was excluded."""
    named = {dish["dish"] for dish in result["menu"]}
    if not named:
        return "a menu needs a dish"
    unwanted = sorted(named & set(view["exclude"]))
    return f"excluded: {', '.join(unwanted)}" if unwanted else None


def lacks(view: Facts, result: Result) -> str | None:
    """Why the rules do not do: words of the host that are nothing of the best caterer."""
    return picks.unused(view.get("residue", ()), result["caterers"])


def shown(view: Facts, evidence: Facts) -> Facts:
    """What a model is told: the host's words, what the party is like, and what was found."""
    known = {"cuisine": view["cuisine"], "style": view["service_style"], "diets": view["diets"]}
    return {
        "wishes": view.get("residue", []),
        **{name: value for name, value in known.items() if value},
        "candidates": picks.shown(evidence["entries"]),
    }


def merge(view: Facts, result: Result, output: Mapping[str, Any]) -> Result:
    """The caterers, picked ones first, with dishes that a model adds."""
    return {
        **result,
        "caterers": picks.reordered(result["caterers"], output),
        "menu": [*result["menu"], *menu.ideas(view, result, output)],
    }


def settle(result: Result, brief: Brief) -> Result:
    """The catering for these guests: amounts, diets by count, and what each caterer would ask."""
    facts, people = brief.facts, headcount(brief.facts)
    diets = facts.get("diet", {})
    entries = with_pinned(result["caterers"], brief.chosen("catering_agent"))
    order = caterers.Order(
        people,
        length(facts).hours,
        facts.get("cuisine", []),
        facts.get("service_style"),
        diets,
    )
    shown = cut_beside(entries, caterers.OWN_KINDS, lambda entry: caterers.settled(entry, order))
    country = law(result["place"])
    return {
        **result,
        "caterers": shown,
        "menu": menu.for_these(result["menu"], facts, people),
        "quantities": amounts.of_everything(facts, people),
        "diets": dict(diets),
        "warnings": [
            *uncounted_notes(diets),
            *diet_warnings(diets, facts.get("exclude", []), country),
        ],
        "questions": diet_questions(diets),
        "offers": [
            offer("catering", "Food", shown, optional=True),
            *amounts.drinks(result, facts, people),
        ],
        "tasks": _tasks(shown, facts),
        "card": _card(shown, people),
    }


PROMPT = Prompt(
    instructions=(
        f"{picks.ASKED}\n{picks.PICKING}\n"
        "dishes: up to 3 dishes that meet the wishes, at most 6 words each.\n"
        f"{picks.UNMET}"
    ),
    schema=picks.schema(picks=picks.PICKS, dishes=picks.texts()),
    data=shown,
    merge=merge,
)


AGENT = Agent(
    name="catering_agent",
    version=4,
    view=view,
    answer=answer,
    active=lambda brief: "catering" in brief.asked,
    gather=caterers.find,
    check=check,
    settle=settle,
    lacks=lacks,
    prompt=PROMPT,
)


def _tasks(shown: list[Entry], facts: BriefFacts) -> list[dict[str, Any]]:
    """Booking, unless the host cooks or guests do; the days are those of the checklist."""
    if facts.get("service_style") == "potluck":
        return [_DISHES_AGREED]
    if not any(entry["listing_id"] for entry in shown) and facts.get("service_style") in (
        caterers.OWN_STYLES
    ):
        return [
            {
                "id": "catering:cook",
                "title": "Cook what keeps overnight",
                "days_before": 1,
                "why": "the day itself is short",
            }
        ]
    booking = next(
        task
        for task in checklist.tasks(party_kind(facts), ("catering",), facts)
        if task.id == "caterer"
    )
    return [
        {
            "id": "catering:book",
            "title": booking.title,
            "days_before": booking.days_before,
            "why": booking.why,
        }
    ]


_DISHES_AGREED = {
    "id": "catering:dishes",
    "title": "Agree with guests who brings which dish",
    "days_before": 14,
    "why": "so that not everyone brings salad",
}


def _card(shown: list[Entry], people: Headcount) -> dict[str, Any]:
    fitting = [entry for entry in shown if entry["fits"]]
    best = next((entry for entry in shown if entry["pinned"]), None) or next(iter(fitting), None)
    notes = [] if fitting else ["No caterer fits everything: see what each one misses."]
    headline = f"{best['name']}: {best['why']}" if best else f"Food for {people.guests} guests"
    return {"title": "Catering", "headline": headline, "notes": notes}
