"""The theme: colours, decorations, activities and mood, in the host's own words.

Every theme of themes.toml is known; other words take the nearest one, and words of colour always
count. Nothing is looked up in the catalogue: decorations have no listing, so their price is an
estimate by the guest.

>>> from festplan.domain.brief import Brief
>>> from festplan.engine.agent import Upstream
>>> brief = Brief({"theme": ["jungle"], "guests": 75, "kids": 20}, asked=frozenset({"theme"}))
>>> seen = view(brief, Upstream((), {}))
>>> seen
{'theme': ['jungle'], 'exclude': []}
>>> planned = settle(answer(seen, {}), brief)
>>> planned["primary_theme"], planned["setting"]
('jungle', 'outdoors')
>>> [(d["item"], d["quantity"]) for d in planned["decorations"]][1]
('green and gold balloon garland', 1)
>>> [option["label"] for option in planned["offers"][0]["options"]]
['Decorations, typical', 'Decorations, basic', 'Decorations, lavish']
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from festplan.agents.knowledge import checklist, themes
from festplan.agents.knowledge.colours import Colour, fill
from festplan.agents.knowledge.money_rules import Scale, decorations_minor
from festplan.agents.knowledge.staff import suits_age
from festplan.agents.offers import picks
from festplan.agents.offers.currency import currency
from festplan.agents.offers.hours import party_kind
from festplan.agents.offers.wording import listed, ordinal
from festplan.domain import spoken
from festplan.domain.brief import Brief
from festplan.domain.people import Headcount, headcount
from festplan.domain.reading import Facts as BriefFacts
from festplan.domain.vocabulary import COLOURS, THEMES
from festplan.engine.agent import Agent, Facts, Prompt, Result, Upstream

_STYLE = frozenset(
    (
        *THEMES.values(),
        *COLOURS.values(),
        *("balloons", "candles", "confetti", "decorations", "dress code", "fire", "games"),
        *("glitter", "loud music", "music", "noise", "plastic"),
    )
)
"""What an exclusion of style may be; the rest is food, services and places."""
_MOST_LETTERS = 80
"""Letters of an idea that a model has."""
_KIDS_BAND: themes.Band = "6-9"
"""The age that children are planned for while nobody said theirs."""

_SCALES: tuple[tuple[Scale, str], ...] = (
    ("typical", "typical"),
    ("simple", "basic"),
    ("lavish", "lavish"),
)
"""How much to decorate, what we propose first, and what a host calls it."""


def view(brief: Brief, upstream: Upstream) -> Facts:  # noqa: ARG001 the theme comes first
    """The words of the theme, and what its style is to do without."""
    facts = brief.facts
    seen: Facts = {
        "theme": list(facts.get("theme", [])),
        "exclude": [word for word in facts.get("exclude", []) if word in _STYLE],
    }
    if residue := brief.residue.get("theme"):
        seen["residue"] = list(residue)
    return seen


def answer(view: Facts, evidence: Facts) -> Result:  # noqa: ARG001 no catalogue has themes
    """The theme as it is for any number of guests; activities by age band."""
    words = [*view["theme"], *view.get("residue", [])]
    plan = themes.compose(words)
    exclude = view["exclude"]
    return {
        "primary_theme": _primary(view["theme"], plan),
        "themes": list(view["theme"]),
        "name": listed(view["theme"]) or plan.name,
        "based_on": list(plan.based_on),
        "palette": _palette(plan.palette, exclude),
        "setting": plan.setting,
        "decorations": [
            {"item": d.item, "rule": d.rule} for d in plan.decorations if allowed(d.item, exclude)
        ],
        "activities": {age: list(plan.activities[age]) for age in themes.BANDS},
        "food_ideas": list(plan.food_ideas),
        "music": plan.music,
        "invitation": plan.invitation,
        "notes": [*plan.notes, *_unread(plan)],
    }


def check(view: Facts, result: Result) -> str | None:
    """Why `result` is no theme: a missing part, or something in it that the host excluded."""
    if not result.get("primary_theme") or len(result.get("palette", [])) != 3:
        return "a theme needs a name and three colours"
    items = [decoration["item"] for decoration in result["decorations"]]
    unwanted = [item for item in items if not allowed(item, view["exclude"])]
    return f"excluded: {', '.join(unwanted)}" if unwanted else None


def lacks(view: Facts, result: Result) -> str | None:  # noqa: ARG001 the words are in the view
    """Why the rules do not do: words that are no theme and no colour known here."""
    unknown = themes.compose([*view["theme"], *view.get("residue", [])]).unknown
    return "a theme that is not known" if unknown else None


def shown(view: Facts, evidence: Facts) -> Facts:  # noqa: ARG001 no catalogue has themes
    """What a model is told: the words of the theme, and what to do without."""
    words = {"theme": view["theme"], "wishes": view.get("residue", []), "without": view["exclude"]}
    return {name: value for name, value in words.items() if value}


def merge(view: Facts, result: Result, output: Mapping[str, Any]) -> Result:
    """The theme with a model's decorations, activities and food first; colours stay."""
    items = {d["item"] for d in result["decorations"]}
    added = [d for d in _decorations(output) if d["item"] not in items]
    ideas = picks.lines(output.get("activities"), 3, _MOST_LETTERS)
    food = picks.lines(output.get("food_ideas"), 3, _MOST_LETTERS)
    mood = picks.said(output.get("mood"), 160)
    exclude = view["exclude"]
    return {
        **result,
        "decorations": [*(d for d in added if allowed(d["item"], exclude)), *result["decorations"]],
        "activities": {
            age: list(dict.fromkeys([*_kept(ideas, exclude), *known]))
            for age, known in result["activities"].items()
        },
        "food_ideas": list(dict.fromkeys([*food, *result["food_ideas"]])),
        "notes": [*([mood] if mood else []), *result["notes"]],
    }


