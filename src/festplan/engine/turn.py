"""One agent's turn in a run: its answer recalled, reused or asked for, settled and told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic, perf_counter
from typing import Any

from festplan.domain.plan import Outcome, ResultRef, StepOutcome
from festplan.engine.agent import Agent, Facts, Result, View
from festplan.engine.delta import digests, settled
from festplan.engine.fingerprint import fingerprint
from festplan.engine.job import Engine, Job, Step
from festplan.engine.ladder import RULES, Answer, Ask, lacking
from festplan.ports.answers import Answers, Kept, Question, Remembered, StoredAnswer


@dataclass(slots=True)
class Turn:
    """What is known so far of an agent's turn.

    `refused` is the tier of a stored answer that will not do today.
    """

    agent: Agent
    started: float
    outcome: Outcome = "fresh"
    cost_microdollars: int = 0
    saved_microdollars: int = 0
    refused: str = ""
    kept: Kept | None = None
    remembered: Remembered | None = None
    bodies: dict[str, bytes] = field(default_factory=dict)

    def told(self, ref: ResultRef, *, changed: bool) -> StepOutcome:
        """What came of it, in so many milliseconds."""
        return StepOutcome(
            self.agent.name,
            self.outcome,
            ref.tier,
            changed,
            self.cost_microdollars,
            self.saved_microdollars,
            round((perf_counter() - self.started) * 1000, 3),
            ref.reason,
        )


@dataclass(slots=True)
class Turns:
    """The turns of one run: `settled` is what hosts see of the agents that are `finished`.

    `private` are the agents whose answers are the host's alone; `began` is when the run did
    (`time.monotonic`, seconds).
    """

    engine: Engine
    job: Job
    done: Callable[[Step], Awaitable[None]]
    settled: dict[str, Result] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    finished: set[str] = field(default_factory=set)
    began: float = field(default_factory=monotonic)

    async def bring_up_to_date(self, agent: Agent, view: View) -> None:
        """Finishes the agent with an answer to `view`; raises whatever keeps it from one."""
        turn = Turn(agent, perf_counter())
        scope = self.job.scope if view.private else ""
        catalogue = self.job.world.catalogue if agent.gather else 0
        question = Question(agent.name, agent.version, scope, view.digest, catalogue)
        evidence, digest, known = await self._recall(turn, view, question)
        ref = self.job.held.get(agent.name)
        name = fingerprint(agent.name, agent.version, scope, view.digest, digest)
        if ref is not None and ref.fingerprint == name and self.job.world.stands(agent, ref):
            await self.settle_fresh(turn, replace(ref, catalogue=catalogue))
        elif known is not None:
            await self._reuse(turn, question, known)
        else:
            ask = self._question(agent, view, evidence, name)
            leads, answer = await self._ask(turn, ask, question, digest)
            await self._keep(turn, question, digest, name, answer, leads=leads)

    async def _recall(
        self, turn: Turn, view: View, question: Question
    ) -> tuple[Facts, str, _Known | None]:
        """The evidence (empty where not needed), its digest, and the answer if it is known."""
        agent = turn.agent
        if agent.gather is None:
            recalled = await self.engine.answers.recall(question, "")
            return {}, "", await self._acceptable(turn, view, recalled.answer)
        recalled = await self.engine.answers.recall(question, None)
        known = await self._acceptable(turn, view, recalled.answer)
        if recalled.evidence is not None and known is not None:
            return {}, recalled.evidence, known
        evidence = await agent.gather(view.facts, self._sources(view))
        digest, _ = digests(evidence)
        turn.remembered = Remembered(question, digest)
        recalled = await self.engine.answers.recall(question, digest)
        return evidence, digest, await self._acceptable(turn, view, recalled.answer)

    def _sources(self, view: View) -> Any:
        own = self.engine.own_sources
        return own(self.job.scope) if view.private and own else self.engine.sources

    async def _acceptable(
        self, turn: Turn, view: View, known: StoredAnswer | None
    ) -> _Known | None:
        """A known answer that would be given today, with what it lacks; notes any other."""
        if known is None:
            return None
        body = await self.engine.answers.body(known.result)
        reason = lacking(turn.agent, view.facts, known.tier, body)
        if self.engine.ladder.accepts(turn.agent.name, known.tier, reason):
            return _Known(known, body, reason)
        turn.refused = known.tier
        return None

    async def _reuse(self, turn: Turn, question: Question, known: _Known) -> None:
        answer = known.answer
        turn.outcome = "stored" if answer.maker == self.job.scope else "shared"
        turn.saved_microdollars = answer.cost_microdollars
        ref = _ref(question, answer, known.reason, provisional=False)
        await self._finish(turn, known.body, ref)

    def _question(self, agent: Agent, view: View, evidence: Facts, name: str) -> Ask:
        return Ask(
            agent,
            view.facts,
            evidence,
            fingerprint=name,
            scope=self.job.scope,
            private=view.private,
            party_id=self.job.party_id,
            run_id=self.job.run_id,
            began=self.began,
        )

    async def _ask(
        self, turn: Turn, ask: Ask, question: Question, evidence: str
    ) -> tuple[bool, Answer]:
        """The answer, and whether it was given to this run: others may be waiting for it too."""
        if ask.fingerprint not in self.engine.flights:
            answer = self.engine.ladder.at_once(ask)
            if answer is not None:
                return True, answer
        climb = partial(self._climb, turn, ask, question, evidence)
        known = partial(self._landed, turn, ask, question, evidence)
        return await self.engine.flights.join(ask.fingerprint, climb, known)

    async def _landed(
        self, turn: Turn, ask: Ask, question: Question, evidence: str, stored: Answers
    ) -> Answer | None:
        """The answer that another process has made durable meanwhile."""
        known = (await stored.recall(question, evidence)).answer
        if known is None:
            return None
        body = await stored.body(known.result)
        reason = lacking(ask.agent, ask.view, known.tier, body)
        if not self.engine.ladder.accepts(ask.agent.name, known.tier, reason):
            turn.refused = known.tier
            return None
        return Answer(body, known.tier, known.cost_microdollars, reason=reason)

    async def _climb(self, turn: Turn, ask: Ask, question: Question, evidence: str) -> Answer:
        """The ladder's answer; one that was asked for is durable before the call is settled."""
        answer = await self.engine.ladder.answer(ask)
        asked_for = answer.cost_microdollars or answer.tier != RULES
        if asked_for and not answer.provisional:
            stored, data = self._stored(ask.fingerprint, answer)
            kept = Kept(question, evidence, stored, turn.refused)
            await self.engine.answers.keep((kept,), {stored.result: data})
        await answer.settle()
        return answer

    def _stored(self, name: str, answer: Answer) -> tuple[StoredAnswer, bytes]:
        digest, data = digests(answer.result)
        cost = answer.cost_microdollars
        return StoredAnswer(name, digest, answer.tier, self.job.scope, cost), data

    async def _keep(
        self,
        turn: Turn,
        question: Question,
        evidence: str,
        name: str,
        answer: Answer,
        *,
        leads: bool,
    ) -> None:
        stored, data = self._stored(name, answer)
        cost = answer.cost_microdollars
        turn.bodies[stored.result] = data
        turn.outcome = "ran" if leads else "shared"
        turn.cost_microdollars, turn.saved_microdollars = (cost, 0) if leads else (0, cost)
        if not answer.provisional:
            turn.kept = Kept(question, evidence, stored, turn.refused)
        ref = _ref(question, stored, answer.reason, provisional=answer.provisional)
        await self._finish(turn, answer.result, ref)

    async def settle_fresh(self, turn: Turn, ref: ResultRef) -> None:
        """Finishes the agent with the answer that the party holds."""
        turn.outcome = "cut_off" if turn.agent.name in self.job.planned else "fresh"
        turn.saved_microdollars = ref.cost_microdollars
        await self._finish(turn, self.job.bodies[ref.result], ref)

    async def _finish(self, turn: Turn, result: Result, ref: ResultRef) -> None:
        """Settles the result, tells what became of the step, and lets downstream see it."""
        name = turn.agent.name
        held = self.job.held.get(name)
        seen = self.job.fresh.get(name) or settled(turn.agent, result, self.job.brief)
        if seen is not result:
            digest, data = digests(seen)
            ref = replace(ref, settled=digest)
            if held is None or held.settled != digest:
                turn.bodies[digest] = data
        self.settled[name] = seen
        if ref.private:
            self.private.add(name)
        self.finished.add(name)
        told = turn.told(ref, changed=held is None or held.settled != ref.settled)
        await self.done(
            Step(told, ref, ref != held, turn.kept, turn.remembered, result, seen, turn.bodies)
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """A stored answer with its body, and what it lacks."""

    answer: StoredAnswer
    body: Result
    reason: str


def _ref(question: Question, known: StoredAnswer, reason: str, *, provisional: bool) -> ResultRef:
    return ResultRef(
        fingerprint=known.fingerprint,
        view=question.view,
        result=known.result,
        settled=known.result,
        tier=known.tier,
        agent_version=question.agent_version,
        catalogue=question.catalogue,
        private=bool(question.scope),
        provisional=provisional,
        cost_microdollars=known.cost_microdollars,
        reason=reason,
    )
