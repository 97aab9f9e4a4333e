"""By when something must be booked: the checklist's lead times, for one card of the plan."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from festplan.agents.knowledge.checklist import Task, tasks
from festplan.agents.knowledge.kinds import Kind
from festplan.domain.reading import Facts


def booking(task_id: str, title: str, lead: Task) -> dict[str, Any]:
    """A task as results carry it, at the lead time of the checklist."""
    return {"id": task_id, "title": title, "days_before": lead.days_before, "why": lead.why}


@lru_cache(maxsize=64)
def venue_lead(kind: Kind) -> Task:
    """How long before a party of this kind its place is booked."""
    return next(task for task in tasks(kind, {"venue"}, {}) if task.id == "venue")


@lru_cache(maxsize=1024)
def vendor_lead(kind: Kind, service: str) -> Task:
    """How long before a party of this kind a service is booked, things rented by their own rule."""
    found = {task.id: task for task in tasks(kind, {"vendor"}, Facts(services=[service]))}
    return found.get("rentals") or found["entertainment"]
