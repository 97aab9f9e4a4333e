"""What is right: every active agent answered from scratch, in turn, without the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from festplan.domain.brief import Brief
from festplan.engine.agent import Agent, Upstream
from festplan.engine.fingerprint import content, digest, fingerprint, identity


@dataclass
class Scratch:
    """A plan from scratch: digests of the settled results, and who had to be asked what."""

    settled: dict[str, str] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)


@dataclass
class Oracle:
    """Knows the agents in an order that goes down, and which questions were ever answered."""

    agents: Sequence[Agent]
    published: Callable[[str], bool]
    sources: Any
    known: set[str] = field(default_factory=set)

    async def plan(self, brief: Brief, scope: str) -> Scratch:
        """Everything that `brief` asks for, answered anew."""
        asked = {a.name for a in self.agents if a.active and a.active(brief)}
        following = {a.name for a in self.agents if a.active is None} if asked else set()
        scratch, results, private = Scratch(), dict[str, Any](), set[str]()
        for agent in self.agents:
            if agent.name in asked | following:
                await self._turn(agent, brief, scope, scratch, results, private)
        return scratch

    async def _turn(
        self,
        agent: Agent,
        brief: Brief,
        scope: str,
        scratch: Scratch,
        results: dict[str, Any],
        private: set[str],
    ) -> None:
        upstream = Upstream(agent.upstream, results)
        view = agent.view(brief, upstream)
        if agent.private or private & upstream.read or not all(map(self.published, texts(view))):
            private.add(agent.name)
        evidence = await agent.gather(view, self.sources) if agent.gather else None
        scratch.fingerprints[agent.name] = fingerprint(
            agent.name,
            agent.version,
            scope if agent.name in private else "",
            identity(view),
            "" if evidence is None else digest(content(evidence)),
        )
        result = agent.answer(view, evidence or {})
        result = agent.settle(result, brief) if agent.settle else result
        results[agent.name] = result
        scratch.settled[agent.name] = digest(content(result))


def texts(value: Any) -> list[str]:
    """Every text in a view, but for the names of its own parts."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _nested(part)]
    return _nested(value)


def _nested(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in _nested(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _nested(part)]
    return []
