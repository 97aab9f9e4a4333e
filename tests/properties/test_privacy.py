"""Two worlds: what one host keeps to themselves never shows in the party of another host."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from festplan.engine.agent import Agent, View, look
from festplan.engine.delta import World
from festplan.engine.graph import Graph
from festplan.service import create, edit
from festplan.service.context import Festplan
from festplan.service.editing import Edit
from tests.properties.programs import secret_readings, specs
from tests.properties.small_world import TODAY, Clock, Listings, Spec, agent, open_world

Trace = list[Any]
SECRETS = ("the cellar of the old mill", "where we first met")


async def trace(agents: Sequence[Spec], first: list[str], second: list[str]) -> Trace:
    """All that the second host can see, after the first host has planned."""
    graph = Graph(agent(spec) for spec in agents)
    async with open_world(graph, Listings()) as festplan:
        await planned(festplan, first)
        return await planned(replace(festplan, clock=Clock("b")), second)


async def planned(festplan: Festplan, texts: list[str]) -> Trace:
    """What the host of a party sees of it: every answer, and how it was come by.

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
    told = sorted((o.agent, o.outcome, o.tier, o.changed) for o in outcomes)
    return [told, party.to_json(), bodies]


async def two_worlds(agents: Sequence[Spec], first: list[str], second: list[str]) -> None:
    """The second host's party, with either secret of the first host."""
    told = [text.replace(SECRETS[0], SECRETS[1]) for text in first]
    assert await trace(agents, first, second) == await trace(agents, told, second)


@given(specs(), secret_readings(SECRETS), secret_readings(SECRETS))
def test_what_is_left_over_of_one_hosts_words_never_shows_in_anothers_party(
    agents: list[Spec], first: list[str], second: list[str]
) -> None:
    asyncio.run(two_worlds(agents, first, second))


def _shares_everything(world: World, who: Agent, brief: object, settled: Any, _: object) -> View:
    view = look(who, brief, settled, (), world.published)
    return View(view.facts, view.digest, private=False)


def test_sharing_private_views_breaks_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(World, "look", _shares_everything)

    @settings(
        max_examples=300,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(specs(), secret_readings(SECRETS), secret_readings(SECRETS))
    def law(agents: list[Spec], first: list[str], second: list[str]) -> None:
        asyncio.run(two_worlds(agents, first, second))

    with pytest.raises((AssertionError, BaseExceptionGroup)):
        law()
