"""One lane: initial plan, reference edit, no-op edit and early-cutoff edit of many parties.

A round takes its parties through the four operations, one operation after the other. For each
party the programs take turns, another one first each time, and one 4 KB commit is timed after
them. A program times itself in its own process, so neither the turns nor the pipes cost it
anything. After every operation its stored answers are compared with a run from scratch.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bench.figures import Lane, Sample, summary
from bench.process import Process
from bench.storage import CommitFloor, commits_since_settled, settle, stored_bytes
from bench.workload import EDITS, Inputs, answer_of, digest, from_scratch, initial_inputs

OPERATIONS = ("initial", *EDITS)
FLUSH_PARTIES = 5

Programs: TypeAlias = Sequence[Process]


@dataclass
class Round:
    """What one round measured; samples by operation and program, bytes by program."""

    samples: dict[tuple[str, str], list[Sample]] = field(default_factory=lambda: defaultdict(list))
    commits: list[Sample] = field(default_factory=list)
    edits_bytes: dict[str, int] = field(default_factory=dict)


class WrongAnswers(Exception):
    """A program's stored answers are not those of a run from scratch."""


def measure_lane(
    programs: Programs, floor: CommitFloor, *, parties: int, rounds: int, delay_ms: float
) -> Lane:
    """Times every operation on `parties` parties, spread over `rounds` rounds."""
    measured = [
        _measure_round(programs, floor, range(parties)[number::rounds]) for number in range(rounds)
    ]
    names = [program.name for program in programs]
    return Lane(
        delay_ms=delay_ms,
        parties=parties,
        floor=summary([one.commits for one in measured]),
        operations={
            operation: {
                name: summary([one.samples[operation, name] for one in measured]) for name in names
            }
            for operation in OPERATIONS
        },
        bytes_per_edit={
            name: sum(one.edits_bytes[name] for one in measured) / parties for name in names
        },
    )


def count_flushes(programs: Programs, *, first_party: int) -> dict[str, dict[str, float]]:
    """Flushed commits per operation and program, over `FLUSH_PARTIES` parties of their own."""
    parties = range(first_party, first_party + FLUSH_PARTIES)
    return {
        operation: {
            program.name: statistics.fmean(_flushes(program, operation, party) for party in parties)
            for program in programs
        }
        for operation in OPERATIONS
    }


def in_turn(programs: Programs, turn: int) -> list[Process]:
    """All programs, another one first at every turn."""
    first = turn % len(programs)
    return [*programs[first:], *programs[:first]]


def hold_to_answers(program: Process, found: str, inputs: Inputs) -> None:
    """Raises WrongAnswers unless `found` names what a run from scratch answers to `inputs`."""
    if found != digest(from_scratch(inputs, answer_of)):
        raise WrongAnswers(f"{program.name} does not hold the answers to {inputs}")


def _measure_round(programs: Programs, floor: CommitFloor, parties: range) -> Round:
    measured = Round()
    for operation in OPERATIONS:
        before = _sizes(programs)
        for turn, party in enumerate(parties):
            for program in in_turn(programs, turn):
                sample = _operate(program, operation, party)
                measured.samples[operation, program.name].append(sample)
            measured.commits.append(Sample(floor.commit_ms(), 0))
        if operation == "edit":
            after = _sizes(programs)
            measured.edits_bytes = {name: after[name] - before[name] for name in after}
    return measured


def _operate(program: Process, operation: str, party: int) -> Sample:
    reply = program.ask(operation, party=party)
    hold_to_answers(program, reply["digest"], _inputs_after(operation, party))
    return Sample(reply["ms"], reply["executions"])


def _inputs_after(operation: str, party: int) -> Inputs:
    inputs = initial_inputs(party)
    for edit in OPERATIONS[1 : OPERATIONS.index(operation) + 1]:
        inputs = EDITS[edit](party).apply(inputs)
    return inputs


def _sizes(programs: Programs) -> dict[str, int]:
    return {program.name: stored_bytes(program.folder) for program in programs}


def _flushes(program: Process, operation: str, party: int) -> int:
    settle(program.folder)
    _operate(program, operation, party)
    return commits_since_settled(program.folder)
