"""What this process has done, in numbers, as the text that Prometheus reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from festplan.domain.plan import StepOutcome
from festplan.domain.spending import CallSum

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

    def text(self, *, parties: int, streams: int, calls: Sequence[CallSum] = ()) -> str:
        """The counters, with parties in the store, open streams, and the calls of this month."""
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
        for name, kind, meaning, samples in (*metrics, *_of_calls(calls)):
            lines += [f"# HELP festplan_{name} {meaning}", f"# TYPE festplan_{name} {kind}"]
            lines += [f"festplan_{name}{labels} {value}" for labels, value in samples]
        return "\n".join([*lines, *_tokens(calls)]) + "\n"


Metric = tuple[str, str, str, list[tuple[str, int]]]


def _of_calls(calls: Sequence[CallSum]) -> Iterator[Metric]:
    """How many calls, and what is charged for them, this month and in every process."""
    keys = [_labels(agent=c.agent, tier=c.tier, model=c.model, state=c.state) for c in calls]
    counts, charges = _summed(keys, calls, "calls"), _summed(keys, calls, "microdollars")
    yield "calls", "gauge", "Attempts at providers this month.", counts
    yield "call_microdollars", "gauge", "Charged for them; open ones as reserved.", charges


def _summed(keys: Sequence[str], calls: Sequence[CallSum], name: str) -> list[tuple[str, int]]:
    sums: Counter[str] = Counter()
    for key, call in zip(keys, calls, strict=True):
        sums[key] += getattr(call, name)
    return sorted(sums.items())


def _tokens(calls: Sequence[CallSum]) -> Iterator[str]:
    """Tokens of settled calls, named as OpenTelemetry's conventions name them to Prometheus."""
    settled = [call for call in calls if call.state == "settled"]
    if not settled:
        return
    name = "gen_ai_client_token_usage"
    yield f"# HELP {name} Tokens used by calls this month."
    yield f"# TYPE {name} histogram"
    for kind in ("input", "output"):
        keys = [_convention(call.model, kind) for call in settled]
        sums = dict(_summed(keys, settled, f"{kind}_tokens"))
        for key, count in _summed(keys, settled, "calls"):
            yield f'{name}_bucket{key[:-1]},le="+Inf"}} {count}'
            yield f"{name}_sum{key} {sums[key]}"
            yield f"{name}_count{key} {count}"


def _convention(model: str, kind: str) -> str:
    provider, _, name = model.partition(":")
    return _labels(
        gen_ai_operation_name="chat",
        gen_ai_provider_name=provider,
        gen_ai_request_model=name,
        gen_ai_token_type=kind,
    )


def _labels(**values: str) -> str:
    """Labels as Prometheus writes them: `{agent="theme_agent"}`."""
    escaped = (
        (name, value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n"))
        for name, value in values.items()
    )
    return "{" + ",".join(f'{name}="{value}"' for name, value in escaped) + "}"