def settle(result: Result, brief: Brief) -> Result:
    """The theme for these guests: amounts of decorations, activities of the age, the wording."""
    people = headcount(brief.facts)
    exclude = brief.facts.get("exclude", [])
    decorations = [
        _counted(d["item"], d["rule"], people)
        for d in result["decorations"]
        if allowed(d["item"], exclude)
    ]
    return {
        **result,
        "decorations": [] if "decorations" in exclude else decorations,
        **_activities(result, brief, people, exclude),
        "music": result["music"] if allowed("music", exclude) else "",
        "invitation": _invitation(result, brief),
        "offers": [] if "decorations" in exclude else [_decorating(people, brief.facts)],
        "tasks": _tasks(decorations, brief.facts),
        "card": _card(result),
    }


PROMPT = Prompt(
    instructions=(
        "You help to plan a party. The data hold the words of its theme, wishes of the host in "
        "their own words, and what to do without. Make the theme concrete.\n"
        "decorations: up to 4 things to buy or make, each with rule one, per_table or per_guest.\n"
        "activities: up to 3. food_ideas: up to 3. mood: one sentence.\n"
        "Every text has at most 12 words, without prices, names of firms or links.\n"
        f"{picks.UNMET}"
    ),
    schema=picks.schema(
        decorations={
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "item": picks.TEXT,
                    "rule": {"type": "string", "enum": ["one", "per_table", "per_guest"]},
                },
                "required": ["item", "rule"],
                "additionalProperties": False,
            },
        },
        activities=picks.texts(),
        food_ideas=picks.texts(),
        mood=picks.TEXT,
    ),
    data=shown,
    merge=merge,
)
AGENT = Agent(
    name="theme_agent",
    version=3,
    view=view,
    answer=answer,
    active=lambda brief: "theme" in brief.asked,
    check=check,
    settle=settle,
    lacks=lacks,
    prompt=PROMPT,
)


def allowed(text: str, exclude: Collection[str]) -> bool:
    """Whether `text` names nothing of `exclude`: "green balloon garland" is out with "balloons"."""
    tokens = text.lower().split()
    return not any(
        token.startswith(word.lower().removesuffix("s"))
        for phrase in exclude
        for word in phrase.split()[-1:]
        for token in tokens
    )


def assumed(people: Headcount) -> str:
    """What is added to a number of guests that nobody said."""
    return "" if people.said else " (assumed)"


# --- the answer ----------------------------------------------------------------------------------


def _primary(words: list[str], plan: themes.ThemePlan) -> str:
    """The first word that is a theme and no plain colour, else the name of the whole."""
    return next((word for word in words if word not in COLOURS), words[0] if words else plan.name)


def _palette(colours: Iterable[Colour], exclude: Collection[str]) -> list[dict[str, Any]]:
    kept = fill(colour for colour in colours if allowed(colour.name, exclude))
    shares = zip(kept, (60, 30, 10), strict=True)
    return [{"name": c.name, "hex": f"#{c.hex}", "percent": percent} for c, percent in shares]


