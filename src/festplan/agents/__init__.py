"""The agents of a plan, one file each: this folder is the registry.

A module of this folder that has an `AGENT` takes part; nothing else has to know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from festplan.engine.agent import Agent
    from festplan.engine.graph import Graph


def graph() -> Graph:
    """Every agent of this folder in order: as the cards of a plan, each after what it reads.

    An agent without `active` sums the plan up: it may read every agent that an input asks for,
    those of new files too. Raises `GraphError` when one reads an agent that is not there, or they
    read in a circle.
    """
    from festplan.engine.graph import Graph

    agents = sorted(_agents(), key=_place)
    asked_for = [agent.name for agent in agents if agent.active is not None]
    return Graph(_reading(agent, asked_for) for agent in agents)


def with_prompts() -> frozenset[str]:
    """The names of the agents that a model may be asked for."""
    return frozenset(agent.name for agent in _agents() if agent.prompt is not None)


def _agents() -> list[Agent]:
    from importlib import import_module
    from pkgutil import iter_modules

    names = sorted(found.name for found in iter_modules(__path__) if not found.ispkg)
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return [module.AGENT for module in modules if hasattr(module, "AGENT")]


def _reading(agent: Agent, asked_for: list[str]) -> Agent:
    """The agent with what it reads: as declared, or everybody's where it sums the plan up."""
    from dataclasses import replace

    if agent.active is not None:
        return agent
    return replace(agent, upstream=tuple(dict.fromkeys([*agent.upstream, *asked_for])))


def _place(agent: Agent) -> tuple[int, str]:
    """Cards first, in their order; an agent without a card of its own by name."""
    from festplan.domain.brief import CARDS

    card = agent.name.removesuffix("_agent")
    return (CARDS.index(card) if card in CARDS else len(CARDS), agent.name)
