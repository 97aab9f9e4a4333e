"""What this process has done, in numbers, as the text that Prometheus reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from festplan.domain.plan import StepOutcome

MEDIA_TYPE = "text/plain; version=0.0.4"


@dataclass(slots=True)
class Counters:
    """Runs and steps since this process started, and their money in microdollars."""

    runs: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    spent_microdollars: int = 0
    saved_microdollars: int = 0

    def ran(self, outcomes: Sequence[StepOutcome]) -> None:
        """Counts a run that has ended."""
        self.runs += 1
        self.steps.update(step.outcome for step in outcomes)
        self.spent_microdollars += sum(step.cost_microdollars for step in outcomes)
        self.saved_microdollars += sum(step.saved_microdollars for step in outcomes)

    def text(self, *, parties: int, streams: int) -> str:
        """The counters, with the parties in the store and the streams that are open."""
        steps = [(f'{{outcome="{name}"}}', count) for name, count in sorted(self.steps.items())]
        metrics = [
            ("parties", "gauge", "Parties in the store.", [("", parties)]),
            ("streams", "gauge", "Event streams that are open.", [("", streams)]),
            ("runs_total", "counter", "Runs that have ended.", [("", self.runs)]),
            ("steps_total", "counter", "Agents brought up to date, by outcome.", steps),
            ("spent_microdollars_total", "counter", "Spent.", [("", self.spent_microdollars)]),
            ("saved_microdollars_total", "counter", "Saved.", [("", self.saved_microdollars)]),
        ]
        lines: list[str] = []
        for name, kind, meaning, samples in metrics:
            lines += [f"# HELP festplan_{name} {meaning}", f"# TYPE festplan_{name} {kind}"]
            lines += [f"festplan_{name}{labels} {value}" for labels, value in samples]
        return "\n".join(lines) + "\n"
