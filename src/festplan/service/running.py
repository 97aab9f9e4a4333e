"""Bringing a party up to date: one run of the engine, recorded in its history."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from festplan.domain import events as e
from festplan.domain.party import Party
from festplan.domain.plan import StepOutcome
from festplan.engine.run import Job, RunFailed, Step, run
from festplan.ports import LedgerEntry, VersionConflict
from festplan.service.command import SYSTEM, bodies, committing, trail
from festplan.service.context import Festplan

SHOW_AFTER_SECONDS = 0.25
"""A run that takes longer makes its steps known as they are done, not all at its end."""


async def run_due(festplan: Festplan, party_id: str, run_id: str) -> Sequence[StepOutcome]:
    """Does the run that is due, and records it; gives what happened to every agent.

    Nothing happens when the run has been superseded or is done already. An agent that cannot answer
    ends the run as failed; what the others answered is kept.
    """
    party = await festplan.store.party(party_id)
    if party.run is None or party.run.run_id != run_id:
        return ()
    recording = _Recording(festplan, party, run_id)
    status, reason = "completed", ""
    try:
        await run(festplan.engine, await _job(festplan, party), recording.done)
    except RunFailed as failed:
        status, reason = "failed", str(failed)
    await recording.finish(e.RunFinished(run_id, status, reason))
    return recording.outcomes


async def recover(festplan: Festplan) -> Sequence[str]:
    """Starts every run that was left unfinished; gives the parties."""
    parties = await festplan.store.open_runs()
    for party_id in parties:
        await recover_party(festplan, party_id)
    return parties


async def recover_party(festplan: Festplan, party_id: str) -> None:
    """Starts the party's run if one was left unfinished, and waits for it."""
    party = await festplan.store.party(party_id)
    if party.run is not None:
        festplan.runner.start(party_id, party.run.run_id)
        await festplan.runner.wait(party.run.run_id)


async def _job(festplan: Festplan, party: Party) -> Job:
    assert party.run is not None
    return Job(
        world=await festplan.world(party),
        brief=party.brief,
        held=party.content.results,
        bodies=await bodies(festplan, party),
        planned=frozenset(party.run.planned),
        scope=party.scope,
    )


@dataclass(slots=True)
class _Recording:
    """Steps on their way into the party's history."""

    festplan: Festplan
    party: Party
    run_id: str
    waiting: list[Step] = field(default_factory=list)
    outcomes: list[StepOutcome] = field(default_factory=list)
    shown: float = field(default_factory=monotonic)
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def done(self, step: Step) -> None:
        """Notes a step; makes it known at once when it was paid for or the run is a long one."""
        self.waiting.append(step)
        self.outcomes.append(step.outcome)
        slow = monotonic() - self.shown > SHOW_AFTER_SECONDS
        if step.outcome.cost_microdollars or slow:
            await self._write(None)

    async def finish(self, finished: e.RunFinished) -> None:
        """Records what is left and the end of the run."""
        await self._write(finished)

    async def _write(self, finished: e.RunFinished | None) -> None:
        async with self.writing:
            steps, self.waiting = self.waiting, []
            self.shown = monotonic()
            happened: list[e.Event] = [_event(s) for s in steps if s.recorded]
            if finished is not None:
                happened.append(finished)
            while not await self._record(steps, happened):
                self.party = await self.festplan.store.party(self.party.party_id)

    async def _record(self, steps: Sequence[Step], happened: Sequence[e.Event]) -> bool:
        """Writes the steps; what a superseded run found out is kept, but is not the party's."""
        current = self.party.run is not None and self.party.run.run_id == self.run_id
        store = self.festplan.store
        answers = [s.kept for s in steps if s.kept is not None]
        found = [s.remembered for s in steps if s.remembered is not None]
        texts = {digest: data for s in steps for digest, data in s.bodies.items()}
        self._hold(steps)
        if not current or not happened:
            await store.keep(answers, texts, found)
            return True
        commit = committing(
            self.festplan, self.party, happened, trail(self.party, happened), SYSTEM
        )
        ledger = self._ledger(steps, commit.events[-1].occurred_at)
        commit = replace(commit, answers=answers, bodies=texts, remembered=found, ledger=ledger)
        try:
            await store.commit(commit)
        except VersionConflict:
            return False
        self.party = commit.after
        self.festplan.told(self.party.party_id)
        return True

    def _hold(self, steps: Sequence[Step]) -> None:
        held = {}
        for step in steps:
            if step.ref is not None and step.result is not None and step.settled is not None:
                held[step.ref.result] = step.result
                held[step.ref.settled] = step.settled
        self.festplan.store.hold(held)

    def _ledger(self, steps: Sequence[Step], now: str) -> list[LedgerEntry]:
        """A line for each step that cost or saved money."""
        return [
            LedgerEntry(
                party_id=self.party.party_id,
                run_id=self.run_id,
                agent=o.agent,
                tier=o.tier,
                kind=o.outcome,
                spent_microdollars=o.cost_microdollars,
                saved_microdollars=o.saved_microdollars,
                occurred_at=now,
            )
            for o in (step.outcome for step in steps)
            if o.cost_microdollars or o.saved_microdollars
        ]


def _event(step: Step) -> e.Event:
    if step.ref is None:
        return e.ResultDeleted(step.outcome.agent)
    return e.StepCompleted(step.outcome.agent, step.ref.to_json(), step.outcome.outcome)
