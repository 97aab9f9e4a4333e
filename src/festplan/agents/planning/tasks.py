"""The checklist of a party: every agent's tasks and those of its kind, with their due dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from festplan.agents.knowledge import checklist as known
from festplan.agents.offers import bakeries, caterers
from festplan.agents.offers.hours import party_kind
from festplan.agents.offers.wording import listed
from festplan.agents.planning.needs import DRINKS
from festplan.domain.reading import Facts
from festplan.engine.agent import Result

_SPOKEN_FOR = {
    "venue": "venue:",
    "caterer": "catering:",
    "cake": "cake:",
    "decorations": "theme:",
    "entertainment": "vendor:",
    "rentals": "vendor:",
}
"""Tasks of a kind of party that an agent words itself, and what the ids of its own begin with."""

_OWN_WORK: Mapping[str, tuple[str, dict[str, Any]]] = {
    caterers.NAMES[caterers.HOME]: (
        "catering:book",
        {
            "id": "catering:cook",
            "title": "Cook what keeps overnight",
            "days_before": 1,
            "why": "the day itself is short",
        },
    ),
    caterers.NAMES[caterers.PLATTERS]: (
        "catering:book",
        {
            "id": "catering:platters",
            "title": "Order the platters",
            "days_before": 4,
            "why": "supermarkets ask for two to three days",
        },
    ),
    bakeries.HOME_NAME: (
        "cake:order",
        {
            "id": "cake:bake",
            "title": "Bake the cake",
            "days_before": 1,
            "why": "it keeps a day, and icing sets",
        },
    ),
}
"""By the label that the budget chose: the task that falls away, and what there is to do instead."""


def checklist(
    facts: Facts, parts: Mapping[str, Result], bought: Collection[str]
) -> list[dict[str, Any]]:
    """What to do, the earliest first. Ids stay the same when the plan is made again.

    `bought` are the items that the host gets.
    `due` is a date (ISO) where the party has one, else None; `when` says it in words.
    """
    active = [name.removesuffix("_agent") for name in parts]
    usual = known.tasks(party_kind(facts), active, _where(facts, parts))
    instead = {_SPOKEN_FOR[task.id]: task.instead for task in usual if task.id in _SPOKEN_FOR}
    swapped = _swapped(parts)
    own = [
        {**task, "agent": name, "instead": instead.get(task["id"].partition(":")[0] + ":", "")}
        for name, part in parts.items()
        for task in (swapped.get(task["id"], task) for task in part.get("tasks", []))
    ]
    served = _is_served(parts)
    general = [
        _of_kind(task, title)
        for task in usual
        if task.id not in _SPOKEN_FOR
        and (title := _title(task, facts, parts, bought, served=served))
    ]
    distinct = {task["id"]: task for task in [*general, *own]}
    ordered = sorted(distinct.values(), key=lambda task: (-task["days_before"], task["id"]))
    held = date.fromisoformat(facts["date"]) if "date" in facts else None
    return [_dated(task, held) for task in ordered]


def when(days_before: int) -> str:
    """How long before the party in words: "6 weeks before", "on the day", "1 week after"."""
    if days_before == 0:
        return "on the day"
    days, side = abs(days_before), "before" if days_before > 0 else "after"
    count, unit = (days // 7, "week") if days % 7 == 0 else (days, "day")
    return f"{count} {unit}{'s' * (count > 1)} {side}"


def _title(
    task: known.Task,
    facts: Facts,
    parts: Mapping[str, Result],
    bought: Collection[str],
    *,
    served: bool,
) -> str:
    """The task as this plan asks for it; empty where nothing is left of it to do."""
    if task.id == "date-budget-list":
        return f"Fix {listed([*_not_fixed(facts, parts), 'the guest list'])}"
    if task.id == "groceries" and served:
        what = {"drinks": bool(DRINKS.intersection(bought)), "tableware": "plates" in bought}
        found = listed([word for word, there in what.items() if there])
        return f"Buy {found}" if found else ""
    if task.id == "cake-ready" and _is_chosen(bakeries.HOME_NAME, parts):
        return ""  # baking it says so
    if task.id != "ice-balloons-food":
        return task.title
    there = (("ice", "ice"), ("latex balloons", "balloons"))
    fetch = listed([word for item, word in there if item in bought])
    cooked = "catering_agent" in parts and not served
    todo = [f"fetch {fetch}"] * bool(fetch) + ["put out the food"] * cooked
    return ", ".join(todo).capitalize()


def _not_fixed(facts: Facts, parts: Mapping[str, Result]) -> list[str]:
    """What of date and budget the host has not said."""
    limit = parts.get("budget_agent", {}).get("limit_minor")
    said = {"the date": "date" in facts, "the budget": bool(limit)}
    return [word for word, there in said.items() if not there]


def _where(facts: Facts, parts: Mapping[str, Result]) -> Facts:
    """The facts, outdoors where the place that the budget chose is."""
    open_air = parts.get("venue_agent", {}).get("outdoors", [])
    lines = parts.get("budget_agent", {}).get("lines", [])
    held_there = any(line["label"] in open_air for line in lines)
    return {**facts, "setting": "outdoors"} if held_there else facts


def _is_served(parts: Mapping[str, Result]) -> bool:
    """Whether a caterer brings the food: neither the host, nor a supermarket, nor the guests."""
    own = [caterers.NAMES[kind] for kind in caterers.OWN_KINDS]
    return "catering_agent" in parts and not any(_is_chosen(label, parts) for label in own)


def _is_chosen(label: str, parts: Mapping[str, Result]) -> bool:
    """Whether the budget holds a line of this label."""
    return any(line["label"] == label for line in parts.get("budget_agent", {}).get("lines", []))


def _swapped(parts: Mapping[str, Result]) -> dict[str, dict[str, Any]]:
    """Tasks to do in the place of others, where the budget chose the host's own work."""
    lines = parts.get("budget_agent", {}).get("lines", [])
    labels = [line["label"] for line in lines if line["listing_id"] is None]
    return dict(_OWN_WORK[label] for label in labels if label in _OWN_WORK)


def _of_kind(task: known.Task, title: str) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": title,
        "days_before": task.days_before,
        "why": task.why,
        "agent": "planner_final",
        "instead": task.instead,
    }


def _dated(task: Mapping[str, Any], held: date | None) -> dict[str, Any]:
    due = None if held is None else (held - timedelta(days=task["days_before"])).isoformat()
    return {**task, "due": due, "when": when(task["days_before"])}
