"""The final plan: what happens when, what to do by when, what to buy, and all of it in a paragraph.

It reads what every other agent settled on and what the budget chose of it, and it is always
private. Due dates are absolute; whether one is late is for the day on which it is shown.

>>> from festplan.domain.brief import Brief
>>> from festplan.engine.agent import Upstream
>>> brief = Brief({"guests": 75, "age": 6, "date": "2027-06-12", "time": "15:00"})
>>> cake = {"cake": {"servings": 72, "size": "one 12x18 inch sheet", "flavours": ["chocolate"]}}
>>> seen = view(brief, Upstream(UPSTREAM, {"cake_agent": cake}))
>>> plan = answer(seen, {})
>>> [(step["time"], step["title"]) for step in plan["timeline"]][:2]
[('14:00', 'Set up and decorate'), ('15:00', 'Guests arrive, easy activity')]
>>> [(task["id"], task["due"]) for task in plan["checklist"]][:2]
[('date-budget-list', '2027-05-01'), ('invitations', '2027-05-22')]
>>> plan["summary"]
'A 6th birthday on Saturday, June 12, 2027 for 75 guests. The cake is one 12x18 inch sheet, \
72 servings of chocolate.'
"""

from __future__ import annotations

from typing import Any

from festplan.agents.knowledge.checklist import without_music
from festplan.agents.knowledge.timeline import Step, run_of_show
from festplan.agents.offers.hours import length, party_kind
from festplan.agents.offers.venues import OWN_PLACES, STREET_NAME
from festplan.agents.planning.amounts import merged
from festplan.agents.planning.needs import needs
from festplan.agents.planning.summary import summary
from festplan.agents.planning.tasks import checklist
from festplan.domain.brief import Brief
from festplan.domain.reading import Facts as BriefFacts
from festplan.engine.agent import Agent, Facts, Result, Upstream

UPSTREAM = (
    "theme_agent",
    "venue_agent",
    "cake_agent",
    "catering_agent",
    "vendor_agent",
    "budget_agent",
)

_FACTS = (
    "occasion",
    "age",
    "honoree",
    "guests",
    "kids",
    "kids_ages",
    "adults",
    "guests_min",
    "guests_max",
    "diet",
    "exclude",
    "theme",
    "setting",
    "city",
    "date",
    "time",
    "duration_hours",
)
_PARTS = {
    "theme_agent": ("name", "palette", "decorations", "activities", "kids_activities"),
    "venue_agent": ("outdoors", "questions"),
    "cake_agent": ("cake", "warnings"),
    "catering_agent": ("quantities", "questions", "service_style", "warnings"),
    "vendor_agent": ("needed",),
    "budget_agent": (
        "currency",
        "total_minor",
        "limit_minor",
        "fits",
        "per_guest_minor",
        "given_up",
        "lines",
        "chosen",
        "questions",
    ),
}
_STARTS = {"morning": "10:00", "afternoon": "14:00", "evening": "18:00"}
"""When a party begins that is only said to be in the morning, afternoon or evening (own)."""


def view(brief: Brief, upstream: Upstream) -> Facts:
    """The facts of the party, and of each result what the plan speaks of."""
    results = {name: upstream.get(name) for name in upstream}
    seen: Facts = {
        "facts": {name: brief.facts[name] for name in _FACTS if name in brief.facts},  # type: ignore[literal-required]
        "parts": {name: _spoken_of(name, result) for name, result in results.items() if result},
        "conflicts": [conflict.message for conflict in brief.conflicts],
        "questions": list(brief.questions),
    }
    if residue := brief.residue.get("planner"):
        seen["residue"] = list(residue)
    return seen


def _spoken_of(agent: str, result: Result) -> Result:
    """What the plan speaks of in a result; of agents that it does not know, their tasks."""
    return {part: result[part] for part in (*_PARTS.get(agent, ()), "tasks") if part in result}


def answer(view: Facts, evidence: Facts) -> Result:  # noqa: ARG001 nothing is looked up
    """The run of show, the checklist, the shopping list, the summary, and what is left open."""
    facts: BriefFacts = view["facts"]
    parts: dict[str, Result] = view["parts"]
    questions = _distinct([view["questions"], _unsaid(facts), *_said("questions", parts)])
    needed = list(needs(facts, parts))
    todo = checklist(facts, parts, {item["item"] for _, item in needed if item["by"] == "you"})
    return {
        "timeline": _timeline(facts, parts),
        "checklist": todo,
        "shopping_list": merged(needed),
        "summary": summary(facts, parts),
        "conflicts": view["conflicts"],
        "questions": questions,
        "warnings": _distinct(_said("warnings", parts)),
        "wishes": view.get("residue", []),
        "offers": [],
        "tasks": [],
        "card": _card(todo, [*view["conflicts"], *questions]),
    }


