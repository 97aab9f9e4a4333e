"""What agents are asked while a world is played: noted at the ladder and at the catalogue's door.

An ask is noted when it comes up for the first time, whoever answers it then, with the tokens that
the small model takes for it. The same ask always takes the same: so every architecture can be
priced from the asks of one world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from festplan.domain.listing import Match, Query
from festplan.domain.plan import ResultRef
from festplan.engine.agent import Agent, Facts
from festplan.engine.fingerprint import identity
from festplan.engine.graph import Graph
from festplan.engine.ladder import Answer, Ask, Ladder
from festplan.models.framing import request
from festplan.ports.models import ModelRequest, Provider, Usage
from festplan.proof.simulation.provider import SMALL


class Asked(NamedTuple):
    """One question to an agent: its tokens at the small model, and whether rules would do."""

    agent: str
    usage: Usage
    by_rules: bool
    instructions: int
    """Letters of the part that is the same for every host, which a provider may cache."""


class Turn(NamedTuple):
    """An active agent in a run, whatever came of it: which question its answer answers."""

    agent: str
    fingerprint: str
    view: str
    private: bool


def turns(results: Mapping[str, ResultRef]) -> list[Turn]:
    """The turns of a run, from what the party holds after it."""
    return [Turn(name, ref.fingerprint, ref.view, ref.private) for name, ref in results.items()]


class Searched(NamedTuple):
    """Searches for one view: all of them, and those that compare meanings."""

    made: int
    by_meaning: int


@dataclass(slots=True)
class Recording:
    """Every ask by fingerprint, and what was searched for each view, by agent and view."""

    model: Provider
    asks: dict[str, Asked] = field(default_factory=dict[str, Asked])
    searches: dict[tuple[str, str], Searched] = field(
        default_factory=dict[tuple[str, str], Searched]
    )
    _open: dict[str, tuple[Agent, ModelRequest, bool]] = field(
        default_factory=dict[str, tuple[Agent, ModelRequest, bool]]
    )

    def note(self, ask: Ask, *, by_rules: bool) -> None:
        """Notes an ask that came up; its tokens are counted by `count`."""
        prompt = ask.agent.prompt
        if prompt is None or ask.fingerprint in self.asks or ask.fingerprint in self._open:
            return
        asked = request(prompt, ask.view, ask.evidence, SMALL, 0)
        self._open[ask.fingerprint] = (ask.agent, asked, by_rules)

    async def count(self) -> None:
        """Has the small model count the tokens of what was noted since the last time."""
        waiting, self._open = self._open, {}
        for fingerprint, (agent, asked, by_rules) in waiting.items():
            usage = (await self.model.ask(asked)).usage
            assert usage is not None
            letters = len(asked.instructions)
            self.asks[fingerprint] = Asked(agent.name, usage, by_rules, letters)

    def graph(self, graph: Graph) -> Graph:
        """The same agents; the searches of each are counted."""
        return Graph(_counted(agent, self) for agent in graph)


@dataclass(frozen=True, slots=True)
class RecordingLadder:
    """A ladder that notes what it is asked, and leaves the answer to the one below."""

    below: Ladder
    recording: Recording

    def accepts(self, agent: str, tier: str, reason: str) -> bool:
        """As the ladder below says."""
        return self.below.accepts(agent, tier, reason)

    def shares(self, agent: str) -> bool:
        """As the ladder below says."""
        return self.below.shares(agent)

    def at_once(self, ask: Ask) -> Answer | None:
        """The answer that needs no waiting; noted either way."""
        answer = self.below.at_once(ask)
        self.recording.note(ask, by_rules=answer is not None)
        return answer

    async def answer(self, ask: Ask) -> Answer:
        """The answer of the ladder below."""
        return await self.below.answer(ask)


@dataclass(slots=True)
class _Searches:
    """A catalogue whose searches are counted; the rest of it is as it was."""

    catalogue: Any
    count: int = 0
    by_meaning: int = 0

    async def search(self, query: Query) -> Sequence[Match]:
        self.count += 1
        self.by_meaning += bool(query.like)
        found: Sequence[Match] = await self.catalogue.search(query)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.catalogue, name)


def _counted(agent: Agent, recording: Recording) -> Agent:
    gather = agent.gather
    if gather is None:
        return agent

    async def counted(view: Facts, sources: Any) -> Facts:
        searches = _Searches(sources)
        evidence = await gather(view, searches)
        found = Searched(searches.count, searches.by_meaning)
        recording.searches[agent.name, identity(view)] = found
        return evidence

    return replace(agent, gather=counted)
