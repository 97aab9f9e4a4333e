"""Calls as OpenTelemetry metrics, by its conventions for generative AI; the extra `metrics`.

https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from time import perf_counter
from typing import TYPE_CHECKING

from festplan.ports.models import Call, CallLedger, Usage

if TYPE_CHECKING:
    from opentelemetry.metrics import Counter, Histogram, Meter, MeterProvider

TOKEN_BOUNDS = [4**power for power in range(14)]
SECOND_BOUNDS = [0.01 * 2**power for power in range(14)]
"""Bounds of the buckets, as the conventions advise."""


def observed(ledger: CallLedger, provider: MeterProvider | None = None) -> CallLedger:
    """The ledger, its calls measured too where OpenTelemetry is installed."""
    if find_spec("opentelemetry") is None:
        return ledger
    from opentelemetry.metrics import get_meter

    return ObservedCalls(ledger, Instruments.of(get_meter("festplan", meter_provider=provider)))


@dataclass(frozen=True, slots=True)
class Instruments:
    """Tokens and seconds of calls, and microdollars that were settled."""

    tokens: Histogram
    seconds: Histogram
    microdollars: Counter

    @classmethod
    def of(cls, meter: Meter) -> Instruments:
        """The instruments of a meter."""
        return cls(
            meter.create_histogram(
                "gen_ai.client.token.usage",
                unit="{token}",
                description="Tokens used by a call.",
                explicit_bucket_boundaries_advisory=TOKEN_BOUNDS,
            ),
            meter.create_histogram(
                "gen_ai.client.operation.duration",
                unit="s",
                description="How long a call took.",
                explicit_bucket_boundaries_advisory=SECOND_BOUNDS,
            ),
            meter.create_counter(
                "festplan.call.cost", unit="{microdollar}", description="Settled."
            ),
        )


@dataclass(slots=True)
class ObservedCalls:
    """A ledger of calls that measures each from its reservation to its end."""

    ledger: CallLedger
    instruments: Instruments
    open: dict[str, tuple[Call, float]] = field(default_factory=dict)

    async def reserve(self, call: Call) -> None:
        """Reserves, and begins to count seconds."""
        await self.ledger.reserve(call)
        self.open[call.call_id] = (call, perf_counter())

    async def settle(self, call_id: str, usage: Usage, microdollars: int, price: str) -> None:
        """Settles, and measures tokens, seconds and cost."""
        await self.ledger.settle(call_id, usage, microdollars, price)
        attributes = self._ended(call_id)
        if attributes is not None:
            counts = (("input", usage.input_tokens), ("output", usage.output_tokens))
            for kind, tokens in counts:
                self.instruments.tokens.record(tokens, {**attributes, "gen_ai.token.type": kind})
            self.instruments.microdollars.add(microdollars, attributes)

    async def release(self, call_id: str, reason: str) -> None:
        """Releases, and measures seconds as those of an error."""
        await self.ledger.release(call_id, reason)
        self._ended(call_id, "released")

    async def unknown(self, call_id: str, reason: str) -> None:
        """Gives the call up, and measures seconds as those of an error."""
        await self.ledger.unknown(call_id, reason)
        self._ended(call_id, "unknown")

    def _ended(self, call_id: str, error: str = "") -> dict[str, str] | None:
        """Measures how long the call took; gives what it is told apart by: no word of a host's."""
        call, began = self.open.pop(call_id, (None, 0.0))
        if call is None:
            return None
        provider, _, model = call.model.partition(":")
        attributes = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": provider,
            "gen_ai.request.model": model,
            "festplan.agent": call.agent,
            "festplan.tier": call.tier,
        }
        outcome = {"error.type": error} if error else {}
        self.instruments.seconds.record(perf_counter() - began, attributes | outcome)
        return attributes
