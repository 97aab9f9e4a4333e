"""What a run measures, as values: plain data that turns into JSON and tables."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sample:
    """One operation on one party: its time, and how many agents were asked."""

    ms: float
    executions: int


@dataclass(frozen=True)
class Summary:
    """Many samples of one operation; `executions` is the mean per operation."""

    p50_ms: float
    p95_ms: float
    executions: float
    rounds_p50_ms: tuple[float, ...]


@dataclass
class Lane:
    """The four operations with agents of one speed. Inner keys are program names."""

    delay_ms: float
    parties: int
    floor: Summary
    operations: dict[str, dict[str, Summary]]
    bytes_per_edit: dict[str, float]
    flushes: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass
class History:
    """Resume and listing of one growing party, medians in ms by program and number of edits."""

    resume_ms: dict[str, dict[int, float]] = field(default_factory=dict)
    list_ms: dict[str, dict[int, float]] = field(default_factory=dict)
    listed: dict[str, int] = field(default_factory=dict)


@dataclass
class Figures:
    """One whole run."""

    versions: dict[str, dict[str, str]]
    instant: Lane
    slow: Lane
    history: History
    extra: dict[str, dict[str, float]]


def summary(rounds: Sequence[Sequence[Sample]]) -> Summary:
    """All rounds together, and the median of each."""
    samples = [sample for batch in rounds for sample in batch]
    return Summary(
        p50_ms=p50(samples),
        p95_ms=_p95([sample.ms for sample in samples]),
        executions=statistics.fmean(sample.executions for sample in samples),
        rounds_p50_ms=tuple(p50(batch) for batch in rounds),
    )


def p50(samples: Sequence[Sample]) -> float:
    """The median time in ms."""
    return statistics.median(sample.ms for sample in samples)


def _p95(values: Sequence[float]) -> float:
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=20, method="inclusive")[-1]
