"""Calls for the steps that a test's ladder says it has paid for, as a provider would have had them.

A ladder of tests answers by rules at a price, and asks nobody. What it spent is booked here as one
settled call a step, before `verify` looks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from festplan.models.price_book import open_book
from festplan.models.prices import BookPrices
from festplan.ports.models import Call, Usage
from festplan.store import calls
from festplan.store.database import Database
from tests.faults.hosts import url

MODEL = "openai:gpt-4o-mini"
USAGE = Usage(4000, 1000)
COST = 1200
"""Microdollars of that usage by the case study's prices, which every paid step costs here."""
NOW = "2026-11-28T10:00:00.000000+00:00"

_UNPAID = """SELECT l.id, l.party_id, l.run_id, json_extract(s.rest, '$.scope'), l.agent, l.tier,
        l.fingerprint
    FROM ledger l JOIN party_state s ON s.party_id = l.party_id
    WHERE l.spent_microdollars > 0 AND NOT EXISTS (SELECT 1 FROM calls c
        WHERE c.fingerprint = l.fingerprint AND c.run_id = l.run_id AND c.agent = l.agent)
    ORDER BY l.id"""


def settle_up(connection: sa.Connection) -> None:
    """Books a settled call for each step that spent money and has none."""
    for number, *of in connection.exec_driver_sql(_UNPAID).fetchall():
        call = a_call(f"paid-for-{number}", of)
        calls.reserve(connection, call, {}, NOW)
        charge = {"state": "settled", "charged_microdollars": COST, "price": _price()}
        counted = {name: getattr(USAGE, name) for name in USAGE.__slots__}
        calls.end(connection, call.call_id, charge | counted, NOW)


def settle_up_in(file: Path) -> None:
    """The same for the database in `file`, which nobody has open."""
    database = Database(url(file))
    database.open()
    try:
        asyncio.run(database.hop(settle_up))
    finally:
        database.close()


def a_call(call_id: str, of: Sequence[Any]) -> Call:
    """A call of a step: party, run, scope, agent, tier and fingerprint."""
    party_id, run_id, scope, agent, tier, fingerprint = of
    return Call(
        call_id=call_id,
        party_id=party_id,
        run_id=run_id,
        scope=scope,
        agent=agent,
        tier=tier,
        model=MODEL,
        fingerprint=fingerprint,
        attempt=1,
        reserved_microdollars=COST,
    )


def _price() -> str:
    cost, price = BookPrices(open_book("case-study")).cost(MODEL, USAGE)
    assert cost == COST
    return price
