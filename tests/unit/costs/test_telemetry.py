"""Calls as metrics: named by the conventions, with agents and models and no word of a host's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from festplan.api.counters import Counters
from festplan.costs import telemetry
from festplan.costs.telemetry import observed
from festplan.domain.spending import CallSum
from festplan.ports.models import Call, CapReached, Usage

CALL = Call(
    *("c1", "fp2026A00001", "run", "host", "theme_agent", "small", "openai:gpt-4o-mini", "f"),
    attempt=1,
    reserved_microdollars=900,
)


SETTLED = CallSum(
    agent="theme_agent",
    tier="small",
    model="openai:gpt-4o-mini",
    state="settled",
    batch=False,
    calls=2,
    retries=0,
    input_tokens=1000,
    output_tokens=200,
    cached_tokens=0,
    reasoning_tokens=0,
    microdollars=500,
)


@dataclass
class Noted:
    """A ledger that only notes what it is told, and refuses what is called dear."""

    told: list[tuple[Any, ...]] = field(default_factory=list)

    async def reserve(self, call: Call) -> None:
        if call.call_id == "dear":
            raise CapReached("all", 1)
        self.told.append(("reserve", call.call_id))

    async def settle(self, call_id: str, usage: Usage, microdollars: int, price: str) -> None:
        self.told.append(("settle", call_id, usage, microdollars, price))

    async def release(self, call_id: str, reason: str) -> None:
        self.told.append(("release", call_id, reason))

    async def unknown(self, call_id: str, reason: str) -> None:
        self.told.append(("unknown", call_id, reason))


async def _calls(ledger: Any) -> None:
    for name in ("c1", "c2", "c3"):
        await ledger.reserve(replace(CALL, call_id=name))
    await ledger.settle("c1", Usage(1000, 200, 100), 270, "price")
    await ledger.release("c2", "429")
    await ledger.unknown("c3", "cut off")
    with pytest.raises(CapReached):
        await ledger.reserve(replace(CALL, call_id="dear"))
    await ledger.settle("of another process", Usage(1, 1), 1, "price")


def points() -> tuple[Noted, dict[str, list[Any]]]:
    reader, noted = InMemoryMetricReader(), Noted()
    asyncio.run(_calls(observed(noted, MeterProvider([reader]))))
    data = reader.get_metrics_data()
    assert data is not None
    [resource] = data.resource_metrics
    [scope] = resource.scope_metrics
    return noted, {metric.name: list(metric.data.data_points) for metric in scope.metrics}


def test_tokens_seconds_and_cost_of_calls_are_measured() -> None:
    noted, found = points()
    assert noted.told[3] == ("settle", "c1", Usage(1000, 200, 100), 270, "price")
    tokens = {p.attributes["gen_ai.token.type"]: p.sum for p in found["gen_ai.client.token.usage"]}
    assert tokens == {"input": 1000, "output": 200}
    errors = {
        p.attributes.get("error.type"): p.count for p in found["gen_ai.client.operation.duration"]
    }
    assert errors == {None: 1, "released": 1, "unknown": 1}
    [cost] = found["festplan.call.cost"]
    assert cost.value == 270
    assert cost.attributes == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "festplan.agent": "theme_agent",
        "festplan.tier": "small",
    }


def test_without_opentelemetry_the_ledger_is_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telemetry, "find_spec", lambda _name: None)
    noted = Noted()
    assert observed(noted) is noted


def test_prometheus_reads_the_calls_of_the_month() -> None:
    calls = [replace(SETTLED, batch=batch) for batch in (False, True)]
    text = Counters().text(parties=1, streams=0, calls=calls)
    labels = 'agent="theme_agent",tier="small",model="openai:gpt-4o-mini",state="settled"'
    assert f"festplan_calls{{{labels}}} 4\n" in text
    assert f"festplan_call_microdollars{{{labels}}} 1000\n" in text
    usage = 'gen_ai_provider_name="openai",gen_ai_request_model="gpt-4o-mini"'
    assert f'{usage},gen_ai_token_type="input"}} 2000\n' in text
    assert f'{usage},gen_ai_token_type="output",le="+Inf"}} 4\n' in text


def test_a_model_of_any_name_breaks_no_line() -> None:
    call = replace(SETTLED, model='x"\\' + "\n")
    text = Counters().text(parties=1, streams=0, calls=[call])
    assert 'model="x\\"\\\\\\n"' in text
    assert all(line.startswith(("#", "festplan_", "gen_ai_")) for line in text.splitlines())
