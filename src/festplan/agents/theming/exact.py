"""The theme for these guests: how much to put up, what to do at their age, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from festplan.agents.knowledge import checklist, themes
from festplan.agents.knowledge.money_rules import Scale, decorations_minor
from festplan.agents.knowledge.staff import suits_age
from festplan.agents.knowledge.without import allowed, kept
from festplan.agents.offers.currency import currency
from festplan.agents.offers.hours import party_kind
from festplan.agents.offers.own_work import own_option
from festplan.agents.offers.weather import cold, outdoors
from festplan.agents.offers.wording import listed, ordinal
from festplan.domain import spoken
from festplan.domain.people import Headcount, ages, middle_age
from festplan.domain.reading import Facts
from festplan.engine.agent import Result

KIDS_BAND: themes.Band = "6-9"
"""The age that children are planned for while nobody said theirs."""
PLAIN_FOOD = (
    "fruit platters",
    "vegetable sticks with hummus",
    "plain popcorn",
    "corn chips and salsa",
    "fruit-infused water",
)
"""What to serve where the ideas of the theme are among what the host does without (own)."""
MOST_FOOD_IDEAS = 3

_SCALES: tuple[tuple[Scale, str], ...] = (
    ("typical", "typical"),
    ("simple", "basic"),
    ("lavish", "lavish"),
)
"""How much to decorate, what we propose first, and what a host calls it."""
_FOR_AGES = re.compile(r"Best for ages \d+ to \d+\.?")


def decorations(
    known: Iterable[Mapping[str, Any]], people: Headcount, without: Collection[str]
) -> list[dict[str, Any]]:
    """Each decoration with how many these guests take, but for what the host does without."""
    return [_counted(d["item"], d["rule"], people) for d in known if allowed(d["item"], without)]


def ideas(
    result: Result, facts: Facts, people: Headcount, without: Collection[str]
) -> dict[str, Any]:
    """What to do at the guests' age, and what to serve; where only colours were named the
    occasion's own theme gives the ideas.
    """
    own = themes.plan_of(facts.get("occasion")) if result["based_on"] == [themes.PLAIN] else None
    activities = result["activities"] if own is None else own.activities
    food = result["food_ideas"] if own is None else own.food_ideas
    served = kept(food, without)
    if len(served) < len(food):
        served = [*served, *kept(PLAIN_FOOD, without)][: max(len(served), MOST_FOOD_IDEAS)]
    return {**_activities(activities, facts, people, without), "food_ideas": served}


def invitation(line: str, facts: Facts) -> str:
    """The line of the invitation, with whom and what it is for."""
    occasion, who, age = facts.get("occasion", ""), facts.get("honoree", ""), facts.get("age")
    nth = f"{ordinal(age)} " if age is not None and occasion in {"", "birthday"} else ""
    what = f"{nth}{spoken.occasion(occasion) or ('birthday' if nth else '')}".strip()
    whose = f"{who}'s {what or 'party'}" if who else f"Our {what}" if what else ""
    return f"{whose}. {line}".strip() if whose else line


def notes(known: Sequence[str], facts: Facts, people: Headcount) -> list[str]:
    """The notes of the theme; for which ages it is best is no matter where no child comes."""
    children = people.kids or facts.get("age", 18) < 18
    return [note for note in known if children or not _FOR_AGES.fullmatch(note)]


def for_the_cold(activities: Iterable[str], facts: Facts) -> list[str]:
    """What to do about activities for outdoors at a time and a place where it is cold."""
    chill = None if facts.get("setting") == "indoors" else cold(facts)
    meant = [idea for idea in activities if outdoors(idea)] if chill else []
    return [f"Cold for outdoors ({chill}): {listed(meant)} need a hall."] if meant else []


def decorating(people: Headcount, facts: Facts) -> dict[str, Any]:
    """The offer of decorations: three scales priced by the guest, in a currency known here."""
    code = currency(facts)
    priced = [(name, decorations_minor(people.guests, code, scale)) for scale, name in _SCALES]
    if any(amount is None for _, amount in priced):
        code = "USD"
        priced = [(name, decorations_minor(people.guests, code, scale)) for scale, name in _SCALES]
    return {
        "need": "theme:decorations",
        "label": "Decorations",
        "optional": True,
        "options": [
            {
                **own_option(f"Decorations, {name}", amount, code, rank),
                "why": f"for {people.guests} guests{_assumed(people)}, estimate",
            }
            for rank, (name, amount) in enumerate(priced)
            if amount is not None
        ],
    }


def tasks(put_up: Sequence[Mapping[str, Any]], facts: Facts) -> list[dict[str, Any]]:
    """Two weeks for what has to be bought or made; a memorial has no two weeks."""
    if not put_up:
        return []
    usual = checklist.tasks(party_kind(facts), ("theme",), facts)
    lead = next(task.days_before for task in usual if task.id == "decorations")
    return [
        {
            "id": "theme:decorations",
            "title": "Buy or make the decorations",
            "days_before": min(14, lead),
            "why": f"{len(put_up)} kinds of things, with a week for delivery",
        },
    ]


def card(result: Result, said: Sequence[str]) -> dict[str, Any]:
    """The theme and its colours in a line, with what there is to say of it."""
    colours = ", ".join(colour["name"] for colour in result["palette"])
    headline = f"{result['name'].capitalize()} in {colours}"
    return {"title": "Theme", "headline": headline, "notes": list(said)}


def _counted(item: str, rule: themes.QuantityRule, people: Headcount) -> dict[str, Any]:
    count = themes.Decoration(item, rule).count(people.guests)
    reasons = {
        "one": "one for the party",
        "per_table": f"one a table of {themes.GUESTS_PER_TABLE}, {people.guests} guests",
        "per_guest": f"one each for {people.guests} guests{_assumed(people)}",
    }
    return {"item": item, "rule": rule, "quantity": count, "why": reasons[rule]}


def _assumed(people: Headcount) -> str:
    """What is added to a number of guests that nobody said."""
    return "" if people.said else " (assumed)"


# --- activities ----------------------------------------------------------------------------------


def _activities(
    known: Mapping[themes.Band, Sequence[str]],
    facts: Facts,
    people: Headcount,
    without: Collection[str],
) -> dict[str, Any]:
    """Activities for the guest of honour's age and, where only others said so, for the children."""
    kids_band = _kids_band(facts)
    band = themes.band(facts.get("age"))
    if "age" not in facts and people.kids * 2 >= people.guests:
        band = kids_band
    beside = [kids_band] if people.kids and band == "adult" else []
    bands = {age: _suitable(known[age], age, facts, without) for age in (band, *beside)}
    return {
        "activities": bands[band],
        "activities_for": _for_whom(band),
        "kids_activities": [item for age in beside for item in bands[age]],
    }


def _kids_band(facts: Facts) -> themes.Band:
    """The band in the middle of the children's ages; nobody of 18 or 19 is an adult among them."""
    middle = middle_age(facts.get("kids_ages"))
    return KIDS_BAND if middle is None else themes.band(min(middle, 17))


def _suitable(
    items: Sequence[str], band: themes.Band, facts: Facts, without: Collection[str]
) -> list[str]:
    """What suits the youngest; else what such an age always likes."""
    span = ages(facts.get("kids_ages"))
    told = [age for age in (facts.get("age"), span[0] if span else None) if age is not None]
    youngest = min(told, default=None)
    for group in (items, themes.always()[band]):
        found = [item for item in kept(group, without) if suits_age(item, youngest)]
        if found:
            return found
    return []


def _for_whom(band: themes.Band) -> str:
    return "adults" if band == "adult" else f"ages {band.replace('-', ' to ')}"
