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
from festplan.agents.knowledge.diet import (
    diet_questions,
    diet_warnings,
    plant_eaters,
    uncounted_for_all,
    uncounted_notes,
)
from festplan.agents.knowledge.drink import alcohol_kinds
from festplan.agents.knowledge.food import quantities
from festplan.agents.knowledge.money_rules import from_usd
from festplan.agents.offers import caterers, picks
from festplan.agents.offers.hours import length, party_kind
from festplan.agents.offers.own_work import cut_beside
from festplan.agents.offers.places import law
from festplan.agents.offers.shortlist import Entry, offer, with_pinned
from festplan.agents.planning import amounts
from festplan.domain.brief import Brief
from festplan.domain.money import percent
from festplan.domain.people import Headcount, headcount
from festplan.domain.reading import Facts as BriefFacts
from festplan.domain.vocabulary import ALLERGENS, CUISINES, DRINKS
from festplan.engine.agent import Agent, Facts, Prompt, Result, Upstream

_KEPT_OUT = frozenset(
    (*ALLERGENS.values(), *CUISINES.values(), *DRINKS.values(), "alcohol", "meat", "sugar")
)
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

_DRINK_CENTS = (
    (caterers.BAR, 1500, 300),
    ("Drinks you buy (estimate)", 800, 300),
)
"""US cents an adult with alcohol and anybody without; a bar 8 to 30 a head (domain notes 2.4)."""
WITHOUT_SPIRITS_PERCENT = 80
"""Beer and wine alone, of what a whole bar costs: spirits are a fifth of it (own estimate)."""


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
        "meal": meal(facts.get("time")),
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
        "menu": _menu(view),
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
        "menu": [*result["menu"], *_ideas(view, result, output)],
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
        "menu": [
            {**dish, "servings": _servings(dish["for"], diets, people)}
            for dish in _for_these(result["menu"], diets, people)
        ],
        "quantities": _quantities(facts, people),
        "diets": dict(diets),
        "warnings": [
            *uncounted_notes(diets),
            *diet_warnings(diets, facts.get("exclude", []), country),
        ],
        "questions": diet_questions(diets),
        "offers": [
            offer("catering", "Food", shown, optional=True),
            *_drinks(result, facts, people),
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
    version=3,
    view=view,
    answer=answer,
    active=lambda brief: "catering" in brief.asked,
    gather=caterers.find,
    check=check,
    settle=settle,
    lacks=lacks,
    prompt=PROMPT,
)


def meal(time: str | None) -> str | None:
    """What guests expect who come at `time` ("18:00", "morning"), in published words; else None.

    Snacks stand for an afternoon between meals, finger food for a late evening.
    """
    if time is None or time in _SPOKEN_TIMES:
        return None if time is None else _SPOKEN_TIMES[time]
    hours, _, minutes = time.partition(":")
    clock = int(hours) + int(minutes or 0) / 60
    return next((name for until, name in _MEALS if clock < until), "finger food")


# --- the menu ------------------------------------------------------------------------------------


def _menu(view: Facts) -> list[dict[str, Any]]:
    """The dishes that were asked for, or what suits the meal; a main for each diet."""
    dishes = view["cuisine"] or _MENUS[view["meal"] or "lunch"]
    kept = [dish for dish in dishes if not _is_excluded(dish, view["exclude"])]
    usual = f"usual for {view['meal']}" if view["meal"] else "to start from: no dish was named"
    why = "as you asked" if view["cuisine"] else usual
    shared = [{"dish": dish, "for": "everyone", "why": why} for dish in kept or ["fruit platter"]]
    own = [
        {"dish": f"{diet} main", "for": diet, "why": "a dish of their own"}
        for diet in view["diets"]
    ]
    return [*shared, *own]


def _ideas(view: Facts, result: Result, output: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Dishes that a model adds for everyone, but for what is excluded or there already."""
    known = {dish["dish"] for dish in result["menu"]}
    dishes = [dish for dish in picks.lines(output.get("dishes"), 3, 60) if dish not in known]
    kept = [dish for dish in dishes if not _is_excluded(dish.lower(), view["exclude"])]
    return [{"dish": dish, "for": "everyone", "why": "an idea for your wish"} for dish in kept]


def _is_excluded(dish: str, exclude: list[str]) -> bool:
    meat = "meat" in exclude and ("chicken" in dish or dish in {"sliders", "skewers"})
    return meat or any(word.removesuffix("s") in dish for word in exclude)


# --- exact facts ---------------------------------------------------------------------------------


def _servings(who: str, diets: Mapping[str, int | None], people: Headcount) -> int | None:
    """For how many a dish is; None while nobody said how many keep the diet."""
    return people.guests if who == "everyone" else diets.get(who)


def _for_these(
    menu: list[dict[str, Any]], diets: Mapping[str, int | None], people: Headcount
) -> list[dict[str, Any]]:
    """The menu without meat for everyone, where everyone may be eating none."""
    if plant_eaters(uncounted_for_all(diets, people.guests)) < people.guests:
        return menu
    kept = [dish for dish in menu if not _is_excluded(dish["dish"], ["meat"])]
    return kept or menu


def _quantities(facts: BriefFacts, people: Headcount) -> list[dict[str, Any]]:
    """How much of what; without meat everyone is counted as vegetarian."""
    exclude = facts.get("exclude", [])
    diets = uncounted_for_all(facts.get("diet", {}), people.guests)
    if "meat" in exclude:
        diets["vegetarian"] = people.guests - (diets.get("vegan") or 0)
    found = quantities(
        facts.get("service_style"),
        facts.get("cuisine", []),
        adults=people.adults,
        kids=people.kids,
        hours=length(facts).minutes / 60,
        diets=diets,
        drinks=_poured(facts),
    )
    return [amounts.document(line) for line in found if line.amount]


def _poured(facts: BriefFacts) -> list[str]:
    """The drinks asked for; none of alcohol where the host does without."""
    dry = {"alcohol", "beer", "wine", "cocktails", "champagne"} & set(facts.get("exclude", []))
    return [*facts.get("drinks", []), *(["no alcohol"] if "alcohol" in dry else [])]


def _drinks(result: Mapping[str, Any], facts: BriefFacts, people: Headcount) -> list[Entry]:
    """An offer of its own where drinks were asked for; a caterer's price holds food alone."""
    poured = _poured(facts)
    if not poured or {"byob", "cash bar"} & set(poured):
        return []
    code = result["place"].get("currency", "USD")
    kinds = alcohol_kinds(poured)
    share = (100 if "spirits" in kinds else WITHOUT_SPIRITS_PERCENT) if kinds else 0
    options = []
    for rank, (label, adult, anybody) in enumerate(_DRINK_CENTS if kinds else _DRINK_CENTS[1:]):
        cents = people.guests * anybody + percent(people.adults * adult, share)
        amount = from_usd(cents, code)
        if amount is not None:
            options.append(_drink_option(label, amount, code, rank))
    offered = {"need": "catering:drinks", "label": "Drinks", "optional": True, "options": options}
    return [offered] if options else []


def _drink_option(label: str, amount_minor: int, currency: str, rank: int) -> Entry:
    return {
        "listing_id": None,
        "label": label,
        "amount_minor": amount_minor,
        "currency": currency,
        "basis": "estimate",
        "fits": True,
        "misses": 0,
        "rank": rank,
        "pinned": False,
        "lines": [],
    }


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
