"""The sections of the final plan: what happens when, what to do by when, what to buy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from festplan.exports.cards import quantity
from festplan.exports.parts import Points, Section, Table
from festplan.exports.wording import capital, clock, day

Plan = Mapping[str, Any]


def sections(document: Mapping[str, Any]) -> Iterator[Section]:
    """Timeline, checklist and shopping list, each where it holds something."""
    plan = document["final_plan"]
    if not plan:
        return
    for name, heading, column, rows in (
        ("timeline", "Run of show", ("When", "What", "Note"), _timeline(plan)),
        ("checklist", "Checklist", ("By", "To do", "State", "Id"), _checklist(plan)),
    ):
        if rows:
            yield Section("planner_final", heading, "", (Table(name, column, tuple(rows)),))
    if bought := tuple(quantity(line) for line in plan.get("shopping_list", [])):
        yield Section("planner_final", "Shopping list", "", (Points("", bought),))


def _timeline(plan: Plan) -> list[tuple[str, ...]]:
    return [
        (starts(step), capital(str(step["title"])), str(step.get("note", "")))
        for step in plan.get("timeline", [])
    ]


def starts(step: Plan) -> str:
    """`3:30 pm`; where nobody said when the party begins, `+1:30` after guests arrive."""
    if step.get("time"):
        return clock(step["time"])
    hours, minutes = divmod(abs(step["minute"]), 60)
    return f"{'-' if step['minute'] < 0 else '+'}{hours}:{minutes:02d}"


def _checklist(plan: Plan) -> list[tuple[str, ...]]:
    return [
        (
            day(task.get("due")) or str(task["when"]),
            str(task["title"]),
            _state(task),
            str(task["task_id"]),
        )
        for task in plan.get("checklist", [])
    ]


def _state(task: Plan) -> str:
    state = str(task.get("state", ""))
    return "" if state == "open" else state