def _unread(plan: themes.ThemePlan) -> list[str]:
    """What the host should know about words that no theme explains."""
    said = ", ".join(f"“{word}”" for word in plan.unknown)
    return (
        [f"{said}: kept as you said it, with {plan.based_on[0]} ideas to start from"]
        if said
        else []
    )


def _decorations(output: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Up to four decorations of a model, each once."""
    found = output.get("decorations")
    named = {
        picks.said(d.get("item"), _MOST_LETTERS): d.get("rule")
        for d in (found if isinstance(found, list) else ())
        if isinstance(d, dict) and d.get("rule") in {"one", "per_table", "per_guest"}
    }
    return [{"item": item, "rule": rule} for item, rule in named.items() if item][:4]


# --- exact facts ---------------------------------------------------------------------------------


def _counted(item: str, rule: themes.QuantityRule, people: Headcount) -> dict[str, Any]:
    count = themes.Decoration(item, rule).count(people.guests)
    reasons = {
        "one": "one for the party",
        "per_table": f"one a table of {themes.GUESTS_PER_TABLE}, {people.guests} guests",
        "per_guest": f"one each for {people.guests} guests{assumed(people)}",
    }
    return {"item": item, "rule": rule, "quantity": count, "why": reasons[rule]}


def _activities(
    result: Result, brief: Brief, people: Headcount, exclude: Collection[str]
) -> dict[str, Any]:
    """Activities for the guest of honour's age and, where only others said so, for the children."""
    band = themes.band(brief.facts.get("age"))
    if "age" not in brief.facts and people.kids * 2 >= people.guests:
        band = _KIDS_BAND
    beside = [_KIDS_BAND] if people.kids and band == "adult" else []
    youngest = brief.facts.get("age")
    bands = {
        age: [i for i in _kept(result["activities"][age], exclude) if suits_age(i, youngest)]
        for age in (band, *beside)
    }
    return {
        "activities": bands[band],
        "activities_for": _for_whom(band),
        "kids_activities": [item for age in beside for item in bands[age]],
    }


def _kept(items: Iterable[str], exclude: Collection[str]) -> list[str]:
    return [item for item in items if allowed(item, exclude)]


def _for_whom(band: themes.Band) -> str:
    return "adults" if band == "adult" else f"ages {band.replace('-', ' to ')}"


def _invitation(result: Result, brief: Brief) -> str:
    """The line of the invitation, with whom and what it is for."""
    facts = brief.facts
    occasion, who = facts.get("occasion", ""), facts.get("honoree", "")
    age = facts.get("age")
    nth = f"{ordinal(age)} " if age is not None and occasion in {"", "birthday"} else ""
    what = f"{nth}{spoken.occasion(occasion) or ('birthday' if nth else '')}".strip()
    whose = f"{who}'s {what or 'party'}" if who else f"Our {what}" if what else ""
    return f"{whose}. {result['invitation']}".strip() if whose else result["invitation"]


def _decorating(people: Headcount, facts: BriefFacts) -> dict[str, Any]:
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
                "listing_id": None,
                "label": f"Decorations, {name}",
                "amount_minor": amount,
                "currency": code,
                "basis": "estimate",
                "fits": True,
                "misses": 0,
                "rank": rank,
                "pinned": False,
                "lines": [],
                "why": f"for {people.guests} guests{assumed(people)}, estimate",
            }
            for rank, (name, amount) in enumerate(priced)
        ],
    }


def _tasks(decorations: list[dict[str, Any]], facts: BriefFacts) -> list[dict[str, Any]]:
    """Two weeks for what has to be bought or made; a memorial has no two weeks."""
    if not decorations:
        return []
    usual = checklist.tasks(party_kind(facts), ("theme",), facts)
    lead = next(task.days_before for task in usual if task.id == "decorations")
    return [
        {
            "id": "theme:decorations",
            "title": "Buy or make the decorations",
            "days_before": min(14, lead),
            "why": f"{len(decorations)} kinds of things, with a week for delivery",
        },
    ]


def _card(result: Result) -> dict[str, Any]:
    colours = ", ".join(colour["name"] for colour in result["palette"])
    return {
        "title": "Theme",
        "headline": f"{result['name'].capitalize()} in {colours}",
        "notes": list(result["notes"]),
    }