def check(view: Facts, result: Result) -> str | None:  # noqa: ARG001 rules of every party
    """Why `result` is no plan: cake before food, or two tasks that cannot be told apart."""
    minutes = {step["tag"]: step["minute"] for step in reversed(result["timeline"])}
    if minutes.get("cake", 0) < minutes.get("food", 0) and "cake" in minutes:
        return "the cake comes before the food"
    ids = [task["id"] for task in result["checklist"]]
    return "two tasks have one id" if len(set(ids)) != len(ids) else None


AGENT = Agent(
    name="planner_final",
    version=5,
    view=view,
    answer=answer,
    upstream=UPSTREAM,
    check=check,
    private=True,
)


# --- the run of show -----------------------------------------------------------------------------


def _timeline(facts: BriefFacts, parts: dict[str, Result]) -> list[dict[str, Any]]:
    hours = length(facts).minutes / 60
    steps = run_of_show(party_kind(facts), facts.get("age"), hours, _has(facts, parts))
    start = _start(facts.get("time"))
    ideas = _ideas(parts, sum(step.tag == "play" for step in steps))
    return [{**_step(step, start), "note": _note(step, ideas)} for step in steps]


def _has(facts: BriefFacts, parts: dict[str, Result]) -> set[str]:
    """What the run of show depends on: food, cake, services, what is not wanted, an own place."""
    there = {"cake_agent": "cake", "catering_agent": "food"}
    hired = [need["service"] for need in parts.get("vendor_agent", {}).get("needed", [])]
    unwanted = {"speeches", "toasts"} & set(facts.get("exclude", []))
    quiet = [*["no speeches"] * bool(unwanted), *["no music"] * without_music(facts)]
    chosen = {line["label"] for line in parts.get("budget_agent", {}).get("lines", [])}
    own = ["own place"] if chosen & {*OWN_PLACES.values(), STREET_NAME} else []
    return {*(word for agent, word in there.items() if agent in parts), *hired, *quiet, *own}


def _start(time: str | None) -> int | None:
    """Minutes after midnight at which guests come; None while nobody said."""
    if time is None:
        return None
    hours, _, minutes = _STARTS.get(time, time).partition(":")
    return int(hours) * 60 + int(minutes or 0)


def _step(step: Step, start: int | None) -> dict[str, Any]:
    """`time` is the clock time where a start is known; `day` is 1 after midnight."""
    at = None if start is None else start + step.minute
    return {
        "minute": step.minute,
        "time": None if at is None else f"{at // 60 % 24:02}:{at % 60:02}",
        "day": 0 if at is None else at // 1440,
        "title": step.title,
        "minutes": step.duration,
        "tag": step.tag,
    }


def _ideas(parts: dict[str, Result], plays: int) -> list[list[str]]:
    """Activities of the theme, dealt out to so many times of play."""
    theme = parts.get("theme_agent", {})
    ideas = [*theme.get("activities", []), *theme.get("kids_activities", [])]
    return [ideas[turn::plays] for turn in range(plays)]


def _note(step: Step, ideas: list[list[str]]) -> str:
    """The note of the step; ideas of the theme where there is something to play."""
    dealt = ideas.pop(0) if step.tag == "play" else []
    return f"{step.note} Ideas: {', '.join(dealt)}.".strip() if dealt else step.note


# --- what is left open ---------------------------------------------------------------------------


def _unsaid(facts: BriefFacts) -> list[str]:
    """What the plan had to do without."""
    counted = {"guests", "kids", "adults", "guests_min", "guests_max"} & facts.keys()
    asked = (
        ("date" in facts, "When is the party?"),
        (bool(counted), "How many guests do you expect, and how many of them are children?"),
        ("city" in facts, "In which city is it?"),
    )
    return [question for said, question in asked if not said]


def _said(name: str, parts: dict[str, Result]) -> list[list[str]]:
    return [part[name] for part in parts.values() if name in part]


def _distinct(groups: list[list[str]]) -> list[str]:
    return list(dict.fromkeys(text for group in groups for text in group))


def _card(todo: list[dict[str, Any]], still_open: list[str]) -> dict[str, Any]:
    first = next((task for task in todo if task["days_before"] >= 0), None)
    by = f"; first: {first['title'].lower()}, {first['when']}" if first else ""
    return {"title": "Plan", "headline": f"{len(todo)} things to do{by}", "notes": still_open}
