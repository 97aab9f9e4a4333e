"""The sections of the final plan: what happens when, what to do by when, what to buy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from festplan.exports.cards import amounts
from festplan.exports.parts import Section, Table
from festplan.exports.wording import capital, clock, day

Plan = Mapping[str, Any]


def sections(document: Mapping[str, Any]) -> Iterator[Section]:
    """Timeline, checklist and shopping list, each where it holds something."""
    plan = document["final_plan"]
    if not plan:
        return
    for heading, column, rows in (
        ("Run of show", ("When", "What", "Note"), _timeline(plan)),
        ("Checklist", ("By", "To do", "State", "Id"), _checklist(plan, document["brief"])),
    ):
        if rows:
            yield Section("planner_final", heading, "", (Table("", column, tuple(rows)),))
    if bought := plan.get("shopping_list", []):
        yield Section("planner_final", "Shopping list", "", tuple(_by_source(bought)))


def _by_source(bought: Iterable[Plan]) -> Iterator[Table]:
    """One table for what the host gets, one for each who is asked for the rest."""
    sources: dict[str, list[tuple[str, ...]]] = {}
    for line in bought:
        sources.setdefault(str(line.get("by", "you")), []).append(amounts(line))
    for source, rows in sources.items():
        yield Table(f"From {source}" if source != "you" else "", _SHOPPING, tuple(rows))


_SHOPPING = ("Item", "Amount", "Why")


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


def _checklist(plan: Plan, facts: Mapping[str, Any]) -> list[tuple[str, ...]]:
    held = int(facts["date"][:4]) if facts.get("date") else None
    return [
        (
            day(task.get("due"), of=held) or str(task["when"]),
            str(task["title"]),
            _state(task),
            str(task["task_id"]),
        )
        for task in plan.get("checklist", [])
    ]


def _state(task: Plan) -> str:
    state = str(task.get("state", ""))
    return "" if state == "open" else state
