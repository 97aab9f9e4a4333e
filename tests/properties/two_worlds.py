"""What the host of a party sees, for worlds that differ in what another host keeps private."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from festplan.service import create, edit
from festplan.service.context import Festplan
from festplan.service.editing import Edit
from tests.properties.small_world import TODAY

Trace = list[Any]


async def planned(festplan: Festplan, texts: list[str]) -> Trace:
    """Plans a party in two steps: every answer that its host sees, and how it was come by.

    Which of several agents at work at once ends first is chance, so their order is left out.
    """
    half = len(texts) // 2
    performed = await create(festplan, texts[:half], today=TODAY)
    seen: Trace = list(await _seen(festplan, performed.after.party_id, performed.run_id))
    wanted = Edit(added=texts[half:])
    performed = await edit(festplan, performed.after.party_id, wanted, today=TODAY)
    return [*seen, *await _seen(festplan, performed.after.party_id, performed.run_id)]


async def _seen(festplan: Festplan, party_id: str, run_id: str) -> Trace:
    outcomes = await festplan.runner.wait(run_id)
    party = replace(await festplan.store.party(party_id), last_agent_run="")
    bodies = await festplan.store.bodies([r.settled for r in party.content.results.values()])
    told = sorted(
        (o.agent, o.outcome, o.tier, o.changed, o.reason, o.cost_microdollars, o.saved_microdollars)
        for o in outcomes
    )
    return [told, party.to_json(), bodies]
