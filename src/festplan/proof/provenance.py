"""What agents saw, seen again: every answer at the head is one to the brief as it is.

Only what no legitimate course of things explains is told: while a run is open or after one has
failed answers may lag behind, and of an agent that has another version now nothing can be said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from festplan.domain.party import Party
from festplan.domain.plan import ResultRef
from festplan.engine.agent import Agent, View, look
from festplan.engine.delta import digests, settled
from festplan.engine.graph import Graph
from festplan.ports.parties import Published
from festplan.proof.findings import Finding, Invariant, finding
from festplan.proof.reading import Answers
from festplan.proof.replay import UNREADABLE, Replay


@dataclass(frozen=True, slots=True)
class Sharing:
    """What may be shared now: published texts, by the catalogue as it is at that version."""

    published: Published
    catalogue: int

    def of(self, ref: ResultRef) -> Published:
        """What may be shared as far as is known: nothing of another version's cities is."""
        return self.published if ref.catalogue in (0, self.catalogue) else lambda _: True


def head(replay: Replay, graph: Graph, answers: Answers, sharing: Sharing) -> Iterator[Finding]:
    """What breaks provenance at the head of a party that is neither being planned nor failed."""
    party = replay.party
    if party.run is not None or party.failed:
        return
    yield from ghosts(replay, graph)
    yield from views(party, graph, answers, sharing)


def ghosts(replay: Replay, graph: Graph) -> Iterator[Finding]:
    """The agents that the brief asks for, and no others, have an answer."""
    party = replay.party
    results, active = party.content.results, graph.active(party.brief)
    for name in results.keys() - active:
        if name in graph and graph[name].version == results[name].agent_version:
            message = f"{name} is not asked for, but its answer is still there"
            yield finding(Invariant.NO_GHOSTS, "party_state", party.party_id, message)
    for name in active - results.keys():
        # An agent that came with an upgrade has no answer before the party's next run.
        if name in replay.planned or replay.unplanned:
            message = f"{name} is asked for, but has no answer, and no run is open"
            yield finding(Invariant.NO_GHOSTS, "party_state", party.party_id, message)


def views(party: Party, graph: Graph, answers: Answers, sharing: Sharing) -> Iterator[Finding]:
    """Each agent saw what it would see now, and what the host sees follows from its answer."""
    results = party.content.results
    bodies = answers.bodies(d for ref in results.values() for d in (ref.result, ref.settled))
    if any(ref.result not in bodies or ref.settled not in bodies for ref in results.values()):
        return
    known = {name: bodies[ref.settled] for name, ref in results.items()}
    private = {name for name, ref in results.items() if ref.private}
    for agent in graph:
        ref = results.get(agent.name)
        if ref is not None and ref.agent_version == agent.version:
            try:
                view = look(agent, party.brief, known, private, sharing.of(ref))
                yield from _seen(party, agent, ref, view)
                yield from _settled(party, agent, ref, bodies[ref.result])
            except UNREADABLE as error:
                message = f"{agent.name} cannot be asked again: {error!r}"
                yield finding(Invariant.EXPLAINED, "party_state", party.party_id, message)


def _seen(party: Party, agent: Agent, ref: ResultRef, view: View) -> Iterator[Finding]:
    if view.digest != ref.view:
        message = f"{agent.name} answered to what is not the brief any more"
        yield finding(Invariant.EXPLAINED, "party_state", party.party_id, message)
    if view.private and not ref.private:
        message = f"{agent.name} saw what is private, but its answer is shared"
        yield finding(Invariant.SCOPED, "party_state", party.party_id, message)


def _settled(
    party: Party, agent: Agent, ref: ResultRef, result: dict[str, Any]
) -> Iterator[Finding]:
    address, _ = digests(settled(agent, result, party.brief))
    if address != ref.settled:
        message = f"{agent.name}: what the host sees does not follow from the answer"
        yield finding(Invariant.EXPLAINED, "party_state", party.party_id, message)
