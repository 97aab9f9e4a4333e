"""How a party begins: created, forked or imported, in one commit with its first inputs."""

from __future__ import annotations

from dataclasses import replace

from festplan.domain import events as e
from festplan.domain.commands import EditInputs
from festplan.domain.decide import decide
from festplan.domain.evolve import evolve
from festplan.domain.party import Party
from festplan.domain.plan import Delta
from festplan.engine.delta import brought_back, is_due, preview
from festplan.service.command import HOST, Performed, Replies, bodies, committing
from festplan.service.context import Festplan
from festplan.service.inputs import input_records


async def begin(
    festplan: Festplan,
    new: Party,
    began: e.PartyCreated | e.PartyForked | e.PartyImported,
    first: EditInputs,
    replies: Replies | None = None,
) -> Performed:
    """Makes the party durable and starts its first run, if an agent is asked for.

    Raises `VersionConflict` when its id is taken.
    """
    party = evolve(new, began)
    decided = [began, *decide(party, first)]
    after = party
    for event in decided[1:]:
        after = evolve(after, event)
    delta = await _first_delta(festplan, party, after)
    run_id = ""
    if is_due(delta, after.content.results):
        run_id = festplan.clock.new_id()
        decided.append(e.RunStarted(run_id, list(delta.agents("execute"))))
        after = evolve(after, decided[-1])
    performed = Performed(new, after, decided, delta, run_id)
    await _commit(festplan, performed, replies)
    return performed


async def _first_delta(festplan: Festplan, begun: Party, after: Party) -> Delta:
    world = await festplan.world(after)
    if begun.content.results:
        return brought_back(world, begun, after, await bodies(festplan, after))
    return preview(world, {}, {}, [("input_added", after.brief)])


async def _commit(festplan: Festplan, performed: Performed, replies: Replies | None) -> None:
    commit = committing(festplan, performed.before, performed.events, HOST)
    records = input_records(await festplan.world(performed.after), commit)
    reply = replies(performed) if replies else None
    await festplan.store.commit(replace(commit, history=records, reply=reply))
    festplan.told(performed.after.party_id)
    if performed.run_id:
        festplan.runner.start(performed.after.party_id, performed.run_id)
