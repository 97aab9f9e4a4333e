"""What an edit will do: fresh, stale or missing for every agent, with the cause, before any run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from festplan.domain.plan import UNCHANGED, Delta, PlanStep, Reason, ResultRef
from festplan.engine.agent import Agent, Facts, Result, Upstream, View, look
from festplan.engine.fingerprint import content, digest, identity
from festplan.engine.graph import Graph
from festplan.engine.ladder import RULES, Ladder, Rules

if TYPE_CHECKING:
    from festplan.domain.party import Party

Stage = tuple[Reason, Any]
"""A part of an edit: its reason, and the brief as it is after it."""


_ONLY_RULES = Rules()


@dataclass(frozen=True, slots=True)
class World:
    """What agents are asked in: the graph, what may be shared, the catalogue and the ladder."""

    graph: Graph
    published: Callable[[str], bool]
    catalogue: int = 0
    private: bool = False
    ladder: Ladder = _ONLY_RULES

    def look(
        self, agent: Agent, brief: object, settled: Mapping[str, Result], private: set[str]
    ) -> View:
        """The view of `agent`; always private where nothing of the party or agent is shared."""
        view = look(agent, brief, settled, private, self.published)
        shared = not self.private and self.ladder.shares(agent.name)
        return view if shared else View(view.facts, view.digest, private=True)

    def stands(self, agent: Agent, ref: ResultRef) -> bool:
        """Whether the answer held is no stopgap, and no rules answer that a model would mend."""
        if ref.provisional:
            return False
        return ref.tier != RULES or self.ladder.accepts(agent.name, ref.tier, ref.reason)


def is_fresh(agent: Agent, view: View, ref: ResultRef, catalogue: int) -> bool:
    """Whether the answer held answers `view` now, as far as can be told without searching."""
    return (
        ref.view == view.digest
        and ref.private == view.private
        and ref.agent_version == agent.version
        and not ref.provisional
        and (agent.gather is None or ref.catalogue == catalogue)
    )


def settled(agent: Agent, result: Result, brief: object) -> Result:
    """What the host sees of `result`: with the exact facts applied, where the agent has any."""
    return result if agent.settle is None else agent.settle(result, brief)


def preview(
    world: World,
    held: Mapping[str, ResultRef],
    bodies: Mapping[str, Result],
    stages: Sequence[Stage],
    before: object = None,
) -> Delta:
    """The most that a run after `stages` may do; the last stage's brief is the one in force.

    `held` are the answers of the party now, given to the brief `before` (None where a run is open
    or has failed), and `bodies` their results by digest, both as answered and as settled. Exact
    for everything that does not lie downstream of an agent to execute.
    """
    previewing = _Preview(world, held, bodies, stages, before)
    steps = tuple(s for s in map(previewing.step, world.graph) if s is not None)
    affected = tuple(s.agent for s in steps if s.agent in previewing.direct)
    executing = [s.agent for s in steps if s.action == "execute"]
    return Delta(
        steps=steps,
        affected=affected,
        cascade=tuple(name for name in executing if name not in previewing.direct),
        saved_microdollars=sum(
            held[s.agent].cost_microdollars for s in steps if s.action == "reuse_cache"
        ),
        fresh=previewing.known,
    )


@dataclass(slots=True)
class _Preview:
    world: World
    held: Mapping[str, ResultRef]
    bodies: Mapping[str, Result]
    stages: Sequence[Stage]
    before: object
    direct: set[str] = field(default_factory=set)
    executing: set[str] = field(default_factory=set)
    known: dict[str, Result] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    active: list[frozenset[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.active = [self.world.graph.active(brief) for _, brief in self.stages]

    def step(self, agent: Agent) -> PlanStep | None:
        ref = self.held.get(agent.name)
        if agent.name not in self.active[-1]:
            return None if ref is None else self._delete(agent)
        if ref is None:
            return self._missing(agent)
        reason = self._reason(agent, ref)
        return self._reuse(agent, ref) if reason is None else self._execute(agent, reason)

    def _delete(self, agent: Agent) -> PlanStep:
        self.direct.add(agent.name)
        return PlanStep(agent.name, "delete", self._first(agent, active=False))

    def _missing(self, agent: Agent) -> PlanStep:
        if agent.active is None:
            return self._execute(agent, "became_active")
        self.direct.add(agent.name)
        return self._execute(agent, self._first(agent, active=True))

    def _first(self, agent: Agent, *, active: bool) -> Reason:
        """The first part of the edit after which the agent is, or is not, active."""
        parts = zip(self.stages, self.active, strict=True)
        return next(reason for (reason, _), names in parts if (agent.name in names) == active)

    def _execute(self, agent: Agent, reason: Reason) -> PlanStep:
        self.executing.add(agent.name)
        return PlanStep(agent.name, "execute", reason)

    def _reuse(self, agent: Agent, ref: ResultRef) -> PlanStep:
        _, brief = self.stages[-1]
        self.known[agent.name] = settled(agent, self.bodies[ref.result], brief)
        if ref.private:
            self.private.add(agent.name)
        return PlanStep(agent.name, "reuse_cache", UNCHANGED)

    def _reason(self, agent: Agent, ref: ResultRef) -> Reason | None:
        """Why the answer held is no longer good, or None."""
        view: View | None = None
        if self.executing.isdisjoint(agent.upstream):
            view = self.world.look(agent, self.stages[-1][1], self.known, self.private)
            if self._is_fresh(agent, view, ref):
                return None
        direct = self._direct(agent, ref)
        if direct is not None:
            self.direct.add(agent.name)
            return direct
        return "upstream_changed" if view is None else self._cause(agent, view, ref)

    def _is_fresh(self, agent: Agent, view: View, ref: ResultRef) -> bool:
        fresh = is_fresh(agent, view, ref, self.world.catalogue)
        return fresh and self.world.stands(agent, ref)

    def _direct(self, agent: Agent, ref: ResultRef) -> Reason | None:
        """The first part of the edit that changes the view, were everything upstream as before."""
        seen = {name: self.bodies[held.settled] for name, held in self.held.items()}

        def facts(brief: object) -> Facts:
            return agent.view(brief, Upstream(agent.upstream, seen))

        if self.before is not None:
            held = facts(self.before)
            return next((reason for reason, brief in self.stages if facts(brief) != held), None)
        parts = ((reason, identity(facts(brief))) for reason, brief in self.stages)
        return next((reason for reason, view in parts if view != ref.view), None)

    def _cause(self, agent: Agent, view: View, ref: ResultRef) -> Reason:
        if ref.view != view.digest or ref.private != view.private:
            return "upstream_changed"
        self.direct.add(agent.name)
        if ref.agent_version != agent.version:
            return "agent_upgraded"
        return "catalogue_changed" if self.world.stands(agent, ref) else "provisional"


def brought_back(world: World, before: Party, after: Party, bodies: Mapping[str, Result]) -> Delta:
    """The plan of a restore: what the older version held comes back as it was.

    A version whose run had not ended, or whose agents have grown in number, is planned to its end;
    answers that are stale only because versions moved since are left alone.
    """
    held = after.content.results
    planned = Delta(tuple(PlanStep(name, "reuse_cache", UNCHANGED) for name in held), (), ())
    if _unfinished(world, after, bodies):
        planned = preview(world, held, bodies, [("input_changed", after.brief)])
    steps = {step.agent: step for step in planned.steps}
    for name in before.content.results:
        steps.setdefault(name, PlanStep(name, "delete", "input_removed"))
    ordered = [steps[agent.name] for agent in world.graph if agent.name in steps]
    moved = [s.agent for s in ordered if before.content.results.get(s.agent) != held.get(s.agent)]
    affected = tuple(dict.fromkeys([*moved, *planned.affected]))
    return Delta(tuple(ordered), affected, tuple(n for n in planned.cascade if n not in affected))


def anything(world: World, delta: Delta) -> Delta:
    """`delta` where an input is not read yet: every agent may have to be asked."""
    planned = {step.agent: step for step in delta.steps if step.action == "execute"}
    steps = [
        planned.get(agent.name, PlanStep(agent.name, "execute", "input_added"))
        for agent in world.graph
    ]
    affected = tuple(step.agent for step in steps if step.agent not in delta.cascade)
    return Delta(tuple(steps), affected, delta.cascade, unread=True)


def is_due(delta: Delta, held: Mapping[str, ResultRef]) -> bool:
    """Whether a run has anything to do: an agent to ask, or an answer of `held` to delete."""
    gone = any(name in held for name in delta.agents("delete"))
    return gone or bool(delta.agents("execute"))


def _unfinished(world: World, party: Party, bodies: Mapping[str, Result]) -> bool:
    """Whether the answers of the party are not those to its brief, though no version moved."""
    held, active = party.content.results, world.graph.active(party.brief)
    if active != held.keys() & {agent.name for agent in world.graph}:
        return True
    known = {name: bodies[ref.settled] for name, ref in held.items()}
    return any(
        held[agent.name].agent_version == agent.version
        and world.look(agent, party.brief, known, set()).digest != held[agent.name].view
        for agent in world.graph
        if agent.name in held
    )


def alone(world: World, brief: object) -> dict[str, Facts]:
    """What each active agent sees where there is nothing upstream."""
    active = world.graph.active(brief)
    return {
        agent.name: agent.view(brief, Upstream(agent.upstream, {}))
        for agent in world.graph
        if agent.name in active
    }


def digests(result: Result) -> tuple[str, bytes]:
    """The address of a result and the bytes that are stored under it."""
    data = content(result)
    return digest(data), data
