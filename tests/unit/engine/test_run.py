from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from festplan.domain.plan import ResultRef
from festplan.engine.agent import Agent, Facts, UndeclaredUpstream, Upstream
from festplan.engine.delta import World
from festplan.engine.flight import Flights
from festplan.engine.graph import Graph, GraphError
from festplan.engine.job import Engine, Job, Step
from festplan.engine.ladder import Answer, Ask, CheckFailed, Rules
from festplan.engine.run import RunFailed, run
from festplan.ports.answers import Kept, Question, Recalled, Remembered


@dataclass
class Memory:
    """Answers kept in a dictionary: the door's smallest real implementation."""

    answers: dict[str, Kept] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)

    async def recall(self, question: Question, evidence: str | None) -> Recalled:
        del question
        return Recalled(evidence, None)

    async def body(self, digest: str) -> dict[str, Any]:
        raise AssertionError(digest)

    async def keep(
        self,
        kept: Sequence[Kept],
        bodies: Mapping[str, bytes],
        remembered: Sequence[Remembered] = (),
    ) -> None:
        del remembered
        self.answers |= {k.answer.fingerprint: k for k in kept}
        self.bodies |= bodies


def plain(name: str, *upstream: str, follows: bool = False, **options: Any) -> Agent:
    def view(_brief: Any, above: Upstream) -> Facts:
        return {"above": [above.get(u) for u in upstream], "me": name}

    return Agent(
        name,
        1,
        view,
        options.pop("answer", lambda view, _: {"of": view["me"]}),
        upstream,
        None if follows else (lambda _: True),
        **options,
    )


class Slow(Rules):
    """Answers by rules, after a while."""

    def at_once(self, ask: Ask) -> None:  # noqa: ARG002
        return None

    async def answer(self, ask: Ask) -> Answer:
        await asyncio.sleep(0.05)
        return await super().answer(ask)


class Paid(Rules):
    """Answers by rules, for money."""

    def at_once(self, ask: Ask) -> None:  # noqa: ARG002
        return None

    async def answer(self, ask: Ask) -> Answer:
        answer = await super().answer(ask)
        return Answer(answer.result, "small", cost_microdollars=7)


def finished(
    agents: Sequence[Agent],
    ladder: Rules | None = None,
    held: Mapping[str, ResultRef] | None = None,
    memory: Memory | None = None,
) -> list[Step]:
    """The steps of one run over these agents, in the order of finishing."""
    steps: list[Step] = []

    async def done(step: Step) -> None:
        steps.append(step)

    graph = Graph(agents)
    job = Job(World(graph, lambda _: True), None, held or {}, {}, (), "scope")
    engine = Engine(memory or Memory(), ladder or Rules(), None)
    asyncio.run(run(engine, job, done))
    return steps


def test_an_agent_comes_after_everything_that_it_reads() -> None:
    steps = finished([plain("c", "a", "b"), plain("b", "a"), plain("a")])
    assert [s.outcome.agent for s in steps] == ["a", "b", "c"]


def test_independent_agents_work_at_once() -> None:
    started = time.perf_counter()
    finished([plain("a"), plain("b"), plain("c"), plain("d", "a", "b", "c")], Slow())
    assert time.perf_counter() - started < 0.05 * 3


def test_an_agent_that_cannot_answer_fails_the_run_and_the_others_keep_their_answers() -> None:
    def broken(_view: Facts, _evidence: Facts) -> dict[str, Any]:
        raise ZeroDivisionError

    steps: list[Step] = []

    async def done(step: Step) -> None:
        steps.append(step)

    graph = Graph([plain("a"), plain("b", answer=broken), plain("c", "b")])
    job = Job(World(graph, lambda _: True), None, {}, {}, (), "scope")
    with pytest.raises(RunFailed) as failed:
        asyncio.run(run(Engine(Memory(), Rules(), None), job, done))
    assert failed.value.agent == "b"
    assert [s.outcome.agent for s in steps] == ["a"]


