"""Which agents there are and who reads whom; faults in it are told at start-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from festplan.engine.agent import Agent


class GraphError(ValueError):
    """The agents do not form a graph: a name twice, an unknown upstream, or a cycle."""


class Graph:
    """Agents in an order in which each comes after everything that it reads."""

    def __init__(self, agents: Iterable[Agent]) -> None:
        listed = list(agents)
        self._agents = {agent.name: agent for agent in listed}
        if len(self._agents) != len(listed):
            raise GraphError("two agents have the same name")
        self.order = self._sorted(listed)
        self._downstream = {name: self._reach(name) for name in self._agents}

    def __iter__(self) -> Iterator[Agent]:
        return iter(self.order)

    def __getitem__(self, name: str) -> Agent:
        return self._agents[name]

    def __contains__(self, name: object) -> bool:
        return name in self._agents

    def __len__(self) -> int:
        return len(self._agents)

    def downstream(self, name: str) -> frozenset[str]:
        """Every agent that reads `name`, directly or through others."""
        return self._downstream[name]

    def active(self, brief: object) -> frozenset[str]:
        """The agents that the brief asks for, and those that follow while any other is active."""
        asked = {a.name for a in self.order if a.active is not None and a.active(brief)}
        following = {a.name for a in self.order if a.active is None}
        return frozenset(asked | following) if asked else frozenset()

    def _sorted(self, agents: list[Agent]) -> tuple[Agent, ...]:
        for agent in agents:
            for name in agent.upstream:
                if name not in self._agents:
                    raise GraphError(f"{agent.name} reads {name}, which is not an agent")
        sorter = TopologicalSorter({agent.name: agent.upstream for agent in agents})
        try:
            sorter.prepare()
        except CycleError as error:
            raise GraphError(f"agents read each other in a circle: {error.args[1]}") from error
        return self._stable(agents)

    def _stable(self, agents: list[Agent]) -> tuple[Agent, ...]:
        """The first ready agent in the order given, again and again."""
        placed: dict[str, Agent] = {}
        while len(placed) < len(agents):
            ready = (a for a in agents if a.name not in placed and placed.keys() >= set(a.upstream))
            following = next(ready)
            placed[following.name] = following
        return tuple(placed.values())

    def _reach(self, name: str) -> frozenset[str]:
        reached: set[str] = set()
        for agent in self.order:
            if name in agent.upstream or not reached.isdisjoint(agent.upstream):
                reached.add(agent.name)
        return frozenset(reached)
