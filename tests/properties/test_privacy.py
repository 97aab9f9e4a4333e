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
from tests.properties.programs import secret_readings, specs
from tests.properties.small_world import Clock, Listings, Spec, agent, open_world
from tests.properties.two_worlds import Trace, planned

SECRETS = ("the cellar of the old mill", "where we first met")


async def trace(agents: Sequence[Spec], first: list[str], second: list[str]) -> Trace:
    """All that the second host can see, after the first host has planned."""
    graph = Graph(agent(spec) for spec in agents)
    async with open_world(graph, Listings()) as festplan:
        await planned(festplan, first)
        return await planned(replace(festplan, clock=Clock("b")), second)


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
