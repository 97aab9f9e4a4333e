"""One command on one party: decide, plan, make durable, and start the run that is due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from festplan.domain import events as e
from festplan.domain.commands import Command, EditInputs
from festplan.domain.decide import decide
from festplan.domain.party import Party
from festplan.domain.plan import Delta, Reason
from festplan.engine.delta import Stage, World, brought_back, is_due, preview
from festplan.ports.parties import Commit, Reply, VersionConflict
from festplan.service.committing import bodies, committing, trail
from festplan.service.context import Festplan
from festplan.service.inputs import input_records, removed_inputs
from festplan.service.running import UnderWay, Written

ATTEMPTS = 100
"""How often a command is decided anew when others keep being quicker."""
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
        performed = await plan(
            festplan,
            party,
            decide(party, asked),
            refreshes=isinstance(asked, EditInputs),
            only_preview=only_preview,
        )
        if only_preview:
            return performed
        try:
            return await make_durable(festplan, performed, replies)
        except VersionConflict:
            await asyncio.sleep(0.001 * attempt)
    raise TooBusy("This party is being changed by others all the time; try again.")


async def make_durable(
    festplan: Festplan, performed: Performed, replies: Replies | None
) -> Performed:
    """Writes the command's events as one, and sees to the run that is due.

    The run begins at once: what has ended within moments is written together with the command;
    what takes longer follows it.
    """
    run = None
    if performed.run_id:
        run = UnderWay(
            festplan, performed.after, performed.run_id, performed.world, performed.delta.fresh
        )
    steps = await run.soon() if run else None
    if steps:
        performed = _with_run(performed, steps)
    reply = replies(performed) if replies else None
    if performed.events:
        durable = False
        try:
            await festplan.store.commit(_commit(festplan, performed, steps, reply))
            durable = True
        finally:
            if run and not steps:
                run.go_on(in_history=durable)
        if steps:
            festplan.runner.ended(performed.run_id, steps.outcomes)
            festplan.ran(steps.outcomes)
        festplan.told(performed.after.party_id)
    elif reply:
        await festplan.store.put_reply(reply)
    return performed


def _with_run(performed: Performed, steps: Written) -> Performed:
    events = [*performed.events, *steps.events]
    states = [*performed.states, *trail(performed.after, steps.events)]
    return replace(performed, events=events, states=states)


def _commit(
    festplan: Festplan, performed: Performed, steps: Written | None, reply: Reply | None
) -> Commit:
    states = (performed.before, *performed.states)
    return committing(
        festplan,
        performed.before,
        performed.events,
        performed.states,
        history=input_records(performed.world, states, performed.delta),
        removed_inputs=removed_inputs(states),
        reply=reply,
        **(steps.parts(performed.after.party_id, festplan.clock.now()) if steps else {}),
    )


async def plan(
    festplan: Festplan,
    party: Party,
    decided: list[e.Event],
    *,
    refreshes: bool,
    only_preview: bool = False,
) -> Performed:
    """What `decided` asks of the agents, and the events with which it becomes due.

    An empty edit refreshes: where nothing was decided, what became stale meanwhile is asked again.
    """
    world = await festplan.world(party)
    states = trail(party, decided)
    after = states[-1] if states else party
    if _restores(decided):
        delta = brought_back(world, party, states[0], await bodies(festplan, states[0]))
    else:
        stages = _stages(party, decided, states) if decided or refreshes else []
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


async def _delta(festplan: Festplan, world: World, party: Party, stages: Sequence[Stage]) -> Delta:
    before = party.brief if party.run is None and not party.failed else None
    return preview(world, party.content.results, await bodies(festplan, party), stages, before)


def _stages(party: Party, decided: Sequence[e.Event], states: Sequence[Party]) -> list[Stage]:
    """The brief after each part of the command; for an empty edit, the brief as it is."""
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
