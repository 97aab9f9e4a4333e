"""The shapes of the documents that go out, for /openapi.json."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from festplan.api.problems import MEDIA_TYPE


class Shape(BaseModel):
    """A document: what it always holds; more may be added to it."""

    model_config = ConfigDict(extra="allow")


class InputShape(Shape):
    """An input with what was understood from it."""

    input_id: str
    content: str
    categories: list[str]
    facts: dict[str, Any]
    residue: str


class CostShape(Shape):
    """What planning cost and what reuse saved, in microdollars."""

    spent_microdollars: int
    saved_microdollars: int


class PartyShape(Shape):
    """A party with its plan."""

    party_id: str
    version: int
    status: Literal["draft", "planning", "planned", "editing", "closed", "failed"]
    inputs: list[InputShape]
    brief: dict[str, Any]
    conflicts: list[dict[str, Any]]
    questions: list[str]
    agent_results: dict[str, dict[str, Any]]
    budget: dict[str, Any] | None
    final_plan: dict[str, Any] | None
    metadata: dict[str, Any]
    cost: CostShape


class PlanStepShape(Shape):
    """What at most happens to one agent, and why."""

    agent: str
    action: Literal["execute", "reuse_cache", "delete"]
    reason: str


class DeltaShape(Shape):
    """What an edit changes and what it asks of the agents."""

    new_inputs: list[InputShape]
    changed_inputs: list[InputShape]
    removed_inputs: list[InputShape]
    affected_agents: list[str]
    cascade_agents: list[str]
    execution_plan: list[PlanStepShape]
    estimated_cost_savings: dict[str, int]


class OutcomeShape(Shape):
    """What happened to one agent."""

    agent: str
    outcome: Literal["ran", "shared", "stored", "fresh", "cut_off", "deleted"]
    tier: str
    changed: bool
    cost_microdollars: int
    milliseconds: float
    reason: str


class EditShape(Shape):
    """An edit: its plan and, when it is finished, what happened."""

    success: bool
    party_id: str
    version: int
    preview: bool
    base_version: int
    delta: DeltaShape
    outcome: list[OutcomeShape]
    message: str


class SaveShape(Shape):
    """A snapshot that was taken."""

    success: bool
    party_id: str
    snapshot_id: str
    snapshot_version: int
    version: int
    message: str


class ResumeShape(Shape):
    """A party that a host came back to."""

    success: bool
    party_id: str
    restored_from_version: int | None
    version: int
    state: dict[str, Any]
    metadata: dict[str, Any]
    message: str


class PartyLineShape(Shape):
    """A party in the list."""

    party_id: str
    version: int
    status: str
    inputs: list[str]
    updated_at: str


class PartyListShape(Shape):
    """Parties by last change, newest first; the cursor of the next page, if there is one."""

    data: list[PartyLineShape]
    next_cursor: str | None = Field(alias="nextCursor")


class OfPartyShape(Shape):
    """A list of something of a party, oldest first."""

    party_id: str
    data: list[dict[str, Any]]


class DiffShape(Shape):
    """Two states side by side."""

    a: dict[str, Any]
    b: dict[str, Any]
    inputs: dict[str, Any]
    facts: list[dict[str, Any]]
    agents: list[dict[str, Any]]
    budget: list[dict[str, Any] | None]


class PartyCostShape(CostShape):
    """What planning a party cost."""

    party_id: str


class CostReportShape(CostShape):
    """What was spent and saved in a month, line by line."""

    month: str
    by_agent: list[dict[str, Any]]
    by_component: list[dict[str, Any]]
    dearest: list[dict[str, Any]]
    trend: dict[str, Any]


class EstimateShape(Shape):
    """What a party is to cost, agent by agent and component by component."""

    agents_executed: int
    agent_costs: list[dict[str, Any]]
    orchestration_cost: str
    total_cost: str
    total_cost_microdollars: int
    components: list[dict[str, Any]]
    parties: int
    monthly_cost: str
    edits_factor: float
    monthly_cost_with_edits: str


class FoundShape(Shape):
    """Listings, best first."""

    data: list[dict[str, Any]]


class ExportShape(Shape):
    """A whole party, to be imported again."""

    format: str
    content: dict[str, Any]


class StatusShape(Shape):
    """How the server is."""

    status: str


PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                },
            },
        },
    },
}
_PROBLEM = {"content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "The request is refused, in one sentence (RFC 9457).", **_PROBLEM},
    "5XX": {"description": "Festplan is busy, or failed.", **_PROBLEM},
}
"""Declared by every route."""
