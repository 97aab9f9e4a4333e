"""Bringing a party up to date: one run of the engine, recorded in its history."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from festplan.domain import events as e
from festplan.domain.party import Party
from festplan.domain.plan import StepOutcome
from festplan.domain.spending import LedgerEntry, Work
from festplan.engine.agent import Result
from festplan.engine.delta import World
from festplan.engine.job import Job, Step
from festplan.engine.run import RunFailed, run
from festplan.ports.answers import Kept, Remembered
from festplan.ports.parties import UnknownParty, VersionConflict
from festplan.service.committing import bodies, committing, trail
from festplan.service.context import Festplan
from festplan.service.metering import Tally

CALLS_END = timedelta(hours=1)
"""A call that is older has ended, or its process has."""
SHOW_AFTER_SECONDS = 0.25
"""A run that takes longer makes its steps known as they are done, not all at its end."""
MOMENTS_SECONDS = 0.02
"""A run that ends within this time is written together with the command that asked for it."""


async def recover(festplan: Festplan) -> Sequence[str]:
    """Does every run that was left unfinished; gives the parties.

    Calls that no run can still be waiting for are charged at their reservation.
    """
    now = datetime.fromisoformat(festplan.clock.now())
    await festplan.store.abandon_old((now - CALLS_END).isoformat(timespec="microseconds"))
    parties = await festplan.store.open_runs()
    for party_id in parties:
        await recover_party(festplan, party_id)
    return parties


async def recover_party(festplan: Festplan, party_id: str) -> None:
    """Does the party's run if one was left unfinished."""
    party = await festplan.store.party(party_id)
    if party.run is not None:
        await festplan.store.abandon(party.run.run_id)
        UnderWay(festplan, party, party.run.run_id, await festplan.world(party)).go_on()
        await festplan.runner.wait(party.run.run_id)


@dataclass(frozen=True, slots=True)
class Written:
    """What steps of a run mean for the party's history, and what there is to store of them."""

    events: Sequence[e.Event]
    answers: Sequence[Kept]
    remembered: Sequence[Remembered]
    bodies: Mapping[str, bytes]
    outcomes: Sequence[StepOutcome]
    run_id: str
    fingerprints: Sequence[str]
    work: Callable[[str, str], Work] | None = None

    def parts(self, party_id: str, now: str) -> dict[str, Any]:
        """The parts of a commit that belong to the events."""
        return {
            "answers": self.answers,
            "bodies": self.bodies,
            "remembered": self.remembered,
            "ledger": self._ledger(party_id, now),
            "work": self.work(party_id, now) if self.work else None,
        }

    def _ledger(self, party_id: str, now: str) -> list[LedgerEntry]:
        """A line for each step that cost or saved money."""
        return [
            LedgerEntry(
                party_id=party_id,
                run_id=self.run_id,
                agent=o.agent,
                tier=o.tier,
                kind=o.outcome,
                spent_microdollars=o.cost_microdollars,
                saved_microdollars=o.saved_microdollars,
                occurred_at=now,
                fingerprint=fingerprint,
                reason=o.reason,
            )
            for o, fingerprint in zip(self.outcomes, self.fingerprints, strict=True)
            if o.cost_microdollars or o.saved_microdollars
        ]


