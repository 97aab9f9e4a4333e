"""What was spent and saved: by agent, tier, model and component, and what would save more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from festplan.costs.advice import Turns, advice
from festplan.domain.money import apportion, share
from festplan.domain.spending import Accounts, CallSum, Work
from festplan.ports.parties import Store

Document = dict[str, Any]
DEAREST = 3
"""How many agents are told with advice."""
COMPONENTS = ("openai_llm", "vector_db", "compute", "redis", "postgresql")
"""What money goes to, as the estimate names it."""


async def of_month(store: Store, month: str) -> Document:
    """The report of a month (YYYY-MM), with the change against the month before."""
    now = await store.accounts(month=month)
    before = await store.accounts(month=earlier(month))
    return {"month": month, **report(now), "trend": trend(month, now, before)}


async def of_party(store: Store, party_id: str) -> Document:
    """The report of a party; `UnknownParty` when there is none."""
    await store.party(party_id)
    return {"party_id": party_id, **report(await store.accounts(party_id=party_id))}


def earlier(month: str) -> str:
    """The month before: 2025-12 of 2026-01."""
    year, number = map(int, month.split("-"))
    return f"{year - 1:04d}-12" if number == 1 else f"{year:04d}-{number - 1:02d}"


def report(accounts: Accounts) -> Document:
    """What was spent and saved, line by line."""
    return {
        "spent_microdollars": accounts.spent_microdollars,
        "saved_microdollars": accounts.saved_microdollars,
        "calls": _states(accounts.calls),
        "by_agent": _by("agent", accounts),
        "by_tier": _by("tier", accounts),
        "by_model": _models(accounts.calls),
        "by_component": _components(accounts),
        "dearest": _dearest(accounts),
    }


@dataclass(slots=True)
class _Line:
    """What a line of a table sums up."""

    calls: int = 0
    spent_microdollars: int = 0
    saved_microdollars: int = 0
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])


def _by(key: str, accounts: Accounts) -> list[Document]:
    """Calls, microdollars spent and saved, by an attribute of calls and steps; dearest first."""
    lines: dict[str, _Line] = {}
    for call in accounts.paid():
        line = lines.setdefault(getattr(call, key), _Line())
        line.calls += call.calls
        line.spent_microdollars += call.microdollars
    for step in accounts.steps:
        lines.setdefault(getattr(step, key), _Line()).saved_microdollars += step.saved_microdollars
    rows = [
        {
            key: name,
            "calls": line.calls,
            "spent_microdollars": line.spent_microdollars,
            "saved_microdollars": line.saved_microdollars,
        }
        for name, line in lines.items()
    ]
    return _dearest_first(rows, key)


def _dearest_first(rows: Iterable[Document], key: str) -> list[Document]:
    return sorted(rows, key=lambda row: (-row["spent_microdollars"], row[key]))


def _models(calls: Sequence[CallSum]) -> list[Document]:
    names = ("calls", "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens")
    models: dict[str, Document] = {}
    for call in calls:
        line = models.setdefault(call.model, {"model": call.model, **dict.fromkeys(names, 0)})
        for name in names:
            line[name] += getattr(call, name)
        line["spent_microdollars"] = line.get("spent_microdollars", 0) + call.microdollars
    return _dearest_first(models.values(), "model")


def _states(calls: Sequence[CallSum]) -> dict[str, int]:
    """How many calls are in each state; those that are unknown are perhaps billed."""
    states = dict.fromkeys(("reserved", "settled", "released", "unknown"), 0)
    for call in calls:
        states[call.state] += call.calls
    return states


def _components(accounts: Accounts) -> list[Document]:
    """Microdollars by component, which add up to what was spent, and their share in percent."""
    costs = dict.fromkeys(COMPONENTS, 0)
    costs["openai_llm"] = sum(call.microdollars for call in accounts.paid())
    for work in accounts.work:
        for name, cost in zip(COMPONENTS[1:], _parts(work), strict=True):
            costs[name] += cost
    total = accounts.spent_microdollars
    return [
        {"component": name, "spent_microdollars": cost, "percent": share(cost, total)}
        for name, cost in costs.items()
    ]


def _parts(work: Work) -> list[int]:
    """What work cost for vectors, computing, caches and the database."""
    rates = map(int, work.price.rsplit("/", 1)[-1].split("+"))
    counts = (
        *(work.vector_queries * 1_000_000, work.compute_microseconds),
        *(work.cache_operations * 1_000_000, work.database_operations * 1_000_000),
    )
    weights = [count * rate for count, rate in zip(counts, rates, strict=True)]
    return apportion(work.microdollars, weights)


def _dearest(accounts: Accounts) -> list[Document]:
    """The agents that cost most, each with what its rows advise."""
    spenders = [row for row in _by("agent", accounts) if row["spent_microdollars"]]
    return [
        {
            **row,
            "percent": share(row["spent_microdollars"], accounts.spent_microdollars),
            "advice": advice(_turns(row["agent"], accounts)),
        }
        for row in spenders[:DEAREST]
    ]


def _turns(agent: str, accounts: Accounts) -> Turns:
    return Turns(
        agent,
        [call for call in accounts.calls if call.agent == agent],
        [step for step in accounts.steps if step.agent == agent],
    )


def trend(month: str, now: Accounts, before: Accounts) -> Document:
    """Against the month before: microdollars then, and the change in percent, None of nothing."""
    then, spent_now = before.spent_microdollars, now.spent_microdollars
    agents = {row["agent"]: row["spent_microdollars"] for row in _by("agent", before)}
    current = {row["agent"]: row["spent_microdollars"] for row in _by("agent", now)}
    return {
        "month_before": earlier(month),
        "spent_microdollars": then,
        "saved_microdollars": before.saved_microdollars,
        "change_percent": _change(then, spent_now),
        "by_agent": [
            {
                "agent": agent,
                "before_microdollars": agents.get(agent, 0),
                "change_percent": _change(agents.get(agent, 0), current.get(agent, 0)),
            }
            for agent in sorted({*agents, *current})
        ],
    }


def _change(before: int, now: int) -> int | None:
    return round((now - before) * 100 / before) if before else None
