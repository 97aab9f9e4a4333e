"""One interleaved run of all programs: two lanes of agents, instant and slow, and a long history.

All programs work below one folder, so on one disk, and all are held to SQLite's write-ahead log
with every commit flushed.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench.figures import Figures, History, Lane
from bench.lane import Programs, count_flushes, hold_to_answers, in_turn, measure_lane
from bench.process import Command, Process, Reply
from bench.storage import CommitFloor
from bench.workload import history_edit, initial_inputs


@dataclass(frozen=True)
class Plan:
    """How much a run measures; `history` is in edits, the rest are counts and milliseconds."""

    parties: int = 200
    rounds: int = 4
    slow_parties: int = 20
    slow_rounds: int = 2
    slow_delay_ms: float = 50
    history: tuple[int, ...] = (10, 100, 1000)
    resumes: int = 15
    listings: int = 3


QUICK = Plan(
    parties=10, rounds=1, slow_parties=2, slow_rounds=1, history=(10, 50), resumes=3, listings=1
)


def measure(commands: Sequence[Command], folder: Path, plan: Plan) -> Figures:
    """Runs everything below `folder`, which must be empty; tells on standard error how far it is.

    Raises WrongAnswers or ProgramFailed when a program cannot be compared.
    """
    _tell(f"instant agents, {plan.parties} parties")
    with running(commands, folder / "instant") as programs:
        versions = {program.name: dict(program.versions()) for program in programs}
        instant = _lane(programs, folder / "instant", plan.parties, plan.rounds)
        instant.flushes = count_flushes(programs, first_party=plan.parties)
        extra = {program.name: dict(program.ask("extra")) for program in programs}
    _tell(f"agents of {plan.slow_delay_ms:g} ms, {plan.slow_parties} parties")
    with running(commands, folder / "slow", plan.slow_delay_ms) as programs:
        parties, rounds = plan.slow_parties, plan.slow_rounds
        slow = _lane(programs, folder / "slow", parties, rounds, plan.slow_delay_ms)
    with running(commands, folder / "history") as programs:
        history = measure_history(programs, plan)
    return Figures(versions, instant, slow, history, extra)


@contextmanager
def running(
    commands: Sequence[Command], folder: Path, delay_ms: float = 0
) -> Iterator[list[Process]]:
    """Starts every program below `folder` and checks that each flushes every commit."""
    with ExitStack() as stack:
        programs = [
            stack.enter_context(closing(Process(command, folder, delay_ms=delay_ms)))
            for command in commands
        ]
        for program in programs:
            program.versions()
        yield programs


def measure_history(programs: Programs, plan: Plan) -> History:
    """Resume and listing of one party that grows to each number of edits in `plan.history`."""
    history = History()
    for done, edits in pairwise((0, *plan.history)):
        _tell(f"a history of {edits} edits")
        for program in programs:
            program.ask("grow", **{"from": done, "edits": edits - done})
        inputs = history_edit(edits - 1).apply(initial_inputs(0))
        resumed = _asked(programs, "resume", plan.resumes)
        listed = _asked(programs, "list", plan.listings)
        for program in programs:
            for reply in resumed[program.name]:
                hold_to_answers(program, reply["digest"], inputs)
            history.resume_ms.setdefault(program.name, {})[edits] = _median(resumed[program.name])
            history.list_ms.setdefault(program.name, {})[edits] = _median(listed[program.name])
            history.listed[program.name] = listed[program.name][-1]["count"]
    return history


def _lane(programs: Programs, folder: Path, parties: int, rounds: int, delay_ms: float = 0) -> Lane:
    with closing(CommitFloor(folder / "floor")) as floor:
        return measure_lane(programs, floor, parties=parties, rounds=rounds, delay_ms=delay_ms)


def _asked(programs: Programs, command: str, times: int) -> dict[str, list[Reply]]:
    replies: dict[str, list[Reply]] = {program.name: [] for program in programs}
    for turn in range(times):
        for program in in_turn(programs, turn):
            replies[program.name].append(program.ask(command))
    return replies


def _median(replies: Sequence[Reply]) -> float:
    return statistics.median(float(reply["ms"]) for reply in replies)


def _tell(stage: str) -> None:
    print(f"… {stage}", file=sys.stderr)
