"""What a run works with, what it is asked, and what it tells of each step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from festplan.domain.plan import ResultRef, StepOutcome
from festplan.engine.agent import Result
from festplan.engine.delta import World
from festplan.engine.flight import Flights
from festplan.engine.ladder import Ladder
from festplan.ports.answers import Answers, Kept, Remembered


@dataclass(frozen=True, slots=True)
class Step:
    """One agent's turn: what came of it and, where something is new, what there is to store.

    `ref` is None for a deleted result; `recorded` says that the party has to note the step;
    `result` and `settled` are the answer and what the host sees of it.
    """

    outcome: StepOutcome
    ref: ResultRef | None
    recorded: bool
    kept: Kept | None = None
    remembered: Remembered | None = None
    result: Result | None = None
    settled: Result | None = None
    bodies: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(frozen=True, slots=True)
class Engine:
    """What a run works with besides the party: answers, the ladder, sources and open flights.

    `own_sources` gives the sources for what is one scope's alone, where they remember anything.
    """

    answers: Answers
    ladder: Ladder
    sources: Any
    flights: Flights = field(default_factory=Flights)
    own_sources: Callable[[str], Any] | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One run: what is asked for, what the party holds, and whose results it may use.

    `bodies` are the results that `held` refers to, by digest; `planned` are the agents that the
    preview said may execute, `fresh` the settled results of those that it found fresh.
    `party_id` and `run_id` say in the books who spent what.
    """

    world: World
    brief: Any
    held: Mapping[str, ResultRef]
    bodies: Mapping[str, Result]
    planned: Collection[str]
    scope: str
    fresh: Mapping[str, Result] = field(default_factory=dict[str, Result])
    party_id: str = ""
    run_id: str = ""
