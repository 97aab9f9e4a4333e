"""The bars Festplan is held to, as ratios within one run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.figures import Figures, Lane
from bench.workload import OPTIMUM

FESTPLAN = "festplan"
NAIVE = "naive"
TUNED = "langgraph-tuned"

LISTED_IN_MS = 20


@dataclass(frozen=True)
class Bar:
    """One promise: `measured` is to be `at_most` that, and is hoped to be at most `aim`."""

    name: str
    measured: float
    at_most: float
    aim: float | None = None
    note: str = ""

    @property
    def met(self) -> bool:
        return self.measured <= self.at_most


def bars(figures: Figures) -> list[Bar]:
    """Every bar with what was measured."""
    instant, slow, history = figures.instant, figures.slow, figures.history
    fewest, *_, most = history.resume_ms[FESTPLAN]
    resume = history.resume_ms[FESTPLAN]
    return [
        _edit_bar("edit / tuned LangGraph, instant agents", instant, TUNED, 0.15, 0.10),
        _edit_bar("edit / naive, instant agents", instant, NAIVE, 3, 1.5),
        _edit_bar(f"edit / naive, {slow.delay_ms:g} ms agents", slow, NAIVE, 0.80),
        Bar("executions above the optimum", sum(_surplus(instant, slow)), 0),
        Bar("bytes per edit / tuned LangGraph", _bytes_ratio(instant), 0.10),
        Bar(f"resume({most}) / resume({fewest})", resume[most] / resume[fewest], 1.2),
        Bar(f"ms to list {most} versions", history.list_ms[FESTPLAN][most], LISTED_IN_MS),
    ]


def _edit_bar(name: str, lane: Lane, peer: str, at_most: float, aim: float | None = None) -> Bar:
    own, other = lane.operations["edit"][FESTPLAN], lane.operations["edit"][peer]
    rounds = [
        mine / theirs for mine, theirs in zip(own.rounds_p50_ms, other.rounds_p50_ms, strict=True)
    ]
    spread = f"rounds {min(rounds):.3f} to {max(rounds):.3f}"
    return Bar(name, own.p50_ms / other.p50_ms, at_most, aim, spread)


def _surplus(*lanes: Lane) -> Iterator[float]:
    """Executions per operation beyond what was needed, in each lane; no answer may be missing."""
    for lane in lanes:
        for operation, summaries in lane.operations.items():
            yield abs(summaries[FESTPLAN].executions - OPTIMUM[operation])


def _bytes_ratio(lane: Lane) -> float:
    return lane.bytes_per_edit[FESTPLAN] / lane.bytes_per_edit[TUNED]
