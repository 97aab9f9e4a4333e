"""The checklist: what is active has its tasks, due at the latest that sources advise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festplan.agents.knowledge.checklist import State, state, tasks
from festplan.agents.knowledge.kinds import KINDS, Kind
from festplan.domain.reading import Facts

PARTS = ["theme", "venue", "cake", "catering", "vendor"]


@pytest.mark.parametrize(
    ("kind", "task", "weeks"),
    [
        ("child", "venue", 4),
        ("child", "date-budget-list", 6),
        ("child", "invitations", 3),
        ("child", "cake", 1),
        ("teen", "caterer", 4),
        ("milestone", "venue", 8),
        ("milestone", "cake", 3),
        ("shower", "venue", 6),
        ("graduation", "venue", 16),
        ("graduation", "caterer", 10),
        ("wedding", "venue", 52),
        ("wedding", "cake", 12),
        ("wedding", "caterer", 40),
        ("wedding", "reply-deadline", 3),
        ("corporate", "invitations", 8),
        ("corporate", "cake", 2),
        ("child", "groceries", 1),
        ("child", "thanks", -1),
    ],
)
def test_weeks_before(kind: Kind, task: str, weeks: int) -> None:
    found = {t.id: t.weeks_before for t in tasks(kind, PARTS, Facts())}
    assert found[task] == weeks


def test_only_what_is_active_has_tasks() -> None:
    found = {task.id for task in tasks("child", {"cake"}, Facts())}
    assert "cake" in found
    assert found.isdisjoint({"venue", "caterer", "entertainment", "groceries"})
    assert {"date-budget-list", "invitations", "thanks"} <= found


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_without_a_cake_is_told_of_one(kind: Kind) -> None:
    without = [part for part in PARTS if part != "cake"]
    assert not any("cake" in task.title for task in tasks(kind, without, Facts()))
    assert "cake-ready" in {task.id for task in tasks(kind, PARTS, Facts())}


@pytest.mark.parametrize(
    ("facts", "task"),
    [
        (Facts(diet={"vegan": 5}), "diets"),
        (Facts(setting="outdoors"), "rain-plan"),
        (Facts(services=["tent"]), "rentals"),
    ],
)
def test_facts_bring_their_own_tasks(facts: Facts, task: str) -> None:
    assert task in {t.id for t in tasks("milestone", PARTS, facts)}
    assert task not in {t.id for t in tasks("milestone", PARTS, Facts())}


@given(st.sampled_from(KINDS), st.sets(st.sampled_from(PARTS)))
def test_tasks_come_in_order_each_once_with_a_way_out(kind: Kind, active: set[str]) -> None:
    facts = Facts(diet={"vegan": None}, setting="outdoors", services=["tent"])
    found = tasks(kind, active, facts)
    days = [task.days_before for task in found]
    assert days == sorted(days, reverse=True)
    assert len({task.id for task in found}) == len(found)
    assert all(task.why and task.instead and task.title for task in found)


def test_a_due_date_is_absolute() -> None:
    cake = next(task for task in tasks("child", {"cake"}, Facts()) if task.id == "cake")
    assert cake.due(date(2027, 6, 12)) == date(2027, 6, 5)


@pytest.mark.parametrize(
    ("days_left", "expected"),
    [
        (-1, "late: call today"),
        (0, "due today"),
        (1, "this week"),
        (7, "this week"),
        (8, "later"),
    ],
)
def test_state_of_a_task(days_left: int, expected: State) -> None:
    today = date(2027, 5, 1)
    assert state(today + timedelta(days=days_left), today) == expected
