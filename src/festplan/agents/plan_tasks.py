"""The checklist of a party: every agent's tasks and those of its kind, with their due dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from festplan.agents.hours import party_kind
from festplan.agents.knowledge import checklist as known
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


def checklist(facts: Facts, parts: Mapping[str, Result]) -> list[dict[str, Any]]:
    """What to do, the earliest first. Ids stay the same when the plan is made again.

    `due` is a date (ISO) where the party has one, else None; `when` says it in words.
    """
    active = [name.removesuffix("_agent") for name in parts]
    usual = known.tasks(party_kind(facts), active, facts)
    instead = {_SPOKEN_FOR[task.id]: task.instead for task in usual if task.id in _SPOKEN_FOR}
    own = [
        {**task, "agent": name, "instead": instead.get(task["id"].partition(":")[0] + ":", "")}
        for name, part in parts.items()
        for task in part.get("tasks", [])
    ]
    general = [_of_kind(task) for task in usual if task.id not in _SPOKEN_FOR]
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


def _of_kind(task: known.Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": task.title,
        "days_before": task.days_before,
        "why": task.why,
        "agent": "planner_final",
        "instead": task.instead,
    }


def _dated(task: Mapping[str, Any], held: date | None) -> dict[str, Any]:
    due = None if held is None else (held - timedelta(days=task["days_before"])).isoformat()
    return {**task, "due": due, "when": when(task["days_before"])}
