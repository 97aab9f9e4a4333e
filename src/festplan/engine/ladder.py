"""Who answers: the tiers of an agent, cheapest first. The rules tier is the agent's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from festplan.engine.agent import Agent, Facts, Result


@dataclass(frozen=True, slots=True)
class Answer:
    """A result, the tier that gave it, what it cost, and whether it is only a stopgap.

    A provisional answer is used and marked, never shared, and asked for again at the next run.
    """

    result: Result
    tier: str
    cost_microdollars: int = 0
    provisional: bool = False


class CheckFailed(RuntimeError):
    """No tier of the ladder gave an answer that passes the agent's own check."""


class Ladder(Protocol):
    """Which tiers an agent has today, and climbing them."""

    def tiers(self, agent: str) -> Collection[str]:
        """The tiers whose stored answers are acceptable for `agent`."""
        ...

    def at_once(self, agent: Agent, view: Facts, evidence: Facts) -> Answer | None:
        """The answer where none needs to be waited for; None where `answer` has to be awaited."""
        ...

    async def answer(self, agent: Agent, view: Facts, evidence: Facts) -> Answer:
        """The first answer that passes the agent's check."""
        ...


class Rules:
    """The ladder with one rung: every agent answers by its own rules, at no cost."""

    def tiers(self, agent: str) -> Collection[str]:  # noqa: ARG002  # the same for every agent
        """Answers by rules alone."""
        return ("rules",)

    def at_once(self, agent: Agent, view: Facts, evidence: Facts) -> Answer | None:
        """The agent's own answer; `CheckFailed` when it does not pass its own check."""
        return by_rules(agent, view, evidence)

    async def answer(self, agent: Agent, view: Facts, evidence: Facts) -> Answer:
        """The same: there is nothing to wait for."""
        return by_rules(agent, view, evidence)


def by_rules(agent: Agent, view: Facts, evidence: Facts) -> Answer:
    """The agent's own answer, for nothing; `CheckFailed` when it does not pass its own check."""
    result = agent.answer(view, evidence)
    reason = agent.check(view, result) if agent.check else None
    if reason is not None:
        raise CheckFailed(f"{agent.name} has no good answer: {reason}")
    return Answer(result, "rules")