class UnderWay:
    """A run: it begins when it is made, and what it finds goes into the history of its party.

    Nothing is written before `go_on`. An agent that cannot answer ends the run as failed; what the
    others answered is kept. A run that a newer command has superseded changes nothing any more,
    but what it found out is kept too, and what it spent is booked.
    """

    def __init__(
        self,
        festplan: Festplan,
        party: Party,
        run_id: str,
        world: World,
        fresh: Mapping[str, Result] | None = None,
    ) -> None:
        self._festplan = festplan
        self._fresh = fresh or {}
        self._world = world
        self._party = party
        self._run_id = run_id
        self._steps: list[Step] = []
        self._outcomes: list[StepOutcome] = []
        self._shown = monotonic()
        self._writing = asyncio.Lock()
        self._goes_on = False
        self._in_history = False
        self._finished: e.RunFinished | None = None
        self._tally: Tally | None = None
        self._work = asyncio.ensure_future(self._compute())

    async def soon(self) -> Written | None:
        """All of the run, if it ends within moments; what is given here is not written again."""
        await asyncio.sleep(0)  # one turn is enough for rules: nobody has to wait for a timer then
        if not self._work.done():
            await asyncio.wait({self._work}, timeout=MOMENTS_SECONDS)
        if not self._work.done():
            return None
        self._work.result()
        return self._drain()

    def go_on(self, *, in_history: bool = True) -> None:
        """From now on what is found is written: to the party, if its command became durable.

        A run that is not `in_history` has no lines in the party's books: its calls alone tell what
        it spent.
        """
        self._goes_on, self._in_history = True, in_history
        self._festplan.runner.follow(self._run_id, self._rest())

    async def _rest(self) -> Sequence[StepOutcome]:
        await self._work
        while self._steps or self._finished:
            await self._write()
        self._festplan.ran(self._outcomes)
        return self._outcomes

    async def _compute(self) -> None:
        status, reason = "completed", ""
        if self._festplan.meter:
            self._tally = self._festplan.meter.begin()
        try:
            await run(self._festplan.engine, await self._job(), self._done)
        except RunFailed as failed:
            status, reason = "failed", str(failed)
        self._finished = e.RunFinished(self._run_id, status, reason)

    async def _job(self) -> Job:
        party = self._party
        assert party.run is not None
        return Job(
            world=self._world,
            brief=party.brief,
            held=party.content.results,
            bodies=await bodies(self._festplan, party),
            planned=frozenset(party.run.planned),
            scope=party.scope,
            fresh=self._fresh,
            party_id=party.party_id,
            run_id=self._run_id,
        )

    async def _done(self, step: Step) -> None:
        """Notes a step; makes it known at once when it was paid for or the run is a long one."""
        self._steps.append(step)
        self._outcomes.append(step.outcome)
        slow = monotonic() - self._shown > SHOW_AFTER_SECONDS
        if self._goes_on and (step.outcome.cost_microdollars or slow):
            await self._write()

    def _drain(self) -> Written:
        """What has been found since the last time, and the end of the run if it has come."""
        steps, self._steps = self._steps, []
        finished, self._finished = self._finished, None
        self._shown = monotonic()
        self._hold(steps)
        return Written(
            events=[*(_event(s) for s in steps if s.recorded), *([finished] if finished else [])],
            answers=[s.kept for s in steps if s.kept is not None],
            remembered=[s.remembered for s in steps if s.remembered is not None],
            bodies={digest: data for s in steps for digest, data in s.bodies.items()},
            outcomes=[s.outcome for s in steps],
            run_id=self._run_id,
            fingerprints=[s.ref.fingerprint if s.ref else "" for s in steps],
            work=self._worked if finished and self._tally else None,
        )

    def _worked(self, party_id: str, now: str) -> Work:
        """What the run did besides asking models, and what that costs."""
        assert self._festplan.meter
        assert self._tally
        return self._festplan.meter.work(self._tally, party_id, self._run_id, now)

    async def _write(self) -> None:
        async with self._writing:
            written = self._drain()
            while not await self._record(written):
                pass

    async def _record(self, written: Written) -> bool:
        """Writes to the party, if the run is still its; false when the party has gone on."""
        store = self._festplan.store
        party = await self._planned()
        parts = written.parts(self._party.party_id, self._festplan.clock.now())
        if party is None or not written.events:
            await store.leave(**(parts if self._in_history else {**parts, **_NO_MONEY}))
            return True
        states = trail(party, written.events)
        commit = committing(self._festplan, party, written.events, states, **parts)
        try:
            await store.commit(commit)
        except VersionConflict:
            return False
        self._festplan.told(party.party_id)
        return True

    async def _planned(self) -> Party | None:
        """The party as it is in the store, if this run is its open one.

        The party that the run began with will not do: its command may have failed, and another's
        may have brought the party to the same version.
        """
        try:
            party = await self._festplan.store.party(self._party.party_id)
        except UnknownParty:
            return None
        return party if party.run is not None and party.run.run_id == self._run_id else None

    def _hold(self, steps: Sequence[Step]) -> None:
        held = {}
        for step in steps:
            if step.ref is not None and step.result is not None and step.settled is not None:
                held[step.ref.result] = step.result
                held[step.ref.settled] = step.settled
        self._festplan.store.hold(held)


_NO_MONEY: Mapping[str, Any] = {"ledger": (), "work": None}


def _event(step: Step) -> e.Event:
    if step.ref is None:
        return e.ResultDeleted(step.outcome.agent)
    return e.StepCompleted(step.outcome.agent, step.ref.to_json(), step.outcome.outcome)
