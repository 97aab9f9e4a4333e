"""The document's architecture: at the end of each party every agent is asked of the small model.

Nothing is shared, nothing is remembered; the engine, the agents and the checks are the same.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from festplan import agents
from festplan.domain.party import Party
from festplan.engine.agent import Agent, Facts
from festplan.engine.delta import World
from festplan.engine.fingerprint import identity
from festplan.engine.graph import Graph
from festplan.engine.job import Engine, Job, Step
from festplan.engine.run import run
from festplan.models.ladder import Climbing
from festplan.models.retries import Caller
from festplan.models.tiers import tiers
from festplan.ports.answers import Kept, MissingBody, Question, Recalled, Remembered
from festplan.ports.models import Call, Provider, Usage
from festplan.proof.simulation.checks import Plan
from festplan.proof.simulation.pricing import Prices, prices
from festplan.proof.simulation.provider import SMALL
from festplan.service import Festplan

ONLY_SMALL = f"rules=none,small={SMALL}"


class Unbooked:
    """A ledger that books nothing: what this world costs is priced from the recorded asks."""

    async def reserve(self, call: Call) -> None:
        """Lets every call be made."""

    async def settle(self, call_id: str, usage: Usage, microdollars: int, price: str) -> None:
        """Books nothing."""

    async def release(self, call_id: str, reason: str) -> None:
        """Books nothing."""

    async def unknown(self, call_id: str, reason: str) -> None:
        """Books nothing."""


class Forgetful:
    """Answers that nobody remembers."""

    async def recall(self, question: Question, evidence: str | None) -> Recalled:  # noqa: ARG002
        """Nothing is known."""
        return Recalled(None, None)

    async def body(self, digest: str) -> dict[str, Any]:
        """There is none."""
        raise MissingBody(digest)

    async def keep(
        self,
        kept: Sequence[Kept],
        bodies: Mapping[str, bytes],
        remembered: Sequence[Remembered] = (),
    ) -> None:
        """Keeps nothing."""


@dataclass(slots=True)
class Document:
    """Plans parties from scratch on the catalogue of `festplan`, asking `provider` for each card.

    A search that was made is not made again: what it finds is the same, and costs no tokens.
    """

    festplan: Festplan
    provider: Provider
    book: Prices = field(default_factory=prices)
    _graph: Graph = field(init=False)
    _ladder: Climbing = field(init=False)
    _found: dict[tuple[str, str], Facts] = field(default_factory=dict[tuple[str, str], Facts])

    def __post_init__(self) -> None:
        self._graph = Graph(self._remembering(agent) for agent in agents.graph())
        self._ladder = self._asking()

    async def plan(self, party: Party) -> Plan:
        """The plan for what the party says now."""
        version = await self.festplan.catalogue.version()
        world = World(self._graph, self.festplan.published, version, ladder=self._ladder)
        steps: dict[str, Step] = {}

        async def done(step: Step) -> None:
            steps[step.outcome.agent] = step

        job = Job(world, party.brief, {}, {}, frozenset(), party.scope)
        await run(Engine(Forgetful(), self._ladder, self.festplan.engine.sources), job, done)
        return _plan(steps)

    def _asking(self) -> Climbing:
        ids = count()
        caller = Caller(self.provider, Unbooked(), self.book.models, lambda: str(next(ids)))
        return Climbing(tiers(ONLY_SMALL), caller, agents.with_prompts().__contains__)

    def _remembering(self, agent: Agent) -> Agent:
        gather = agent.gather
        return agent if gather is None else replace(agent, gather=self._once(agent.name, gather))

    def _once(
        self, name: str, gather: Callable[[Facts, Any], Awaitable[Facts]]
    ) -> Callable[[Facts, Any], Awaitable[Facts]]:
        async def found(view: Facts, sources: Any) -> Facts:
            key = (name, identity(view))
            if key not in self._found:
                self._found[key] = await gather(view, sources)
            return self._found[key]

        return found


def _plan(steps: Mapping[str, Step]) -> Plan:
    answered = {name: step for name, step in steps.items() if step.settled is not None}
    return Plan(
        {name: step.result or {} for name, step in answered.items()},
        {name: step.settled or {} for name, step in answered.items()},
        {name: step.outcome.tier for name, step in answered.items()},
    )
