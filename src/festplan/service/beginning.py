"""How a party begins: created, forked or imported, in one commit with its first inputs."""

from __future__ import annotations

from collections.abc import Sequence

from festplan.domain import events as e
from festplan.domain.commands import Command, EditInputs
from festplan.domain.decide import decide
from festplan.domain.evolve import evolve
from festplan.domain.party import Party
from festplan.domain.plan import Delta
from festplan.engine.delta import World, brought_back, is_due, preview
from festplan.ports.parties import UnknownParty
from festplan.service.command import ATTEMPTS, Performed, Replies, TooBusy, make_durable
from festplan.service.committing import bodies, trail
from festplan.service.context import Festplan


async def free_party_id(festplan: Festplan) -> str:
    """An id that no party has, so that nothing is asked or paid in the name of another's party.

    Raises `TooBusy` when none is found.
    """
    for _ in range(ATTEMPTS):
        party_id = festplan.clock.new_party_id()
        try:
            await festplan.store.party(party_id)
        except UnknownParty:
            return party_id
    raise TooBusy("No free party id was found; try again.")


async def begin(
    festplan: Festplan,
    new: Party,
    began: e.PartyCreated | e.PartyForked | e.PartyImported,
    first: EditInputs,
    replies: Replies | None = None,
    *,
    marks: Sequence[Command] = (),
) -> Performed:
    """Makes the party durable and starts its first run, if an agent is asked for.

    `marks` are ticks and payments that it comes with. Raises `VersionConflict` when its id is
    taken.
    """
    party = evolve(new, began)
    decided: list[e.Event] = [began, *decide(party, first)]
    states = [party, *trail(party, decided[1:])]
    for mark in marks:
        marked = decide(states[-1], mark)
        states += trail(states[-1], marked)
        decided += marked
    after = states[-1]
    world = await festplan.world(after)
    delta = await _first_delta(festplan, world, party, after)
    run_id = ""
    if is_due(delta, after.content.results):
        run_id = festplan.clock.new_id()
        decided.append(e.RunStarted(run_id, list(delta.agents("execute"))))
        states.append(evolve(after, decided[-1]))
    performed = Performed(new, decided, states, delta, world, run_id)
    return await make_durable(festplan, performed, replies)


async def _first_delta(festplan: Festplan, world: World, begun: Party, after: Party) -> Delta:
    if begun.content.results:
        return brought_back(world, begun, after, await bodies(festplan, after))
    return preview(world, {}, {}, [("input_added", after.brief)])
