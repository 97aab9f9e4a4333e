"""What an edit will do and what it did: the plan of a run, its delta and its outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Action = Literal["execute", "reuse_cache", "delete"]
Reason = Literal[
    "input_added",
    "input_changed",
    "input_removed",
    "fact_corrected",
    "choice_changed",
    "became_active",
    "upstream_changed",
    "catalogue_changed",
    "agent_upgraded",
    "provisional",
    "no_changes_affecting_this_agent",
]
Outcome = Literal["ran", "shared", "stored", "fresh", "cut_off", "deleted"]
UNCHANGED: Reason = "no_changes_affecting_this_agent"


@dataclass(frozen=True, slots=True)
class ResultRef:
    """What a party holds of one agent's answer: digests, and what is needed to see it go stale.

    `fingerprint` is the hash of the question, `result` of the answer as it may be shared,
    `settled` of the answer as the host sees it, `view` of the slice that was asked about.
    `catalogue` is the catalogue version that the evidence came from, `reason` why a better tier
    was asked, or would be.
    """

    fingerprint: str
    view: str
    result: str
    settled: str
    tier: str
    agent_version: int
    catalogue: int = 0
    private: bool = False
    provisional: bool = False
    cost_microdollars: int = 0
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """JSON without what has its usual value; `from_json` is the inverse."""
        body: dict[str, Any] = {
            "fingerprint": self.fingerprint,
            "view": self.view,
            "settled": self.settled,
            "tier": self.tier,
            "agent_version": self.agent_version,
        }
        if self.result != self.settled:
            body["result"] = self.result
        for name in ("catalogue", "private", "provisional", "cost_microdollars", "reason"):
            if getattr(self, name):
                body[name] = getattr(self, name)
        return body

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> ResultRef:
        """The reference that `to_json` wrote."""
        return cls(**{"result": body["settled"], **body})


@dataclass(frozen=True, slots=True)
class PlanStep:
    """What at most happens to one agent, and why."""

    agent: str
    action: Action
    reason: Reason


@dataclass(frozen=True, slots=True)
class Delta:
    """What an edit asks of the agents, before anything runs: an upper bound of the run.

    `fresh` are the settled results of what is reused: no run needs to look at them again. `unread`
    says that a model has to read an input first, so that anything may follow.
    """

    steps: tuple[PlanStep, ...]
    affected: tuple[str, ...]
    cascade: tuple[str, ...]
    saved_microdollars: int = 0
    cost_microdollars: int = 0
    fresh: Mapping[str, Any] = field(default_factory=dict[str, Any], compare=False)
    unread: bool = False

    def agents(self, action: Action) -> tuple[str, ...]:
        """The agents planned for `action`, in the order of the graph."""
        return tuple(step.agent for step in self.steps if step.action == action)


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What happened to one agent in a run; `reason` is why a better tier was asked, or would be."""

    agent: str
    outcome: Outcome
    tier: str
    changed: bool
    cost_microdollars: int = 0
    saved_microdollars: int = 0
    milliseconds: float = 0.0
    reason: str = ""
