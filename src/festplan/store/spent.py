"""What was spent and saved, summed by the database: calls, steps and work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from festplan.domain.spending import Accounts, CallSum, StepSum, Work
from festplan.prepared import Prepared
from festplan.store import tables as t

_CALLS = ("agent", "tier", "model", "state", "batch")
_TOKENS = ("input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens")
_STEPS = ("agent", "tier", "kind", "reason")
_COUNTS = ("vector_queries", "compute_microseconds", "cache_operations", "database_operations")


def totals(connection: sa.Connection, party_id: str) -> tuple[int, int]:
    """Microdollars spent on a party and saved by reuse: the sums of its accounts."""
    found = _TOTALS.first(connection, party_id=party_id)
    assert found is not None
    calls, steps, saved, work = found
    return (steps if calls is None else calls) + work, saved


def _sum(column: sa.Column[int]) -> Any:
    table = column.table
    of_party = table.c.party_id == sa.bindparam("party_id")
    return sa.select(sa.func.sum(column)).where(of_party).scalar_subquery()


def _sum_or_0(column: sa.Column[int]) -> Any:
    return sa.func.ifnull(_sum(column), sa.literal_column("0"))


_TOTALS = Prepared(
    sa.select(
        _sum(t.calls.c.charged_microdollars),
        _sum_or_0(t.ledger.c.spent_microdollars),
        _sum_or_0(t.ledger.c.saved_microdollars),
        _sum_or_0(t.work.c.microdollars),
    )
)


def accounts(connection: sa.Connection, party_id: str, month: str) -> Accounts:
    """Calls, steps and work of a party or of a month (YYYY-MM), summed; of all for neither."""
    calls = connection.execute(_of(_calls(), t.calls, "reserved_at", party_id, month))
    steps = connection.execute(_of(_steps(), t.ledger, "occurred_at", party_id, month))
    work = connection.execute(_of(_work(), t.work, "occurred_at", party_id, month))
    return Accounts(
        calls=[CallSum(**row | {"batch": bool(row["batch"])}) for row in _named(calls, CallSum)],
        steps=[StepSum(**row) for row in _named(steps, StepSum)],
        work=[Work(**row) for row in _named(work, Work)],
    )


def _named(rows: Iterable[Any], made: type) -> Iterator[dict[str, Any]]:
    """Each row by the names of the fields of `made`, in which order its columns are."""
    names = [field.name for field in fields(made)]
    return (dict(zip(names, row, strict=True)) for row in rows)


def _of(
    query: sa.Select[Any], table: sa.Table, at: str, party_id: str, month: str
) -> sa.Select[Any]:
    """`query` over the rows of the party, or of the month."""
    if party_id:
        query = query.where(table.c.party_id == party_id)
    if month:
        query = query.where(table.c[at] >= month, table.c[at] < f"{month}~")
    return query


def _calls() -> sa.Select[Any]:
    c = t.calls.c
    keys = [c[name] for name in _CALLS]
    retries = sa.func.sum(sa.case((c.attempt > 1, 1), else_=0))
    tokens = [sa.func.coalesce(sa.func.sum(c[name]), 0) for name in _TOKENS]
    charged = sa.func.sum(c.charged_microdollars)
    columns = (*keys, sa.func.count(), retries, *tokens, charged)
    return sa.select(*columns).group_by(*keys).order_by(*keys)


def _steps() -> sa.Select[Any]:
    c = t.ledger.c
    keys = [c[name] for name in _STEPS]
    sums = (sa.func.sum(c.spent_microdollars), sa.func.sum(c.saved_microdollars))
    return sa.select(*keys, sa.func.count(), *sums).group_by(*keys).order_by(*keys)


def _work() -> sa.Select[Any]:
    c = t.work.c
    counts = [sa.func.sum(c[name]) for name in _COUNTS]
    of = (sa.literal("").label("party_id"), sa.literal("").label("run_id"))
    columns = (*of, *counts, sa.func.sum(c.microdollars), c.price, sa.func.max(c.occurred_at))
    return sa.select(*columns).group_by(c.price).order_by(c.price)
