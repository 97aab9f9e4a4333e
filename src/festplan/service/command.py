"""One command on one party: decide, plan, make durable, and start the run that is due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from festplan.domain import events as e
from festplan.domain.commands import Command
from festplan.domain.decide import decide
from festplan.domain.evolve import evolve, fold, snapshots_due
from festplan.domain.party import Party
from festplan.domain.plan import Delta, Reason
from festplan.engine.delta import Stage, brought_back, is_due, preview
from festplan.ports import Commit, Reply, Snapshot, VersionConflict
from festplan.service.context import Festplan
from festplan.service.inputs import input_records, removed_inputs

ATTEMPTS = 100
"""How often a command is decided anew when others keep being quicker."""
HOST = "host"
SYSTEM = "festplan"

REASONS: Mapping[type, Reason] = {
    e.InputAdded: "input_added",
    e.InputChanged: "input_changed",
    e.InputRemoved: "input_removed",
    e.FactCorrected: "fact_corrected",
    e.OptionChosen: "choice_changed",
}


class TooBusy(RuntimeError):
    """Others changed the party again and again; nothing was changed by this command."""


@dataclass(frozen=True, slots=True)
class Performed:
    """A command that was done (or previewed): the party before and after it, and its plan.

    `run_id` is that of the run that is now due, empty where none is.
    """

    before: Party
    after: Party
    events: Sequence[e.Event]
    delta: Delta
    run_id: str = ""
    preview: bool = False


Replies = Callable[[Performed], Reply]
"""Makes the answer that is kept for a request with an idempotency key."""


async def perform(
    festplan: Festplan,
    party_id: str,
    command: Command | Callable[[Party], Command],
    *,
    only_preview: bool = False,
    replies: Replies | None = None,
) -> Performed:
    """Decides `command` on the party's head and makes it durable, with the run it makes due.

    Raises what `decide` refuses, `UnknownParty`, and `TooBusy`. Nothing is written for a preview.
    """
    for attempt in range(ATTEMPTS):
        party = await festplan.store.party(party_id)
        asked = command(party) if callable(command) else command
        performed = await plan(festplan, party, decide(party, asked), only_preview=only_preview)
        if only_preview:
            return performed
        try:
            await _commit(festplan, performed, replies)
        except VersionConflict:
            await asyncio.sleep(0.001 * attempt)
            continue
        return performed
    raise TooBusy("This party is being changed by others all the time; try again.")


async def _commit(festplan: Festplan, performed: Performed, replies: Replies | None) -> None:
    reply = replies(performed) if replies else None
    if performed.events:
        commit = committing(festplan, performed.before, performed.events, HOST)
        world = await festplan.world(performed.after)
        history = input_records(world, commit)
        gone = removed_inputs(commit)
        await festplan.store.commit(
            replace(commit, history=history, removed_inputs=gone, reply=reply)
        )
        festplan.told(performed.after.party_id)
    elif reply:
        await festplan.store.put_reply(reply)
    if performed.run_id:
        festplan.runner.start(performed.after.party_id, performed.run_id)


async def plan(
    festplan: Festplan, party: Party, decided: list[e.Event], *, only_preview: bool = False
) -> Performed:
    """What `decided` asks of the agents, and the events with which it becomes due."""
    if _restores(decided):
        older = evolve(party, decided[0])
        world = await festplan.world(party)
        delta = brought_back(world, party, older, await bodies(festplan, older))
    else:
        stages = _stages(party, decided)
        delta = await _delta(festplan, party, stages) if stages else Delta((), (), ())
    after = fold(party, decided)
    needed = _needs_run(party, decided, delta, after)
    happened = [*decided]
    run_id = festplan.clock.new_id() if needed else ""
    if party.run is not None and (needed or after.content != party.content):
        happened.append(e.RunFinished(party.run.run_id, "superseded"))
    if needed:
        happened.append(e.RunStarted(run_id, list(delta.agents("execute"))))
    return Performed(party, fold(party, happened), happened, delta, run_id, only_preview)


async def _delta(festplan: Festplan, party: Party, stages: Sequence[Stage]) -> Delta:
    world = await festplan.world(party)
    held = party.content.results
    return preview(world, held, await bodies(festplan, party), stages)


async def bodies(festplan: Festplan, party: Party) -> Mapping[str, dict[str, Any]]:
    """The results that the party holds, as answered and as settled, by digest."""
    refs = party.content.results.values()
    wanted = dict.fromkeys(d for ref in refs for d in (ref.result, ref.settled))
    return await festplan.store.bodies(list(wanted))


def _stages(party: Party, decided: Sequence[e.Event]) -> list[Stage]:
    """The brief after each part of the command; for an empty command, the brief as it is."""
    stages: list[Stage] = []
    for kind, group in groupby(decided, key=type):
        for event in group:
            party = evolve(party, event)
        if kind in REASONS:
            stages.append((REASONS[kind], party.brief))
    if not stages and not decided:
        stages.append(("provisional", party.brief))
    return stages


def _restores(decided: Sequence[e.Event]) -> bool:
    return any(isinstance(event, e.BriefRestored) for event in decided)


def _needs_run(party: Party, decided: Sequence[e.Event], delta: Delta, after: Party) -> bool:
    """A change of the brief is always settled by a run; what is restored only where parts lack."""
    if decided and not _restores(decided):
        return bool(delta.steps)
    due = is_due(delta, after.content.results)
    return due and (party.run is None or bool(decided))


def committing(festplan: Festplan, party: Party, happened: Sequence[e.Event], actor: str) -> Commit:
    """The commit of `happened` on `party`, with the snapshots that fall due on the way."""
    now = festplan.clock.now()
    recorded: list[e.Recorded] = []
    snapshots: list[Snapshot] = []
    before = party if party.version else None
    for event in happened:
        after = evolve(party, event)
        place = e.Recorded(after.version, event, festplan.clock.new_id(), actor, now)
        recorded.append(place)
        snapshots.extend(_snapshots(festplan, party, after, place))
        party = after
    return Commit(before, party, recorded, snapshots)


def _snapshots(
    festplan: Festplan, before: Party, after: Party, place: e.Recorded
) -> list[Snapshot]:
    due = snapshots_due(before, place.event, after.version)
    return [
        Snapshot(
            snapshot_id=festplan.clock.new_id(),
            party_id=after.party_id,
            snapshot_version=before.snapshot_version + number,
            snapshot_type=kind,
            state=after.to_json(),
            created_at=place.occurred_at,
            created_by=place.actor,
            last_event_id=place.event_id,
            event_count=after.version,
        )
        for number, kind in enumerate(due, start=1)
    ]
