"""What planning cost and saved: steps, calls and work, one by one and summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A step of a run in money: what was spent on it and what reuse saved, in microdollars.

    `fingerprint` names the question: its calls are what was paid, for this step or, where reuse
    saved it, for an earlier one. `reason` says why a better tier was asked, or should have been.
    """

    party_id: str
    run_id: str
    agent: str
    tier: str
    kind: str
    spent_microdollars: int
    saved_microdollars: int
    occurred_at: str
    fingerprint: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallSum:
    """Calls of one agent, tier, model and state: how many, their tokens, and what is charged.

    `retries` are those that were not the first attempt at their question.
    """

    agent: str
    tier: str
    model: str
    state: str
    batch: bool
    calls: int
    retries: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    reasoning_tokens: int
    microdollars: int


@dataclass(frozen=True, slots=True)
class StepSum:
    """Steps of one agent, tier, outcome and reason that cost or saved money."""

    agent: str
    tier: str
    kind: str
    reason: str
    steps: int
    spent_microdollars: int
    saved_microdollars: int


@dataclass(frozen=True, slots=True)
class Work:
    """What a run did besides asking models, counted, and what the price book asks for it.

    `price` names the rates: "book/date/" and picodollars for one vector query, compute second,
    cache operation and database operation.
    """

    party_id: str
    run_id: str
    vector_queries: int
    compute_microseconds: int
    cache_operations: int
    database_operations: int
    microdollars: int
    price: str
    occurred_at: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """What was spent and saved in a month or on a party; `work` is summed by the price it had."""

    calls: Sequence[CallSum]
    steps: Sequence[StepSum]
    work: Sequence[Work]

    def paid(self) -> Sequence[CallSum]:
        """The calls; where none are on record, the steps that spent stand for theirs."""
        return self.calls or [_as_call(step) for step in self.steps if step.spent_microdollars]

    @property
    def spent_microdollars(self) -> int:
        """Charged for calls and work; open and unknown calls stand at their reservation."""
        charged = sum(call.microdollars for call in self.paid())
        return charged + sum(work.microdollars for work in self.work)

    @property
    def saved_microdollars(self) -> int:
        """What reuse saved."""
        return sum(step.saved_microdollars for step in self.steps)


def _as_call(step: StepSum) -> CallSum:
    counts = (step.steps, 0, 0, 0, 0, 0, step.spent_microdollars)
    return CallSum(step.agent, step.tier, "", "settled", False, *counts)  # noqa: FBT003
