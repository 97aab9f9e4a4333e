"""The checklist: what to do, and by when at the latest."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from festplan.agents.knowledge.kinds import Kind, lead_kind
from festplan.agents.knowledge.quantity import Grade
from festplan.domain.money import ceil_div
from festplan.domain.reading import Facts

State = Literal["late: call today", "due today", "this week", "later"]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do at the latest `days_before` the party; negative days are after it.

    `instead` is what a host can do when it is too late.
    """

    id: str
    title: str
    days_before: int
    why: str
    instead: str
    source: str
    source_grade: Grade

    @property
    def weeks_before(self) -> int:
        """Whole weeks before the party, rounded up."""
        return ceil_div(self.days_before, 7)

    def due(self, party: date) -> date:
        """The last day on which it is not late."""
        return party - timedelta(days=self.days_before)


def tasks(kind: Kind, active: Collection[str], facts: Facts) -> list[Task]:
    """What a party of `kind` has to do, the earliest first.

    `active` names the parts of the plan that are wanted: theme, venue, cake, catering, vendor.
    """
    there, services = set(active), set(facts.get("services", []))
    rows = [row for row in _rows() if _applies(row, there, services, facts)]
    quiet = without_music(facts)
    known = _tasks(lead_kind(kind), quiet=quiet)
    return sorted((known[row["id"]] for row in rows), key=lambda task: -task.days_before)


def state(due: date, today: date) -> State:
    """How a task that is not done yet stands today."""
    left = (due - today).days
    if left < 0:
        return "late: call today"
    if left == 0:
        return "due today"
    return "this week" if left <= 7 else "later"


def _applies(row: Mapping[str, Any], active: set[str], services: set[str], facts: Facts) -> bool:
    return (
        ("when" not in row or not active.isdisjoint(row["when"]))
        and ("service" not in row or not services.isdisjoint(row["service"]))
        and ("setting" not in row or facts.get("setting") == row["setting"])
        and ("diet" not in row or bool(facts.get("diet")))
    )


def _title(row: Mapping[str, Any], kind: str, *, quiet: bool) -> str:
    """The title at a party of this kind, quiet or not."""
    own = row.get("titles", {}).get(kind)
    usual = row["quiet"] if "quiet" in row and quiet else row["title"]
    return str(own or usual)


def without_music(facts: Facts) -> bool:
    """Whether the host does without music or dancing."""
    return bool({"music", "dancing"} & set(facts.get("exclude", [])))


@cache
def _tasks(kind: str, *, quiet: bool) -> Mapping[str, Task]:
    """Every task as a party of this kind words it, by its id."""
    return {row["id"]: _task(row, kind, quiet=quiet) for row in _rows()}


def _task(row: Mapping[str, Any], kind: str, *, quiet: bool) -> Task:
    return Task(
        id=row["id"],
        title=_title(row, kind, quiet=quiet),
        days_before=row["days"][kind],
        why=row["why"],
        instead=row["instead"],
        source=row["source"],
        source_grade=row["grade"],
    )


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    text = files("festplan.agents").joinpath("checklist.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["task"])