def test_an_answer_that_fails_its_check_is_no_answer() -> None:
    picky = plain("a", check=lambda _view, _result: "too short")

    async def ask() -> None:
        await Rules().answer(Ask(picky, {"me": "a"}, {}))

    with pytest.raises(CheckFailed, match="too short"):
        asyncio.run(ask())


def test_a_paid_answer_is_kept_before_the_run_ends() -> None:
    memory = Memory()
    steps = finished([plain("a")], Paid(), memory=memory)
    assert [s.outcome.cost_microdollars for s in steps] == [7]
    assert len(memory.answers) == len(memory.bodies) == 1


def test_a_provisional_answer_is_used_and_never_kept() -> None:
    class Stopgap(Rules):
        def at_once(self, ask: Ask) -> None:  # noqa: ARG002
            return None

        async def answer(self, ask: Ask) -> Answer:
            answer = await super().answer(ask)
            return Answer(answer.result, "rules", provisional=True)

    (step,) = finished([plain("a")], Stopgap())
    assert step.kept is None
    assert step.ref is not None
    assert step.ref.provisional
    again = finished([plain("a")], held={"a": step.ref})
    assert [s.outcome.outcome for s in again] == ["ran"]


def test_an_agent_reads_only_what_it_declares() -> None:
    def curious(_brief: Any, above: Upstream) -> Facts:
        return {"a": above.get("a")}

    with pytest.raises(RunFailed, match="not declared") as failed:
        finished([plain("a"), Agent("b", 1, curious, lambda _v, _e: {}, (), lambda _: True)])
    assert UndeclaredUpstream.__name__ in failed.value.reason


@pytest.mark.parametrize(
    ("agents", "fault"),
    [
        ([plain("a"), plain("a")], "same name"),
        ([plain("a", "nobody")], "not an agent"),
        ([plain("a", "b"), plain("b", "a")], "circle"),
    ],
)
def test_a_graph_that_is_none_is_refused_at_start_up(agents: list[Agent], fault: str) -> None:
    with pytest.raises(GraphError, match=fault):
        Graph(agents)


def test_downstream_is_everything_that_may_follow() -> None:
    graph = Graph([plain("a"), plain("b", "a"), plain("c", "b"), plain("d")])
    assert graph.downstream("a") == {"b", "c"}
    assert graph.downstream("d") == frozenset()


def test_followers_are_active_while_any_other_is() -> None:
    idle = Agent("x", 1, lambda _b, _u: {}, lambda _v, _e: {}, (), bool)
    graph = Graph([idle, plain("y", "x", follows=True)])
    assert graph.active(brief=True) == {"x", "y"}
    assert graph.active(brief=False) == frozenset()


def fly(flights: Flights, climb: Any) -> Awaitable[tuple[bool, Answer]]:
    return asyncio.ensure_future(flights.join("fingerprint", climb))


def test_who_asks_the_same_waits_for_the_same_answer() -> None:
    calls = 0

    async def climb() -> Answer:
        nonlocal calls
        calls += 1
        await asyncio.sleep(0.01)
        return Answer({}, "rules")

    async def play() -> list[bool]:
        flights = Flights()
        return [
            leads for leads, _ in await asyncio.gather(*(fly(flights, climb) for _ in range(50)))
        ]

    assert sum(asyncio.run(play())) == 1
    assert calls == 1


def test_a_waiter_that_leaves_does_not_end_the_work() -> None:
    async def climb() -> Answer:
        await asyncio.sleep(0.02)
        return Answer({"done": True}, "rules")

    async def play() -> Answer:
        flights = Flights()
        leader = asyncio.ensure_future(flights.join("f", climb))
        await asyncio.sleep(0)
        follower = asyncio.ensure_future(flights.join("f", climb))
        await asyncio.sleep(0)
        leader.cancel()
        return (await follower)[1]

    assert asyncio.run(play()).result == {"done": True}
