from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.harness import Plan, measure_history, running
from bench.lane import WrongAnswers, count_flushes, hold_to_answers, measure_lane
from bench.process import Command, Process, ProgramFailed
from bench.storage import CommitFloor
from bench.workload import OPTIMUM, answer_of, digest, from_scratch, initial_inputs, reference_edit

NAIVE = Command("naive", Path(sys.executable), "bench.naive")


@pytest.fixture
def naive(tmp_path: Path) -> Iterator[list[Process]]:
    with running([NAIVE], tmp_path) as programs:
        yield programs


def test_the_naive_program_runs_every_agent_at_every_edit_in_one_flush(
    naive: list[Process], tmp_path: Path
) -> None:
    with closing(CommitFloor(tmp_path / "floor")) as floor:
        lane = measure_lane(naive, floor, parties=4, rounds=2, delay_ms=0)
    assert [found["naive"].executions for found in lane.operations.values()] == [6, 6, 6, 6]
    assert lane.bytes_per_edit["naive"] > 6 * 1978
    flushes = count_flushes(naive, first_party=4)
    assert [found["naive"] for found in flushes.values()] == [1, 1, 1, 1]


def test_sleeping_agents_take_four_waves_in_the_naive_program(tmp_path: Path) -> None:
    with running([NAIVE], tmp_path, 60) as programs:
        ms = programs[0].ask("initial", party=0)["ms"]
    one_after_another = 6 * 60
    assert 4 * 60 <= ms < one_after_another


def test_a_long_history_is_resumed_and_listed_whole(naive: list[Process]) -> None:
    history = measure_history(naive, Plan(history=(2, 5), resumes=1, listings=1))
    assert list(history.resume_ms["naive"]) == list(history.list_ms["naive"]) == [2, 5]
    assert history.listed == {"naive": 6}


def test_answers_of_another_plan_are_refused(naive: list[Process]) -> None:
    inputs = initial_inputs(0)
    found = digest(from_scratch(inputs, answer_of))
    hold_to_answers(naive[0], found, inputs)
    with pytest.raises(WrongAnswers):
        hold_to_answers(naive[0], found, reference_edit(0).apply(inputs))


def test_a_program_that_ends_is_told_by_name(tmp_path: Path) -> None:
    missing = Command("missing", Path(sys.executable), "bench.no_such_program")
    with pytest.raises(ProgramFailed, match="missing ended"), running([missing], tmp_path):
        pass


def test_festplan_runs_what_is_needed_in_one_flush_and_nothing_for_no_change(
    tmp_path: Path,
) -> None:
    festplan = Command("festplan", Path(sys.executable), "bench.festplan_worker")
    with running([festplan], tmp_path) as programs:
        with closing(CommitFloor(tmp_path / "floor")) as floor:
            lane = measure_lane(programs, floor, parties=2, rounds=1, delay_ms=0)
        flushes = count_flushes(programs, first_party=2)
    ran = {operation: found["festplan"].executions for operation, found in lane.operations.items()}
    assert ran == OPTIMUM
    initial, edit, noop, cutoff = (found["festplan"] for found in flushes.values())
    assert noop == 0
    assert all(1 <= count <= 2 for count in (initial, edit, cutoff))  # 2 on a busy machine
