"""Asking one agent, or the whole graph, as a run does but without an engine or a store."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from festplan.agents import graph
from festplan.catalogue.sample import make_sample
from festplan.domain.brief import CARDS, Brief, Choice
from festplan.domain.reading import Facts
from festplan.domain.vocabulary import published
from festplan.engine.agent import Agent, Result, View, look
from festplan.engine.agent import Facts as Json
from tests.agents.catalogue import MemoryCatalogue

CITIES = ("Austin", "London")


@dataclass(frozen=True)
class Asked:
    """What an agent saw and found, what it answered, and what the host is shown of it."""

    view: View
    evidence: Json
    result: Result
    settled: Result


@cache
def sample() -> MemoryCatalogue:
    """The sample listings of two cities."""
    return MemoryCatalogue(listing for listing in make_sample() if listing.city in CITIES)


def shared(word: str) -> bool:
    return published(word) or word in CITIES


def brief_of(
    facts: Facts,
    *,
    asked: Collection[str] = CARDS,
    residue: Mapping[str, tuple[str, ...]] | None = None,
    choices: Mapping[str, tuple[Choice, ...]] | None = None,
) -> Brief:
    return Brief(facts, frozenset(asked), residue or {}, choices or {})


def ask(
    agent: Agent,
    brief: Brief,
    *,
    catalogue: MemoryCatalogue | None = None,
    upstream: Mapping[str, Result] | None = None,
) -> Asked:
    """One agent's turn; its own answer passes its own check."""
    view = look(agent, brief, upstream or {}, (), shared)
    evidence = asyncio.run(_gathered(agent, view.facts, catalogue or sample()))
    result = agent.answer(view.facts, evidence)
    assert agent.check is None or agent.check(view.facts, result) is None
    return Asked(view, evidence, result, agent.settle(result, brief) if agent.settle else result)


async def _gathered(agent: Agent, facts: Json, catalogue: MemoryCatalogue) -> Json:
    return await agent.gather(facts, catalogue) if agent.gather else {}


def ask_everyone(brief: Brief, catalogue: MemoryCatalogue | None = None) -> dict[str, Result]:
    """The settled result of every active agent, in the order of the graph."""
    settled: dict[str, Result] = {}
    agents = graph()
    for agent in agents:
        if agent.name in agents.active(brief):
            settled[agent.name] = ask(agent, brief, catalogue=catalogue, upstream=settled).settled
    return settled
