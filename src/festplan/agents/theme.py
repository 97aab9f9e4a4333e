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

from festplan.agents.knowledge import themes
from festplan.agents.knowledge.colours import Colour, fill
from festplan.agents.knowledge.without import allowed, for_ideas, kept
from festplan.agents.offers import picks
from festplan.agents.offers.wording import listed
from festplan.agents.theming import exact
from festplan.domain.brief import Brief
from festplan.domain.people import headcount
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
            age: list(dict.fromkeys([*kept(ideas, exclude), *known]))
            for age, known in result["activities"].items()
        },
        "food_ideas": list(dict.fromkeys([*food, *result["food_ideas"]])),
        "notes": [*([mood] if mood else []), *result["notes"]],
    }


def settle(result: Result, brief: Brief) -> Result:
    """The theme for these guests: amounts of decorations, activities of the age, the wording."""
    facts, people = brief.facts, headcount(brief.facts)
    without = for_ideas(facts, people.guests)
    bare = "decorations" in without
    decorations = [] if bare else exact.decorations(result["decorations"], people, without)
    ideas = exact.ideas(result, facts, people, without)
    notes = [
        *exact.notes(result["notes"], facts, people),
        *exact.for_the_cold([*ideas["activities"], *ideas["kids_activities"]], facts),
    ]
    return {
        **result,
        **ideas,
        "decorations": decorations,
        "music": result["music"] if allowed("music", without) else "",
        "invitation": exact.invitation(result["invitation"], facts),
        "notes": notes,
        "offers": [] if bare else [exact.decorating(people, facts)],
        "tasks": exact.tasks(decorations, facts),
        "card": exact.card(result, notes),
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
    version=4,
    view=view,
    answer=answer,
    active=lambda brief: "theme" in brief.asked,
    check=check,
    settle=settle,
    lacks=lacks,
    prompt=PROMPT,
)


# --- the answer ----------------------------------------------------------------------------------


def _primary(words: list[str], plan: themes.ThemePlan) -> str:
    """The first word that is a theme and no plain colour, else the name of the whole."""
    return next((word for word in words if word not in COLOURS), words[0] if words else plan.name)


def _palette(colours: Iterable[Colour], exclude: Collection[str]) -> list[dict[str, Any]]:
    hues = fill(colour for colour in colours if allowed(colour.name, exclude))
    shares = zip(hues, (60, 30, 10), strict=True)
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
