"""Who answers: the tiers of an agent, cheapest first. The rules tier is the agent's own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from festplan.engine.agent import Agent, Facts, Result

RULES = "rules"
"""The tier that is an agent's own rules: at once, for nothing, and always the same."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to one agent, with everything that whoever answers it may know.

    `scope` is the host's and `private` says whether the view is theirs alone; `began` is when the
    run began (`time.monotonic`, seconds): all of its questions share one deadline.
    """

    agent: Agent
    view: Facts
    evidence: Facts
    fingerprint: str = ""
    scope: str = ""
    private: bool = False
    party_id: str = ""
    run_id: str = ""
    began: float = 0.0


async def _nothing_owed() -> None:
    """An answer that cost nothing has nothing to be settled."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A result, the tier that gave it, what it cost, and whether it is only a stopgap.

    A provisional answer is used and marked, never shared, and asked for again at the next run.
    `reason` says why a better tier was asked, or why the rules' answer was not good enough.
    `settle` books what was paid; it is called once the answer is durable, so that nothing that is
    settled is ever paid again.
    """

    result: Result
    tier: str
    cost_microdollars: int = 0
    provisional: bool = False
    reason: str = ""
    settle: Callable[[], Coroutine[Any, Any, None]] = field(default=_nothing_owed, compare=False)


class CheckFailed(RuntimeError):
    """No tier of the ladder gave an answer that passes the agent's own check."""


class Ladder(Protocol):
    """Which tiers an agent has today, and climbing them."""

    def accepts(self, agent: str, tier: str, reason: str) -> bool:
        """Whether a stored answer by `tier` is one that would be given today.

        `reason` is why it was not good enough, empty where it was.
        """
        ...

    def shares(self, agent: str) -> bool:
        """Whether other hosts may have the answers that `agent` gives today."""
        ...

    def at_once(self, ask: Ask) -> Answer | None:
        """The answer where none needs to be waited for; None where `answer` has to be awaited."""
        ...

    async def answer(self, ask: Ask) -> Answer:
        """The answer of the first tier that is good enough, or the best there is.

        Raises `CheckFailed` when no tier gives one that passes the agent's check.
        """
        ...


class Rules:
    """The ladder with one rung: every agent answers by its own rules, at no cost."""

    def accepts(self, agent: str, tier: str, reason: str) -> bool:  # noqa: ARG002  # all the same
        """Answers by rules alone, whatever they could not use: nobody would do better."""
        return tier == RULES

    def shares(self, agent: str) -> bool:  # noqa: ARG002  # the same for every agent
        """Always: the rules are the same for everybody."""
        return True

    def at_once(self, ask: Ask) -> Answer | None:
        """The agent's own answer; `CheckFailed` when it does not pass its own check."""
        return by_rules(ask)

    async def answer(self, ask: Ask) -> Answer:
        """The same: there is nothing to wait for."""
        return by_rules(ask)


def by_rules(ask: Ask) -> Answer:
    """The agent's own answer, for nothing; `CheckFailed` when it does not pass its own check."""
    result = ask.agent.answer(ask.view, ask.evidence)
    wrong = ask.agent.check(ask.view, result) if ask.agent.check else None
    if wrong is not None:
        raise CheckFailed(f"{ask.agent.name} has no good answer: {wrong}")
    return Answer(result, RULES, reason=lacking(ask.agent, ask.view, RULES, result))


def lacking(agent: Agent, view: Facts, tier: str, result: Result) -> str:
    """What of the host's wishes a rules answer could not use; empty for any other tier."""
    if tier != RULES or agent.lacks is None:
        return ""
    return agent.lacks(view, result) or ""
