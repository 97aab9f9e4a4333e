"""The loop: bring every agent up to date, independent ones at once, and stop where it may."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from time import perf_counter

from festplan.domain.plan import ResultRef, StepOutcome
from festplan.engine.agent import Agent, View
from festplan.engine.delta import is_fresh
from festplan.engine.job import Engine, Job, Step
from festplan.engine.turn import Turn, Turns


class RunFailed(RuntimeError):
    """An agent could not answer; `agent` and `reason` say which and why."""

    def __init__(self, agent: str, reason: str) -> None:
        super().__init__(f"{agent}: {reason}")
        self.agent = agent
        self.reason = reason


async def run(engine: Engine, job: Job, done: Callable[[Step], Awaitable[None]]) -> None:
    """Runs `job`; calls `done` with each step as it is finished, in the order of finishing.

    Raises `RunFailed` when an agent cannot answer, after the agents already at work have ended:
    what they answered is passed to `done` and is not lost.
    """
    await _Running(job, Turns(engine, job, done)).run()


@dataclass(slots=True)
class _Running:
    job: Job
    turns: Turns
    failure: RunFailed | None = None

    async def run(self) -> None:
        waiting = list(self.job.world.graph)
        active = self.job.world.graph.active(self.job.brief)
        working: set[asyncio.Task[None]] = set()
        while waiting or working:
            waiting = [] if self.failure else waiting
            waiting, stale = await self._stale(waiting, active)
            if len(stale) == 1 and not working:
                await self._work(*stale[0])
                continue
            working |= {asyncio.create_task(self._work(agent, view)) for agent, view in stale}
            if working:
                _, working = await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
        if self.failure:
            raise self.failure

    async def _stale(
        self, waiting: list[Agent], active: Collection[str]
    ) -> tuple[list[Agent], list[tuple[Agent, View]]]:
        """Who has to wait for others still, and what has to be answered now."""
        stale: list[tuple[Agent, View]] = []
        while ready := [a for a in waiting if self.turns.finished.issuperset(a.upstream)]:
            waiting = [a for a in waiting if a not in ready]
            looked = [(agent, await self._unless_at_once(agent, active)) for agent in ready]
            stale += [(agent, view) for agent, view in looked if view is not None]
        return waiting, stale

    async def _unless_at_once(self, agent: Agent, active: Collection[str]) -> View | None:
        """What has to be answered; an agent not asked for, or still fresh, is finished here."""
        try:
            return await self._looked(agent, active)
        except Exception as error:  # noqa: BLE001  # whatever an agent raises, the run tells
            self._fail(agent, error)
            return None

    async def _looked(self, agent: Agent, active: Collection[str]) -> View | None:
        ref = self.job.held.get(agent.name)
        if agent.name not in active:
            if ref is not None:
                gone = StepOutcome(agent.name, "deleted", ref.tier, changed=True)
                await self.turns.done(Step(gone, None, recorded=True))
            self.turns.finished.add(agent.name)
            return None
        if agent.name in self.job.fresh:
            assert ref is not None
            await self.turns.settle_fresh(Turn(agent, perf_counter()), ref)
            return None
        view = self.job.world.look(agent, self.job.brief, self.turns.settled, self.turns.private)
        if ref is None or not self._is_fresh(agent, view, ref):
            return view
        await self.turns.settle_fresh(Turn(agent, perf_counter()), ref)
        return None

    def _is_fresh(self, agent: Agent, view: View, ref: ResultRef) -> bool:
        fresh = is_fresh(agent, view, ref, self.job.world.catalogue)
        return fresh and self.job.world.stands(agent, ref)

    async def _work(self, agent: Agent, view: View) -> None:
        try:
            await self.turns.bring_up_to_date(agent, view)
        except Exception as error:  # noqa: BLE001  # whatever an agent raises, the run tells
            self._fail(agent, error)

    def _fail(self, agent: Agent, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"
        self.failure = self.failure or RunFailed(agent.name, reason)
