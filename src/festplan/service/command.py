"""One command on one party: decide, plan, make durable, and start the run that is due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from festplan.domain import events as e
from festplan.domain.commands import Command
from festplan.domain.decide import decide
from festplan.domain.evolve import evolve, snapshots_due
from festplan.domain.party import Party
from festplan.domain.plan import Delta, Reason
from festplan.engine.delta import Stage, World, brought_back, is_due, preview
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
    """A command that was done (or previewed): its plan, its events and the party after each.

    `run_id` is that of the run that is now due, empty where none is.
    """

    before: Party
    events: Sequence[e.Event]
    states: Sequence[Party]
    delta: Delta
    world: World
    run_id: str = ""
    preview: bool = False

    @property
    def after(self) -> Party:
        """The party after the command."""
        return self.states[-1] if self.states else self.before


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
            await make_durable(festplan, performed, replies)
        except VersionConflict:
            await asyncio.sleep(0.001 * attempt)
            continue
        return performed
    raise TooBusy("This party is being changed by others all the time; try again.")


async def make_durable(festplan: Festplan, performed: Performed, replies: Replies | None) -> None:
    """Writes the command's events as one, and then starts the run that is due."""
    reply = replies(performed) if replies else None
    if performed.events:
        commit = committing(festplan, performed.before, performed.events, performed.states, HOST)
        history = input_records(performed.world, commit, performed.delta)
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
    world = await festplan.world(party)
    states = trail(party, decided)
    after = states[-1] if states else party
    if _restores(decided):
        delta = brought_back(world, party, states[0], await bodies(festplan, states[0]))
    else:
        stages = _stages(party, decided, states)
        delta = await _delta(festplan, world, party, stages) if stages else Delta((), (), ())
    needed = _needs_run(party, decided, delta, after)
    run_id = festplan.clock.new_id() if needed else ""
    due: list[e.Event] = []
    if party.run is not None and (needed or after.content != party.content):
        due.append(e.RunFinished(party.run.run_id, "superseded"))
    if needed:
        due.append(e.RunStarted(run_id, list(delta.agents("execute"))))
    happened, states = [*decided, *due], [*states, *trail(after, due)]
    return Performed(party, happened, states, delta, world, run_id, only_preview)


def trail(party: Party, happened: Sequence[e.Event]) -> list[Party]:
    """The party after each of `happened`."""
    states: list[Party] = []
    for event in happened:
        party = evolve(party, event)
        states.append(party)
    return states


async def _delta(festplan: Festplan, world: World, party: Party, stages: Sequence[Stage]) -> Delta:
    return preview(world, party.content.results, await bodies(festplan, party), stages)


async def bodies(festplan: Festplan, party: Party) -> Mapping[str, dict[str, Any]]:
    """The results that the party holds, as answered and as settled, by digest."""
    refs = party.content.results.values()
    wanted = dict.fromkeys(d for ref in refs for d in (ref.result, ref.settled))
    return await festplan.store.bodies(list(wanted))


def _stages(party: Party, decided: Sequence[e.Event], states: Sequence[Party]) -> list[Stage]:
    """The brief after each part of the command; for an empty command, the brief as it is."""
    if not decided:
        return [("provisional", party.brief)]
    last = {type(event): state for event, state in zip(decided, states, strict=True)}
    return [(REASONS[kind], state.brief) for kind, state in last.items() if kind in REASONS]


def _restores(decided: Sequence[e.Event]) -> bool:
    return any(isinstance(event, e.BriefRestored) for event in decided)


def _needs_run(party: Party, decided: Sequence[e.Event], delta: Delta, after: Party) -> bool:
    """A change of the brief is always settled by a run; what is restored only where parts lack."""
    if decided and not _restores(decided):
        return bool(delta.steps)
    due = is_due(delta, after.content.results)
    return due and (party.run is None or bool(decided))


def committing(
    festplan: Festplan,
    before: Party,
    happened: Sequence[e.Event],
    states: Sequence[Party],
    actor: str,
) -> Commit:
    """The commit of `happened` on `before`, with the snapshots that fall due on the way."""
    now = festplan.clock.now()
    recorded: list[e.Recorded] = []
    snapshots: list[Snapshot] = []
    party = before
    for event, after in zip(happened, states, strict=True):
        place = e.Recorded(after.version, event, festplan.clock.new_id(), actor, now)
        recorded.append(place)
        snapshots.extend(_snapshots(festplan, party, after, place))
        party = after
    return Commit(before if before.version else None, party, recorded, snapshots)


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
